"""The workers of a schedule: threads are generators, a crash is a generator that is dropped."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import Any

from alerts.committing import Rules
from alerts.delivery import Step, delivery
from benchmarks.fault_chance import Calendar, Chance
from schemas.alert import Alert
from schemas.errors import CasewatchError, SlackUnclearError, StoreError

RULES = Rules(
    lease_seconds=60.0, settle_seconds=60.0, timeout_seconds=20.0, seconds_per_message=1.05, workspace_seconds=0.13
)


@dataclass
class Worker:
    """A process that delivers."""

    name: str
    steps: Generator[Step, Any, Any]
    alive: bool = True
    uncommitted: tuple[Alert, ...] = ()
    """With `--break commit`: what it claimed and will commit with the outcome only."""


class Crew:
    """Two workers, each begun again when it ends before all is told. `do` does the step a worker decided on."""

    def __init__(
        self,
        calendar: Calendar,
        chance: Chance,
        do: Callable[[Worker, Step], None],
        unfinished: Callable[[], bool],
        lose_uncommitted: Callable[[], None],
    ) -> None:
        self._calendar, self._chance = calendar, chance
        self._do, self._unfinished, self._lose_uncommitted = do, unfinished, lose_uncommitted
        self.crashes = self.ambiguous = 0

    def begin(self) -> None:
        """Let both workers start within the first minute."""
        for name in ("one", "two"):
            self._calendar.later(self._chance.uniform(0, 60), partial(self._start, name))

    def give(self, worker: Worker, result: Any, delay: float = 0.0) -> None:
        """Let the worker's step have this result."""
        self._calendar.later(delay, lambda: self._resume(worker, lambda: worker.steps.send(result)))

    def fail(self, worker: Worker, error: CasewatchError, delay: float = 0.0) -> None:
        """Let the worker's step fail."""
        self.ambiguous += isinstance(error, SlackUnclearError)
        self._calendar.later(delay, lambda: self._resume(worker, lambda: worker.steps.throw(error)))

    def die(self, worker: Worker) -> None:
        """Kill the worker; another takes its place later."""
        if not worker.alive:
            return
        worker.alive = False
        worker.steps.close()
        self.crashes += 1
        self._lose_uncommitted()
        self._calendar.later(self._chance.uniform(0.5, 300), lambda: self._start(worker.name))

    def _start(self, name: str) -> None:
        owner = f"{name}-{self._calendar.count}"
        worker = Worker(name, delivery(owner, RULES, self._calendar.now))
        self._resume(worker, lambda: next(worker.steps))

    def _resume(self, worker: Worker, go_on: Callable[[], Step]) -> None:
        """Let a worker decide its next step; when it ends, or its disk is full, another pass comes later."""
        if not worker.alive:
            return
        try:
            step = go_on()
        except (StopIteration, StoreError):
            if self._unfinished():
                self._calendar.later(self._chance.uniform(20, 300), lambda: self._start(worker.name))
            return
        self._calendar.later(0.001, lambda: self._do(worker, step))
