"""Puts faults between casewatch and a server of recorded days: outages, a page instead of a feed, GUIDs that move.

Four sources are taken: two fail for ten days, one answers with a rebuilt page for ten days, one gives all its items
other GUIDs from a day on. What they bring in the end must be what they would have brought without it.
"""

import re
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Fault = Literal["down", "page", "guids"]
FAULTS: tuple[Fault, ...] = ("down", "down", "page", "guids")
FIRST_DAY, DAYS = 20, 10
"""The faults begin on this day; outages and pages last so many days, moved GUIDs stay moved."""

_GUID = re.compile(rb"(<guid[^>]*>)|(<id>)")
_PAGE = b"<!doctype html><html><body><h1>News</h1><div id='app'>The site was rebuilt.</div></body></html>"


class Faulty:
    """What the benchmark holds: which address stands for a source, and the day that is played."""

    def __init__(self, base: str, faults: Mapping[str, Fault]) -> None:
        self.base, self.faults, self.day = base, faults, 0

    def address(self, code: str, url: str) -> str:
        """Return the address to poll instead of `url`."""
        return f"{self.base}/{code}" if code in self.faults else url


@contextmanager
def faulty(addresses: Mapping[str, str], codes: tuple[str, ...]) -> Iterator[Faulty]:
    """Yield a running server that stands before the sources of these codes, one fault each; no codes, no faults."""
    held: list[Faulty] = []

    class Visit(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

        def do_GET(self) -> None:
            code = self.path.strip("/")
            status, body = _answer(addresses[code], held[0].faults[code], held[0].day)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Visit)
    server.daemon_threads = True
    held.append(Faulty(f"http://127.0.0.1:{server.server_address[1]}", dict(zip(codes, FAULTS, strict=False))))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield held[0]
    finally:
        server.shutdown()
        server.server_close()


def _answer(url: str, fault: Fault, day: int) -> tuple[int, bytes]:
    under = FIRST_DAY <= day < FIRST_DAY + DAYS
    if fault == "down" and under:
        return 503, b""
    if fault == "page" and under:
        return 200, _PAGE
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            body: bytes = answer.read()
    except OSError:
        return 502, b""
    return 200, _with_moved_guids(body) if fault == "guids" and day >= FIRST_DAY else body


def _with_moved_guids(body: bytes) -> bytes:
    return _GUID.sub(lambda found: found.group() + b"moved-", body)
