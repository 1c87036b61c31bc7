"""What casewatch.toml and the environment say, before it is checked. Light commands ask this and nothing else.

CASEWATCH_CONFIG          the settings file (else ./casewatch.toml, else the defaults)
CASEWATCH_DATA            data_folder
CASEWATCH_SOURCES         sources_files, separated like PATH
CASEWATCH_SLACK_TOKEN     slack.token (never write it into the file)
CASEWATCH_SLACK_BASE_URL  slack.base_url (another Slack, for tests)
CASEWATCH_CHANNEL         the channel of the default watch, when the file declares none
CASEWATCH_PROXY           http.proxy
CASEWATCH_SPACY_MODEL     reading.spacy_model
CASEWATCH_HEARTBEAT_URL   ops.heartbeat_url
CASEWATCH_OPS_WEBHOOK     ops.webhook_url
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from schemas.data_folder import DEFAULT_FOLDER, DataFolder
from schemas.errors import SettingsError

DEFAULT_FILE = Path("casewatch.toml")
PATHS = ("data_folder", "sources_files", "catalogue_files")
VARIABLES = {
    "CASEWATCH_DATA": ("data_folder",),
    "CASEWATCH_SLACK_TOKEN": ("slack", "token"),
    "CASEWATCH_SLACK_BASE_URL": ("slack", "base_url"),
    "CASEWATCH_PROXY": ("http", "proxy"),
    "CASEWATCH_SPACY_MODEL": ("reading", "spacy_model"),
    "CASEWATCH_HEARTBEAT_URL": ("ops", "heartbeat_url"),
    "CASEWATCH_OPS_WEBHOOK": ("ops", "webhook_url"),
}


class Places(NamedTuple):
    """Where the data and the sources lie; no sources files: the bundled ones are meant."""

    folder: DataFolder
    sources_files: tuple[Path, ...]


def load_places(file: Path | None, environment: Mapping[str, str]) -> Places:
    """Return where things lie, without a look at the other settings. Raises SettingsError as `settings_values` does."""
    values = settings_values(file, environment)
    folder, files = values.get("data_folder", str(DEFAULT_FOLDER)), values.get("sources_files", [])
    if not (isinstance(folder, str) and isinstance(files, list) and all(isinstance(name, str) for name in files)):
        origin = settings_origin(file, environment)
        raise SettingsError(f"{origin}: data_folder is a path in quotes, sources_files a list of such paths")
    return Places(DataFolder(Path(folder)), tuple(Path(name) for name in files))


def settings_values(file: Path | None, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of `file` (or the default file), overruled by the environment, as they are written.

    Paths in the file are relative to the file. Raises SettingsError when the file cannot be read.
    """
    chosen = _chosen(file, environment)
    values = _read(chosen) if chosen else {}
    for variable, place in VARIABLES.items():
        if environment.get(variable):
            _put(values, place, environment[variable])
    if environment.get("CASEWATCH_SOURCES"):
        values["sources_files"] = environment["CASEWATCH_SOURCES"].split(os.pathsep)
    return values


def settings_origin(file: Path | None, environment: Mapping[str, str]) -> str:
    """Return where the settings come from, as errors say it."""
    return str(_chosen(file, environment) or "environment")


def _chosen(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    named = environment.get("CASEWATCH_CONFIG")
    return file or (Path(named) if named else None) or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{file}: there is no such settings file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: the settings file cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: this is not valid TOML: {error}") from None
    for key in PATHS:
        if key in values:
            values[key] = _beside(file, values[key])
    return values


def _beside(file: Path, value: Any) -> Any:
    if isinstance(value, list):
        return [_beside(file, item) for item in value]
    return str(file.parent / value) if isinstance(value, str) else value


def _put(values: dict[str, Any], place: tuple[str, ...], value: str) -> None:
    for key in place[:-1]:
        values = values.setdefault(key, {})
    values[place[-1]] = value
