"""Connections are kept for the next request to the same host, and for no other; a server that lets go harms nothing."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from feeds.client import Client
from feeds.connections import KEPT_SECONDS, MOST_KEPT, Connections
from schemas.settings import HttpSettings

HTTP = HttpSettings(allow_private=True, timeout_seconds=10)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere"


class Server:
    """Answers so many requests a connection, then lets go of it at the next one; remembers how it was asked."""

    def __init__(self, requests: int, last: bytes = b"") -> None:
        self._requests, self._last = requests, last
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        self.asked: list[str] = []
        self.made = 0
        self.held = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        try:
            while True:
                connection, _ = self._listening.accept()
                self.made += 1
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()
        except OSError:
            return

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            for _ in range(self._requests):
                request = connection.recv(65_536)
                if not request:
                    return
                self.asked.append(request.split(b" ")[0].decode())
                connection.sendall(ANSWER)
            if connection.recv(65_536) and self._last:
                connection.sendall(self._last)
                self.held.wait(30)

    def close(self) -> None:
        self.held.set()
        self._listening.close()


@contextmanager
def serving(requests: int, last: bytes = b"") -> Iterator[Server]:
    server = Server(requests, last)
    try:
        yield server
    finally:
        server.close()


def ask(client: Client, url: str, method: str = "GET", seconds: float = 10, name: str | None = None) -> bytes:
    names = {"sni_hostname": name} if name else {}
    until = time.monotonic() + seconds
    with client.stream(method, httpx.URL(url), {}, None, names, until) as response:
        return b"".join(response.iter_raw())


def test_the_next_request_to_a_host_goes_by_the_same_connection() -> None:
    with serving(requests=5) as server, Client(HTTP) as client:
        assert [ask(client, server.address) for _ in range(3)] == [b"here"] * 3
        assert server.made == 1


def test_another_name_at_the_same_address_gets_a_connection_of_its_own() -> None:
    """Else what one name's certificate proved would speak for all names of a shared host."""
    with serving(requests=5) as server, Client(HTTP) as client:
        ask(client, server.address, name="one.example")
        ask(client, server.address, name="two.example")
        ask(client, server.address, name="one.example")
        assert server.made == 2


def test_two_at_once_do_not_share_a_connection() -> None:
    with serving(requests=5) as server, Client(HTTP) as client:
        url = httpx.URL(server.address)
        with client.stream("GET", url, {}, None, {}, time.monotonic() + 10) as first:
            assert ask(client, server.address) == b"here"
            assert b"".join(first.iter_raw()) == b"here"
        assert server.made == 2


def test_a_kept_connection_the_server_let_go_of_is_made_anew() -> None:
    with serving(requests=1) as server, Client(HTTP) as client:
        assert [ask(client, server.address) for _ in range(3)] == [b"here"] * 3
        assert server.made == 3


def test_a_question_that_may_have_been_heard_is_not_asked_twice() -> None:
    """RFC 9110, 9.2.2: a POST is not repeated by itself."""
    with serving(requests=1) as server, Client(HTTP) as client:
        ask(client, server.address)
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            ask(client, server.address, "POST")
        assert server.asked == ["GET"]


def test_a_new_connection_that_is_not_answered_is_not_tried_again() -> None:
    with serving(requests=0) as server, Client(HTTP) as client:
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            ask(client, server.address)
        assert server.made == 1


@pytest.mark.parametrize("last", [b"HTTP/1.1 200 OK\r\nX-Slow: ", ANSWER.replace(b": 4", b": 400")])
def test_the_deadline_holds_on_a_kept_connection(last: bytes) -> None:
    """Neither a header nor a body that stays away is waited for beyond it; the silence limit is ten seconds."""
    with serving(requests=1, last=last) as server, Client(HTTP) as client:
        ask(client, server.address)
        started = time.monotonic()
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            ask(client, server.address, seconds=0.2)
        assert time.monotonic() - started < 5
        assert server.made == 1


def test_the_deadline_holds_in_a_tls_handshake() -> None:
    """A server that takes a connection and never says a word of TLS; the silence limit is two minutes."""
    patient = HttpSettings(allow_private=True, timeout_seconds=120)
    with socket.create_server(("127.0.0.1", 0)) as listening, Client(patient) as client:
        started = time.monotonic()
        with pytest.raises(httpx.HTTPError):
            ask(client, f"https://127.0.0.1:{listening.getsockname()[1]}/", seconds=0.2)
        assert time.monotonic() - started < 60


class Closing(httpx.MockTransport):
    def __init__(self) -> None:
        super().__init__(lambda request: httpx.Response(200))
        self.closed = False

    def close(self) -> None:
        self.closed = True


def test_few_are_kept_and_none_for_long() -> None:
    now = [0.0]
    made: list[Closing] = []

    def transport() -> Closing:
        made.append(Closing())
        return made[-1]

    connections = Connections(transport, clock=lambda: now[0])
    for number in range(MOST_KEPT + 1):
        with connections.lent(number):
            pass
    assert [one.closed for one in made] == [True] + [False] * MOST_KEPT, "the one unused for longest goes"
    now[0] = KEPT_SECONDS + 1
    with connections.lent("another"):
        pass
    assert [one.closed for one in made] == [True] * (MOST_KEPT + 1) + [False]
    connections.close()
    assert made[-1].closed
