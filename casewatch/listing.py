"""What `casewatch sources list` prints: the declared sources, and whether each was ever read."""

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casewatch.asking import rows_of
from casewatch.forms import moment, plain_table
from feeds.bundled import ListedSource, list_bundled
from schemas.data_folder import DataFolder

if TYPE_CHECKING:
    from flows.settings_file import Places
    from schemas.source import Source

UNPROVEN = {"state": "not yet watched", "proven": False}
"""What is known of a source before its first run."""

PRINTED = ("source_id", "state", "failing_since", "last_success")
"""What `watched` needs; DuckDB leaves out the counting that other columns cost."""


def listed(places: "Places", *, as_json: bool) -> str:
    """Return the list as a table for people, or whole as JSON. Raises DataFileError, QueryError."""
    columns = "*" if as_json else ", ".join(PRINTED)
    # DuckDB opens the record beside the reading of the files.
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(_standing, places.folder, columns)
        if as_json:
            rows = _whole(places.sources_files)
            return json.dumps([_with_standing(row, asked.result()) for row in rows], ensure_ascii=False, default=str)
        shown = tuple(_shown(places.sources_files))
        lines = [_line(source, asked.result()) for source in shown]
    return plain_table(["source", "authority", "kind", "priority", "interval", "watched"], lines)


def proof(standing: dict[str, Any]) -> str:
    """Return `proven` for a source that met what is declared of it in a live poll, else `unproven`."""
    return "proven" if standing.get("proven") else "unproven"


def watched(standing: dict[str, Any]) -> str:
    """Return in a few words whether a source is watched: proven, failing, or not yet."""
    if standing.get("failing_since"):
        return f"failing since {moment(standing['failing_since'])}"
    if standing.get("state", "not yet watched") == "not yet watched":
        return "not yet watched (unproven)"
    return f"{standing['state']}, read {moment(standing['last_success'])}"


def _shown(files: Sequence[Path]) -> "Iterable[Source | ListedSource]":
    """Return the sources of `files`, else the bundled ones with no more than a line of the list takes."""
    if not files:
        return list_bundled()
    from feeds.registry import load_sources

    return load_sources(files)


def _line(source: "Source | ListedSource", standing: dict[str, dict[str, Any]]) -> list[str]:
    return [
        source.id,
        source.authority or source.publisher,
        "official" if source.official else "press",
        str(source.priority),
        "5 or 15 min" if source.priority == 1 else f"{source.interval_minutes} min",
        watched(standing.get(source.id, {})),
    ]


def _whole(files: Sequence[Path]) -> list[dict[str, Any]]:
    from feeds.registry import load_sources

    return [source.model_dump(mode="json") for source in load_sources(files)]


def _with_standing(source: dict[str, Any], standing: dict[str, dict[str, Any]]) -> dict[str, Any]:
    row = standing.get(source["id"], {})
    return {**source, **UNPROVEN, **row, "proof": proof(row)}


def _standing(folder: DataFolder, columns: str) -> dict[str, dict[str, Any]]:
    """Return what the snapshot says of each source; nothing before the first run."""
    if not folder.public_file.exists():
        return {}
    query = f"SELECT {columns} FROM source_health"
    return {row["source_id"]: row for row in rows_of(folder.public_file, folder.team_file, query)}
