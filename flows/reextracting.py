"""Read stored documents again with a newer extractor: show what that changes, or write it.

    documents the extractor has not read → batches → analyse → save, decide anew and correct → sum up → send → publish

A batch is one transaction, and what it changed is a row beside it: killed anywhere, the next call goes on where this
one stopped. Nothing old is told as new: a channel gets a few corrections of what it was told, and one summary.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from alerts.sums import reread_message
from extractors.pipeline import reader_version
from flows.analysing import of_the_past
from flows.backfilling import Through, batch_size, in_process
from flows.delivering import deliver
from flows.finishing import publish_snapshot
from flows.rereading import Settled, read_document_again
from flows.summing_up import summing_up
from flows.taking import Taken, Waiting
from flows.tools import Tools
from schemas.alert import Alert
from schemas.backfill import Progress
from schemas.event import Event
from schemas.finding import Reading
from schemas.rereading import RereadEvent, RereadReport
from schemas.source import Failure
from store.database import Connection
from store.documents import load_documents
from store.events import load_event
from store.outbox import add_alerts
from store.readings import ReadDocument
from store.rereadings import corrections_so_far, mark_as_summed_up, to_read_again, to_sum_up

SHOWN = 20
"""Changes that are shown one by one."""

_SIGNS = {"new": "+", "changed": "~", "unsupported": "-"}


def reextract(
    tools: Tools,
    *,
    write: bool,
    through: Through | None = None,
    workers: int = 1,
    extractor: str | None = None,
    say: Callable[[Progress], None] = lambda _progress: None,
) -> RereadReport:
    """Read the documents of the chosen sources that this extractor has not read; return what that changes.

    It is another extractor when the rules, the catalogue or the model of names are others (`reader_version`).
    Without `write` it is done for trial: nothing is stored, queued or sent. `through` takes the batches (in this
    process, when not given) to so many `workers`. What fails for a document stands in the report; it is tried again
    the next time.
    """
    began = time.monotonic()
    extractor = extractor or reader_version(tools.catalogue, tools.settings.reading)
    with tools.database.transaction() as connection:
        ids = to_read_again(connection, extractor, tools.settings.source_ids)
        spent = corrections_so_far(connection, extractor)
    report = RereadReport(extractor=extractor, written=write)
    say(Progress(done=0, total=len(ids), seconds=0))
    for batch in (through or in_process(tools))(_batches(ids, batch_size(len(ids), workers), tools)):
        with tools.database.transaction(keep=write) as connection:
            report = _read_batch(connection, batch, report, spent, tools)
            tools.stage("reading again")
        tools.stage("read again")
        say(Progress(done=report.documents, total=len(ids), seconds=time.monotonic() - began))
    return _finish(report, tools) if write else report


def _batches(ids: Sequence[str], size: int, tools: Tools) -> Iterator[list[Waiting]]:
    for place in range(0, len(ids), size):
        chosen = ids[place : place + size]
        with tools.database.transaction() as connection:
            documents = load_documents(connection, chosen)
        yield [Waiting(documents[document], 0) for document in chosen]


def _read_batch(
    connection: Connection, batch: Sequence[Taken], report: RereadReport, before: Mapping[str, int], tools: Tools
) -> RereadReport:
    for taken in batch:
        settled: tuple[Settled, ...] = ()
        if isinstance(taken.reading, Reading):
            spent = Counter(before) + Counter(report.corrections)
            read = ReadDocument(taken.document, taken.reading, of_the_past(taken.findings))
            settled = read_document_again(connection, read, spent, tools)
        report = _noted(report, taken, settled)
    return report


def _noted(report: RereadReport, taken: Taken, settled: Sequence[Settled]) -> RereadReport:
    """Return the report with one document more."""
    rows = [item.row for item in settled]
    place = taken.document.url or taken.document.id
    failed = (f"{place}: {taken.reading.reason}",) if isinstance(taken.reading, Failure) else ()
    return report.model_copy(
        update={
            "documents": report.documents + 1,
            "outcomes": _added(report.outcomes, [row.outcome for row in rows]),
            "corrections": _added(report.corrections, [channel for row in rows for channel in row.told]),
            "summed_up": _added(report.summed_up, [channel for row in rows for channel in row.untold + row.reached]),
            "shown": (*report.shown, *(_line(item, place) for item in settled))[:SHOWN],
            "failures": (*report.failures, *failed),
        }
    )


def _added(counts: Mapping[str, int], names: Sequence[str]) -> dict[str, int]:
    return dict(Counter(counts) + Counter(names))


def _line(settled: Settled, place: str) -> str:
    event, row = settled
    targets = ", ".join(party.name for party in event.parties if party.role.value == "target") or "no target"
    what = f" ({', '.join(row.fields)})" if row.outcome == "changed" else ""
    return f"{_SIGNS[row.outcome]} {event.authority}: {event.action.value}: {targets}{what}  {place}"


def _finish(report: RereadReport, tools: Tools) -> RereadReport:
    """Sum up what was written, also by a call that was killed; send, and publish."""
    report = report.model_copy(update={"summaries": _sum_up(report.extractor, tools)})
    if report.corrections or report.summaries:
        deliver(tools)
    if report.documents or report.summaries:
        problem = publish_snapshot(tools)
        report = report.model_copy(update={"failures": (*report.failures, *((problem,) if problem else ()))})
    return report


def _sum_up(extractor: str, tools: Tools) -> int:
    """Queue one summary for each channel that has to hear of what no summary told yet; return how many."""
    with tools.database.transaction() as connection:
        rows = to_sum_up(connection, extractor)
        events = {row.event: event for row in rows if (event := load_event(connection, row.event)) is not None}
        channels = dict.fromkeys(channel for row in rows for channel in row.untold + row.reached)
        alerts = [alert for channel in channels if (alert := _summary(channel, rows, events, tools))]
        mark_as_summed_up(connection, extractor, tools.clock())
        return len(add_alerts(connection, alerts))


def _summary(channel: str, rows: Sequence[RereadEvent], events: Mapping[str, Event], tools: Tools) -> Alert | None:
    """Return what a channel hears of steps that are new to its routes, and of those it gets no correction of."""
    reached = {row.event: events[row.event] for row in rows if channel in row.reached}
    changed = {row.event: events[row.event] for row in rows if channel in row.untold}
    found = [event for event in reached.values() if event.supported]
    if not found and not changed:
        return None
    message = reread_message(found, list(changed.values()), tools.catalogue)
    return summing_up(channel, f"reextract:{rows[0].extractor}", message, tools)
