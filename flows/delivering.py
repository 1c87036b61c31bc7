"""Send what the outbox holds: the steps of alerts/delivery.py, done with DuckDB, Slack and the clock.

Delivery works from the table alone: a crash anywhere loses and repeats nothing.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from alerts.committing import Rules
from alerts.delivery import Commit, Find, Post, Reached, Step, ThreadIsThere, UpdateParent, Wait, delivery
from alerts.sender import Outbox, Sender
from flows.operations import note_issue
from flows.tools import Tools
from schemas.alert import Alert, Moment, Waiting
from schemas.errors import CasewatchError
from schemas.report import DeliveryReport
from schemas.settings import SlackSettings
from store import outbox
from store.database import Connection

SLACK = "slack"
"""The source of issues about channels."""

LOOK_BACK = timedelta(hours=26)
"""How long before an alert's creation the history is searched: a clock set to the wrong day hides nothing."""

WORKSPACE = 8
"""Channels that may be written to in the time of one: 8 messages a second at most, "several hundred a minute"
being what Slack allows a workspace. https://docs.slack.dev/apis/web-api/rate-limits"""

Note = Callable[[Connection, str, str | None], None]


@dataclass(frozen=True)
class StoredOutbox:
    """The outbox in one transaction of the live file."""

    connection: Connection
    tell: Note

    def waiting(self) -> tuple[Waiting, ...]:
        return outbox.waiting_alerts(self.connection)

    def last_sent(self, since: float, until: float) -> Mapping[str, float]:
        return outbox.last_sent(self.connection, since, until)

    def load(self, ids: Sequence[str]) -> tuple[Alert, ...]:
        return outbox.load_alerts(self.connection, ids)

    def add(self, alert: Alert) -> bool:
        return bool(outbox.add_alerts(self.connection, (alert,)))

    def save(self, alert: Alert, owner: str | None) -> bool:
        return outbox.save_alert(self.connection, alert, owner)

    def probe(self, channel: str, now: datetime | None) -> None:
        outbox.probe_parked(self.connection, channel, now)

    def parents(self) -> tuple[Alert, ...]:
        return outbox.parents_due(self.connection)

    def thread(self, channel: str, case: str) -> str | None:
        return outbox.thread_of(self.connection, channel, case)

    def open_thread(self, alert: Alert) -> None:
        outbox.open_thread(self.connection, alert)

    def close_thread(self, channel: str, case: str | None, ts: str) -> None:
        outbox.close_thread(self.connection, channel, case, ts)

    def note(self, topic: str, problem: str | None) -> None:
        self.tell(self.connection, topic, problem)


@dataclass(frozen=True)
class Doer:
    """Does the steps of a delivery."""

    transaction: Callable[[], AbstractContextManager[Outbox]]
    sender: Sender
    sleep: Callable[[float], None]
    stage: Callable[[str], None]

    def do(self, step: Step) -> Any:
        """Do one step and return its result. Raises SlackError, StoreError."""
        match step:
            case Commit(change):
                with self.transaction() as within:
                    return change(within)
            case Post(alert):
                return self.sender.post(alert)
            case Find(alert):
                return self.sender.find(alert, alert.created_at - LOOK_BACK)
            case ThreadIsThere(alert):
                return self.sender.thread_is_there(alert)
            case UpdateParent(alert, ts):
                return self.sender.update_parent(alert, ts)
            case Wait(seconds):
                return self.sleep(seconds)
            case Reached(stage):
                return self.stage(stage)

    def run(self, steps: Generator[Step, Any, DeliveryReport]) -> DeliveryReport:
        """Do all steps; errors go back to where the step was asked for."""
        try:
            step = next(steps)
            while True:
                try:
                    result = self.do(step)
                except CasewatchError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(result)
        except StopIteration as end:
            report: DeliveryReport = end.value
            return report


def rules_of(slack: SlackSettings) -> Rules:
    """Return how alerts are delivered under these settings."""
    return Rules(
        lease_seconds=slack.lease_seconds,
        settle_seconds=slack.settle_seconds,
        timeout_seconds=min(slack.timeout_seconds, slack.lease_seconds * 0.9),
        seconds_per_message=slack.seconds_per_message,
        workspace_seconds=slack.seconds_per_message / WORKSPACE,
    )


def deliver(tools: Tools) -> None:
    """Send every alert that may go now, oldest first, at the pace Slack shows all of them.

    What became of them is noted in `tools.deliveries`.
    """
    doer = Doer(lambda: _within(tools), tools.sender, tools.sleep, tools.stage)
    with tools.sending:
        steps = delivery(tools.owner, rules_of(tools.settings.slack), lambda: Moment(tools.clock(), tools.steady()))
        tools.deliveries.append(doer.run(steps))


@contextmanager
def delivering(tools: Tools) -> Iterator[Callable[[], None]]:
    """Yield what asks for a delivery, which a thread of its own makes; at the end all are made.

    Raises StoreError at the end when one could not be made.
    """
    asked: list[Future[None]] = []

    def ask() -> None:
        # A delivery that has not begun will find what waits now.
        if not asked or asked[-1].running() or asked[-1].done():
            asked.append(pool.submit(deliver, tools))

    with ThreadPoolExecutor(1, "send") as pool:
        yield ask
    for delivery_made in asked:
        delivery_made.result()


def delivered(tools: Tools) -> DeliveryReport:
    """Return what all deliveries of this pass did together, and begin to count anew."""
    with tools.sending:
        reports = [report.model_dump() for report in tools.deliveries]
        tools.deliveries.clear()
    return DeliveryReport(**{name: sum(report[name] for report in reports) for name in DeliveryReport.model_fields})


@contextmanager
def _within(tools: Tools) -> Iterator[Outbox]:
    def tell(connection: Connection, topic: str, problem: str | None) -> None:
        note_issue(connection, tools, SLACK, topic, problem)

    with tools.database.transaction() as connection:
        yield StoredOutbox(connection, tell)
