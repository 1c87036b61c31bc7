"""A pause between two requests to one host, kept by all threads that share a client."""

import ipaddress
import threading
import time
from collections.abc import Callable

import httpx


class Pace:
    """Called before each request; waits until its host may be asked again. Loopback is nobody's burden."""

    def __init__(
        self,
        pause_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause, self._clock, self._sleep = pause_seconds, clock, sleep
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> None:
        """Wait for the turn of this request; the turns of a host are `pause_seconds` apart."""
        # A request goes to an address that was judged; the host it is meant for is the name beside it.
        host = str(request.extensions.get("sni_hostname") or request.url.host)
        if self._pause == 0 or _is_loopback(host):
            return
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
