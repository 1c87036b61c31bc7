"""The states of an alert on its way out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.outbox import (
    GAPS,
    after_refused,
    after_retry,
    after_sent,
    after_unclear,
    after_unparked,
    claimed,
    gap_after,
    lease_covers,
    new_alert,
    next_move,
)
from schemas.alert import Alert, Message
from schemas.words import AlertKind, AlertState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE, SETTLE = 120.0, 60.0


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def pending(**given: Any) -> Alert:
    fresh = new_alert(id="al-1", channel="C1", subject="ev-1", kind=AlertKind.STEP, message=Message(text="x"), now=NOW)
    return fresh.model_copy(update=given)


def test_a_new_alert_may_be_posted_at_once() -> None:
    alert = pending()
    assert alert.key() == ("C1", "ev-1", "step", 1)
    assert next_move(alert, NOW, SETTLE) == "post"


def test_a_claim_belongs_to_its_owner_until_lease_and_settle_time_are_over() -> None:
    alert = claimed(pending(), "me", NOW, LEASE)
    assert (alert.state, alert.lease_owner, alert.attempts) == (AlertState.SENDING, "me", 1)
    moves = {s: next_move(alert, NOW + seconds(s), SETTLE) for s in (0, SETTLE, LEASE - 1, LEASE, LEASE * 99)}
    assert list(moves.values()) == ["wait", "wait", "wait", "look", "look"]


def test_an_unclear_alert_is_looked_for_and_never_just_posted() -> None:
    at_end_of_lease = NOW + seconds(LEASE - 1)
    alert = after_unclear(claimed(pending(), "me", NOW, LEASE), "lost", at_end_of_lease)
    assert (alert.state, alert.error) == (AlertState.SENDING, "lost")
    # The answer was given up just before the lease ended: Slack still gets its time to settle.
    assert next_move(alert, NOW + seconds(LEASE), SETTLE) == "wait"
    assert next_move(alert, at_end_of_lease + seconds(SETTLE), SETTLE) == "look"


@pytest.mark.parametrize("state", [s for s in AlertState if s not in (AlertState.PENDING, AlertState.SENDING)])
def test_what_is_done_held_or_parked_stays(state: AlertState) -> None:
    assert next_move(pending(state=state), NOW + timedelta(days=900), SETTLE) == "wait"


def test_sent_is_the_end() -> None:
    alert = after_sent(claimed(pending(error="before"), "me", NOW, LEASE), "1.2", NOW)
    assert (alert.state, alert.ts, alert.sent_at) == (AlertState.SENT, "1.2", NOW)
    assert [alert.lease_owner, alert.lease_until, alert.next_try, alert.error] == [None] * 4


@pytest.mark.parametrize(
    ("trap", "attempts", "retry_after", "wait"),
    [
        ("Slack names a time", 1, 7, seconds(7)),
        ("Slack names none", 1, 0, GAPS[0]),
        ("again none", 2, 0, GAPS[1]),
        ("Slack names a time for ever: own gaps take over", 4, 1, GAPS[3]),
        ("Slack asks for longer than our gap", 4, 86400, timedelta(days=1)),
        ("a nonsense time", 1, -5, GAPS[0]),
    ],
)
def test_when_it_is_tried_again(trap: str, attempts: int, retry_after: float, wait: timedelta) -> None:
    alert = after_retry(pending(attempts=attempts, state=AlertState.SENDING), "later", retry_after, NOW)
    assert alert.state is AlertState.PENDING
    assert alert.next_try == NOW + wait, trap
    assert next_move(alert, NOW + wait - seconds(1), SETTLE) == "wait"
    assert next_move(alert, NOW + wait, SETTLE) == "post"


def test_gaps_grow_reach_past_55_hours_and_never_end() -> None:
    gaps = [gap_after(attempt) for attempt in range(1, 16)]
    assert gaps == sorted(gaps)
    assert sum(gaps, timedelta()) > timedelta(hours=55)
    assert max(gaps) <= timedelta(hours=6), "when Slack is back, legal must not wait for half a day more"
    assert gap_after(10_000) == gap_after(0 + len(GAPS))
    assert gap_after(0) == GAPS[0]


def test_a_parked_alert_waits_for_a_human_and_is_looked_for_first() -> None:
    parked = after_refused(claimed(pending(), "me", NOW, LEASE), "token_revoked. Put a token …", NOW)
    assert (parked.state, parked.error) == (AlertState.PARKED, "token_revoked. Put a token …")
    assert next_move(parked, NOW + timedelta(days=900), SETTLE) == "wait"
    assert next_move(after_unparked(parked, NOW), NOW, SETTLE) == "look"


@pytest.mark.parametrize(
    ("left", "takes", "covered"), [(LEASE, 30, True), (30, 30, False), (29, 30, False), (-5, 0, False)]
)
def test_a_post_begins_only_when_it_ends_within_the_lease(left: float, takes: float, covered: bool) -> None:
    alert = claimed(pending(), "me", NOW, LEASE)
    assert lease_covers(alert, NOW + seconds(LEASE - left), takes) is covered
    assert not lease_covers(pending(), NOW, 0)
