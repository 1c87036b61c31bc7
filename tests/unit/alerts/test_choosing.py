"""Which alerts may go now: one a channel, a case in order, nothing held by a clock that jumps."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.choosing import heads, seconds_since, seconds_until_next, to_settle
from schemas.alert import Moment, Waiting
from schemas.words import AlertState

WALL = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = Moment(WALL, 1000.0)
LEASE, SETTLE, PACE = 60.0, 60.0, 1.05


def after(seconds: float) -> datetime:
    return WALL + timedelta(seconds=seconds)


def waiting(name: str = "a", number: int = 1, **given: Any) -> Waiting:
    plain = Waiting(name, "C1", None, AlertState.PENDING, number, None, None, None, None, None)
    return plain._replace(**given)


def sending(name: str = "a", ago: float = 0.0, owner: str | None = "me", **given: Any) -> Waiting:
    tried = {"last_attempt": after(-ago), "steady": NOW.steady - ago}
    return waiting(name, **{"state": AlertState.SENDING, "lease_owner": owner, **tried, **given})


def chosen(*alerts: Waiting, last_sent: dict[str, float] | None = None) -> tuple[str, ...]:
    return heads(alerts, last_sent or {}, NOW, PACE)


PARKED = AlertState.PARKED
CASE = {"case": "c1"}

TRAPS = [
    ("the oldest of a channel", [waiting("a"), waiting("b", 2)], ("a",)),
    ("one of each channel", [waiting("a"), waiting("b", 2, channel="C2")], ("a", "b")),
    ("not before its next try", [waiting(next_try=after(1))], ()),
    ("at its next try", [waiting(next_try=WALL)], ("a",)),
    ("a next try set by a clock that ran ahead", [waiting(next_try=after(2 * 86_400))], ("a",)),
    ("not before the end of its hold", [waiting(hold_until=after(1))], ()),
    ("held, and its time has come", [waiting(state=AlertState.HELD, hold_until=WALL)], ("a",)),
    ("held for a digest", [waiting(state=AlertState.HELD)], ()),
    ("the next of a case waits for the one before", [waiting(next_try=after(9), **CASE), waiting("b", 2, **CASE)], ()),
    ("another case does not", [waiting(next_try=after(9), **CASE), waiting("b", 2, case="c2")], ("b",)),
    ("no case waits for nobody", [waiting(next_try=after(9)), waiting("b", 2)], ("b",)),
    ("a case does not wait for a held one", [waiting(hold_until=after(9), **CASE), waiting("b", 2, **CASE)], ("b",)),
    ("while another writes to the channel", [sending(channel="C1"), waiting("b", 2)], ()),
    ("an answer was lost: its case waits", [sending(owner=None, **CASE), waiting("b", 2, **CASE)], ()),
    ("an answer was lost: its channel does not", [sending(owner=None, **CASE), waiting("b", 2)], ("b",)),
    ("the channel refuses", [waiting(state=PARKED, next_try=after(9)), waiting("b", 2)], ()),
    ("Slack minds one message only", [waiting(state=PARKED, **CASE), waiting("b", 2, **CASE)], ("b",)),
]


@pytest.mark.parametrize(("alerts", "ids"), [row[1:] for row in TRAPS], ids=[row[0] for row in TRAPS])
def test_what_goes_now(alerts: list[Waiting], ids: tuple[str, ...]) -> None:
    assert chosen(*alerts) == ids


def test_a_channel_has_its_pace_whoever_wrote_to_it() -> None:
    both = (waiting("a"), waiting("b", 2, channel="C2"))
    assert chosen(*both, last_sent={"C1": NOW.steady - 0.5}) == ("b",)
    assert seconds_until_next(both[:1], {"C1": NOW.steady - 0.5}, NOW, PACE) == pytest.approx(PACE - 0.5)


def test_when_the_next_may_go() -> None:
    assert seconds_until_next((), {}, NOW, PACE) is None
    assert seconds_until_next((waiting(next_try=after(7)), waiting(next_try=after(4))), {}, NOW, PACE) == 4
    assert seconds_until_next((waiting(state=AlertState.HELD),), {}, NOW, PACE) is None


@pytest.mark.parametrize(
    ("trap", "alert", "looked_for"),
    [
        ("a live lease", sending(ago=LEASE - 1), False),
        ("the lease is over, and Slack may still accept", sending(ago=LEASE + SETTLE - 1), False),
        ("both are over", sending(ago=LEASE + SETTLE), True),
        ("a lost answer, and Slack may still accept", sending(ago=SETTLE - 1, owner=None), False),
        ("a lost answer, settled", sending(ago=SETTLE, owner=None), True),
        ("the wall clock jumped ahead", sending(ago=5, last_attempt=after(-86_400)), False),
        ("the wall clock was set back", sending(ago=LEASE + SETTLE, last_attempt=after(86_400)), True),
        ("the machine began anew, just now", sending(ago=5, steady=9e9), False),
        ("the machine began anew, long ago", sending(ago=500, steady=9e9), True),
        ("refused, before its next try", waiting(state=PARKED, next_try=after(1)), False),
        ("refused, at its next try", waiting(state=PARKED, next_try=WALL), True),
        ("refused for good", waiting(state=PARKED), False),
        ("pending", waiting(), False),
    ],
)
def test_what_is_looked_for_in_its_channel(trap: str, alert: Waiting, looked_for: bool) -> None:
    assert to_settle((alert,), NOW, LEASE, SETTLE) == (("a",) if looked_for else ()), trap


def test_of_two_clocks_the_shorter_time_counts() -> None:
    assert seconds_since(sending(ago=10, last_attempt=after(-700)), NOW) == 10
    assert seconds_since(waiting(), NOW) == float("inf")
