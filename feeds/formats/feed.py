"""RSS and Atom, read by feedparser from bytes alone; JSON Feed is handed on.

No HTTP header is passed on: feedparser lets a wrong charset in Content-Type win over the encoding the document
declares, and a wrong type (`text/html`) make it ASCII.
"""

import io
import re
from collections.abc import Mapping
from typing import Any

import feedparser

from feeds.dates import parse_stamp
from feeds.formats.json_feed import is_json, parse_json_feed
from feeds.formats.slow_places import hides_its_tags, without_slow_places
from feeds.limits import (
    MAX_BRACKETS,
    MAX_CONTENT,
    MAX_LINES,
    MAX_REFERENCES,
    MAX_SUMMARY,
    MAX_TAGS,
    MAX_TITLE,
    MAX_UNCOUNTED,
)
from feeds.plain_text import one_line, plain_text
from feeds.web_address import web_address
from schemas.source import Entry, ParsedFeed, Response, Source

_TOO_MANY = (
    (b"<", MAX_TAGS, "tags"),
    (b"&", MAX_REFERENCES, "character references"),
    (b"\n", MAX_LINES, "lines"),
    (b"\r", MAX_LINES, "lines"),
    (b"]", MAX_BRACKETS, "closing brackets"),
)
_TIME_ELEMENT = re.compile(r"<time\b[^<>]*\bdatetime\s*=\s*[\"']([^\"']{8,40})[\"']", re.I)


def parse_feed(source: Source, response: Response) -> ParsedFeed | str:
    """Return the entries of an RSS, Atom or JSON feed, or the reason why it is none, in plain words."""
    if is_json(response.body):
        return parse_json_feed(source, response)
    body = without_slow_places(response.body)
    if body is None:
        return "the answer has hundreds of letters in a row where a name or nothing stands, which no feed needs"
    if too_much := _too_much(body):
        return f"the answer has more than {too_much}, which no feed needs"
    feed = _read(body)
    if isinstance(feed, str):
        return feed
    version = str(feed.get("version") or "")
    if not feed.entries and not version:
        return "the answer is not a feed" + (f" ({_complaint(feed)})" if feed.bozo else "")
    language = source.language or str(feed.feed.get("language") or "")[:2].lower() or None
    entries = tuple(
        # dict: feedparser's own answers "updated" with "published" when the former is missing.
        _entry(source, response.url, dict(item), language, atom=version.startswith("atom"))
        for item in feed.entries
    )
    return ParsedFeed(entries=entries, degraded=_degraded(feed))


def _too_much(body: bytes) -> str | None:
    if len(body) > MAX_UNCOUNTED and hides_its_tags(body):
        return f"{MAX_UNCOUNTED:,} bytes in an encoding other than that of ASCII"
    return next((f"{most:,} {what}" for sign, most, what in _TOO_MANY if body.count(sign) > most), None)


def _read(body: bytes) -> Any:
    try:
        return feedparser.parse(
            io.BytesIO(body),  # never str or bytes: feedparser would take a short body for a file name
            sanitize_html=False,  # the markup is turned to words here, or by feeds/documents.py
            resolve_relative_uris=False,
        )
    except Exception as error:  # outside bytes in a library of many corners: one source's failure, not ours
        return f"the answer is not a feed ({type(error).__name__}: {one_line(str(error))[:200]})"


def _entry(source: Source, base: str, item: Mapping[str, Any], language: str | None, atom: bool) -> Entry:
    summary = str(item.get("summary") or "")
    published, updated = item.get("published"), item.get("updated")
    if not atom and published is None:
        published = updated  # RSS 1.0 and 2.0: dc:date is the day of publication
    if published is None and (found := _TIME_ELEMENT.search(summary)):
        published = found[1]
    updated_at = parse_stamp(updated, source.jurisdiction)
    return Entry(
        source=source.id,
        guid=_guid(item),
        url=web_address(str(item.get("link") or ""), base),
        title=one_line(str(item.get("title") or ""))[:MAX_TITLE],
        summary=plain_text(summary)[:MAX_SUMMARY],
        content=_content(item)[:MAX_CONTENT],
        published=parse_stamp(published, source.jurisdiction),
        updated=updated_at,
        language=language,
        revision=updated_at.isoformat() if source.living and updated_at else "",
    )


def _guid(item: Mapping[str, Any]) -> str | None:
    guid = str(item.get("id") or "").strip()
    return guid[:MAX_TITLE] or None


def _content(item: Mapping[str, Any]) -> str:
    parts = [str(part.get("value") or "") for part in item.get("content") or ()]
    return max(parts, key=len, default="")


def _degraded(feed: Any) -> str | None:
    if not feed.bozo:
        return None
    complaint = feed.get("bozo_exception")
    if isinstance(complaint, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType):
        return None  # read all the same, with nothing lost
    return f"the feed is not well formed ({_complaint(feed)}); entries after the fault may be missing"


def _complaint(feed: Any) -> str:
    return one_line(str(feed.get("bozo_exception") or "no reason given"))[:200]
