"""JSON Feed (jsonfeed.org, versions 1 and 1.1), served where a source is declared as a feed."""

import html
import json
from collections.abc import Mapping
from typing import Any

from feeds.dates import parse_stamp
from feeds.limits import MAX_CONTENT, MAX_ITEMS, MAX_SUMMARY, MAX_TITLE
from feeds.plain_text import normalise_text
from feeds.web_address import web_address
from schemas.source import Entry, ParsedFeed, Response, Source

_VERSION = "jsonfeed.org/version/1"


def is_json(body: bytes) -> bool:
    """Return whether a body begins as a JSON object does; no XML does."""
    return body[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def parse_json_feed(source: Source, response: Response) -> ParsedFeed | str:
    """Return the entries of a JSON Feed, or the reason why it is none, in plain words."""
    try:
        feed = json.loads(response.body)
    except (ValueError, RecursionError):
        return "the answer is not a feed, and not JSON either"
    if not isinstance(feed, dict) or _VERSION not in str(feed.get("version")):
        return "the answer is JSON, and not a feed: declare it as a json_list"
    items = feed.get("items")
    if not isinstance(items, list):
        return "the feed has no list of items"
    if len(items) > MAX_ITEMS:
        return f"the feed holds more than {MAX_ITEMS:,} items, which no source needs"
    language = source.language or _words(feed, "language")[:2].lower() or None
    wrong = sum(not isinstance(item, dict) for item in items)
    return ParsedFeed(
        entries=tuple(_entry(source, response.url, item, language) for item in items if isinstance(item, dict)),
        degraded=f"{wrong} items of the feed are none" if wrong else None,
    )


def _entry(source: Source, base: str, item: Mapping[str, Any], language: str | None) -> Entry:
    updated = parse_stamp(_words(item, "date_modified"), source.jurisdiction)
    return Entry(
        source=source.id,
        guid=_words(item, "id")[:MAX_TITLE] or None,
        url=web_address(_words(item, "url") or _words(item, "external_url"), base),
        title=" ".join(normalise_text(_words(item, "title")).split())[:MAX_TITLE],
        summary=normalise_text(_words(item, "summary"))[:MAX_SUMMARY],
        # Plain words may hold what looks like markup, and are read as markup later.
        content=(_words(item, "content_html") or html.escape(_words(item, "content_text"), quote=False))[:MAX_CONTENT],
        published=parse_stamp(_words(item, "date_published"), source.jurisdiction),
        updated=updated,
        language=_words(item, "language")[:2].lower() or language,
        revision=updated.isoformat() if source.living and updated else "",
    )


def _words(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    # An id may be a number, though it should not (version 1.1, "items").
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
