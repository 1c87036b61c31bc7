"""The second half of a source's way: analyse → link → save events and alerts."""

import logging
from datetime import timedelta

from cases.linking import Link, is_linkable, link
from flows.alerting import queue_alerts
from flows.corrections import note_change
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.document import Document
from schemas.event import StoredFinding
from schemas.finding import Finding, Reading, ReadingInput
from schemas.report import SourceReport
from schemas.source import Failure, Source
from store.database import Connection
from store.documents import to_analyse
from store.events import linkable_cases, linkable_events, save_events
from store.readings import save_reading

BATCH = 25
"""Documents a transaction: the alert of the first does not wait for the last of a long list."""

LINK_WINDOW = timedelta(days=400)
"""How far back events and cases are offered for linking; the linking itself is much stricter."""

log = logging.getLogger(__name__)


def analyse_documents(source: Source, report: SourceReport, tools: Tools) -> SourceReport:
    """Analyse what is read and not analysed yet; store findings, events and the alerts they call for."""
    failed: dict[str, Failure] = {}
    while documents := _waiting(source, tools, skip=frozenset(failed)):
        readings = [(document, _analyse(source, document, tools)) for document in documents]
        failed |= {d.id: r for d, r in readings if isinstance(r, Failure)}
        done = [(d, r) for d, r in readings if isinstance(r, Reading)]
        report = _save(done, report, tools)
        if len(documents) < BATCH:
            break
    return report.model_copy(update={"failures": (*report.failures, *failed.values())})


def _waiting(source: Source, tools: Tools, *, skip: frozenset[str]) -> tuple[Document, ...]:
    with tools.database.transaction() as connection:
        documents = to_analyse(connection, source.id, BATCH + len(skip))
    return tuple(document for document in documents if document.id not in skip)[:BATCH]


def _analyse(source: Source, document: Document, tools: Tools) -> Reading | Failure:
    try:
        return tools.read(reading_input(document, tools.catalogue))
    except Exception as error:  # one text the reader cannot take must not blind the watch for the others
        log.exception("cannot analyse %s of %s", document.url or document.id, source.id)
        return Failure(
            stage="analyse",
            source=source.id,
            url=document.url or source.url,
            reason=f"the reader failed on this text: {type(error).__name__}: {error}",
            at=tools.clock(),
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


def _save(readings: list[tuple[Document, Reading]], report: SourceReport, tools: Tools) -> SourceReport:
    """Store a batch in one transaction: readings, events and alerts together, or none of them."""
    with tools.database.transaction() as connection:
        for document, reading in readings:
            stored = tuple(_stored(document, reading, finding, tools) for finding in reading.findings)
            if not save_reading(connection, document, reading, stored, tools.clock()):
                continue  # another process analysed it meanwhile, and linked what it found
            links = _link_all(connection, stored, tools)
            told = {linked.event.id: queue_alerts(connection, linked, finding, tools) for linked, finding in links}
            heard = frozenset(event for event, count in told.items() if count)
            queued = sum(told.values()) + note_change(connection, document, reading, heard, tools)
            report = report.model_copy(
                update={
                    "findings": report.findings + len(stored),
                    "new_events": report.new_events + sum(linked.created for linked, _finding in links),
                    "new_alerts": report.new_alerts + queued,
                }
            )
        tools.stage("deciding")
    return report


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
        finding=finding,
    )


def _link_all(
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
    return list(by_event.values())


def _link(connection: Connection, finding: StoredFinding, tools: Tools) -> Link | None:
    if not is_linkable(finding):
        return None
    now, what = tools.clock(), finding.finding
    since = now - LINK_WINDOW
    events = linkable_events(connection, what.authority, since, what.cases)
    cases = linkable_cases(connection, what.authority, what.cases, since)
    linked = link(finding, events, cases, now, tools.new_id)
    if linked:
        save_events(connection, (linked.event,), (linked.link,), (linked.case,))
    return linked
