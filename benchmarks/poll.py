"""Measures polling beside two floors: bare httpx with feedparser, and the feed reader `reader`, on the same feeds.

    python -m benchmarks.poll --feeds 500 --json
    python -m benchmarks.poll --feeds 500 --known 1000,100000 --json

A server process on loopback serves feeds of twenty entries. Every contender asks them with the same number of threads:
first all at once (`first`), then unchanged, answered with 304 (`validated`) and with the same bytes again
(`same_bytes`). casewatch fetches, parses, compares with what is known and stores documents and feed states in one
DuckDB file; articles and reading come later in a pass and are not measured. `cycle` is a poll of all feeds, each with
one new entry, with so many documents of other sources known beforehand. Sources differ from bundled ones in nothing
but the pause between requests to one host, which is 0 here.
"""

import argparse
import importlib.util
import json
import multiprocessing
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.poll_floors import bare, feed_reader, timed
from benchmarks.poll_server import ENTRIES, serve_feeds
from flows.opening import open_tools
from flows.pipeline import due_sources
from flows.polling import poll_together
from flows.tools import Tools
from schemas.finding import Reading, ReadingInput
from schemas.settings import HttpSettings, Settings
from schemas.source import Source

THREADS = 16
ROUNDS = 3
"""Each figure is the median of so many rounds, the contenders taking turns."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line asks, and print the figures."""
    options = _options(arguments)
    with _server(options.feeds) as base:
        figures = measure(base, options.feeds, options.threads, options.rounds, options.known)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:40} {value}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.poll", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--known", type=_numbers, default=(1_000, 100_000), help="known entries, for `cycle`")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(int(word) for word in words.split(",") if word)


def measure(base: str, feeds: int, threads: int, rounds: int, known: Sequence[int]) -> dict[str, Any]:
    """Return seconds of each contender and phase, and the ratios to the floors."""
    phases: dict[str, list[float]] = {}
    for number in range(rounds):
        turns: list[Callable[[], dict[str, float]]] = [
            lambda: bare(base, feeds, threads),
            lambda: _casewatch(base, feeds, threads),
        ]
        if importlib.util.find_spec("reader"):
            turns.append(lambda: feed_reader(base, feeds, threads))
        for turn in turns[number % len(turns) :] + turns[: number % len(turns)]:
            for name, taken in turn().items():
                phases.setdefault(name, []).append(taken)
    seconds = {name: round(statistics.median(rounds_of), 3) for name, rounds_of in phases.items()}
    cycles = {f"cycle_{count}": round(_cycle(base, feeds, threads, count), 3) for count in known}
    return {"feeds": feeds, "entries": ENTRIES, "threads": threads, **seconds, **cycles, **_ratios(seconds, cycles)}


def _ratios(seconds: dict[str, float], cycles: dict[str, float]) -> dict[str, float]:
    told = {
        "first_to_bare": ("casewatch_first", "bare_first"),
        "reader_to_first": ("reader_first", "casewatch_first"),
        "validated_to_bare": ("casewatch_validated", "bare_validated"),
        "same_bytes_to_bare": ("casewatch_same_bytes", "bare_same_bytes"),
    }
    ratios = {n: round(seconds[a] / seconds[b], 2) for n, (a, b) in told.items() if a in seconds and b in seconds}
    if len(cycles) > 1:
        few, *_, many = cycles.values()
        ratios["cycle_many_to_few"] = round(many / few, 2)
    return ratios


def _casewatch(base: str, feeds: int, threads: int) -> dict[str, float]:
    with _tools(base, feeds, threads, "feed") as (tools, clock):
        first = timed(lambda: _poll_all(tools))
        clock.skip()
        validated = timed(lambda: _poll_all(tools))
    with _tools(base, feeds, threads, "plain") as (tools, clock):
        _poll_all(tools)
        clock.skip()
        same = timed(lambda: _poll_all(tools))
    return {"casewatch_first": first, "casewatch_validated": validated, "casewatch_same_bytes": same}


def _cycle(base: str, feeds: int, threads: int, known: int) -> float:
    """Return the seconds of a poll in which every feed has one new entry, with so many documents of others known."""
    with _tools(base, feeds, threads, "growing") as (tools, clock):
        _fill(tools, known)
        _poll_all(tools)
        taken = []
        for _ in range(ROUNDS):
            clock.skip()
            taken.append(timed(lambda: _poll_all(tools)))
        return statistics.median(taken)


def _fill(tools: Tools, known: int) -> None:
    """Put documents of other sources into the store, in the form polls leave them."""
    with tools.database.transaction() as connection:
        connection.execute(
            """
            INSERT INTO record.documents
            SELECT format('doc_{:016x}', n), format('other-{}', n % 100), NULL, true, 'Other', format('guid-{}', n),
                   format('https://other.example/{}', n), md5(n::VARCHAR), now(), now(), now(), true, 1
            FROM range(?) t(n)
            """,
            [known],
        )
        connection.execute(
            """
            INSERT INTO record.document_versions (
                document, version, title, summary, text, text_from, language, content_hash, seen_at, read_at,
                read_error, read_tries, next_read
            )
            SELECT format('doc_{:016x}', n), 1, 'A title', 'A summary', repeat('Words of it. ', 100), 'summary', 'en',
                   md5(n::VARCHAR), now(), now(), NULL, 0, NULL
            FROM range(?) t(n)
            """,
            [known],
        )


def _poll_all(tools: Tools) -> None:
    reports = poll_together(due_sources(tools, every_source=True), tools)
    failed = [report for report in reports if report.failures]
    if failed:
        raise SystemExit(f"a feed was not read: {failed[0].failures}")


class _Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def skip(self) -> None:
        self.now += timedelta(hours=2)


@contextmanager
def _tools(base: str, feeds: int, threads: int, kind: str) -> Iterator[tuple[Tools, _Clock]]:
    sources = tuple(
        Source(
            id=f"feed-{number}",
            name=f"Feed {number}",
            publisher="A publisher",
            official=True,
            language="en",
            url=f"{base}/{kind}/{number}",
            article="none",
            allow_private=True,
        )
        for number in range(feeds)
    )
    clock = _Clock()
    with tempfile.TemporaryDirectory() as folder:
        http = HttpSettings(allow_private=True, host_pause_seconds=0)
        settings = Settings(data_folder=Path(folder), http=http, workers=threads)
        with open_tools(settings, clock=clock, write=lambda _: None, sources=sources, read=_no_reading) as tools:
            yield tools, clock


def _no_reading(document: ReadingInput) -> Reading:
    raise AssertionError("nothing is read here")


@contextmanager
def _server(feeds: int) -> Iterator[str]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve_feeds, args=(theirs, feeds), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


if __name__ == "__main__":
    main()
