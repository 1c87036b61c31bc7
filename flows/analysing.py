"""The second half of a source's way: analyse → link → save events and alerts."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from cases.authorities import body_marks
from cases.linking import Link
from cases.marks import marks_of
from cases.names import called_marks
from cases.telling import around, is_aside, sentences_of, words_mark
from feeds.formats.case_data import day_of_card
from flows.alerting import queue_alerts
from flows.corrections import note_change
from flows.linking import link_all
from flows.tools import Clock, Tools
from knowledge.catalogue import Catalogue
from schemas.document import Document
from schemas.event import StoredFinding
from schemas.finding import Finding, Reading, ReadingInput
from schemas.keys import ASIDE_MARK, COURT_ACTIONS, RUNNING_MARK
from schemas.report import SourceReport
from schemas.source import Failure, Source
from schemas.words import Status
from store.database import Connection
from store.documents import to_analyse
from store.readings import ReadDocument, save_new_readings

BATCH = 25
"""Documents a transaction: the alert of the first does not wait for the last of a long list."""

_AN_OLD_CARD = timedelta(days=90)

log = logging.getLogger(__name__)


def analyse_waiting(source: Source, report: SourceReport, tools: Tools) -> SourceReport:
    """Analyse what an earlier pass has read and not analysed; store findings, events and the alerts they call for."""
    failed = frozenset[str]()
    while documents := _waiting(source, tools, skip=failed):
        readings = _read_all(documents, tools)
        report = _save_all(readings, report, tools)
        failed |= {document.id for document, reading in readings if isinstance(reading, Failure)}
        if len(documents) < BATCH:
            break
    return report


def analyse_documents(documents: Sequence[Document], report: SourceReport, tools: Tools) -> SourceReport:
    """Analyse documents, as they are stored; store findings, events and the alerts they call for."""
    return _save_all(_read_all(documents, tools), report, tools) if documents else report


def _read_all(documents: Sequence[Document], tools: Tools) -> list[tuple[Document, Reading | Failure]]:
    return [(document, analyse(document, tools.read, tools.catalogue, tools.clock())) for document in documents]


def _save_all(
    readings: Sequence[tuple[Document, Reading | Failure]], report: SourceReport, tools: Tools
) -> SourceReport:
    report = save_readings([(d, r) for d, r in readings if isinstance(r, Reading)], report, tools)
    failures = tuple(reading for _document, reading in readings if isinstance(reading, Failure))
    return report.model_copy(update={"failures": (*report.failures, *failures)})


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

    Without `tell` no alert is queued, whatever is found; then all is linked and stored at once, some five times faster.
    """
    with tools.database.transaction() as connection:
        report = save_read(connection, [as_read(d, r, tools) for d, r in readings], report, tools, tell=tell)
        tools.stage("deciding")
    return report


def as_read(document: Document, reading: Reading, tools: Tools) -> ReadDocument:
    """Return a document with its reading, and the findings as they will be stored."""
    found = stored_findings_of(document, reading, tools.catalogue, tools.clock, tools.new_id)
    return ReadDocument(document, reading, found)


def save_read(
    connection: Connection, read: Sequence[ReadDocument], report: SourceReport, tools: Tools, *, tell: bool
) -> SourceReport:
    """Save what was read in documents, link it, and queue the alerts it calls for, if it is to be told."""
    read = read if tell else [one._replace(findings=of_the_past(one.findings)) for one in read]
    # What an alert says is decided from the record as it is after its document, before the next one.
    for together in [[one] for one in read] if tell else [read]:
        report = _save_together(connection, together, report, tools, tell=tell)
    return report


def _save_together(
    connection: Connection, read: Sequence[ReadDocument], report: SourceReport, tools: Tools, *, tell: bool
) -> SourceReport:
    # What is not new another process analysed meanwhile, and linked what it found.
    new = save_new_readings(connection, read, tools.clock())
    findings = tuple(finding for one in new for finding in one.findings)
    links = link_all(connection, findings, tools)
    queued = sum(_queue(connection, one.document, one.reading, links, tools) for one in new) if tell else 0
    return report.model_copy(
        update={
            "findings": report.findings + len(findings),
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
    document: Document, reading: Reading, catalogue: Catalogue, clock: Clock, new_id: Callable[[str], str]
) -> tuple[StoredFinding, ...]:
    """Return the findings of a reading with what the document says around each, under new ids. Writes nothing."""
    return tuple(_stored(document, reading, finding, catalogue, clock(), new_id("fi")) for finding in reading.findings)


def of_the_past(findings: Iterable[StoredFinding]) -> tuple[StoredFinding, ...]:
    """Return findings as those that make no news of their events."""
    return tuple(finding.model_copy(update={"baseline": True}) for finding in findings)


def found_at(moment: datetime, findings: Iterable[StoredFinding]) -> tuple[StoredFinding, ...]:
    """Return findings as those that were all found at a moment (UTC)."""
    return tuple(finding.model_copy(update={"found_at": moment}) for finding in findings)


def _stored(
    document: Document, reading: Reading, finding: Finding, catalogue: Catalogue, now: datetime, name: str
) -> StoredFinding:
    return StoredFinding(
        id=name,
        document=document.id,
        version=document.current.version,
        authority=_authority(document, catalogue),
        document_title=document.current.title,
        language=document.current.language or reading.lang,
        extractor=reading.extractor,
        official=document.official,
        publisher=document.publisher,
        url=document.url,
        published=document.published,
        found_at=now,
        baseline=_is_of_the_past(document, finding),
        marks=(*marks_of(document.url, document.current.text), *_telling(document, reading, finding, catalogue)),
        finding=finding,
    )


def _is_of_the_past(document: Document, finding: Finding) -> bool:
    """Tell whether a step makes no news: its document was there before us, or a case register is only written anew.

    A register of thousands of cases may change its form at once; what it decided years ago is not told for that.
    """
    if document.current.version == 1:
        return document.baseline
    day = day_of_card(finding.evidence.text)
    return day is not None and document.current.seen_at.date() - day > _AN_OLD_CARD


def _telling(document: Document, reading: Reading, finding: Finding, catalogue: Catalogue) -> Iterator[str]:
    """Yield what the words around a finding say: of another matter, before a court whose, and what tells it apart."""
    shown, names = document.current, (document.publisher, *(party.name for party in finding.parties))
    told = [one for one in reading.findings if one.status is Status.ASSERTED]
    several = len({frozenset(party.name for party in one.targets()) for one in told}) > 1
    title, text = around(finding.evidence, shown.title, shown.text) if several else (shown.title, shown.text)
    if finding.status is Status.BACKGROUND:
        sentences = [one for one in sentences_of(shown.text) if finding.evidence.text in one]
    else:
        sentences = sentences_of(text)
    if any(is_aside(sentence) for sentence in sentences):
        yield ASIDE_MARK
    if finding.is_of_a_running_matter():
        yield RUNNING_MARK
    if finding.action in COURT_ACTIONS:
        yield from body_marks(f"{title} {text}", catalogue)
    yield from called_marks((party.name for party in finding.targets()), sentences_of(shown.text))
    yield words_mark(title, text, names, _asides(reading, finding))


def _asides(reading: Reading, finding: Finding) -> list[str]:
    """What marks a sentence as one about something else: an older step, the number of another case."""
    others = [one for one in reading.findings if one is not finding]
    older = [one.evidence.text for one in others if one.status is Status.BACKGROUND]
    return [*older, *(number for one in others for number in one.cases if number not in finding.cases)]
