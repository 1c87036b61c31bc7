"""When a source is asked again, and whether what it gives is normal. Pure: the time is an argument."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from schemas.source import Entry, Failure, FeedState, Response, Source

FIRST_MINUTES, OFF_HOURS_MINUTES = 5, 15
"""Minutes between polls of a priority-1 source in Brussels working hours, and outside of them."""

LONGEST_BACKOFF = timedelta(hours=6)
LONGEST_REQUESTED_WAIT = timedelta(hours=24)
"""A Retry-After beyond this is not obeyed: a broken header must not silence a source for a year."""

_QUESTION_REFUSED = frozenset({400, 412, 431})
"""Statuses that may be about what was asked with; the next question has no condition."""
_NO_CONDITIONS = {"etag": None, "last_modified": None, "body_hash": None}

_TOMORROW = timedelta(days=1)
"""How far in the future a date may lie to count as news: a pinned event of next year must not hide a silence."""

_BRUSSELS = ZoneInfo("Europe/Brussels")


def is_due(source: Source, state: FeedState, now: datetime) -> bool:
    """Return whether the source is to be asked at `now` (UTC). One that was never asked is."""
    return state.next_poll is None or state.next_poll <= now


def after_success(
    source: Source,
    state: FeedState,
    response: Response,
    entries: int,
    new: int,
    now: datetime,
    breach: str | None = None,
) -> FeedState:
    """Return the state after an answer that could be read.

    `entries` and `new` count what it held (0 and 0 when not modified); `breach` is what expectation_breach, or the
    parser, found wrong with it. Validators are kept only of a whole answer without breach: what is odd is asked
    for in full again. The baseline is taken from a whole answer, or else from the second one: what a first answer
    lost must not look new later.
    """
    settled = response.complete or state.last_success is not None
    # Only a whole answer has dates by which silence shows: an unchanged one must not hide it for ever.
    unsure = response.not_modified and _is_long_without_news(source, state, now)
    normal = response.complete and breach is None and not unsure
    # Where no item at all is normal, one has to be seen before the source counts as watched.
    met = normal and not response.not_modified and entries >= max(1, source.expect.min_items)
    return state.model_copy(
        update={
            "etag": response.etag if normal else None,
            "last_modified": response.last_modified if normal else None,
            "body_hash": _body_hash(state, response) if normal else None,
            "last_poll": now,
            "last_success": now,
            "last_new_item": now if new else state.last_new_item,
            "next_poll": now + _pause(source, response, now),
            "failures_in_a_row": 0,
            "error": None,
            "proven": state.proven or met,
            "baseline_at": state.baseline_at or (now if settled else None),
        }
    )


def after_failure(source: Source, state: FeedState, failure: Failure, now: datetime) -> FeedState:
    """Return the state after a failure: the pause doubles up to six hours, and is never the last one.

    A Retry-After the server gave is obeyed, up to a day.
    """
    failures = state.failures_in_a_row + 1
    pause = min(interval(source, now) * 2 ** min(failures - 1, 16), LONGEST_BACKOFF)
    asked = min(timedelta(seconds=failure.retry_after_seconds or 0), LONGEST_REQUESTED_WAIT)
    return state.model_copy(
        update={
            "last_poll": now,
            "next_poll": now + max(pause + _jitter(source, pause), asked),
            "failures_in_a_row": failures,
            "error": failure.reason,
            **(_NO_CONDITIONS if failure.status in _QUESTION_REFUSED else {}),
        }
    )


def expectation_breach(source: Source, entries: Sequence[Entry], now: datetime) -> str | None:
    """Return what is not normal about the entries of a poll, in plain words, or None.

    Normal is what the source declares in `expect`: how many items, which fields some item must have, and how many
    days its newest dated item may be old.
    """
    expect = source.expect
    if len(entries) < expect.min_items:
        return f"{len(entries)} items where at least {expect.min_items} are normal"
    missing = [field for field in expect.fields if entries and not any(_has(entry, field) for entry in entries)]
    if missing:
        return f"no item has a {' or a '.join(missing)}; the source changed its form"
    dates = [date for entry in entries if (date := entry.published or entry.updated) and date <= now + _TOMORROW]
    newest = max(dates, default=None)
    if expect.max_silence_days is None or newest is None:
        return None
    silent = (now - newest).days
    if silent > expect.max_silence_days:
        return f"nothing new for {silent} days where {expect.max_silence_days} are the longest normal silence"
    return None


def undated_silence(
    source: Source, state: FeedState, entries: Sequence[Entry], changed: int, now: datetime
) -> str | None:
    """Return that a list without dates has been silent for too long, in plain words, or None.

    Nothing but what is new or `changed` shows there that it is alive: a page that froze would look normal for ever.
    """
    longest, since = source.expect.max_silence_days, state.last_new_item or state.baseline_at
    if longest is None or since is None or changed or any(entry.published or entry.updated for entry in entries):
        return None
    silent = (now - since).days
    if silent <= longest:
        return None
    return f"nothing new for {silent} days of watching where {longest} are the longest normal silence"


def interval(source: Source, now: datetime) -> timedelta:
    """Return the normal pause between two polls: priority 1 follows Brussels working hours, others their own."""
    if source.priority != 1:
        return timedelta(minutes=source.interval_minutes)
    local = now.astimezone(_BRUSSELS)
    working = local.weekday() < 5 and 8 <= local.hour < 20
    return timedelta(minutes=FIRST_MINUTES if working else OFF_HOURS_MINUTES)


def _is_long_without_news(source: Source, state: FeedState, now: datetime) -> bool:
    longest, since = source.expect.max_silence_days, state.last_new_item or state.baseline_at
    return longest is not None and since is not None and now - since > timedelta(days=longest)


def _pause(source: Source, response: Response, now: datetime) -> timedelta:
    normal = interval(source, now)
    # max-age says that asking earlier gives nothing new (RFC 9111, 4.2); a wrong one must not make us blind.
    fresh = min(timedelta(seconds=response.max_age_seconds or 0), max(normal * 4, timedelta(minutes=15)))
    pause = max(normal, fresh)
    return pause + _jitter(source, pause)


def _jitter(source: Source, pause: timedelta) -> timedelta:
    """Up to a tenth of the pause, always the same for a source, so that not all are asked at one moment."""
    share = int.from_bytes(hashlib.sha256(source.id.encode()).digest()[:2], "big") / 65_536
    return pause * (share / 10)


def _body_hash(state: FeedState, response: Response) -> str | None:
    changed = response.body and not response.not_modified
    return hashlib.sha256(response.body).hexdigest() if changed else state.body_hash


def _has(entry: Entry, field: str) -> bool:
    return bool(getattr(entry, field))
