"""Measure how long an alert takes, from the poll that sees its item to Slack's acceptance, everything over HTTP.

    python -m benchmarks.latency --rounds 3 --json

30 sources, each a host with a name of its own behind a proxy on loopback, one of which hangs for 30 seconds; in each
round 50 new documents, of which five call for an alert, on five channels. Time is real, and so are the pace of Slack
and the pause between two requests to one host, at its default. The first poll, which is quiet, and the loading of the
reader come before the clock starts.
"""

import argparse
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from flows.opening import open_tools
from flows.pipeline import watch_once
from schemas.settings import HttpSettings, Settings, SlackSettings
from schemas.watch import Watch
from tests.fakes.house import article, rss, source
from tests.fakes.slack import FakeSlack

SOURCES, DOCUMENTS = 30, 50
HOSTS = tuple(f"s{number}.example" for number in range(SOURCES))
FIRMS = (
    ("OpenAI", "openai"),
    ("Anthropic", "anthropic"),
    ("Mistral AI", "mistral-ai"),
    ("Cohere", "cohere"),
    ("Aleph Alpha", "aleph-alpha"),
    ("Stability AI", "stability-ai"),
    ("Midjourney", "midjourney"),
    ("DeepSeek", "deepseek"),
    ("ElevenLabs", "elevenlabs"),
    ("Character.AI", "character-ai"),
    ("DeepL", "deepl"),
    ("Runway", "runway"),
    ("Black Forest Labs", "black-forest-labs"),
    ("Moonshot AI", "moonshot-ai"),
    ("Inflection AI", "inflection-ai"),
)
CHANNELS = 5
REST = (
    "The authority published its calendar of hearings for the coming month.",
    "The board met representatives of the water industry on Tuesday.",
    "A consultation on the annual plan has closed with forty answers.",
)


class Newsroom:
    """What the sources serve: their items, and when the feed with each item was first asked for."""

    def __init__(self, hang: float) -> None:
        self.hang, self.hanging = hang, False
        self.items: dict[int, list[tuple[str, str]]] = {place: [] for place in range(SOURCES)}
        self.asked: dict[str, float] = {}
        self._lock = threading.Lock()

    def answer(self, host: str, path: str) -> bytes | None:
        """Return the feed of a source, or one of its articles; None when there is nothing."""
        place = HOSTS.index(host)
        if place == SOURCES - 1 and self.hanging:
            time.sleep(self.hang)
        if path.startswith("/feed"):
            now = time.monotonic()
            with self._lock:
                for title, _link in self.items[place]:
                    self.asked.setdefault(title, now)
            return rss(*reversed(self.items[place]), base=f"http://{host}")
        found = [title for title, link in self.items[place] if link == path]
        return article(found[0], f"{found[0]}.", *REST).encode() if found else None

    def publish(self, number: int) -> tuple[str, ...]:
        """Put the documents of one round on the sources; return the titles that call for an alert."""
        firms = FIRMS[number * CHANNELS : (number + 1) * CHANNELS]
        told = tuple(f"CMA opens investigation into {name}" for name, _id in firms)
        plain = tuple(f"Report {number}-{count} on the work of the authority" for count in range(DOCUMENTS - len(told)))
        # The source that hangs gets none: nobody can be told of what it does not say.
        for place, title in enumerate((*told, *plain)):
            where = (place * 7) % (SOURCES - 1)
            self.items[where].append((title, f"/item-{number}-{place}.html"))
        return told


class Proxy(ThreadingHTTPServer):
    """Answers for all hosts, in a thread each; a connection more waits for nobody."""

    daemon_threads = True
    request_queue_size = 128


@contextmanager
def serving(newsroom: Newsroom) -> Iterator[str]:
    """Serve all sources through a proxy on loopback; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            body = newsroom.answer(str(asked.hostname), asked.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "application/rss+xml" if asked.path == "/feed" else "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = Proxy(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=partial(server.serve_forever, 0.02), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def measure(rounds: int, hang: float, data: Path) -> dict[str, float | int]:
    """Make a quiet first poll and then `rounds` passes with news; return the figures, times in seconds."""
    newsroom, accepted = Newsroom(hang), dict[str, float]()
    for place in range(SOURCES):
        newsroom.items[place].append(("The authority publishes its annual report", "/old.html"))
    with ExitStack() as stack:
        slack = stack.enter_context(FakeSlack())
        slack.on_accept = lambda message: accepted.setdefault(str(message["text"]), time.monotonic())
        settings = settings_for(data, slack, stack.enter_context(serving(newsroom)))
        sources = tuple(source(f"http://{host}", "feed", id=host.partition(".")[0]) for host in HOSTS)
        tools = stack.enter_context(open_tools(settings, sources=sources, write=lambda _text: None))
        watch_once(tools, every_source=True)
        newsroom.hanging = True
        waits: list[float] = []
        for number in range(rounds):
            for title in newsroom.publish(number):
                newsroom.asked.pop(title, None)
            watch_once(tools, every_source=True)
            waits += _waits(newsroom, accepted, number)
    waits.sort()
    return {
        "sources": SOURCES,
        "hanging": 1,
        "documents": DOCUMENTS * rounds,
        "alerts": len(waits),
        "expected": CHANNELS * rounds,
        "hidden": len([message for message in slack.hidden if "opened" in str(message["text"])]),
        "p50": round(median(waits), 2) if waits else -1.0,
        "p95": round(waits[max(0, int(len(waits) * 0.95 + 0.999) - 1)], 2) if waits else -1.0,
        "max": round(waits[-1], 2) if waits else -1.0,
    }


def settings_for(data: Path, slack: FakeSlack, proxy: str) -> Settings:
    """Return settings with a route a firm, over five channels."""
    watches = tuple(
        Watch(id=company, channel=f"C0LEGAL{place % CHANNELS}0", companies=(company,))
        for place, (_name, company) in enumerate(FIRMS)
    )
    return Settings(
        data_folder=data,
        http=HttpSettings(proxy=proxy, timeout_seconds=40),
        slack=SlackSettings(token=SecretStr(slack.token), base_url=slack.base_url),
        watches=watches,
    )


def _waits(newsroom: Newsroom, accepted: dict[str, float], number: int) -> list[float]:
    """How long each alert of a round took."""
    waits = []
    for name, _company in FIRMS[number * CHANNELS : (number + 1) * CHANNELS]:
        title = f"CMA opens investigation into {name}"
        arrived = [at for text, at in accepted.items() if name in text and at > newsroom.asked.get(title, 0.0)]
        waits += [min(arrived) - newsroom.asked[title]] if arrived and title in newsroom.asked else []
    return waits


def main() -> None:
    """Run the command line."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--rounds", type=int, default=3, choices=range(1, len(FIRMS) // CHANNELS + 1))
    ask.add_argument("--hang", type=float, default=30.0, help="seconds the hanging source hangs")
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(given.rounds, given.hang, Path(folder))
    print(json.dumps(found) if given.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
