"""One seeded schedule: two workers deliver a few alerts while everything fails that can.

Time is a number, threads are generators, a crash is a generator that is dropped. The steps are those of production
(alerts/delivery.py); only who does them differs.
"""

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Protocol

from alerts.committing import Rules, Turn
from alerts.delivery import Commit, Find, Post, Reached, Step, ThreadIsThere, UpdateParent, Wait, delivery
from alerts.outbox import new_alert
from alerts.sender import Outbox
from benchmarks.fault_slack import SimulatedSlack
from schemas.alert import Alert, Message, Moment
from schemas.errors import CasewatchError, SlackRefusedError, SlackRetryError, SlackUnclearError, StoreError
from schemas.words import AlertKind, Placement

RULES = Rules(
    lease_seconds=60.0, settle_seconds=60.0, timeout_seconds=20.0, seconds_per_message=1.05, workspace_seconds=0.13
)
START = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOOK_BACK = timedelta(hours=26)
LONGEST = 30 * 86_400.0
"""Seconds after which what is not sent counts as lost: a message 30 days late is no alert."""

MOST_EVENTS = 30_000
"""A schedule that goes round and round ends here, and what is not sent by then is lost."""

CRASH, DISK_FULL, FAULTY_POST, FAULTY_READ = 0.05, 0.04, 0.5, 0.3
POST_FAULTS = (
    "rate_limited",
    "server_error",
    "accepted_error",
    "reset",
    "refused_connection",
    "reply_lost",
    "late",
    "slow",
    "dies_in_flight",
)


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


@dataclass
class Worker:
    """A process that delivers."""

    name: str
    steps: Generator[Step, Any, Any]
    alive: bool = True
    uncommitted: tuple[Alert, ...] = ()
    """With `--break commit`: what it claimed and will commit with the outcome only."""


@dataclass(frozen=True)
class Result:
    """What a schedule came to."""

    crashes: int
    ambiguous: int
    accepted: int
    lost: int
    doubled: int
    reordered: int


class World:
    """The schedule of one seed. `broken` names the part of the promise that is left out: lookup, claim or commit."""

    def __init__(self, seed: int, store: Store, broken: str | None = None) -> None:
        self._chance = random.Random(seed)
        self._store, self._broken = store, broken
        self._slack = SimulatedSlack()
        self._time, self._offset = 1_000_000.0, 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._faults = self._chance.randint(2, 20)
        self._crashes = self._ambiguous = 0
        self._expected: list[Alert] = []
        self._to_come = 0
        self._arrived: set[str] = set()

    def play(self) -> Result:
        """Play until every alert has arrived and nothing is under way, or the time is over."""
        self._plan()
        for name in ("one", "two"):
            self._later(self._chance.uniform(0, 60), partial(self._start, name))
        end = self._time + LONGEST
        while self._queue and self._time < end and self._count < MOST_EVENTS:
            self._time, _number, action = heapq.heappop(self._queue)
            action()
        return self._result()

    def _plan(self) -> None:
        """Put the alerts to come, the jumps of the clock and the archived channels on the calendar."""
        chance = self._chance
        self._to_come = chance.randint(1, 6)
        for number in range(self._to_come):
            self._later(chance.uniform(0, 300), partial(self._queue_alert, number))
        for _ in range(chance.randint(0, 3)):
            self._later(chance.uniform(0, 900), self._jump)
        if chance.random() < 0.3:
            self._later(chance.uniform(0, 400), self._archive)
        if chance.random() < 0.3:
            self._later(chance.uniform(100, 600), self._delete_first_message)

    def _queue_alert(self, number: int) -> None:
        chance = self._chance
        case = chance.choice(("c1", "c2", None))
        alert = new_alert(
            id=f"al-{number}",
            channel=chance.choice(("C1", "C1", "C2")),
            subject=f"ev-{number}",
            kind=AlertKind.STEP,
            message=_MESSAGE,
            now=self._now().wall,
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
        self._offset = self._chance.choice((0.0, -86_000.0, -600.0, -5.0, 5.0, 600.0, 86_000.0))

    def _archive(self) -> None:
        channel = self._chance.choice(("C1", "C2"))
        self._slack.archived.add(channel)
        self._later(self._chance.uniform(60, 4000), lambda: self._slack.archived.discard(channel))

    def _delete_first_message(self) -> None:
        first = next((message for message in self._slack.accepted if message.thread is None), None)
        if first is not None:
            self._slack.gone.add(first.ts)

    def _start(self, name: str) -> None:
        owner = f"{name}-{self._count}"
        worker = Worker(name, delivery(owner, RULES, self._now))
        self._resume(worker, lambda: next(worker.steps))

    def _resume(self, worker: Worker, go_on: Callable[[], Step]) -> None:
        """Let a worker decide its next step; when it ends, or its disk is full, another pass comes later."""
        if not worker.alive:
            return
        try:
            step = go_on()
        except (StopIteration, StoreError):
            if self._to_come or len(self._arrived) < len(self._expected):
                self._later(self._chance.uniform(20, 300), lambda: self._start(worker.name))
            return
        self._later(0.001, lambda: self._do(worker, step))

    def _give(self, worker: Worker, result: Any, delay: float = 0.0) -> None:
        self._later(delay, lambda: self._resume(worker, lambda: worker.steps.send(result)))

    def _fail(self, worker: Worker, error: CasewatchError, delay: float = 0.0) -> None:
        self._ambiguous += isinstance(error, SlackUnclearError)
        self._later(delay, lambda: self._resume(worker, lambda: worker.steps.throw(error)))

    def _do(self, worker: Worker, step: Step) -> None:
        if self._strikes(CRASH):
            self._die(worker)
            return
        match step:
            case Commit(change):
                self._commit(worker, change)
            case Post(alert):
                self._post(worker, alert)
            case Find(alert):
                self._find(worker, alert)
            case ThreadIsThere(alert):
                self._give(worker, alert.posted_in not in self._slack.gone, 0.1)
            case UpdateParent(alert, ts):
                self._update(worker, alert, ts)
            case Wait(seconds):
                self._give(worker, None, seconds)
            case Reached(_stage):
                self._give(worker, None)

    def _commit(self, worker: Worker, change: Callable[[Outbox], Any]) -> None:
        if self._strikes(DISK_FULL):
            self._fail(worker, StoreError("the disk is full: nothing was saved"))
            return
        if self._broken == "commit" and isinstance(result := self._undone(change), Turn):
            worker.uncommitted = (*result.taken, *result.unsettled)
        else:
            with self._store.transaction() as outbox:
                for alert in worker.uncommitted:
                    outbox.save(alert, None)
                result = change(outbox)
            worker.uncommitted = ()
        if self._strikes(CRASH):
            self._die(worker)
        else:
            self._arrived |= {message.alert for message in self._slack.accepted}
            self._give(worker, result)

    def _undone(self, change: Callable[[Outbox], Any]) -> Any:
        """Make a change and undo it: what a claim is that is not committed before the message is posted."""
        result = None
        try:
            with self._store.transaction() as outbox:
                result = change(outbox)
                raise Undone
        except Undone:
            return result

    def _post(self, worker: Worker, alert: Alert) -> None:
        chance, timeout, settle = self._chance, RULES.timeout_seconds, RULES.settle_seconds * 0.95
        fault = chance.choice(POST_FAULTS) if self._strikes(FAULTY_POST) else "ok"
        quick = chance.uniform(0.05, 0.5)
        if fault == "rate_limited":
            self._fail(worker, SlackRetryError("rate limited", chance.choice((0.0, 1.0, 30.0, 90.0))), quick)
        elif fault == "refused_connection":
            self._fail(worker, SlackRetryError("no connection", 0.0), quick)
        elif fault in ("server_error", "reset"):
            self._fail(worker, SlackUnclearError(fault), quick)
        elif fault in ("reply_lost", "accepted_error"):
            self._later(quick / 2, lambda: self._accept(alert, lag=chance.uniform(0, settle)))
            self._fail(worker, SlackUnclearError(fault), quick)
        elif fault == "late":
            self._later(quick + chance.uniform(0, settle), lambda: self._accept(alert))
            self._fail(worker, SlackUnclearError(fault), quick)
        elif fault == "slow":
            self._later(timeout + chance.uniform(-timeout, settle), lambda: self._accept(alert))
            self._fail(worker, SlackUnclearError("timeout"), timeout)
        elif fault == "dies_in_flight":
            self._later(chance.uniform(0, timeout + settle), lambda: self._accept(alert))
            self._later(chance.uniform(0, quick), lambda: self._die(worker))
        else:
            self._later(quick, lambda: self._answer(worker, alert))

    def _accept(self, alert: Alert, lag: float = 0.0) -> None:
        try:
            self._slack.accept(alert, self._time, lag)
        except SlackRefusedError:
            return

    def _answer(self, worker: Worker, alert: Alert) -> None:
        try:
            ts = self._slack.accept(alert, self._time)
        except SlackRefusedError as error:
            self._fail(worker, error)
        else:
            self._give(worker, ts, 0.1)

    def _find(self, worker: Worker, alert: Alert) -> None:
        if self._strikes(FAULTY_READ):
            later: tuple[CasewatchError, ...] = (SlackRetryError("rate limited", 5.0), SlackUnclearError("reset"))
            self._fail(worker, self._chance.choice(later), 0.3)
            return
        oldest = self._time_at(alert.created_at - LOOK_BACK)
        try:
            found = self._slack.find(alert, oldest, self._time)
        except SlackRefusedError as error:
            self._fail(worker, error, 0.1)
        else:
            self._give(worker, None if self._broken == "lookup" else found, 0.2)

    def _update(self, worker: Worker, alert: Alert, ts: str) -> None:
        if self._strikes(FAULTY_READ):
            self._fail(worker, SlackUnclearError("reset"), 0.2)
        elif ts in self._slack.gone:
            self._fail(worker, SlackRefusedError("message_not_found", "thread"), 0.2)
        elif alert.channel in self._slack.archived:
            self._fail(worker, SlackRefusedError("is_archived"), 0.2)
        else:
            self._give(worker, None, 0.2)

    def _die(self, worker: Worker) -> None:
        if not worker.alive:
            return
        worker.alive = False
        worker.steps.close()
        self._crashes += 1
        self._store.crash()
        self._later(self._chance.uniform(0.5, 300), lambda: self._start(worker.name))

    def _strikes(self, probability: float) -> bool:
        """Whether one of the schedule's faults happens here."""
        if self._faults and self._chance.random() < probability:
            self._faults -= 1
            return True
        return False

    def _now(self) -> Moment:
        return Moment(START + timedelta(seconds=self._time - 1_000_000.0 + self._offset), self._time)

    def _time_at(self, wall: datetime) -> float:
        """A time of the wall clock as Slack, whose clock is right, understands it."""
        return (wall - START).total_seconds() + 1_000_000.0

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._queue, (self._time + max(0.0, seconds), self._count, action))

    def _result(self) -> Result:
        times = Counter(message.alert for message in self._slack.accepted)
        cases = {alert.id: (alert.channel, alert.thread) for alert in self._expected}
        order = {alert.id: number for number, alert in enumerate(self._expected)}
        told: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
        for message in self._slack.accepted:
            if cases[message.alert][1] is not None:
                told[cases[message.alert]].append(order[message.alert])
        return Result(
            crashes=self._crashes,
            ambiguous=self._ambiguous,
            accepted=len(self._slack.accepted),
            lost=sum(1 for alert in self._expected if not times[alert.id]) + self._to_come,
            doubled=sum(count - 1 for count in times.values()),
            reordered=sum(after < before for numbers in told.values() for before, after in pairwise(numbers)),
        )


_MESSAGE = Message(text="The CMA has opened an inquiry.")
