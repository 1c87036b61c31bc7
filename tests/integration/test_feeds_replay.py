"""Sixty-five recorded days of authorities' lists, polled from a server on loopback: each item is new exactly once."""

import gzip
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.client import Client
from feeds.documents import new_document, next_version
from feeds.fetch import fetch
from feeds.identity import keep_new
from feeds.parse import parse
from feeds.schedule import after_failure, after_success
from schemas.document import KnownDocument
from schemas.settings import HttpSettings
from schemas.source import Failure, FeedState, Source

REPLAY = Path(__file__).parents[3] / "shared" / "replay"
HTTP = HttpSettings(allow_private=True)


@pytest.fixture
def base() -> Iterator[str]:
    command = [sys.executable, str(REPLAY / "serve.py"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1].rstrip("/")
        server.terminate()


class Watcher:
    """What a monitor remembers, in memory."""

    def __init__(self, base: str) -> None:
        self.base, self.client = base, Client(HTTP)
        self.known: dict[str, dict[str, KnownDocument]] = {}
        self.states: dict[str, FeedState] = {}

    def poll(self, code: str, now: datetime) -> tuple[list[str] | None, int]:
        """Return the titles listed (None: failed or not modified) and the number of new documents."""
        url = f"{self.base}/feeds/{code}.xml"
        source = Source(id=code.lower(), name=code, publisher=code, url=url, allow_private=True)
        state = self.states.get(code, FeedState(source=source.id))
        response = fetch(source, state, self.client, HTTP, now)
        feed = response if isinstance(response, Failure) else parse(source, response)
        if isinstance(response, Failure) or isinstance(feed, Failure):
            assert isinstance(feed, Failure)
            self.states[code] = after_failure(source, state, feed, now)
            return None, 0
        if response.not_modified:
            self.states[code] = after_success(source, state, response, 0, 0, now)
            return None, 0
        known = self.known.setdefault(code, {})
        changes = keep_new(feed.entries, tuple(known.values()))
        for entry in changes.new:
            made = new_document(source, entry, now, False)
            known[made.id] = KnownDocument(
                content_hash=made.current.content_hash,
                version=1,
                **made.model_dump(include={"id", "guid", "url", "fingerprint", "first_seen"}),
            )
        for before, entry in changes.changed:
            version = next_version(before, entry, now)
            update = {"content_hash": version.content_hash, "version": version.version}
            known[before.id] = before.model_copy(update=update)
        self.states[code] = after_success(source, state, response, len(feed.entries), len(changes.new), now)
        return [entry.title for entry in feed.entries], len(changes.new)


@pytest.mark.skipif(not REPLAY.is_dir(), reason="the recorded days are not here")
@pytest.mark.slow
def test_each_recorded_item_is_new_exactly_once(base: str) -> None:
    recorded: dict[str, Any] = json.loads(gzip.decompress((REPLAY / "recorded.json.gz").read_bytes()))
    watcher, total = Watcher(base), 0
    for number, day in enumerate(recorded["days"]):
        total += live_through(watcher, recorded, number, day)
    assert total == len(recorded["items"]) == 803
    watcher.states.clear()  # asked without conditions, the lists are whole again
    for number in range(0, len(recorded["days"]), 4):
        assert live_through(watcher, recorded, number, recorded["days"][number]) == 0
    watcher.client.close()


def live_through(watcher: Watcher, recorded: dict[str, Any], number: int, day: dict[str, Any]) -> int:
    """Poll all lists of a day; what is parsed must be what was served. Returns the number of new documents."""
    urllib.request.urlopen(urllib.request.Request(f"{watcher.base}/day?n={number}", method="POST")).close()
    now, total = datetime.fromisoformat(day["fetched_at"]).astimezone(UTC), 0
    for code in sorted(day["lists"]):
        titles, new = watcher.poll(code, now)
        served = [" ".join(recorded["items"][item]["title"].split()) for item in day["lists"][code]]
        assert titles in (None, served), (code, number)
        total += new
    return total
