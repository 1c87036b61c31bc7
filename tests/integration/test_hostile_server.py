"""A hostile web beside a good source: it holds a pass no longer than its bound and takes nothing from the good one."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.pipeline import watch_once
from schemas.settings import HttpSettings
from schemas.source import Source
from tests.fakes.feeds_server import (
    Answer,
    Visit,
    Web,
    broken_off,
    page,
    redirect,
    serve,
    zipped,
)
from tests.fakes.house import HandClock, ask, house, rss, settings_for, source

ITEM = ("CMA publishes its annual report", "/item.html")
SECONDS = 8.0
"""The longest time one request may take where slowness is tried (http.total_seconds); the good source has no more."""
TOO_SLOW = f"not done after {SECONDS:g} seconds"
PAUSE = 0.05
"""Seconds between two bytes of a slow answer."""
HOLD = 120.0
"""Seconds for which a slow answer goes on, if nobody ends it."""
MEGABYTE = b" " * 1_000_000
MOST = 20_000_000
"""Bytes an answer may have (http.max_bytes)."""
LARGEST_BUFFERS = (Path("/proc/sys/net/ipv4/tcp_rmem"), Path("/proc/sys/net/ipv4/tcp_wmem"))
ON_THE_WAY = 20_000_000
"""Bytes the two ends of a connection may hold between them, at most, where the system does not say it."""


class Drip:
    """An answer byte by byte, each soon enough to look alive; `sent` counts them.

    That is a clock which stands still while the machine has no time for the server.
    """

    def __init__(self, start: bytes) -> None:
        self.start, self.sent = start, 0

    def __call__(self, visit: Visit) -> None:
        visit.wfile.write(self.start)
        while self.sent * PAUSE < HOLD:
            time.sleep(PAUSE)
            visit.wfile.write(b"a")
            visit.wfile.flush()
            self.sent += 1


class Endless:
    """300 MB, one at a time; `sent` counts those that were taken."""

    def __init__(self) -> None:
        self.sent = 0

    def __call__(self, visit: Visit) -> None:
        visit.say(200, b"<rss><channel><title>", length=300_000_000, Content_Type="application/rss+xml")
        for _ in range(300):
            visit.wfile.write(MEGABYTE)
            self.sent += len(MEGABYTE)


def on_the_way() -> int:
    """Return how many bytes this machine may hold between the two ends of a connection: sent, and not yet taken.

    A reader that is starved of the machine lets them fill up, before it hangs up.
    """
    if not all(file.exists() for file in LARGEST_BUFFERS):
        return ON_THE_WAY
    return sum(int(file.read_text().split()[-1]) for file in LARGEST_BUFFERS)


def bomb(megabytes: int) -> Answer:
    """A body that unpacks to a thousand times its size."""
    return zipped(b"<rss>" + MEGABYTE * megabytes)


def early_close(visit: Visit) -> None:
    """Close before a word is said."""
    visit.close_connection = True


WHOLE = rss(ITEM)
SLOW = {
    "slow-drip": Drip(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n<rss>"),
    "slow-headers": Drip(b"HTTP/1.1 200 OK\r\nX-Long: "),
}
ENDLESS = Endless()
HOSTILE: dict[str, tuple[Answer, str]] = {
    "gzip-bomb": (bomb(40), "larger than"),
    "endless-redirect": (redirect("/endless-redirect"), "more than 5 redirects"),
    "to-metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "not in the public internet"),
    "to-metadata-mapped": (redirect("http://[::ffff:169.254.169.254]/"), "not in the public internet"),
    "300-mb": (ENDLESS, "larger than"),
    "early-close": (early_close, "the connection to 127.0.0.1 broke"),
    "nested-tags": (page(b"<rss>" + b"<a>" * 3_300_000, "application/rss+xml"), "tags"),
}
DAMAGED: dict[str, Answer] = {
    "wrong-length": broken_off(WHOLE, len(WHOLE) + 500),
    "wrong-charset": page(WHOLE, "application/rss+xml; charset=utf-16"),
}


@contextmanager
def hanging_tls() -> Iterator[str]:
    """Yield an https address where a connection is taken and never answered."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        running.answers |= {f"/{name}": answer for name, (answer, _) in HOSTILE.items()}
        running.answers |= {f"/{name}": answer for name, answer in (SLOW | DAMAGED).items()}
        running.answers["/good"] = page(rss(ITEM, base=running.base), "application/rss+xml")
        running.answers["/item.html"] = page("<article><h1>Report</h1><p>The report describes the year.</p></article>")
        yield running


def passed(web: Web, folder: Path, sources: tuple[Source, ...], **bounds: float) -> tuple[dict[str, str], set[str]]:
    """Make one pass over the sources and a good one; return why each failed, and of which there are documents."""
    http = HttpSettings(allow_private=True, host_pause_seconds=0, max_bytes=MOST, **bounds)
    settings = settings_for(folder, http=http, workers=4)
    good = source(web.base, "good", priority=2)
    with house(settings, (*sources, good), HandClock(), []) as tools:
        report = watch_once(tools, every_source=True)
    said = {item.source: "; ".join(failure.reason for failure in item.failures) for item in report.sources}
    return said, {row["source_id"] for row in ask(settings, "SELECT DISTINCT source_id FROM documents")}


def test_a_hostile_web_holds_nobody(web: Web, tmp_path: Path) -> None:
    # What is bounded by its size has time enough on the busiest machine: it must be the size that ends it.
    sources = tuple(source(web.base, name) for name in (*HOSTILE, *DAMAGED))
    said, kept = passed(web, tmp_path, sources, total_seconds=HOLD, timeout_seconds=HOLD)
    for name, (_, words) in HOSTILE.items():
        assert words in said[name], f"{name}: {said[name]!r}"
    assert ENDLESS.sent <= MOST + on_the_way() < 300_000_000, "the client hung up at its bound"
    assert {"good", *DAMAGED} <= kept, "what is whole in a damaged answer is kept, and the good source is whole"


@pytest.mark.slow
def test_a_slow_web_holds_nobody(web: Web, tmp_path: Path) -> None:
    # A server may be starved of the machine for a while: silence shorter than the bound must not end a request.
    with hanging_tls() as silent:
        sources = (*(source(web.base, name) for name in SLOW), source(silent, "hanging-tls"))
        said, kept = passed(web, tmp_path, sources, total_seconds=SECONDS, timeout_seconds=HOLD)
    for name in (*SLOW, "hanging-tls"):
        assert TOO_SLOW in said[name], f"{name}: {said[name]!r}"
    for name, drip in SLOW.items():
        assert 0 < drip.sent * PAUSE < 2 * SECONDS, f"{name} was heard for {drip.sent} bytes"
    assert kept == {"good"}
