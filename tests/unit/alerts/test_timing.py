"""When a route may be told: its own clock, its nights, its digests, and two changes of the clocks a year."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from alerts.timing import due_reminder, gathered_at, is_gathered, next_time, quiet_until
from schemas.watch import Watch
from schemas.words import Action

NIGHT = {"quiet_from": time(19), "quiet_until": time(7, 30)}


def route(**given: Any) -> Watch:
    return Watch.model_validate({"id": "r", "channel": "#c", **given})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("trap", "manners", "now", "until"),
    [
        ("by day", NIGHT, "2026-11-19T10:00", None),
        ("evening", NIGHT, "2026-11-19T18:30", "2026-11-20T06:30"),
        ("after midnight", NIGHT, "2026-11-20T00:30", "2026-11-20T06:30"),
        ("its last minute", NIGHT, "2026-11-20T06:29", "2026-11-20T06:30"),
        ("its end is not quiet", NIGHT, "2026-11-20T06:30", None),
        ("summer time", NIGHT, "2026-07-01T18:00", "2026-07-02T05:30"),
        ("the night the clocks go forward", NIGHT, "2026-03-28T20:00", "2026-03-29T05:30"),
        ("the night the clocks go back", NIGHT, "2026-10-24T20:00", "2026-10-25T06:30"),
        ("an end that the clocks leave out", {"quiet_from": time(22), "quiet_until": time(2, 30)},
            "2026-03-28T22:00", "2026-03-29T01:30"),
        ("within one day", {"quiet_from": time(12), "quiet_until": time(13)}, "2026-11-19T11:15", "2026-11-19T12:00"),
        ("another zone", {**NIGHT, "time_zone": "America/New_York"}, "2026-11-20T01:00", "2026-11-20T12:30"),
        ("a weekend", {"quiet_weekends": True}, "2026-11-21T10:00", "2026-11-22T23:00"),
        ("a weekend that ends in a night", {**NIGHT, "quiet_weekends": True}, "2026-11-21T10:00", "2026-11-23T06:30"),
        ("Friday night before a weekend", {**NIGHT, "quiet_weekends": True}, "2026-11-20T19:00", "2026-11-23T06:30"),
        ("no quiet hours", {}, "2026-11-20T01:00", None),
    ],
)  # fmt: skip
def test_quiet_hours(trap: str, manners: dict[str, Any], now: str, until: str | None) -> None:
    assert quiet_until(route(**manners), Action.OPENED, utc(now)) == (utc(until) if until else None)


@pytest.mark.parametrize("action", [Action.INSPECTION, Action.INTERIM_MEASURES, Action.DECISION, Action.PROHIBITED])
def test_urgent_steps_wake_people_and_wait_for_no_digest(action: Action) -> None:
    watch = route(**NIGHT, quiet_weekends=True, send="weekly", gather_minutes=30)
    assert quiet_until(watch, action, utc("2026-11-21T02:00")) is None
    assert not is_gathered(watch, action)
    assert is_gathered(watch, Action.OPENED)
    assert is_gathered(watch, None), "a correction is not urgent"


@pytest.mark.parametrize(
    ("trap", "manners", "first", "told"),
    [
        ("daily, before the hour", {"send": "daily"}, "2026-11-19T06:59", "2026-11-19T07:00"),
        ("daily, at the hour: the next day", {"send": "daily"}, "2026-11-19T07:00", "2026-11-20T07:00"),
        ("daily, over the change to winter", {"send": "daily"}, "2026-10-24T06:00", "2026-10-25T07:00"),
        ("weekly", {"send": "weekly", "send_on": "friday"}, "2026-11-19T10:00", "2026-11-20T07:00"),
        ("a digest hour in the night waits for its end", {**NIGHT, "send": "daily", "send_at": time(6)},
            "2026-11-19T10:00", "2026-11-20T06:30"),
        ("a burst", {"gather_minutes": 10}, "2026-11-19T10:00", "2026-11-19T10:10"),
    ],
)  # fmt: skip
def test_when_what_was_gathered_is_told(trap: str, manners: dict[str, Any], first: str, told: str) -> None:
    assert gathered_at(route(**manners), utc(first)) == utc(told)


def test_the_next_time_is_always_after() -> None:
    watch, moment = route(send_at=time(2, 30)), utc("2026-03-20T12:00")
    for _ in range(400):
        following = next_time(watch, moment, weekly=False)
        assert following > moment
        moment = following


@pytest.mark.parametrize(
    ("trap", "now", "days"),
    [
        ("long before", "2026-12-01T12:00", None),
        ("fourteen days ahead is a Friday", "2027-01-01T07:00", 14),
        ("in between the first still stands", "2027-01-08T12:00", 14),
        ("three days ahead", "2027-01-12T07:00", 3),
        ("of two that are due the last counts", "2027-01-14T12:00", 3),
        ("over", "2027-01-15T23:00", None),
    ],
)
def test_reminders(trap: str, now: str, days: int | None) -> None:
    known = utc("2026-11-19T10:00")
    assert due_reminder(route(), date(2027, 1, 15), known, utc(now)) == days


def test_a_reminder_on_a_weekend_comes_on_the_friday_before_it() -> None:
    known, deadline = utc("2026-11-19T10:00"), date(2027, 1, 12)  # three days ahead is a Saturday
    assert due_reminder(route(remind_days=[3]), deadline, known, utc("2027-01-08T06:59")) is None
    assert due_reminder(route(remind_days=[3]), deadline, known, utc("2027-01-08T07:00")) == 3


def test_what_was_told_within_the_time_of_a_reminder_is_not_recalled_at_once() -> None:
    assert due_reminder(route(), date(2027, 1, 15), utc("2027-01-13T10:00"), utc("2027-01-13T10:01")) is None
