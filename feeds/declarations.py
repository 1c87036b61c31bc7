"""What the types of a source cannot say: selectors and patterns that do not work, tables that a format needs."""

import re
from collections.abc import Iterable

from cssselect import GenericTranslator, SelectorError

from schemas.source import Entry, Source


def problems(source: Source) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with a declared source though its types are right: the key, and why in plain words."""
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
