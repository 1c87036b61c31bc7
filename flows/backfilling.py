"""Read what archives hold of a range of days: collect page by page, read and analyse in batches, save in one place.

    archive pages → keep new → save documents → batches → read article and analyse → save and link → publish

Each half goes on where it stopped: pages by the place kept with each of them (flows/collecting.py), documents by what
the store holds unread. Documents of the past are a baseline: stored, linked and not told, unless that is asked for.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from flows.analysing import found_at, save_read
from flows.collecting import begin, collect, with_archive
from flows.delivering import deliver
from flows.finishing import publish_snapshot
from flows.patience import wished_wait
from flows.reading import RETRY_AFTER
from flows.taking import Hands, Taken, Waiting, take
from flows.tools import Tools
from schemas.backfill import Backfill, BackfillReport, Progress
from schemas.errors import SettingsError
from schemas.finding import Reading
from schemas.report import SourceReport
from schemas.source import Failure
from store.backfills import unread
from store.database import Connection
from store.documents import load_documents, postpone_read, save_texts
from store.readings import ReadDocument

BATCH = 250
"""Documents a transaction, and a task of a worker, at most: a crash costs reading these again, and what workers hold.

To link 250 together takes the flow, which alone writes, two thirds of what 100 at a time take, and to hand out a task
takes it as long as to save thirty.
"""

BATCHES_A_WORKER = 4
"""Batches each worker gets at least, where there are enough documents: none then waits long for the last one."""

Through = Callable[[Iterable[list[Waiting]]], Iterator[list[Taken]]]
"""Takes batches, here or in workers, and yields what came of each, in order."""


def backfill(
    tools: Tools,
    start: date,
    end: date,
    *,
    tell: bool = False,
    through: Through | None = None,
    workers: int = 1,
    say: Callable[[Progress], None] = lambda _progress: None,
) -> BackfillReport:
    """Read the past of the chosen sources between two days (both in it), or go on with that; then publish.

    `through` takes the batches (in this process, when not given) to so many `workers`. Raises SettingsError when a
    source that was named has no archive, or the last day is still to come. The failure of a source or document stands
    in the report.
    """
    if end > tools.clock().date():
        # Else the days to come would count as read, and the same command would never ask for them.
        raise SettingsError(f"the last day, {end}, is still to come: read the past until today")
    began = time.monotonic()
    kept = [begin(source, start, end, tell, tools) for source in with_archive(tools.sources, tools.settings.source_ids)]
    report = BackfillReport()
    for one, source in kept:
        report = collect(one, source, report, tools)
    ids = _unread([one for one, _source in kept], tools)
    batches = (through or in_process(tools))(_batches(ids, batch_size(len(ids), workers), tools))
    report = _save_all(batches, len(ids), {one.source: one.tell for one, _source in kept}, report, tools, say)
    if report.new_alerts:
        deliver(tools)
    problem = publish_snapshot(tools)
    failures = (*report.failures, *((problem,) if problem else ()))
    return report.model_copy(update={"failures": failures, "seconds": round(time.monotonic() - began, 2)})


def _save_all(
    batches: Iterable[Sequence[Taken]],
    total: int,
    tells: dict[str, bool],
    report: BackfillReport,
    tools: Tools,
    say: Callable[[Progress], None],
) -> BackfillReport:
    began, done = time.monotonic(), 0
    say(Progress(done=0, total=total, seconds=0))
    for batch in batches:
        report = _save(batch, report, tools, tells)
        tools.stage("saved")
        done += len(batch)
        say(Progress(done=done, total=total, seconds=time.monotonic() - began))
    return report.model_copy(update={"reading_seconds": round(time.monotonic() - began, 2)})


def batch_size(total: int, workers: int) -> int:
    """Return how many of so many documents make a batch: BATCH, or fewer where workers would have nothing to do."""
    return BATCH if workers < 2 else max(1, min(BATCH, total // (BATCHES_A_WORKER * workers)))


def _unread(kept: Sequence[Backfill], tools: Tools) -> list[tuple[str, int]]:
    with tools.database.transaction() as connection:
        return [found for one in kept for found in unread(connection, one, tools.clock())]


def _batches(ids: Sequence[tuple[str, int]], size: int, tools: Tools) -> Iterator[list[Waiting]]:
    """Yield the documents in batches, fetched as they are asked for: their texts do not fit into memory together."""
    for place in range(0, len(ids), size):
        chosen = ids[place : place + size]
        with tools.database.transaction() as connection:
            documents = load_documents(connection, [document for document, _tries in chosen])
        yield [Waiting(documents[document], tries) for document, tries in chosen]


def in_process(tools: Tools) -> Through:
    """Return what takes batches one after the other, here."""
    sources = {source.id: source for source in tools.sources}
    hands = Hands(
        sources,
        tools.client,
        tools.settings.http,
        tools.catalogue,
        tools.read,
        tools.clock,
        tools.new_id,
        tools.sleep,
        left_alone={},
    )
    return lambda batches: (take(batch, hands) for batch in batches)


def _save(batch: Sequence[Taken], report: BackfillReport, tools: Tools, tells: dict[str, bool]) -> BackfillReport:
    """Save all of a batch in one transaction: to open and close the file takes as long as to save ten documents."""
    with tools.database.transaction() as connection:
        _save_texts(connection, batch, tools)
        tools.stage("texts saved")
        for tell in (False, True):
            of_it = [taken for taken in batch if tells[taken.document.source] is tell]
            report = _save_readings(connection, of_it, report, tools, tell)
        tools.stage("deciding")
    return report


def _save_texts(connection: Connection, batch: Sequence[Taken], tools: Tools) -> None:
    new = [one for one in batch if one.waiting.document.current.read_at is None]
    save_texts(connection, [one.document.current for one in new if one.reading is not None])
    for one in batch:
        if one.reading is None and one.unread is not None:
            tries, again = _next_try(one.waiting, one.unread, tools.clock())
            version = one.document.current.version
            postpone_read(connection, one.document.id, version, one.unread.reason, tries, again)


def _next_try(waiting: Waiting, failure: Failure, now: datetime) -> tuple[int, datetime]:
    """Return how many tries count as failed, and when the next one is due: a wish to wait is no failed try."""
    wait = wished_wait(failure)
    if wait is not None:
        return waiting.tries, now + timedelta(seconds=wait)
    return waiting.tries + 1, now + RETRY_AFTER[waiting.tries]


def _save_readings(
    connection: Connection, batch: Sequence[Taken], report: BackfillReport, tools: Tools, tell: bool
) -> BackfillReport:
    # All at this moment: what a worker's clock says tells nothing of the order in which they are linked.
    now = tools.clock()
    read = [
        ReadDocument(one.document, one.reading, found_at(now, one.findings))
        for one in batch
        if isinstance(one.reading, Reading)
    ]
    unreadable = [one.reading for one in batch if isinstance(one.reading, Failure)]
    given = save_read(connection, read, SourceReport(source="backfill"), tools, tell=tell)
    return report.model_copy(
        update={
            "read": report.read + len(read),
            "postponed": report.postponed + sum(one.reading is None for one in batch),
            "findings": report.findings + given.findings,
            "new_events": report.new_events + given.new_events,
            "new_alerts": report.new_alerts + given.new_alerts,
            "failures": (*report.failures, *(f"{failure.url}: {failure.reason}" for failure in unreadable)),
        }
    )
