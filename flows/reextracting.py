"""Read stored documents again with a newer extractor: see what changes, or write it.

A new finding is matched to the events its own document told of before, then to all others; an event that no reading
tells of any more is marked unsupported. Nothing old is told: a channel gets corrections of what it was told, a few at
most, and one summary.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from alerts.message import correction_message
from alerts.outbox import new_alert
from alerts.routing import Routed, route
from alerts.sums import summed_up
from cases.linking import is_linkable
from cases.rereading import decided_again, material, read_again, same_step
from extractors.pipeline import EXTRACTOR_VERSION
from flows.analysing import link_all, stored_findings_of
from flows.backfilling import BATCH, Taken, Through, Waiting, in_process
from flows.delivering import deliver
from flows.finishing import publish_snapshot
from flows.tools import Tools
from schemas.alert import Alert
from schemas.backfill import Progress, RereadReport
from schemas.document import Document
from schemas.event import Event, StoredFinding
from schemas.finding import Finding, Reading
from schemas.source import Failure
from schemas.words import AlertKind
from store.database import Connection
from store.documents import load_documents
from store.events import events_of_document, load_case, load_event, save_events
from store.outbox import add_alerts, alerts_of_event
from store.readings import load_reading, save_reading
from store.rereadings import standing_findings, to_read_again

SHOWN = 20
"""Changes that are shown one by one."""

MOST_CORRECTIONS = 5
"""Corrections a channel gets one by one; what is more stands in its summary."""

Step = tuple[str, str, str, tuple[str, ...]]


class _Told:
    """What this run has to tell at its end, and how much it has told already."""

    def __init__(self) -> None:
        self.corrections: Counter[str] = Counter()
        self.created: list[Event] = []


def reextract(
    tools: Tools,
    *,
    write: bool,
    through: Through | None = None,
    extractor: str = EXTRACTOR_VERSION,
    say: Callable[[Progress], None] = lambda _progress: None,
) -> RereadReport:
    """Read what this extractor has not read yet; return what changes. Nothing is stored or queued without `write`."""
    began, told = time.monotonic(), _Told()
    with tools.database.transaction() as connection:
        ids = to_read_again(connection, extractor, tools.settings.source_ids)
    report = RereadReport(extractor=extractor, written=write)
    for batch in (through or in_process(tools))(_batches(ids, tools)):
        report = _save(batch, report, told, tools) if write else _compare(batch, report, tools)
        say(Progress(done=report.documents, total=len(ids), seconds=time.monotonic() - began))
    if write and report.documents:
        report = report.model_copy(update={"new_alerts": report.new_alerts + _sum_up(told, extractor, tools)})
        if report.new_alerts:
            deliver(tools)
        publish_snapshot(tools)
    return report


def _batches(ids: Sequence[str], tools: Tools) -> Iterator[list[Waiting]]:
    for place in range(0, len(ids), BATCH):
        chosen = ids[place : place + BATCH]
        with tools.database.transaction() as connection:
            documents = load_documents(connection, chosen)
        yield [Waiting(documents[document], 0) for document in chosen]


def _compare(batch: Sequence[Taken], report: RereadReport, tools: Tools) -> RereadReport:
    with tools.database.transaction() as connection:
        for taken in batch:
            report = _noted(connection, taken, report)
    return report


def _noted(connection: Connection, taken: Taken, report: RereadReport) -> RereadReport:
    """Return the report with what one document says now and did not say before, and the other way round."""
    document, reading = taken.document, taken.reading
    if not isinstance(reading, Reading):
        return _failed(taken, report)
    before = load_reading(connection, document.id, document.current.version)
    old, new = Counter(map(_step, before.findings if before else ())), Counter(map(_step, reading.findings))
    gained, lost = list((new - old).elements()), list((old - new).elements())
    place = document.url or document.id
    lines = [f"+ {_words(step)}  {place}" for step in gained] + [f"- {_words(step)}  {place}" for step in lost]
    return report.model_copy(
        update={
            "documents": report.documents + 1,
            "changed": report.changed + bool(gained or lost),
            "gained": report.gained + len(gained),
            "lost": report.lost + len(lost),
            "shown": (*report.shown, *lines)[:SHOWN],
        }
    )


def _failed(taken: Taken, report: RereadReport) -> RereadReport:
    reason = taken.reading.reason if isinstance(taken.reading, Failure) else "it was not read"
    words = f"{taken.document.url or taken.document.id}: {reason}"
    return report.model_copy(update={"documents": report.documents + 1, "failures": (*report.failures, words)})


def _step(finding: Finding) -> Step:
    targets = tuple(sorted(party.name for party in finding.targets()))
    return finding.authority, finding.action.value, finding.status.value, targets


def _words(step: Step) -> str:
    authority, action, status, targets = step
    return f"{authority}: {action}, {status}: {', '.join(targets) or 'no target'}"


def _save(batch: Sequence[Taken], report: RereadReport, told: _Told, tools: Tools) -> RereadReport:
    """Write a batch in one transaction: readings, events and corrections together, or none of them."""
    with tools.database.transaction() as connection:
        for taken in batch:
            report = _noted(connection, taken, report)
            if isinstance(taken.reading, Reading):
                report = _save_one(connection, taken.document, taken.reading, report, told, tools)
        tools.stage("reread")
    return report


def _save_one(
    connection: Connection, document: Document, reading: Reading, report: RereadReport, told: _Told, tools: Tools
) -> RereadReport:
    before = events_of_document(connection, document.id)
    stored = stored_findings_of(document, reading, tools, old=True)
    if not save_reading(connection, document, reading, stored, tools.clock()):
        return report
    unmatched = _match(connection, stored, before)
    links = link_all(connection, unmatched, tools)
    told.created += [linked.event for linked, _finding in links if linked.created]
    touched = {event.id: event for event in before}
    return report.model_copy(
        update={
            "new_events": report.new_events + sum(linked.created for linked, _finding in links),
            **_decide_again(connection, touched, report, told, tools),
        }
    )


def _match(
    connection: Connection, findings: Sequence[StoredFinding], before: Sequence[Event]
) -> tuple[StoredFinding, ...]:
    """Link findings to the events their document told of before; return those that tell of something else."""
    left, free = [], list(before)
    for finding in findings:
        event = same_step(finding, free) if is_linkable(finding) else None
        if event is None:
            left.append(finding)
            continue
        free.remove(event)
        save_events(connection, (), (read_again(event, finding),), ())
    return tuple(left)


def _decide_again(
    connection: Connection, touched: dict[str, Event], report: RereadReport, told: _Told, tools: Tools
) -> dict[str, int]:
    """Decide the events of a document anew; return the counts of the report that this changes."""
    changed, unsupported, queued = report.changed_events, report.unsupported, report.new_alerts
    for before in touched.values():
        present = load_event(connection, before.id) or before
        after, fields = decided_again(present, standing_findings(connection, before.id), tools.clock())
        if fields:
            save_events(connection, (after,), (), ())
            changed += 1
            unsupported += present.supported and not after.supported
        queued += _correct(connection, before, after, told, tools)
    return {"changed_events": changed, "unsupported": unsupported, "new_alerts": queued}


def _correct(connection: Connection, before: Event, after: Event, told: _Told, tools: Tools) -> int:
    """Queue corrections for the channels that were told of an event which now says something else that matters."""
    different = [name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)]
    fields = material(different, before, after)
    if not fields:
        return 0
    alerts = alerts_of_event(connection, after.id)
    first = {alert.channel: alert for alert in reversed(alerts)}
    told.corrections.update(first)
    few = [alert for channel, alert in first.items() if told.corrections[channel] <= MOST_CORRECTIONS]
    owed = [_correction(connection, after, fields, alert, alerts, tools) for alert in few]
    return len(add_alerts(connection, owed))


def _correction(
    connection: Connection, event: Event, fields: Sequence[str], first: Alert, told: Sequence[Alert], tools: Tools
) -> Alert:
    routed = Routed(channel=first.channel, watches=first.routes, companies=first.companies)
    case = load_case(connection, event.case)
    words = ["the evidence: it is read otherwise now" if name == "supported" else name for name in fields]
    mine = [a.revision for a in told if (a.channel, a.kind) == (first.channel, AlertKind.CORRECTION)]
    return new_alert(
        id=tools.new_id("al"),
        channel=first.channel,
        subject=event.id,
        kind=AlertKind.CORRECTION,
        revision=1 + max(mine, default=0),
        event=event.id,
        case=event.case,
        routes=first.routes,
        companies=first.companies,
        message=correction_message(event, case, routed, tools.catalogue, changed=words),
        now=tools.clock(),
    )


def _sum_up(told: _Told, extractor: str, tools: Tools) -> int:
    """Queue at most one summary a channel; return how many."""
    watches = tools.settings.watches
    alerts = []
    for channel in dict.fromkeys(watch.channel for watch in watches):
        mine = tuple(watch for watch in watches if watch.channel == channel)
        events = [event for event in told.created if route(event, mine, tools.catalogue)]
        beyond = max(0, told.corrections[channel] - MOST_CORRECTIONS)
        if events or beyond:
            alerts.append(_summary(channel, events, beyond, extractor, tools))
    with tools.database.transaction() as connection:
        return len(add_alerts(connection, alerts))


def _summary(channel: str, events: Sequence[Event], beyond: int, extractor: str, tools: Tools) -> Alert:
    headline = f"Read again: {len(events)} earlier steps found"
    words = "Stored documents were read again by a newer reader. These steps are in the record and not alerted."
    if beyond:
        words += f" {beyond} more steps that were told here read otherwise now: casewatch cases shows them."
    return new_alert(
        id=tools.new_id("al"),
        channel=channel,
        subject=f"reextract:{extractor}:{tools.clock():%Y%m%dT%H%M%S.%f}",
        kind=AlertKind.SUMMARY,
        routes=tuple(watch.id for watch in tools.settings.watches if watch.channel == channel),
        message=summed_up(headline, words, events, tools.catalogue),
        now=tools.clock(),
    )
