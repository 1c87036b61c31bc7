"""What several commands take: where the settings are, where the data is, and how to print."""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schemas.data_folder import DataFolder

if TYPE_CHECKING:
    from flows.settings_file import Places
    from schemas.settings import Settings

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="Settings file (else $CASEWATCH_CONFIG, ./casewatch.toml).")
]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder of the data, instead of the settings'.")]
SourcesOption = Annotated[
    list[Path] | None, typer.Option("--sources", help="Poll the sources of this file, not the bundled ones.")
]
PrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Let sources that say allow_private live on this machine.")
]
ByOption = Annotated[str, typer.Option("--by", help="Who says so; else the user of this machine.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_for(
    config: Path | None = None,
    data: Path | None = None,
    source_ids: list[str] | None = None,
    sources_files: list[Path] | None = None,
    allow_private: bool = False,
) -> "Settings":
    """Return the settings, overruled by what the command line says."""
    from flows.settings import load_settings

    settings = load_settings(config, os.environ)
    changes: dict[str, object] = {}
    if data:
        changes["data_folder"] = data
    if source_ids:
        changes["source_ids"] = tuple(source_ids)
    if sources_files:
        changes["sources_files"] = tuple(sources_files)
    if allow_private:
        changes["http"] = settings.http.model_copy(update={"allow_private": True})
    return settings.model_copy(update=changes)


def places_for(config: Path | None, data: Path | None, sources_files: list[Path] | None = None) -> "Places":
    """Return where data and sources lie, for commands that need to know no more and start at once without it."""
    from flows.settings_file import Places, load_places

    places = load_places(config, os.environ)
    return Places(
        DataFolder(data) if data else places.folder,
        tuple(sources_files) if sources_files else places.sources_files,
    )


def into_environment(data: Path | None, sources_files: list[Path] | None) -> None:
    """Put these options where the processes that Prefect starts will find them."""
    if data:
        os.environ["CASEWATCH_DATA"] = str(data.resolve())
    if sources_files:
        os.environ["CASEWATCH_SOURCES"] = os.pathsep.join(str(file.resolve()) for file in sources_files)


def user_name() -> str:
    """Return the name of this machine's user, as far as it is known."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
