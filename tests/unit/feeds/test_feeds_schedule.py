"""When sources are asked again, and what is not normal."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.schedule import after_failure, after_success, expectation_breach, interval, is_due
from schemas.source import Entry, Expect, Failure, FeedState, Response, Source

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)  # a Friday, noon in Brussels
LATER = NOON + timedelta(days=300)
NEW = FeedState(source="try")


def source(**changes: object) -> Source:
    return Source.model_validate(
        {"id": "try", "name": "Try", "publisher": "Try", "url": "https://authority.example/feed", **changes}
    )


def response(**changes: object) -> Response:
    values = {"source": "try", "url": "https://authority.example/feed", "status": 200, "body": b"x", "etag": '"1"'}
    return Response.model_validate({**values, "last_modified": "then", "fetched_at": NOON, **changes})


def failure(**changes: object) -> Failure:
    values = {"stage": "fetch", "source": "try", "url": "u", "reason": "HTTP 503", "at": NOON}
    return Failure.model_validate({**values, **changes})


def entry(**changes: object) -> Entry:
    return Entry.model_validate({"source": "try", "title": "T", "url": "https://authority.example/1", **changes})


def pause(state: FeedState, now: datetime = NOON) -> timedelta:
    assert state.next_poll is not None
    return state.next_poll - now


@pytest.mark.parametrize(
    ("priority", "now", "minutes", "why"),
    [
        (1, "2026-11-20T11:00:00+00:00", 5, "Friday noon"),
        (1, "2026-11-20T06:59:00+00:00", 15, "07:59 in Brussels"),
        (1, "2026-11-20T07:00:00+00:00", 5, "08:00 in Brussels, winter"),
        (1, "2026-07-17T06:00:00+00:00", 5, "08:00 in Brussels, summer"),
        (1, "2026-11-20T18:59:00+00:00", 5, "19:59 in Brussels"),
        (1, "2026-11-20T19:00:00+00:00", 15, "20:00 in Brussels"),
        (1, "2026-11-21T11:00:00+00:00", 15, "Saturday"),
        (1, "2026-11-22T23:30:00+00:00", 15, "Monday 00:30 in Brussels"),
        (2, "2026-11-20T11:00:00+00:00", 45, "as the source says"),
        (4, "2026-11-21T11:00:00+00:00", 45, "at any time"),
    ],
)
def test_interval(priority: int, now: str, minutes: int, why: str) -> None:
    declared = source(priority=priority, interval_minutes=45)
    assert interval(declared, datetime.fromisoformat(now)) == timedelta(minutes=minutes), why


def test_a_source_never_asked_is_due_and_one_just_asked_is_not() -> None:
    assert is_due(source(), NEW, NOON)
    after = after_success(source(), NEW, response(), 5, 5, NOON)
    assert not is_due(source(), after, NOON)
    assert after.next_poll is not None
    assert is_due(source(), after, after.next_poll)


def test_a_success_is_remembered() -> None:
    before = FeedState(source="try", failures_in_a_row=3, error="HTTP 503")
    after = after_success(source(), before, response(), 5, 2, NOON)
    assert (after.failures_in_a_row, after.error, after.last_success) == (0, None, NOON)
    assert (after.etag, after.last_modified, after.last_new_item) == ('"1"', "then", NOON)
    assert (after.baseline_at, after.proven) == (NOON, True)
    later = after_success(source(), after, response(not_modified=True, body=b""), 0, 0, NOON + timedelta(hours=1))
    assert (later.baseline_at, later.last_new_item, later.proven) == (NOON, NOON, True)
    assert later.body_hash == after.body_hash


@pytest.mark.parametrize(
    ("changes", "breach", "why"),
    [
        ({"complete": False}, None, "RFC 9111, 3.3: half an answer must not stand for the whole"),
        ({}, "no item has a title", "what is odd is asked for in full again"),
    ],
)
def test_validators_are_kept_of_whole_and_normal_answers_only(
    changes: dict[str, object], breach: str | None, why: str
) -> None:
    after = after_success(source(), NEW, response(**changes), 5, 5, NOON, breach)
    assert (after.etag, after.last_modified, after.body_hash, after.proven) == (None, None, None, False), why


@pytest.mark.parametrize(
    ("declared", "days", "kept", "why"),
    [
        (30, 29, True, "unchanged for as long as is normal"),
        (30, 31, False, "the next answer is to come whole: its dates tell whether the source is silent"),
        (None, 300, True, "no silence is too long for it"),
    ],
)
def test_an_unchanged_answer_does_not_hide_a_silence(declared: int | None, days: int, kept: bool, why: str) -> None:
    watched = source(expect=Expect(max_silence_days=declared))
    known = after_success(watched, NEW, response(), 5, 5, NOON)
    unchanged = response(not_modified=True, body=b"")
    after = after_success(watched, known, unchanged, 0, 0, NOON + timedelta(days=days))
    assert (after.etag is not None, after.body_hash is not None) == (kept, kept), why


def test_the_baseline_waits_once_for_a_whole_answer() -> None:
    first = after_success(source(), NEW, response(complete=False), 5, 5, NOON)
    assert first.baseline_at is None
    assert after_success(source(), first, response(), 9, 4, NOON).baseline_at == NOON
    assert after_success(source(), first, response(complete=False), 9, 4, NOON).baseline_at == NOON


def test_a_source_is_proven_by_its_declared_items() -> None:
    wants = source(expect=Expect(min_items=5))
    assert not after_success(wants, NEW, response(), 4, 4, NOON).proven
    assert after_success(wants, NEW, response(), 5, 5, NOON).proven
    assert not after_success(wants, NEW, response(not_modified=True), 0, 0, NOON).proven
    quiet = source(expect=Expect(min_items=0))
    assert not after_success(quiet, NEW, response(), 0, 0, NOON).proven
    assert after_success(quiet, NEW, response(), 1, 1, NOON).proven


@pytest.mark.parametrize(
    ("max_age", "low", "high", "why"),
    [
        (None, 60, 66, "the interval and up to a tenth"),
        (600, 60, 66, "fresh for less than the interval"),
        (7200, 120, 132, "RFC 9111, 4.2: fresh for two hours"),
        (31_536_000, 240, 264, "a year is not believed"),
    ],
)
def test_freshness_lengthens_the_pause(max_age: int | None, low: int, high: int, why: str) -> None:
    after = after_success(source(interval_minutes=60), NEW, response(max_age_seconds=max_age), 5, 0, NOON)
    assert timedelta(minutes=low) <= pause(after) <= timedelta(minutes=high), why


def test_failures_double_the_pause_up_to_six_hours_for_ever() -> None:
    state, pauses = NEW, []
    for _ in range(60):
        state = after_failure(source(interval_minutes=10), state, failure(), NOON)
        pauses.append(pause(state) / timedelta(minutes=1))
    assert [round(p / 11, 2) <= 1 for p in pauses[:1]] == [True]
    assert pauses[1] == pytest.approx(2 * pauses[0])
    assert pauses[2] == pytest.approx(4 * pauses[0])
    assert all(360 <= p <= 396 for p in pauses[6:])
    assert (state.failures_in_a_row, state.error) == (60, "HTTP 503")


@pytest.mark.parametrize(("status", "kept"), [(412, False), (431, False), (400, False), (503, True), (None, True)])
def test_a_refused_question_is_asked_without_conditions(status: int | None, kept: bool) -> None:
    state = FeedState(source="try", etag='"a"', last_modified="then", body_hash="0")
    after = after_failure(source(), state, failure(status=status), NOON)
    assert (after.etag is not None, after.last_modified is not None, after.body_hash is not None) == (kept,) * 3


def test_a_failure_keeps_what_was_known() -> None:
    before = after_success(source(), NEW, response(), 5, 5, NOON)
    after = after_failure(source(), before, failure(), NOON)
    assert (after.etag, after.body_hash, after.last_success, after.proven) == (
        before.etag,
        before.body_hash,
        NOON,
        True,
    )


@pytest.mark.parametrize(
    ("asked", "hours", "why"),
    [(7200, 2, "RFC 9110, 10.2.3"), (1, 10 / 60, "ours is longer"), (31_536_000, 24, "a year is not believed")],
)
def test_retry_after_is_obeyed(asked: float, hours: float, why: str) -> None:
    after = after_failure(source(interval_minutes=10), NEW, failure(retry_after_seconds=asked), NOON)
    assert pause(after) >= timedelta(hours=hours), why
    assert pause(after) <= timedelta(hours=hours * 1.1), why


def test_sources_are_not_all_asked_at_one_moment() -> None:
    pauses = {pause(after_failure(source(id=f"s{n}"), NEW, failure(), NOON)) for n in range(20)}
    assert len(pauses) == 20
    assert pause(after_failure(source(id="s1"), NEW, failure(), NOON)) in pauses


@pytest.mark.parametrize(
    ("expect", "entries", "words"),
    [
        ({"min_items": 1}, [entry()], None),
        ({"min_items": 2}, [entry()], "1 items where at least 2"),
        ({"min_items": 0}, [], None),
        ({"fields": ["title", "published"]}, [entry()], "no item has a published"),
        ({"fields": ["published"]}, [entry(), entry(published=NOON)], None),
        ({"max_silence_days": 7}, [entry(published=NOON - timedelta(days=7))], None),
        ({"max_silence_days": 7}, [entry(published=NOON - timedelta(days=9))], "nothing new for 9 days"),
        ({"max_silence_days": 7}, [entry(updated=NOON - timedelta(days=9))], "nothing new for 9 days"),
        ({"max_silence_days": 7}, [entry()], None),
        ({"max_silence_days": 7}, [entry(published=NOON - timedelta(days=9)), entry(published=LATER)], "for 9 days"),
        ({"max_silence_days": 7}, [entry(published=NOON + timedelta(hours=20))], None),
    ],
)
def test_expectation_breach(expect: dict[str, object], entries: list[Entry], words: str | None) -> None:
    breach = expectation_breach(source(expect=expect), entries, NOON)
    assert (breach is None) if words is None else (words in (breach or ""))
