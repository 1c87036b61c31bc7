"""Every alert arrives once, whatever Slack does: random faults, the real sender, the outbox's own transitions.

The store is a dict here and time an argument; HTTP is real.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from alerts.blocks import message, paragraph
from alerts.outbox import after_refused, after_retry, after_sent, after_unclear, claimed, new_alert, next_move
from alerts.slack import SlackSender
from schemas.alert import Alert
from schemas.errors import SlackRefusedError, SlackRetryError, SlackUnclearError
from schemas.words import AlertKind, AlertState
from tests.fakes.slack import FakeSlack, Fault, Kind

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE, SETTLE = 120.0, 60.0
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

    def __init__(self, schedule: int) -> None:
        self.chance = random.Random(schedule)
        faults = [self._fault() for _ in range(self.chance.randint(0, 12))]
        history = [self._fault(("ok", "ok", "rate_limited", "reset")) for _ in range(self.chance.randint(0, 6))]
        self.now = START
        self.slack = FakeSlack(
            faults=faults, history_faults=history, clock=lambda: self.now.timestamp(), channels={"C0LEGAL01": "legal"}
        )
        self.sender = SlackSender(SecretStr("xoxb-fake"), self.slack.base_url, timeout=5)
        self.store = {f"al-{n}": _alert(n) for n in range(self.chance.randint(1, 5))}

    def _fault(self, kinds: tuple[Kind, ...] = FAULTS) -> Fault:
        return Fault(self.chance.choice(kinds), seconds=self.chance.choice((0, 1, 90)))

    def deliver(self) -> None:
        """Make passes until all is sent. Some passes die after Slack accepted, before the answer was kept."""
        for _ in range(200):
            for alert in list(self.store.values()):
                self._move(alert)
            if all(alert.state is AlertState.SENT for alert in self.store.values()):
                return
            self.now += timedelta(seconds=self.chance.choice((20, 70, 400)))
            if self.chance.random() < 0.5:
                self.slack.accept_late()
        pytest.fail(f"not delivered: {[a.state.value for a in self.store.values()]}")

    def _move(self, alert: Alert) -> None:
        move = next_move(alert, self.now, SETTLE)
        if move == "wait":
            return
        self.slack.accept_late()  # within the settle time, as promised
        mine = claimed(alert, "me", self.now, LEASE)
        if move == "post":
            self.store[alert.id] = mine
        dies = self.chance.random() < 0.15
        after = self._look_and_post(mine) if move == "look" else self._post(mine)
        if not dies:
            self.store[alert.id] = after
        elif move == "look":
            self.store[alert.id] = mine

    def _look_and_post(self, alert: Alert) -> Alert:
        try:
            ts = self.sender.find(alert, alert.created_at)
        except (SlackRetryError, SlackUnclearError) as error:
            return after_unclear(alert, str(error), self.now)
        return after_sent(alert, ts, self.now) if ts else self._post(alert)

    def _post(self, alert: Alert) -> Alert:
        try:
            return after_sent(alert, self.sender.post(alert), self.now)
        except SlackRetryError as error:
            return after_retry(alert, str(error), error.retry_after, self.now)
        except SlackUnclearError as error:
            return after_unclear(alert, str(error), self.now)
        except SlackRefusedError as error:
            return after_refused(alert, str(error), self.now)


def _alert(number: int) -> Alert:
    return new_alert(
        id=f"al-{number}",
        channel="C0LEGAL01",
        subject=f"ev-{number}",
        kind=AlertKind.STEP,
        message=message(f"Alert {number}", [paragraph(f"Alert {number}")]),
        now=START,
    )


@pytest.mark.parametrize("schedule", range(200))
def test_each_alert_arrives_exactly_once(schedule: int) -> None:
    office = Office(schedule)
    with office.slack:
        office.deliver()
        office.slack.accept_late()
    assert Counter(office.slack.alerts()) == Counter(dict.fromkeys(office.store, 1))
    sent = {alert.ts for alert in office.store.values()}
    assert sent == {posted["ts"] for posted in office.slack.messages}


def test_the_promise_ends_where_slack_accepts_after_the_settle_time() -> None:
    """The one way to a second message, stated so that nobody promises more."""
    office = Office(0)
    office.store = {"al-0": _alert(0)}
    office.slack.faults.clear()
    office.slack.history_faults.clear()
    office.slack.faults.append(Fault("late"))
    with office.slack:
        mine = claimed(office.store["al-0"], "me", office.now, LEASE)
        unclear = office._post(mine)
        office.now += timedelta(seconds=LEASE + SETTLE)
        assert next_move(unclear, office.now, SETTLE) == "look"
        assert office._look_and_post(unclear).state is AlertState.SENT
        office.slack.accept_late()
        assert office.slack.alerts() == ["al-0", "al-0"]
