"""Outages of ten days, a rebuilt page and moved GUIDs: nothing lost, nothing twice, each told once and once mended."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.replay_faults import DAYS, FAULTS, FIRST_DAY, faulty
from flows.pipeline import watch_once
from store.documents import known_documents
from tests.fakes.feeds_server import Web, page, serve
from tests.fakes.house import HandClock, house, rss, settings_for, source

NAMES = ("north", "south", "east", "west")


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def publish(web: Web, day: int) -> None:
    """Let every source list its items up to a day, the newest first; lists are long enough for any outage."""
    for name in NAMES:
        items = [(f"{name} notice of day {n}", f"/{name}/{n}") for n in range(day, FIRST_DAY - 5, -1)]
        web.answers[f"/{name}"] = page(rss(*items, base=web.base), "application/rss+xml")


@pytest.mark.slow
def test_nothing_is_lost_nothing_comes_twice_and_each_fault_is_told_once(tmp_path: Path, web: Web) -> None:
    clock, last = HandClock(), FIRST_DAY + DAYS + 2
    addresses = {name: f"{web.base}/{name}" for name in NAMES}
    with faulty(addresses, NAMES) as between:
        declared = tuple(
            source(between.base, name, article="none", url=between.address(name, addresses[name])) for name in NAMES
        )
        settings = settings_for(tmp_path)
        with house(settings, declared, clock, []) as tools:
            for day in range(FIRST_DAY - 2, last + 1):
                publish(web, day)
                between.day = day
                clock.skip(days=1)
                watch_once(tools)
            with tools.database.transaction() as connection:
                known = known_documents(connection, NAMES)
    assert {name: len(documents) for name, documents in known.items()} == dict.fromkeys(NAMES, last - FIRST_DAY + 5)
    told = [json.loads(line) for line in settings.ops_file.read_text("utf-8").splitlines()]
    for name, fault in zip(NAMES, FAULTS, strict=True):
        lines = [line["text"] for line in told if line["topic"] == f"{name}:poll"]
        wanted = 0 if fault == "guids" else 1
        assert sum(not text.startswith("Recovered") for text in lines) == wanted, (name, lines)
        assert sum(text.startswith("Recovered") for text in lines) == wanted, (name, lines)


def test_without_faults_each_source_is_asked_itself() -> None:
    with faulty({"north": "http://127.0.0.1:9/north"}, ()) as between:
        assert between.address("north", "http://127.0.0.1:9/north") == "http://127.0.0.1:9/north"
