"""Connections to hosts, each asked by one request at a time and kept a moment for the next one.

The articles of a release day lie on one host: each would else begin with a handshake of its own. A connection serves
only requests for the address and the name it was made for: what was judged, and verified, stays what is asked.
"""

import socket
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from threading import Lock
from typing import Any, NamedTuple

import httpx

from feeds.deadlines import DEADLINES

KEPT_SECONDS = 5.0
"""How long a connection is kept without a request; servers keep theirs a little longer, mostly."""

MOST_KEPT = 32
"""Connections kept at most, of all hosts together."""


class Connection:
    """A connection to one host, made when it is first asked, and again when the server has let go of it."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        self._stream: Any = None

    @contextmanager
    def answer(self, request: httpx.Request, deadline: float) -> Iterator[httpx.Response]:
        """Yield the answer, its body still to be read; at `deadline` (of time.monotonic) the connection is closed.

        Raises httpx.HTTPError for what goes wrong.
        """
        with ExitStack() as watched:

            def watch(sock: socket.socket) -> None:
                watched.callback(DEADLINES.release, DEADLINES.register(deadline, lambda: _end(sock)))

            def trace(event: str, info: Mapping[str, Any]) -> None:
                if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
                    self._stream = info["return_value"]
                if event == "connection.connect_tcp.complete":
                    # A TLS handshake takes this socket away, and may wait for ever; its twin leads to the same end.
                    watch(watched.enter_context(_socket_of(self._stream).dup()))

            if self._stream is not None:
                watch(_socket_of(self._stream))
            request.extensions["trace"] = trace
            response = self._send(request, deadline)
            try:
                yield response
            finally:
                response.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._transport.close()

    def _send(self, request: httpx.Request, deadline: float) -> httpx.Response:
        kept = self._stream
        try:
            return self._transport.handle_request(request)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            # A server may let go of a kept connection at any moment (RFC 9112, 9.3.1): then it has not answered, and
            # what is safe to ask is asked again. By now a new connection is made for it.
            made_new = kept is None or self._stream is not kept
            if made_new or request.method != "GET" or time.monotonic() >= deadline:
                raise
        return self._transport.handle_request(request)


class _Kept(NamedTuple):
    since: float
    purpose: Hashable
    connection: Connection


class Connections:
    """Lends connections, and keeps a few that were given back; threads may share it."""

    def __init__(
        self, transport: Callable[[], httpx.BaseTransport], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._transport, self._clock = transport, clock
        self._kept: list[_Kept] = []
        self._lock = Lock()

    @contextmanager
    def lent(self, purpose: Hashable) -> Iterator[Connection]:
        """Yield a connection that nobody else uses, a kept one of this purpose (whom it leads to) if there is one."""
        connection = self._take(purpose) or Connection(self._transport())
        try:
            yield connection
        finally:
            self._give_back(purpose, connection)

    def close(self) -> None:
        """Let go of all kept connections."""
        self._close_kept(lambda kept: True)

    def _take(self, purpose: Hashable) -> Connection | None:
        with self._lock:
            for at in reversed(range(len(self._kept))):
                if self._kept[at].purpose == purpose:
                    return self._kept.pop(at).connection
        return None

    def _give_back(self, purpose: Hashable, connection: Connection) -> None:
        now = self._clock()
        with self._lock:
            self._kept.append(_Kept(now, purpose, connection))
            too_many = {id(kept) for kept in self._kept[:-MOST_KEPT]}
        self._close_kept(lambda kept: kept.since < now - KEPT_SECONDS or id(kept) in too_many)

    def _close_kept(self, is_over: Callable[[_Kept], bool]) -> None:
        with self._lock:
            over = [kept for kept in self._kept if is_over(kept)]
            self._kept = [kept for kept in self._kept if not is_over(kept)]
        for kept in over:
            kept.connection.close()


def _socket_of(stream: Any) -> socket.socket:
    sock: socket.socket = stream.get_extra_info("socket")
    return sock


def _end(sock: socket.socket) -> None:
    with suppress(OSError):  # it was closed already
        sock.shutdown(socket.SHUT_RDWR)
