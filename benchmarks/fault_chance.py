"""Time and chance of one schedule: time is a number that jumps to what comes next, chance is seeded."""

import heapq
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from schemas.alert import Moment

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONGEST = 30 * 86_400.0
"""Seconds after which what is not sent counts as lost: a message 30 days late is no alert."""

MOST_EVENTS = 30_000
"""A schedule that goes round and round ends here, and what is not sent by then is lost."""

_BEGIN = 1_000_000.0


class Calendar:
    """What is still to happen, and the time it is: steady, and by a wall clock that may be wrong."""

    def __init__(self) -> None:
        self.time = _BEGIN
        self.count = 0
        self.wrong_by = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Let something happen in so many seconds, after all that was to happen by then."""
        self.count += 1
        heapq.heappush(self._queue, (self.time + max(0.0, seconds), self.count, action))

    def play(self) -> None:
        """Let everything happen in its turn, until nothing is left or the time is over."""
        end = self.time + LONGEST
        while self._queue and self.time < end and self.count < MOST_EVENTS:
            self.time, _number, action = heapq.heappop(self._queue)
            action()

    def now(self) -> Moment:
        """Return the moment as a worker sees it."""
        return Moment(START + timedelta(seconds=self.time - _BEGIN + self.wrong_by), self.time)

    def time_at(self, wall: datetime) -> float:
        """Return a time of the wall clock as Slack, whose clock is right, understands it."""
        return (wall - START).total_seconds() + _BEGIN


class Chance(random.Random):
    """The chance of one seed, and how many faults it still has in store."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._faults = self.randint(2, 20)

    def strikes(self, probability: float) -> bool:
        """Return whether one of the schedule's faults happens here."""
        if self._faults and self.random() < probability:
            self._faults -= 1
            return True
        return False
