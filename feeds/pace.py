"""The turns of a host: few requests at once and a pause between two, kept by all threads that share a client."""

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Pace:
    """Gives each host its turns. Loopback is nobody's burden, and has no turns."""

    def __init__(
        self,
        pause_seconds: float,
        at_once: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause, self._at_once, self._clock, self._sleep = pause_seconds, at_once, clock, sleep
        self._free_at: dict[str, float] = {}
        self._places: dict[str, threading.Semaphore] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, deadline: float) -> Iterator[None]:
        """Wait until the host may be asked, and hold one of its places while the request lasts.

        At most `at_once` requests of a host last at one time, and they begin `pause_seconds` apart. Raises
        TimeoutError when no place is free by `deadline` (of the clock).
        """
        if _is_loopback(host):
            yield
            return
        place = self._place_of(host)
        if not place.acquire(timeout=max(0.0, deadline - self._clock())):
            raise TimeoutError(f"{host} was busy with other requests of ours")
        try:
            self._wait_for_turn(host)
            yield
        finally:
            place.release()

    def _place_of(self, host: str) -> threading.Semaphore:
        with self._lock:
            return self._places.setdefault(host, threading.Semaphore(self._at_once))

    def _wait_for_turn(self, host: str) -> None:
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(host, now))
            self._free_at[host] = turn + self._pause
        if turn > now:
            self._sleep(turn - now)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
