"""A record of a million events: how fast it answers, takes in a batch, and is published; how large it is.

    python -m benchmarks.store --events 1000000 --json

The record is made by benchmarks/store_record.py, the same each time. Each view is asked its example question (the one
`casewatch sql` prints), in one locked-down connection, and the median of the later times is told. Saving is one batch
of 100 documents with their texts, readings, events and cases, and what linking looks up for them, one transaction from
opening the file to closing it, at `--events` and at a hundredth of them: all of the firm with the most events, then
of as many firms as documents. Closing the file writes the last group of rows of each table again, and that takes the
longer the more of it is filled: by chance each record begins elsewhere. So a thousand documents that tell of no step,
as most do, come in before each batch, until a whole group has been filled: the median is that of all fillings.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.store_batch import FIRM, NOW, save_batch, save_quiet
from benchmarks.store_record import make_record
from store.database import ROW_GROUP_SIZE, Database
from store.locked import opened
from store.publish import publish
from store.query import describe, run_query

ROUNDS = 7

FILLINGS = 8
"""Batches that are measured while the documents of a group of rows come in."""

TEXT_SEARCH = "SELECT first_seen, publisher, title, link FROM documents WHERE text ILIKE '%zen kelo%' LIMIT 20"


def measure(events: int, folder: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """Make the record in `folder` and return its figures."""
    tell(f"making records of {events} and {events // 100} events")
    started = time.perf_counter()
    large = make_record(folder / "large" / "casewatch.duckdb", events)
    made = time.perf_counter() - started
    small = make_record(folder / "small" / "casewatch.duckdb", max(events // 100, 100))
    held = counts(large)
    tell("publishing")
    files = folder / "published" / "events.duckdb", folder / "published" / "team.duckdb"
    anew = seconds(lambda: publish(large, *files, NOW))
    tell("saving")
    saving = {"large": saving_seconds(large), "small": saving_seconds(small)}
    tell("publishing again")
    again = seconds(lambda: publish(large, *files, NOW))
    tell("saving what is of many firms")
    of_many = {"large": saving_seconds(large, many_firms=True), "small": saving_seconds(small, many_firms=True)}
    tell("asking")
    views = view_milliseconds(*files)
    return {
        "events": events,
        **held,
        "making_seconds": round(made, 1),
        "views": views,
        "slowest_view_ms": max(views.values()),
        "text_search_ms": round(median_milliseconds(files, TEXT_SEARCH), 1),
        "save_100_documents_seconds": round(saving["large"], 4),
        "save_100_documents_small_seconds": round(saving["small"], 4),
        "save_ratio": round(saving["large"] / saving["small"], 2),
        "save_100_of_many_firms_seconds": round(of_many["large"], 4),
        "save_100_of_many_firms_small_seconds": round(of_many["small"], 4),
        "publish_seconds": round(again, 2),
        "publish_anew_seconds": round(anew, 2),
        "file_mb": megabytes(large.path),
        "public_file_mb": megabytes(files[0]),
        "team_file_mb": megabytes(files[1]),
    }


def view_milliseconds(public_file: Path, team_file: Path) -> dict[str, float]:
    """Return the warm median of each view's example question."""
    return {
        view.name: round(median_milliseconds((public_file, team_file), asked_of_the_firm(view.example)), 1)
        for view in describe(public_file, team_file)
    }


def asked_of_the_firm(example: str) -> str:
    """Return an example question about the firm with the most events."""
    for name in ("OpenAI", "Microsoft"):
        example = example.replace(f"'{name}'", f"'{FIRM}'")
    return example


def median_milliseconds(files: tuple[Path, Path], sql: str) -> float:
    """Return the median over the rounds after the first, in one connection."""
    with opened(*files) as connection:
        times = [seconds(lambda: run_query(connection, sql, 10_000, 300.0)) for _ in range(ROUNDS)]
    return statistics.median(times[1:]) * 1000


def saving_seconds(database: Database, *, many_firms: bool = False) -> float:
    """Return the median time to save a batch, the file opened, committed and closed each time."""
    first = FILLINGS if many_firms else 0
    times = []
    for number in range(first, first + FILLINGS):
        save_quiet(database, 1000 + number, ROW_GROUP_SIZE // FILLINGS)
        times.append(seconds(partial(save_batch, database, number, many_firms=many_firms)))
    return statistics.median(times)


def counts(database: Database) -> dict[str, Any]:
    """Return how many documents and versions there are, and how long the texts."""
    with database.opened() as connection:
        ((documents, versions, median),) = connection.execute(
            "SELECT (SELECT count(*) FROM record.documents), count(*), median(len(text)) FROM record.document_versions"
        ).fetchall()
    return {"documents": documents, "document_versions": versions, "median_text_characters": int(median)}


def seconds(act: Callable[[], object]) -> float:
    """Return how long it takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def megabytes(file: Path) -> float:
    """Return the size of a file, in millions of bytes."""
    return round(file.stat().st_size / 1e6, 1)


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--events", type=int, default=1_000_000)
    ask.add_argument("--folder", type=Path, help="Where the files are made and kept; else they go at the end.")
    ask.add_argument("--json", action="store_true")
    args = ask.parse_args()
    tell: Callable[[str], None] = (lambda _text: None) if args.json else print
    with tempfile.TemporaryDirectory(prefix="casewatch-store-") as folder:
        figures = measure(args.events, args.folder or Path(folder), tell)
    if args.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
