"""Ends what takes too long: one thread watches the deadlines of all requests and closes their connections.

A timer a request would be a thread a request, which costs as much as asking.
"""

import threading
import time
from collections.abc import Callable
from itertools import count


class Deadlines:
    """Calls what was registered once its time has come, unless it was released. Its thread starts when needed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[int, tuple[float, Callable[[], None]]] = {}
        self._numbers = count()
        self._changed = threading.Condition()
        self._next = float("inf")
        self._running = False

    def register(self, deadline: float, end: Callable[[], None]) -> int:
        """Call `end` at `deadline` (of the clock); return the number to release it by."""
        with self._changed:
            number = next(self._numbers)
            self._waiting[number] = (deadline, end)
            if not self._running:
                self._running = True
                threading.Thread(target=self._watch, name="deadlines", daemon=True).start()
            elif deadline < self._next:
                self._changed.notify()
            return number

    def release(self, number: int) -> None:
        """Forget a deadline that was kept."""
        with self._changed:
            self._waiting.pop(number, None)

    def _watch(self) -> None:
        while (due := self._wait()) is not None:
            for end in due:
                end()

    def _wait(self) -> list[Callable[[], None]] | None:
        """Return what is due, perhaps nothing; None when nothing has been waited for any more: then the thread ends."""
        with self._changed:
            if not self._waiting:
                self._running = False
                return None
            self._next = min(deadline for deadline, _ in self._waiting.values())
            left = self._next - self._clock()
            if left > 0:
                self._changed.wait(min(left, _LONGEST_WAIT))
            late = [number for number, (deadline, _) in self._waiting.items() if deadline <= self._clock()]
            return [self._waiting.pop(number)[1] for number in late]


_LONGEST_WAIT = 5.0
"""Seconds after which the thread looks again whether anything is still waited for."""

DEADLINES = Deadlines()
"""Shared by all requests of the process."""
