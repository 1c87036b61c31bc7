"""What `extract`, `evaluate` and `watch test` do: the reader on files and on a typed text."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from alerts.routing import route, why_not
from cases.linking import is_linkable, link
from extractors.contract import as_output, read_lines
from extractors.pipeline import BATCH, load_reader
from extractors.processes import read_in_processes
from flows.opening import new_id
from flows.watchlist import routes_in_force
from knowledge.load import load_catalogue
from schemas.errors import ConfigurationError
from schemas.event import Event, StoredFinding
from schemas.finding import Finding, Reading, ReadingInput
from schemas.settings import Settings


def answers(file: Path, settings: Settings, processes: int = 1) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield for each line of a JSONL file (`-`: standard input) its answer and whether it was read, in order.

    With one process, lines of standard input are answered one by one, as they come. Raises ConfigurationError for a
    file that cannot be read, WorkerError when one of several processes breaks off.
    """
    load = partial(load_reader, load_catalogue(settings.catalogue_files), settings.reading)
    typed = str(file) == "-"
    try:
        source: Any = sys.stdin.fileno() if typed else file
        with open(source, encoding="utf-8", errors="replace", closefd=not typed) as lines:
            if processes > 1:
                yield from read_in_processes(lines, processes, load)
            else:
                yield from read_lines(lines, load(), 1 if typed else BATCH)
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error}") from None


def try_reading(text: str, official: bool, settings: Settings) -> dict[str, Any]:
    """Return what is read in a text, which channel would be told of it, and why the others would not."""
    catalogue = load_catalogue(settings.catalogue_files)
    watches = routes_in_force(settings, catalogue).watches
    now = datetime.now(UTC)
    document = ReadingInput(id="text", text=text, date=now.date().isoformat(), official=official)
    reading = load_reader(catalogue, settings.reading).read(document)
    events = [_event(reading, finding, now) for finding in reading.findings]
    return {
        **as_output(reading),
        "told": [told.model_dump() for event in events if event for told in route(event, watches, catalogue)],
        "not_told": [
            {"watch": watch.id, "reason": reason}
            for event in events
            if event
            for watch in watches
            if (reason := why_not(event, watch, catalogue))
        ],
        "near_misses": [miss.model_dump(mode="json") for miss in reading.near_misses],
    }


def _event(reading: Reading, finding: Finding, now: datetime) -> Event | None:
    stored = StoredFinding(
        id="text", document="text", version=1, extractor=reading.extractor, official=False,
        publisher="a text typed by hand", found_at=now, finding=finding,
    )  # fmt: skip
    linked = link(stored, (), (), now, new_id) if is_linkable(stored) else None
    return linked.event if linked else None
