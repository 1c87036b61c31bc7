"""What asks over HTTP: single requests, each in its host's turn."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache
from types import TracebackType
from typing import Any, Self

import httpx

from feeds.connections import KEPT_SECONDS, Connections
from feeds.pace import Pace
from schemas.settings import HttpSettings


class Client:
    """Sends requests with our name, the time limits and the turns of the settings; threads may share it.

    What httpx's own client adds is not wanted here: redirects (each hop is judged first), cookies, and what the
    environment says.
    """

    def __init__(self, http: HttpSettings, transport: httpx.BaseTransport | None = None) -> None:
        self._headers = {"user-agent": http.user_agent, "accept": "*/*", "accept-encoding": "gzip"}
        self._timeout = httpx.Timeout(http.timeout_seconds).as_dict()
        self._pace = Pace(http.host_pause_seconds, http.host_connections)
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEPT_SECONDS)
        self._connections = Connections(
            lambda: transport or httpx.HTTPTransport(_trusted(), proxy=http.proxy, limits=limits, trust_env=False)
        )

    @contextmanager
    def stream(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        content: bytes | None,
        extensions: Mapping[str, Any],
        deadline: float,
    ) -> Iterator[httpx.Response]:
        """Yield the answer, its body still to be read. Raises httpx.HTTPError, or OSError for what goes wrong.

        It ends at `deadline` (of time.monotonic): the connection is closed, whatever it waits for; a turn that has
        not come by then is given up with TimeoutError.
        """
        told = self._headers | {name.lower(): value for name, value in headers.items()}
        request = httpx.Request(
            method, url, headers=told, content=content, extensions={"timeout": self._timeout, **extensions}
        )
        # A request goes to an address that was judged; the host it is meant for is the name beside it.
        host = str(extensions.get("sni_hostname") or url.host)
        with (
            # The rules for robots, asked for once a day, are what a host wants read before anything else.
            nullcontext() if url.path == "/robots.txt" else self._pace.turn(host, deadline),
            self._connections.lent((url.scheme, url.host, url.port, host)) as connection,
            connection.answer(request, deadline) as response,
        ):
            yield response

    def close(self) -> None:
        """Let go of what it holds; it asks no more."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust: hundreds of certificates, read once for all connections of the process."""
    return httpx.create_ssl_context(trust_env=False)
