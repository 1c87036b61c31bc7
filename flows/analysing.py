"""The second half of a source's way: analyse → link → save events and alerts."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from cases.candidates import candidate_keys, related_keys
from cases.linking import Link, is_linkable, link, with_all_steps
from cases.marks import marks_of
from cases.relating import related_cases, told_together
from flows.alerting import queue_alerts
from flows.corrections import note_change
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.document import Document
from schemas.event import StoredFinding
from schemas.finding import Finding, Reading, ReadingInput
from schemas.report import SourceReport
from schemas.source import Failure, Source
from store.case_edits import absorb, kept_apart, relate
from store.database import Connection
from store.documents import to_analyse
from store.events import cases_of, events_of_case, linkable_events, save_events
from store.readings import save_reading

BATCH = 25
"""Documents a transaction: the alert of the first does not wait for the last of a long list."""

log = logging.getLogger(__name__)


def analyse_documents(source: Source, report: SourceReport, tools: Tools) -> SourceReport:
    """Analyse what is read and not analysed yet; store findings, events and the alerts they call for."""
    failed: dict[str, Failure] = {}
    while documents := _waiting(source, tools, skip=frozenset(failed)):
        readings = [(document, analyse(document, tools.read, tools.catalogue, tools.clock())) for document in documents]
        failed |= {d.id: r for d, r in readings if isinstance(r, Failure)}
        done = [(d, r) for d, r in readings if isinstance(r, Reading)]
        report = save_readings(done, report, tools)
        if len(documents) < BATCH:
            break
    return report.model_copy(update={"failures": (*report.failures, *failed.values())})


def _waiting(source: Source, tools: Tools, *, skip: frozenset[str]) -> tuple[Document, ...]:
    with tools.database.transaction() as connection:
        documents = to_analyse(connection, source.id, BATCH + len(skip))
    return tuple(document for document in documents if document.id not in skip)[:BATCH]


def analyse(
    document: Document, read: Callable[[ReadingInput], Reading], catalogue: Catalogue, now: datetime
) -> Reading | Failure:
    """Return what a document says, or why the reader cannot take it."""
    try:
        return read(reading_input(document, catalogue))
    except Exception as error:  # one text the reader cannot take must not blind the watch for the others
        log.exception("cannot analyse %s of %s", document.url or document.id, document.source)
        return Failure(
            stage="analyse",
            source=document.source,
            url=document.url or document.id,
            reason=f"the reader failed on this text: {type(error).__name__}: {error}",
            at=now,
        )


def reading_input(document: Document, catalogue: Catalogue) -> ReadingInput:
    """Return the newest version of a document in the form the extractor takes."""
    version = document.current
    day = document.published or document.first_seen
    return ReadingInput(
        id=document.id,
        title=version.title,
        text=version.text,
        lang=version.language,
        url=document.url or "",
        date=day.date().isoformat(),
        publisher=document.publisher,
        official=document.official,
        authority=_authority(document, catalogue),
    )


def _authority(document: Document, catalogue: Catalogue) -> str | None:
    """Return whose text it is: a service of the Commission speaks as the Commission."""
    return catalogue.parent_authority(document.authority) if document.authority else None


def save_readings(
    readings: Sequence[tuple[Document, Reading]], report: SourceReport, tools: Tools, *, tell: bool = True
) -> SourceReport:
    """Store a batch in one transaction: readings, events and alerts together, or none of them.

    Without `tell` no alert is queued, whatever is found.
    """
    with tools.database.transaction() as connection:
        for document, reading in readings:
            report = _save_one(connection, document, reading, report, tools, tell=tell)
        tools.stage("deciding")
    return report


def _save_one(
    connection: Connection, document: Document, reading: Reading, report: SourceReport, tools: Tools, *, tell: bool
) -> SourceReport:
    stored = stored_findings_of(document, reading, tools, old=not tell)
    if not save_reading(connection, document, reading, stored, tools.clock()):
        return report  # another process analysed it meanwhile, and linked what it found
    links = link_all(connection, stored, tools)
    queued = _queue(connection, document, reading, links, tools) if tell else 0
    return report.model_copy(
        update={
            "findings": report.findings + len(stored),
            "new_events": report.new_events + sum(linked.created for linked, _finding in links),
            "new_alerts": report.new_alerts + queued,
        }
    )


def _queue(
    connection: Connection, document: Document, reading: Reading, links: list[tuple[Link, StoredFinding]], tools: Tools
) -> int:
    told = {linked.event.id: queue_alerts(connection, linked, finding, tools) for linked, finding in links}
    heard = frozenset(event for event, count in told.items() if count)
    return sum(told.values()) + note_change(connection, document, reading, heard, tools)


def stored_findings_of(
    document: Document, reading: Reading, tools: Tools, *, old: bool = False
) -> tuple[StoredFinding, ...]:
    """Return the findings of a reading with their place, under new ids; `old` ones make no news of their events."""
    stored = (_stored(document, reading, finding, tools) for finding in reading.findings)
    return tuple(finding.model_copy(update={"baseline": finding.baseline or old}) for finding in stored)


def _stored(document: Document, reading: Reading, finding: Finding, tools: Tools) -> StoredFinding:
    return StoredFinding(
        id=tools.new_id("fi"),
        document=document.id,
        version=document.current.version,
        authority=_authority(document, tools.catalogue),
        document_title=document.current.title,
        language=document.current.language or reading.lang,
        extractor=reading.extractor,
        official=document.official,
        publisher=document.publisher,
        url=document.url,
        published=document.published,
        found_at=tools.clock(),
        baseline=document.baseline and document.current.version == 1,
        marks=marks_of(document.url, document.current.text),
        finding=finding,
    )


def link_all(
    connection: Connection, findings: tuple[StoredFinding, ...], tools: Tools
) -> list[tuple[Link, StoredFinding]]:
    """Link a document's findings; return one link an event, with all that the document changed of it."""
    by_event: dict[str, tuple[Link, StoredFinding]] = {}
    for finding in findings:
        linked = _link(connection, finding, tools)
        if linked is None:
            continue
        first, told = by_event.get(linked.event.id, (linked, finding))
        changed = tuple(dict.fromkeys((*first.changed, *linked.changed)))
        merged = linked.model_copy(update={"created": first.created, "changed": changed})
        by_event[linked.event.id] = (merged, told)
    links = list(by_event.values())
    relate(connection, told_together([linked.event for linked, _finding in links], tools.clock()))
    return links


def _link(connection: Connection, finding: StoredFinding, tools: Tools) -> Link | None:
    if not is_linkable(finding):
        return None
    now, relatives = tools.clock(), tools.catalogue.relatives
    keys = candidate_keys(finding, relatives)
    events = linkable_events(connection, keys, finding.published or finding.found_at)
    cases, apart = cases_of(connection, events), kept_apart(connection)
    linked = link(finding, events, cases, now, tools.new_id, relatives=relatives, apart=apart)
    if linked:
        linked = _save_link(connection, linked, now)
        others = linkable_events(connection, related_keys(linked.event), now)
        relate(connection, related_cases(linked.event, others, now))
    return linked


def _save_link(connection: Connection, linked: Link, now: datetime) -> Link:
    """Save an event with its case as all its steps tell it; return the link with that case."""
    save_events(connection, (linked.event,), (linked.link,), ())
    for twin in linked.absorbed:
        absorb(connection, linked.case, twin, linked.event.case_why, "casewatch", now)
    linked = with_all_steps(linked, events_of_case(connection, linked.case.id))
    save_events(connection, (), (), (linked.case, *linked.absorbed))
    return linked
