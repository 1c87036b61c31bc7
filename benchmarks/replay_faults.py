"""Feeds that break on the way: a server that stands before the one that plays recorded days.

Two sources fail, one changes its markup, each for ten days; one moves its GUIDs and keeps the new ones. The addresses
of articles stay those of the server behind.
"""

import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

Fault = Literal["fails", "markup", "guids"]

LENGTH = 10
"""Days a fault lasts."""

KINDS: tuple[Fault, ...] = ("fails", "fails", "markup", "guids")


class FaultyWeb(ThreadingHTTPServer):
    """Hands on what the server behind says, but for the feeds in `faults` from day `first` on."""

    daemon_threads = True

    def __init__(self, behind: str, faults: Mapping[str, Fault], first: int) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.behind, self.faults, self.first = behind, faults, first
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.day, self.armed, self.moved = 0, False, False

    def move(self, day: int, playing: int | None) -> None:
        """Let it be `day` of the round `playing` (None: none is played yet).

        Only the first round has faults, but GUIDs that moved stay so.
        """
        self.day, self.armed = day, playing == 0
        self.moved = self.moved or (self.armed and day >= self.first)

    def fault_of(self, code: str) -> Fault | None:
        """Return what is wrong with a feed today."""
        fault = self.faults.get(code)
        if fault == "guids":
            return fault if self.moved else None
        return fault if self.armed and self.first <= self.day < self.first + LENGTH else None


def with_fault(body: str, fault: Fault | None) -> tuple[int, str]:
    """Return the status and the body of a feed that has a fault."""
    if fault == "fails":
        return 503, "<html><body><h1>Maintenance</h1></body></html>"
    if fault == "markup":
        return 200, re.sub(r"<(/?)(?:item|entry)\b", r"<\1teaser", body)
    if fault == "guids":
        return 200, re.sub(r"(<guid[^>]*>|<id>)([^<]+)", r"\1moved:\2", body)
    return 200, body


def steadiest(lists: Sequence[Mapping[str, set[str]]]) -> tuple[str, ...]:
    """Return the feeds that list something on nine days of ten at least, those that always do first.

    `lists`: what each feed listed on each day. What fails by itself would hide whether our fault was told.
    """
    empty = {code: sum(not day.get(code) for day in lists) for day in lists for code in day}
    return tuple(sorted((code for code in empty if 10 * empty[code] <= len(lists)), key=lambda c: (empty[c], c)))


def outages(lists: Sequence[Mapping[str, set[str]]], code: str) -> int:
    """Return how often a feed begins to list nothing, by itself."""
    states = [True, *(bool(day.get(code)) for day in lists)]
    return sum(before and not after for before, after in pairwise(states))


@contextmanager
def faulty_web(behind: str, codes: Sequence[str], first: int) -> Iterator[FaultyWeb]:
    """Yield a running web in which the first of the feeds have the faults of KINDS, from day `first` on.

    Raises ValueError when there are too few feeds.
    """
    if len(codes) < len(KINDS):
        raise ValueError(f"{len(KINDS)} feeds that list something nearly every day are needed, there are {len(codes)}")
    web = FaultyWeb(behind, dict(zip(codes, KINDS, strict=False)), first)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.shutdown()
        web.server_close()
        thread.join()


def told(ops_file: Path, sources: Mapping[str, str]) -> dict[str, dict[str, int | str]]:
    """Return, by source id, its fault and how many breaches and recoveries of it stand in the ops file."""
    lines = ops_file.read_text(encoding="utf-8").splitlines() if ops_file.exists() else []
    said = [json.loads(line) for line in lines]
    return {source: {"fault": fault, **_counted(said, f"{source}:poll")} for source, fault in sources.items()}


def _counted(said: Sequence[Mapping[str, str]], topic: str) -> dict[str, int | str]:
    texts = [line["text"] for line in said if line["topic"] == topic]
    recovered = sum(text.startswith("Recovered") for text in texts)
    return {"breaches": len(texts) - recovered, "recoveries": recovered}


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultyWeb

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def do_POST(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self.server.move(int(asked["n"][0]), int(asked["round"][0]) if "round" in asked else None)
        self._hand_on("POST")

    def do_GET(self) -> None:
        self._hand_on("GET")

    def _hand_on(self, method: str) -> None:
        found = re.fullmatch(r"/feeds/(\w+)\.xml", self.path)
        fault = self.server.fault_of(found[1]) if found else None
        headers = {} if fault else {k: v for k, v in self.headers.items() if k.lower().startswith("if-")}
        status, answered, body = _ask(f"{self.server.behind}{self.path}", method, headers)
        if self.path == "/":
            body = body.replace(f"{self.server.behind}/feeds/", f"{self.server.base}/feeds/")
        if fault:
            status, body = with_fault(body, fault)
        self._say(status, {} if fault else answered, body.encode())

    def _say(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name in ("Content-Type", "ETag", "Last-Modified"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)


def _ask(url: str, method: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(url, b"" if method == "POST" else None, dict(headers), method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode("utf-8", "replace")
