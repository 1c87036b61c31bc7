"""The declared sources: TOML files, one an authority, checked when they are loaded."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cssselect import GenericTranslator, SelectorError
from pydantic import ValidationError

from schemas.errors import DataFileError
from schemas.source import Entry, Source

BUNDLED = Path(__file__).with_name("sources")
"""Where the sources that come with casewatch lie; examples are in a folder below and are not polled."""

DEFAULTS = ("authority", "publisher", "jurisdiction", "language", "official")
"""Keys that may stand at the top of a file and hold for all its sources."""

_TABLE = re.compile(r"^\s*\[\[\s*source\s*\]\]")


def load_sources(files: Sequence[Path] = ()) -> tuple[Source, ...]:
    """Return the sources of `files`, or the bundled ones, in file order.

    Raises DataFileError, with file and line, for what cannot be read, is not allowed, or is declared twice.
    """
    paths = tuple(files) or tuple(sorted(BUNDLED.glob("*.toml")))
    places: dict[str, str] = {}
    sources: list[Source] = []
    for path in paths:
        for source, line in _load_file(path):
            if source.id in places:
                raise DataFileError(path, line, f"source {source.id!r} is declared before at {places[source.id]}")
            places[source.id] = f"{path}:{line}"
            sources.append(source)
    return tuple(sources)


def _load_file(path: Path) -> Iterable[tuple[Source, int]]:
    text, document = _read(path)
    lines = text.splitlines()
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
        yield _source(path, lines, start, {**defaults, **table}), start


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text("utf-8")
        return text, tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, None, f"the file cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise DataFileError(path, int(found[1]) if found else None, f"not TOML: {error}") from error


def _source(path: Path, lines: Sequence[str], start: int, table: Mapping[str, Any]) -> Source:
    try:
        source = Source.model_validate(_with_pairs(table))
    except ValidationError as error:
        # A misspelt key tells more than the key that is missing because of it.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        keys = [str(part) for part in first["loc"] if isinstance(part, str)]
        line = _line_of_key(lines, start, *reversed(keys)) or start
        raise DataFileError(path, line, f"{'.'.join(keys) or 'source'}: {first['msg']}") from error
    for key, problem in _problems(source):
        raise DataFileError(path, _line_of_key(lines, start, key) or start, f"{key}: {problem}")
    return source


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


def _problems(source: Source) -> Iterable[tuple[str, str]]:
    """Yield what the types cannot say: key and reason."""
    if source.format == "listing" and source.listing is None:
        yield "format", "a listing needs a [source.listing] table"
    if source.format in ("json_list", "news_broker") and source.json_rules is None:
        yield "format", f"a {source.format} needs a [source.json_rules] table"
    for key in ("keep_urls", "drop_titles"):
        yield from ((key, problem) for problem in _pattern_problem(getattr(source, key)))
    for field in source.expect.fields:
        if field not in Entry.model_fields:
            yield "fields", f"an entry has no field {field!r}"
    if source.archive:
        yield from (("archive", problem) for problem in _archive_problems(source))
    yield from (("more", problem) for problem in _more_problems(source))
    if source.listing:
        for key in ("item", "title", "link", "date", "summary", "next"):
            yield from ((key, problem) for problem in _selector_problem(getattr(source.listing, key)))


def _archive_problems(source: Source) -> Iterable[str]:
    """Yield what cannot work about the archive of a source, in plain words."""
    archive = source.archive
    if archive is None:
        return
    kind = archive.format or source.format
    if not re.match(r"https?://", archive.url):
        yield "its url is not an http or https address"
    if kind == "listing" and not (archive.listing or source.listing):
        yield "a listing needs a [source.archive.listing] table"
    if kind in ("json_list", "news_broker") and not (archive.json_rules or source.json_rules):
        yield f"a {kind} needs a [source.archive.json_rules] table"
    if archive.window_days and not archive.asks_by_day():
        yield "window_days without {from} in the url asks for the same again and again"
    if "{offset}" in archive.url and archive.page_size is None:
        yield "{offset} needs page_size"


def _more_problems(source: Source) -> Iterable[str]:
    """Yield what cannot work about the further pages of a source, in plain words."""
    more = source.more
    if more.url is None:
        return
    asked = more.url + (more.post or "")
    if not re.match(r"https?://", more.url):
        yield "its url is not an http or https address"
    if "{page}" not in asked and "{offset}" not in asked:
        yield "without {page} or {offset} the same page is asked for again and again"
    if "{offset}" in asked and more.page_size is None:
        yield "{offset} needs page_size"


def _pattern_problem(pattern: str | None) -> Iterable[str]:
    try:
        re.compile(pattern or "")
    except re.error as error:
        yield f"not a regular expression: {error}"


def _selector_problem(selector: str | None) -> Iterable[str]:
    if selector in (None, "."):
        return
    try:
        GenericTranslator().css_to_xpath(selector or "")
    except SelectorError as error:
        yield f"not a CSS selector: {error}"


def _line_of_key(lines: Sequence[str], start: int, *keys: str) -> int | None:
    """Return the line (from 1) of the first of `keys` found at or after `start` in the same table."""
    end = next((n for n in range(start + 1, len(lines) + 1) if _TABLE.match(lines[n - 1])), len(lines) + 1)
    for key in keys:
        pattern = re.compile(rf"^\s*(?:\[source\.)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\]|\.)|\b{re.escape(key)}\s*=")
        for number in range(start, end):
            if pattern.search(lines[number - 1].split("#", 1)[0]):
                return number
    return None
