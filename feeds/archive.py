"""A source's past, page by page: which questions to ask for a range of days, and when there is nothing more.

Pure but for `fetch_page`; what was asked and what came is kept by the caller, so that it can go on after a crash.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from feeds.client import Client
from feeds.fetch import fetch
from feeds.parse import parse
from schemas.base import Model
from schemas.settings import HttpSettings
from schemas.source import Archive, Entry, Failure, FeedState, ParsedFeed, Source

# WordPress says 400.
_NO_SUCH_PAGE = (400, 404, 410)

_DAY = re.compile(r"\{(from|to)(?::([^{}]+))?\}")


class Window(Model):
    """A range of days, both of them in it."""

    start: date
    end: date


def windows(archive: Archive, start: date, end: date) -> Iterator[Window]:
    """Yield the ranges to ask for one after the other, the oldest first."""
    step = timedelta(days=archive.window_days) if archive.window_days else end - start + timedelta(days=1)
    while start <= end:
        yield Window(start=start, end=min(end, start + step - timedelta(days=1)))
        start += step


def question(source: Source, archive: Archive, window: Window, page: int) -> Source:
    """Return the source as it is to be asked for one page of its past."""
    changes = {
        "url": _filled(archive.url, archive, window, page),
        "post": None if archive.post is None else _filled(archive.post, archive, window, page),
        "format": archive.format or source.format,
        "listing": archive.listing or source.listing,
        "json_rules": archive.json_rules or source.json_rules,
    }
    return source.model_copy(update=changes)


def fetch_page(asked: Source, client: Client, http: HttpSettings, now: datetime) -> ParsedFeed | Failure:
    """Return the entries of one page, or why there are none. `now` is UTC. Never raises for what a network does."""
    response = fetch(asked, FeedState(source=asked.id), client, http, now)
    return response if isinstance(response, Failure) else parse(asked, response)


def wanted(entries: Iterable[Entry], start: date, end: date) -> tuple[Entry, ...]:
    """Return the entries of these days. One without a date is wanted: its page may tell it, and none is made up."""
    return tuple(entry for entry in entries if (day := day_of(entry)) is None or start <= day <= end)


def is_last(archive: Archive, window: Window, page: int, parsed: ParsedFeed, met_before: int) -> bool:
    """Return whether no further page is to be asked for after this one.

    `met_before` counts the entries that an earlier page of this window brought already: many sites answer a page
    beyond the last with the last or the first.
    """
    if not archive.has_pages() or not parsed.listed or page + 1 >= archive.first_page + archive.max_pages:
        return True
    # Counted before the source's own rules: a page may hold little that is wanted and not be the last.
    if archive.page_size is not None and parsed.listed < archive.page_size:
        return True
    days = [day_of(entry) for entry in parsed.entries]
    older = archive.newest_first and all(day is not None and day < window.start for day in days)
    return bool(days) and (older or met_before == len(days))


def is_beyond_last(archive: Archive, page: int, failure: Failure) -> bool:
    """Return whether a page that could not be had is none any more: many sites answer so after the last one."""
    if page == archive.first_page or not archive.has_pages():
        return False
    return failure.stage == "parse" or failure.status in _NO_SUCH_PAGE


def day_of(entry: Entry) -> date | None:
    """Return the day (UTC) an entry was published or, where that is not said, changed; None when neither is."""
    moment = entry.published or entry.updated
    return moment.date() if moment else None


def _filled(template: str, archive: Archive, window: Window, page: int) -> str:
    def day(match: re.Match[str]) -> str:
        return (window.start if match[1] == "from" else window.end).strftime(match[2] or "%Y-%m-%d")

    offset = (page - archive.first_page) * (archive.page_size or 0)
    # Not str.format: the body of a question is JSON, full of braces of its own.
    return _DAY.sub(day, template).replace("{page}", str(page)).replace("{offset}", str(offset))
