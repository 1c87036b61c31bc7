"""What asks over HTTP: single requests, each in its host's turn."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from types import TracebackType
from typing import Any, Self

import httpx

from feeds.pace import Pace
from schemas.settings import HttpSettings


class Client:
    """Sends requests with our name, the time limits and the turns of the settings; threads may share it.

    What httpx's own client adds is not wanted here: redirects (each hop is judged first), cookies, and what the
    environment says. It keeps no connection for the next request, so that a time limit can end a request by closing
    its connection.
    """

    def __init__(self, http: HttpSettings, transport: httpx.BaseTransport | None = None) -> None:
        self._headers = httpx.Headers({"User-Agent": http.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"})
        self._transport = transport or httpx.HTTPTransport(
            proxy=http.proxy, limits=httpx.Limits(max_keepalive_connections=0), trust_env=False
        )
        self._timeout = httpx.Timeout(http.timeout_seconds).as_dict()
        self._pace = Pace(http.host_pause_seconds, http.host_connections)

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

        A turn that has not come by `deadline` (of time.monotonic) is given up with TimeoutError.
        """
        told = self._headers.copy()
        told.update(headers)
        # A request goes to an address that was judged; the host it is meant for is the name beside it.
        host = str(extensions.get("sni_hostname") or url.host)
        # The rules for robots, asked for once a day, are what a host wants read before anything else.
        with nullcontext() if url.path == "/robots.txt" else self._pace.turn(host, deadline):
            response = self._transport.handle_request(
                httpx.Request(
                    method, url, headers=told, content=content, extensions={"timeout": self._timeout, **extensions}
                )
            )
            try:
                yield response
            finally:
                response.close()

    def close(self) -> None:
        """Let go of what it holds; it asks no more."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
