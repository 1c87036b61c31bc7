"""The states of an alert on its way out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.outbox import (
    GAPS,
    LONGEST_PROBE,
    after_absent,
    after_refused,
    after_retry,
    after_sent,
    after_unclear,
    after_unparked,
    claimed,
    digested,
    gap_after,
    lease_covers,
    new_alert,
    released,
    taken_over,
    withdrawn,
)
from schemas.alert import Alert, Message, Moment
from schemas.words import AlertKind, AlertState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENT = Moment(NOW, 1000.0)
LEASE = 60.0


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def pending(**given: Any) -> Alert:
    fresh = new_alert(id="al-1", channel="C1", subject="ev-1", kind=AlertKind.STEP, message=Message(text="x"), now=NOW)
    return fresh.model_copy(update=given)


def test_a_new_alert_is_pending_under_its_key() -> None:
    assert pending().key() == ("C1", "ev-1", "step", 1)
    assert pending().state is AlertState.PENDING


def test_a_claim_names_its_owner_its_end_and_where_it_is_posted() -> None:
    alert = claimed(pending(), "me", MOMENT, LEASE, "17.1")
    assert (alert.state, alert.lease_owner, alert.attempts) == (AlertState.SENDING, "me", 1)
    assert (alert.lease_until, alert.last_attempt, alert.steady) == (NOW + seconds(LEASE), NOW, 1000.0)
    assert alert.posted_in == "17.1"


def test_looking_is_no_attempt_and_keeps_where_it_was_posted() -> None:
    alert = taken_over(pending(attempts=2, posted_in="17.1"), "me", MOMENT, LEASE)
    assert (alert.attempts, alert.posted_in, alert.lease_owner) == (2, "17.1", "me")


def test_a_lost_answer_counts_from_when_it_was_given_up() -> None:
    later = Moment(NOW + seconds(30), 1030.0)
    alert = after_unclear(claimed(pending(), "me", MOMENT, LEASE, None), "lost", later)
    assert (alert.state, alert.error, alert.lease_owner) == (AlertState.SENDING, "lost", None)
    assert (alert.last_attempt, alert.steady) == later


def test_what_is_not_there_may_be_posted() -> None:
    alert = after_absent(taken_over(pending(), "me", MOMENT, LEASE))
    assert (alert.state, alert.lease_owner, alert.next_try) == (AlertState.PENDING, None, None)


def test_a_claim_given_back_was_no_attempt() -> None:
    alert = released(claimed(pending(), "me", MOMENT, LEASE, None))
    assert (alert.state, alert.lease_owner, alert.attempts) == (AlertState.PENDING, None, 0)


def test_sent_is_the_end() -> None:
    alert = after_sent(claimed(pending(error="before"), "me", MOMENT, LEASE, None), "1.2", MOMENT)
    assert (alert.state, alert.ts, alert.sent_at) == (AlertState.SENT, "1.2", NOW)
    assert [alert.lease_owner, alert.lease_until, alert.next_try, alert.error] == [None] * 4


@pytest.mark.parametrize(
    ("trap", "attempts", "retry_after", "wait"),
    [
        ("Slack names a time", 1, 7, seconds(7)),
        ("Slack names none", 1, 0, GAPS[0]),
        ("again none", 2, 0, GAPS[1]),
        ("Slack names a time for ever: own gaps take over", 4, 1, GAPS[3]),
        ("Slack asks for longer than our gap", 4, 80_000, seconds(80_000)),
        ("Slack asks for a year", 1, 3e7, timedelta(days=1)),
        ("a nonsense time", 1, -5, GAPS[0]),
    ],
)
def test_when_it_is_tried_again(trap: str, attempts: int, retry_after: float, wait: timedelta) -> None:
    alert = after_retry(pending(attempts=attempts, state=AlertState.SENDING), "later", retry_after, NOW)
    assert alert.state is AlertState.PENDING
    assert alert.next_try == NOW + wait, trap


def test_gaps_grow_reach_past_55_hours_and_never_end() -> None:
    gaps = [gap_after(attempt) for attempt in range(1, 16)]
    assert gaps == sorted(gaps)
    assert sum(gaps, timedelta()) > timedelta(hours=55)
    assert max(gaps) <= timedelta(hours=6), "when Slack is back, legal must not wait for half a day more"
    assert gap_after(10_000) == gap_after(0 + len(GAPS))
    assert gap_after(0) == GAPS[0]


def test_a_refused_alert_says_why_and_is_tried_again_by_itself() -> None:
    parked = after_refused(claimed(pending(), "me", MOMENT, LEASE, None), "token_revoked. Put a token …", NOW)
    assert (parked.state, parked.error) == (AlertState.PARKED, "token_revoked. Put a token …")
    assert parked.next_try == NOW + GAPS[0]
    assert after_refused(pending(attempts=99), "no", NOW).next_try == NOW + LONGEST_PROBE


def test_a_message_slack_minds_waits_for_a_human() -> None:
    parked = after_refused(pending(attempts=1), "invalid_blocks", NOW, "message")
    assert parked.next_try is None
    assert after_unparked(parked, NOW).next_try == NOW


def test_what_never_goes_out_ends_with_the_reason() -> None:
    assert withdrawn(pending(), "was a test").reason == "was a test"
    assert withdrawn(pending(), "was a test").state is AlertState.WITHDRAWN
    told = digested(pending(), "al-9")
    assert (told.state, told.digest) == (AlertState.DIGESTED, "al-9")


@pytest.mark.parametrize(
    ("left", "takes", "covered"), [(LEASE, 30, True), (30, 30, False), (29, 30, False), (-5, 0, False)]
)
def test_a_post_begins_only_when_it_ends_within_the_lease(left: float, takes: float, covered: bool) -> None:
    alert = claimed(pending(), "me", MOMENT, LEASE, None)
    assert lease_covers(alert, Moment(NOW, 1000.0 + LEASE - left), LEASE, takes) is covered
    assert not lease_covers(pending(), MOMENT, LEASE, 0)
