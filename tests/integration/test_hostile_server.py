"""A hostile web beside a good source: it holds a pass no longer than its bound and takes nothing from the good one."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.pipeline import watch_once
from schemas.settings import HttpSettings
from tests.fakes.feeds_server import (
    Answer,
    Visit,
    Web,
    broken_off,
    dripping,
    dripping_headers,
    page,
    redirect,
    serve,
    zipped,
)
from tests.fakes.house import HandClock, ask, house, rss, settings_for, source

ITEM = ("CMA publishes its annual report", "/item.html")
SECONDS = 2.0
"""The longest time one request may take here (http.total_seconds)."""
MEGABYTE = b" " * 1_000_000


def endless(visit: Visit) -> None:
    """300 MB, one at a time."""
    visit.say(200, b"<rss><channel><title>", length=300_000_000, Content_Type="application/rss+xml")
    for _ in range(300):
        visit.wfile.write(MEGABYTE)


def bomb(megabytes: int) -> Answer:
    """A body that unpacks to a thousand times its size."""
    return zipped(b"<rss>" + MEGABYTE * megabytes)


def early_close(visit: Visit) -> None:
    """Close before a word is said."""
    visit.close_connection = True


WHOLE = rss(ITEM)
HOSTILE: dict[str, tuple[Answer, str]] = {
    "slow-drip": (dripping(b"<rss>", b" ", 0.05, 400), "not done after 2 seconds"),
    "slow-headers": (dripping_headers(0.05, 400), "not done after 2 seconds"),
    "gzip-bomb": (bomb(40), "larger than"),
    "endless-redirect": (redirect("/endless-redirect"), "more than 5 redirects"),
    "to-metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "not in the public internet"),
    "to-metadata-mapped": (redirect("http://[::ffff:169.254.169.254]/"), "not in the public internet"),
    "300-mb": (endless, "larger than"),
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
        running.answers |= {f"/{name}": answer for name, answer in DAMAGED.items()}
        running.answers["/good"] = page(rss(ITEM, base=running.base), "application/rss+xml")
        running.answers["/item.html"] = page("<article><h1>Report</h1><p>The report describes the year.</p></article>")
        yield running


def test_a_hostile_web_holds_nobody(web: Web, tmp_path: Path) -> None:
    http = HttpSettings(
        allow_private=True, host_pause_seconds=0, total_seconds=SECONDS, timeout_seconds=1, max_bytes=20_000_000
    )
    settings = settings_for(tmp_path, http=http, workers=4)
    with hanging_tls() as silent:
        sources = (
            *(source(web.base, name) for name in (*HOSTILE, *DAMAGED)),
            source(silent, "hanging-tls"),
            source(web.base, "good", priority=2),
        )
        with house(settings, sources, HandClock(), []) as tools:
            started = time.monotonic()
            report = watch_once(tools, every_source=True)
            took = time.monotonic() - started
    said = {item.source: "; ".join(failure.reason for failure in item.failures) for item in report.sources}
    for name, (_, words) in HOSTILE.items():
        assert words in said[name], f"{name}: {said[name]!r}"
    assert said["hanging-tls"]
    assert took < SECONDS * len(sources), "no source took longer than its bound"
    kept = {row["source_id"] for row in ask(settings, "SELECT DISTINCT source_id FROM documents")}
    assert {"good", *DAMAGED} <= kept, "what is whole in a damaged answer is kept, and the good source is whole"
