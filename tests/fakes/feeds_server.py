"""A loopback web server whose every answer is a small function: polite, rude, slow, endless, or not what it says."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Visit"], None]


class Visit(BaseHTTPRequestHandler):
    """One request. `say` sends a whole answer; the rest of the class is the standard library's."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def say(self, status: int = 200, body: bytes = b"", length: int | None = -1, **headers: str) -> None:
        """Send an answer. `length`: None sends none (then the end of the connection ends the body)."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(len(body) if length == -1 else length))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if status != 304:
            self.wfile.write(body)
        if length not in (-1, None):
            self.close_connection = True

    def do_POST(self) -> None:
        self.server.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def do_GET(self) -> None:
        self.server.visits.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.server.answers.get(self.path) or self.server.answers.get(self.path.split("?")[0])
        try:
            if answer is None:
                self.say(404, b"nothing here")
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client had enough


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.answers: dict[str, Answer] = {}
        self.visits: list[tuple[str, dict[str, str]]] = []
        self.posted: list[bytes] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error here."""


class Web:
    """What a test holds: the address, the answers to give, and the visits made."""

    def __init__(self, server: _Server) -> None:
        self.base = f"http://127.0.0.1:{server.server_address[1]}"
        self.answers, self.visits, self.posted = server.answers, server.visits, server.posted


@contextmanager
def serve() -> Iterator[Web]:
    """Yield a running web of no pages; pages are added to `answers` by path."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Web(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """Answer with a body."""
    content = body.encode() if isinstance(body, str) else body
    return lambda visit: visit.say(200, content, Content_Type=kind, **headers)


def status(number: int, **headers: str) -> Answer:
    """Answer with a status and headers."""
    return lambda visit: visit.say(number, b"", **headers)


def redirect(location: str, number: int = 302) -> Answer:
    """Answer with a redirect."""
    return status(number, Location=location)


def with_validators(body: bytes, etag: str, last_modified: str) -> Answer:
    """Answer 304 to a question that holds the validators (RFC 9110, 13.1: If-None-Match goes before the date)."""

    def answer(visit: Visit) -> None:
        asked, since = visit.headers.get("If-None-Match"), visit.headers.get("If-Modified-Since")
        same = asked == etag if asked is not None else since == last_modified
        visit.say(304 if same else 200, b"" if same else body, ETag=etag, Last_Modified=last_modified)

    return answer


def broken_off(body: bytes, declared: int) -> Answer:
    """Promise more bytes than are sent."""
    return lambda visit: visit.say(200, body, length=declared, ETag='"half"')


def unannounced(body: bytes, **headers: str) -> Answer:
    """Send a body whose end is the end of the connection."""
    return lambda visit: visit.say(200, body, length=None, **headers)


def zipped(body: bytes, keep: int | None = None, **headers: str) -> Answer:
    """Send a body in gzip; `keep` cuts it after so many bytes, without a word."""
    return unannounced(gzip.compress(body)[:keep], Content_Encoding="gzip", **headers)


def zipped_and_more(body: bytes, more: bytes, times: int = 1_000) -> Answer:
    """Send a body in gzip, and then more and more bytes until the client hangs up."""

    def answer(visit: Visit) -> None:
        visit.say(200, gzip.compress(body), length=None, Content_Encoding="gzip")
        for _ in range(times):
            visit.wfile.write(more)

    return answer


def dripping(first: bytes, drop: bytes, pause: float, drops: int) -> Answer:
    """Send a body drop by drop, each soon enough to look alive."""

    def answer(visit: Visit) -> None:
        visit.say(200, first, length=len(first) + len(drop) * drops)
        for _ in range(drops):
            time.sleep(pause)
            visit.wfile.write(drop)
            visit.wfile.flush()

    return answer


def dripping_headers(pause: float, drops: int) -> Answer:
    """Never come to the end of the headers."""

    def answer(visit: Visit) -> None:
        visit.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for _ in range(drops):
            time.sleep(pause)
            visit.wfile.write(b"a")
            visit.wfile.flush()

    return answer
