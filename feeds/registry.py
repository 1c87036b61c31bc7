"""The declared sources: TOML files, one an authority, checked when they are loaded."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from feeds.bundled import DEFAULTS, bundled_files
from schemas.data_files import read_table
from schemas.errors import DataFileError
from schemas.source import Source

_TABLE = re.compile(r"^\s*\[\[\s*source\s*\]\]")


def load_sources(files: Sequence[Path] = ()) -> tuple[Source, ...]:
    """Return the sources of `files`, or the bundled ones, in file order.

    What the types of the schema cannot say is looked at in `files` only: the bundled ones passed that in a test.
    Raises DataFileError, with file and line, for what cannot be read, is not allowed, or is declared twice.
    """
    paths = tuple(files) or bundled_files()
    places: dict[str, str] = {}
    sources: list[Source] = []
    for path in paths:
        for source, line in _load_file(path, closely=bool(files)):
            if source.id in places:
                raise DataFileError(path, line, f"source {source.id!r} is declared before at {places[source.id]}")
            places[source.id] = f"{path}:{line}"
            sources.append(source)
    return tuple(sources)


def _load_file(path: Path, *, closely: bool) -> Iterable[tuple[Source, int]]:
    document = read_table(path)
    lines = path.read_text("utf-8").splitlines()
    unknown = set(document) - {*DEFAULTS, "source"}
    if unknown:
        name = min(unknown)
        raise DataFileError(path, _line_of_key(lines, 1, name), f"unknown key {name!r} at the top of the file")
    tables = document.get("source")
    if not isinstance(tables, list) or not tables:
        raise DataFileError(path, None, "there is no [[source]] table")
    starts = [number for number, line in enumerate(lines, 1) if _TABLE.match(line)]
    defaults = {key: document[key] for key in DEFAULTS if key in document}
    for position, table in enumerate(tables):
        start = starts[position] if position < len(starts) else 1
        source = _source(path, lines, start, {**defaults, **table})
        if closely:
            _look_closely(path, lines, start, source)
        yield source, start


def _source(path: Path, lines: Sequence[str], start: int, table: Mapping[str, Any]) -> Source:
    try:
        return Source.model_validate(_with_pairs(table))
    except ValidationError as error:
        # A misspelt key tells more than the key that is missing because of it.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        keys = [str(part) for part in first["loc"] if isinstance(part, str)]
        line = _line_of_key(lines, start, *reversed(keys)) or start
        raise DataFileError(path, line, f"{'.'.join(keys) or 'source'}: {first['msg']}") from error


def _look_closely(path: Path, lines: Sequence[str], start: int, source: Source) -> None:
    from feeds.declarations import problems

    for key, problem in problems(source):
        raise DataFileError(path, _line_of_key(lines, start, key) or start, f"{key}: {problem}")


def _with_pairs(table: Mapping[str, Any]) -> dict[str, Any]:
    """Turn what is natural in TOML (tables) into the pairs the schema keeps."""
    source = dict(table)
    if isinstance(source.get("headers"), dict):
        source["headers"] = tuple(source["headers"].items())
    archive = source.get("archive")
    if isinstance(archive, dict):
        source["archive"] = _with_pairs(archive)
    rules = source.get("json_rules")
    if isinstance(rules, dict) and isinstance(rules.get("keep"), dict):
        pairs = [
            (path, value)
            for path, values in rules["keep"].items()
            for value in (values if isinstance(values, list) else [values])
        ]
        source["json_rules"] = {**rules, "keep": tuple(pairs)}
    return source


def _line_of_key(lines: Sequence[str], start: int, *keys: str) -> int | None:
    """Return the line (from 1) of the first of `keys` found at or after `start` in the same table."""
    end = next((n for n in range(start + 1, len(lines) + 1) if _TABLE.match(lines[n - 1])), len(lines) + 1)
    for key in keys:
        pattern = re.compile(rf"^\s*(?:\[source\.)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\]|\.)|\b{re.escape(key)}\s*=")
        for number in range(start, end):
            if pattern.search(lines[number - 1].split("#", 1)[0]):
                return number
    return None
