"""One seeded schedule: two workers deliver a few alerts while everything fails that can.

The steps are those of production (alerts/delivery.py); only who does them differs.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Protocol

from alerts.committing import Turn
from alerts.delivery import Commit, Find, Post, Reached, Step, ThreadIsThere, UpdateParent, Wait
from alerts.outbox import new_alert
from alerts.sender import Outbox
from benchmarks.fault_chance import Calendar, Chance
from benchmarks.fault_crew import Crew, Worker
from benchmarks.fault_line import Line
from benchmarks.fault_result import Result, judged
from benchmarks.fault_slack import SimulatedSlack
from schemas.alert import Alert, Message
from schemas.errors import StoreError
from schemas.words import AlertKind, Placement

CRASH, DISK_FULL = 0.05, 0.04


class Store(Protocol):
    """Where a schedule keeps its outbox."""

    def transaction(self) -> AbstractContextManager[Outbox]:
        """Yield the outbox in one transaction."""
        ...

    def crash(self) -> None:
        """Lose everything that is not committed."""
        ...

    def close(self) -> None:
        """Give back what the schedule used."""
        ...


class Undone(Exception):
    """Raised within a transaction so that what it did is undone."""


class World:
    """The schedule of one seed. `broken` names the part of the promise that is left out: lookup, claim or commit."""

    def __init__(self, seed: int, store: Store, broken: str | None = None) -> None:
        self._chance = Chance(seed)
        self._store, self._broken = store, broken
        self._slack, self._calendar = SimulatedSlack(), Calendar()
        self._crew = Crew(self._calendar, self._chance, self._do, self._is_unfinished, store.crash)
        self._line = Line(self._calendar, self._chance, self._slack, self._crew, blind=broken == "lookup")
        self._expected: list[Alert] = []
        self._to_come = 0
        self._arrived: set[str] = set()

    def play(self) -> Result:
        """Play until every alert has arrived and nothing is under way, or the time is over."""
        self._plan()
        self._crew.begin()
        self._calendar.play()
        return judged(
            self._expected,
            self._slack.accepted,
            never_queued=self._to_come,
            crashes=self._crew.crashes,
            ambiguous=self._crew.ambiguous,
        )

    def _is_unfinished(self) -> bool:
        return bool(self._to_come) or len(self._arrived) < len(self._expected)

    def _plan(self) -> None:
        """Put the alerts to come, the jumps of the clock and the archived channels on the calendar."""
        chance, later = self._chance, self._calendar.later
        self._to_come = chance.randint(1, 6)
        for number in range(self._to_come):
            later(chance.uniform(0, 300), partial(self._queue_alert, number))
        for _ in range(chance.randint(0, 3)):
            later(chance.uniform(0, 900), self._jump)
        if chance.random() < 0.3:
            later(chance.uniform(0, 400), self._archive)
        if chance.random() < 0.3:
            later(chance.uniform(100, 600), self._delete_first_message)

    def _queue_alert(self, number: int) -> None:
        chance = self._chance
        case = chance.choice(("c1", "c2", None))
        alert = new_alert(
            id=f"al-{number}",
            channel=chance.choice(("C1", "C1", "C2")),
            subject=f"ev-{number}",
            kind=AlertKind.STEP,
            message=_MESSAGE,
            now=self._calendar.now().wall,
            case=case,
            thread=case,
            placement=chance.choice(tuple(Placement)),
            parent=chance.choice((None, _MESSAGE)),
        )
        with self._store.transaction() as outbox:
            outbox.add(alert)
        self._expected.append(alert)
        self._to_come -= 1

    def _jump(self) -> None:
        self._calendar.wrong_by = self._chance.choice((0.0, -86_000.0, -600.0, -5.0, 5.0, 600.0, 86_000.0))

    def _archive(self) -> None:
        channel = self._chance.choice(("C1", "C2"))
        self._slack.archived.add(channel)
        self._calendar.later(self._chance.uniform(60, 4000), lambda: self._slack.archived.discard(channel))

    def _delete_first_message(self) -> None:
        first = next((message for message in self._slack.accepted if message.thread is None), None)
        if first is not None:
            self._slack.gone.add(first.ts)

    def _do(self, worker: Worker, step: Step) -> None:
        if self._chance.strikes(CRASH):
            self._crew.die(worker)
            return
        match step:
            case Commit(change):
                self._commit(worker, change)
            case Post(alert):
                self._line.post(worker, alert)
            case Find(alert):
                self._line.find(worker, alert)
            case ThreadIsThere(alert):
                self._line.thread_is_there(worker, alert)
            case UpdateParent(alert, ts):
                self._line.update(worker, alert, ts)
            case Wait(seconds):
                self._crew.give(worker, None, seconds)
            case Reached(_stage):
                self._crew.give(worker, None)

    def _commit(self, worker: Worker, change: Callable[[Outbox], Any]) -> None:
        if self._chance.strikes(DISK_FULL):
            self._crew.fail(worker, StoreError("the disk is full: nothing was saved"))
            return
        if self._broken == "commit" and isinstance(result := self._undone(change), Turn):
            worker.uncommitted = (*result.taken, *result.unsettled)
        else:
            with self._store.transaction() as outbox:
                for alert in worker.uncommitted:
                    outbox.save(alert, None)
                result = change(outbox)
            worker.uncommitted = ()
        if self._chance.strikes(CRASH):
            self._crew.die(worker)
        else:
            self._arrived |= {message.alert for message in self._slack.accepted}
            self._crew.give(worker, result)

    def _undone(self, change: Callable[[Outbox], Any]) -> Any:
        """Make a change and undo it: what a claim is that is not committed before the message is posted."""
        result = None
        try:
            with self._store.transaction() as outbox:
                result = change(outbox)
                raise Undone
        except Undone:
            return result


_MESSAGE = Message(text="The CMA has opened an inquiry.")
