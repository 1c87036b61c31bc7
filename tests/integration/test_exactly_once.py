"""Every alert arrives once, whatever Slack does: the steps of production over a real sender and real HTTP.

The outbox is in memory here and time an argument. A hundred schedules without HTTP, with crashes, two workers and
clocks that jump, are played by the simulation of `benchmarks.faults`, which must notice a promise that is broken.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from alerts.blocks import message, paragraph
from alerts.committing import Rules, gather
from alerts.delivery import delivery
from alerts.outbox import new_alert
from alerts.slack import SlackSender
from benchmarks.fault_store import MemoryOutbox
from benchmarks.faults import play
from flows.delivering import Doer
from schemas.alert import Alert, Message, Moment
from schemas.words import AlertKind, AlertState, Placement
from tests.fakes.slack import FakeSlack, Fault, Kind

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULES = Rules(lease_seconds=60, settle_seconds=60, timeout_seconds=5, seconds_per_message=1.05)
FAULTS: tuple[Kind, ...] = (
    "ok",
    "rate_limited",
    "server_error",
    "accepted_error",
    "reset",
    "reply_lost",
    "garbled",
    "late",
)


class Office:
    """A team's outbox, its sender and a clock that only this test moves."""

    def __init__(self, faults: list[Fault], history_faults: list[Fault] | None = None, lag: int = 0) -> None:
        self.now = START
        self.outbox = MemoryOutbox()
        self.slack = FakeSlack(
            faults=faults,
            history_faults=history_faults or [],
            history_lag=lag,
            clock=lambda: self.now.timestamp(),
            channels={"C0LEGAL01": "legal"},
        )
        sender = SlackSender(SecretStr("xoxb-fake"), self.slack.base_url, timeout=5)
        self.doer = Doer(self.outbox.transaction, sender, self.sleep, lambda _stage: None)

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def queue(self, *alerts: Alert) -> None:
        for alert in alerts:
            self.outbox.add(alert)

    def deliver(self, seconds: float = 0.0) -> None:
        """Let time pass, what is late arrive, and make one delivery."""
        self.sleep(seconds)
        self.slack.accept_late()
        self.doer.run(delivery("me", RULES, lambda: Moment(self.now, self.now.timestamp())))

    def states(self) -> list[AlertState]:
        return [alert.state for alert in self.outbox.alerts.values()]


def step(number: int, case: str | None = "c1", placement: Placement = Placement.REPLY, **given: object) -> Alert:
    alert = new_alert(
        id=f"al-{number}",
        channel="C0LEGAL01",
        subject=f"ev-{number}",
        kind=AlertKind.STEP,
        message=message(f"Alert {number}", [paragraph(f"Alert {number}")]),
        now=START,
        case=case,
        thread=case,
        placement=placement,
    )
    return alert.model_copy(update=given)


@pytest.mark.parametrize("schedule", range(40))
def test_each_alert_arrives_exactly_once_and_in_order(schedule: int) -> None:
    chance = random.Random(schedule)

    def faults(most: int, kinds: tuple[Kind, ...]) -> list[Fault]:
        return [Fault(chance.choice(kinds), seconds=chance.choice((0, 1, 90))) for _ in range(chance.randint(0, most))]

    office = Office(faults(12, FAULTS), faults(6, ("ok", "ok", "rate_limited", "reset")))
    office.queue(*(step(number, chance.choice(("c1", None))) for number in range(5)))
    with office.slack:
        for _ in range(200):
            office.deliver(chance.choice((20, 40, 400)))
            if set(office.states()) == {AlertState.SENT}:
                break
        office.slack.accept_late()
    arrived = office.slack.alerts()
    assert Counter(arrived) == Counter(dict.fromkeys(office.outbox.alerts, 1))
    told = [name for name in arrived if office.outbox.alerts[name].case]
    assert told == sorted(told)
    assert {alert.ts for alert in office.outbox.alerts.values()} == {m["ts"] for m in office.slack.messages}


def test_the_promise_ends_where_slack_accepts_after_the_settle_time() -> None:
    """The one way to a second message, stated so that nobody promises more."""
    office = Office([Fault("late")])
    office.queue(step(0))
    with office.slack:
        office.deliver()
        late, office.slack._late = office.slack._late, []
        office.deliver(RULES.settle_seconds)
        office.slack._late = late
        office.slack.accept_late()
    assert office.slack.alerts() == ["al-0", "al-0"]


def test_a_case_is_one_thread_and_its_first_message_is_kept_up_to_date() -> None:
    office = Office([])
    office.queue(step(0), step(1, placement=Placement.BROADCAST, parent=Message(text="Confirmed")), step(2))
    with office.slack:
        office.deliver()
        first, broadcast, reply = office.slack.messages
    assert [m.get("thread_ts") for m in (broadcast, reply)] == [first["ts"]] * 2
    assert [m.get("reply_broadcast") for m in (broadcast, reply)] == [True, None]
    assert first["text"] == "Confirmed"


def test_of_two_changes_of_the_first_message_the_newer_stands() -> None:
    office = Office([])
    office.queue(step(0), *(step(n, parent=Message(text=f"State {n}")) for n in (1, 2)))
    with office.slack:
        office.slack.update_faults.extend([Fault("reset"), Fault("server_error")])
        for _ in range(4):
            office.deliver(1)
        assert office.slack.messages[0]["text"] == "State 2"
        updates = [given for method, given in office.slack.calls if method == "chat.update"]
        office.deliver(1)
        assert [given for method, given in office.slack.calls if method == "chat.update"] == updates


def test_a_reply_whose_answer_was_lost_is_found_in_its_thread() -> None:
    office = Office([Fault("ok"), Fault("reply_lost")])
    office.queue(step(0), step(1))
    with office.slack:
        office.deliver()
        assert office.states() == [AlertState.SENT, AlertState.SENDING]
        office.deliver(RULES.settle_seconds)
    assert office.slack.alerts() == ["al-0", "al-1"]
    assert set(office.states()) == {AlertState.SENT}


@pytest.mark.parametrize("replies", [1, 2], ids=["deleted without a trace", "deleted, a tombstone left"])
def test_a_case_whose_first_message_was_deleted_begins_a_new_thread(replies: int) -> None:
    office = Office([])
    office.queue(*(step(number) for number in range(replies)))
    with office.slack:
        office.deliver()
        office.slack.delete(str(office.outbox.alerts["al-0"].ts))
        office.queue(step(8), step(9))
        office.deliver(5)
        new, after = office.slack.messages[-2:]
    assert new.get("thread_ts") is None
    assert after["thread_ts"] == new["ts"]


def test_a_history_that_lags_behind_is_asked_after_the_settle_time() -> None:
    office = Office([Fault("reply_lost")], lag=0)
    office.queue(step(0))
    with office.slack:
        office.deliver()
        office.deliver(RULES.settle_seconds / 2)
        assert [method for method, _given in office.slack.calls] == ["chat.postMessage"]
        office.deliver(RULES.settle_seconds / 2)
    assert office.slack.alerts() == ["al-0"]


def test_an_archived_channel_holds_its_alerts_and_lets_them_go_when_it_is_back() -> None:
    office = Office([])
    office.queue(*(step(number, None) for number in range(4)))
    with office.slack:
        office.slack.archived.add("C0LEGAL01")
        for _ in range(20):
            office.deliver(30)
        posts = [method for method, _given in office.slack.calls if method == "chat.postMessage"]
        assert office.states() == [AlertState.PARKED, *[AlertState.PENDING] * 3]
        assert len(posts) == 3, (
            "one and its probes after 1 and 3 minutes: a channel that refuses is asked no more by every alert"
        )
        office.slack.archived.clear()
        office.deliver(3600)
    assert office.slack.alerts() == [f"al-{number}" for number in range(4)]
    assert not office.slack.hidden


def test_when_slack_is_down_a_delivery_gives_up_soon() -> None:
    office = Office([Fault("server_error")] * 9)
    office.queue(*(step(number, None, channel=f"C0LEGAL{number}", id=f"al-{number}") for number in range(8)))
    office.slack.channels = None
    with office.slack:
        office.deliver()
        assert len(office.slack.calls) == 3
    assert office.states() == [AlertState.SENDING] * 3 + [AlertState.PENDING] * 5


def test_a_delivery_that_waits_for_one_channel_soon_sees_the_alert_of_another() -> None:
    class Busy(Office):
        """Another alert comes while a delivery waits."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            self.queue(step(1, None, channel="C0LEGAL02"))

    office = Busy([Fault("rate_limited", seconds=4)])
    office.slack.channels = None
    office.queue(step(0, None))
    with office.slack:
        office.deliver()
    assert office.slack.alerts() == ["al-1", "al-0"]
    soon, late = (float(message["ts"]) - START.timestamp() for message in office.slack.messages)
    assert soon < 2
    assert late >= 4


def test_a_hundred_schedules_of_crashes_jumps_and_faults() -> None:
    found = play(100, 1, "memory", None)
    assert (found["lost"], found["doubled"], found["reordered"]) == (0, 0, 0)
    assert found["crashes"] > 100
    assert found["ambiguous"] > 100


@pytest.mark.parametrize("broken", ["lookup", "claim", "commit"])
def test_the_simulation_notices_a_broken_promise(broken: str) -> None:
    found = play(30, 1, "memory", broken)
    assert found["lost"] + found["doubled"] > 0


@pytest.mark.slow
def test_500_alerts_to_one_channel_are_paced_and_none_is_hidden() -> None:
    office = Office([])
    office.queue(*(step(number, None) for number in range(500)))
    with office.slack:
        office.deliver()
    assert office.slack.alerts() == [f"al-{number}" for number in range(500)]
    assert not office.slack.hidden
    assert timedelta(seconds=500) < office.now - START < timedelta(seconds=600)


def test_500_alerts_are_one_message_when_they_are_gathered() -> None:
    office = Office([])
    office.queue(*(step(number, None) for number in range(500)))
    digest = step(900, None, kind=AlertKind.DIGEST)
    told = gather(office.outbox, [f"al-{number}" for number in range(500)], digest)
    with office.slack:
        office.deliver()
    assert len(told) == 500
    assert office.slack.alerts() == ["al-900"]
    assert Counter(office.states()) == {AlertState.DIGESTED: 500, AlertState.SENT: 1}
    assert {alert.digest for alert in office.outbox.alerts.values()} == {"al-900", None}


def test_what_is_on_its_way_is_not_gathered() -> None:
    office = Office([Fault("reset")])
    office.queue(step(0, None), step(1, None, state=AlertState.HELD))
    with office.slack:
        office.deliver()
        told = gather(office.outbox, ["al-0", "al-1"], step(900, None, kind=AlertKind.DIGEST))
    assert told == ("al-1",)
    assert gather(office.outbox, ["al-0"], step(901, None, kind=AlertKind.DIGEST)) == ()
    assert "al-901" not in office.outbox.alerts
