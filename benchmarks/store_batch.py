"""A batch of documents with all that is read from them, as a run saves it."""

from datetime import UTC, datetime, timedelta

from cases.candidates import candidate_keys
from schemas.document import Document, DocumentVersion
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.finding import Evidence, Finding, Mention, NearMiss, Party, Reading
from schemas.source import FeedState
from schemas.words import Action, Confidence, Instrument, Role, Standing, Status
from store.database import Database
from store.documents import save_poll, save_text
from store.events import cases_of, linkable_events, save_events
from store.readings import save_reading

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BATCH = 100
FIRM = "Firm 0"
"""The firm with the most events of the large record."""

PARTIES = tuple(
    Party(name=f"Firm {n}", company=f"firm-{n}", role=role)
    for n, role in enumerate((Role.TARGET, Role.TARGET, Role.COMPLAINANT))
)
STATED = "Authority 1 opens a matter against Firm 0"
EVIDENCE = Evidence(text=STATED, start=0, end=len(STATED), field="text")


def save_batch(database: Database, number: int, size: int = BATCH) -> None:
    """Save documents of one source with all that is read from them, in one transaction."""
    moment = NOW + timedelta(minutes=number)
    ids = [f"document_new_{number}_{place}" for place in range(size)]
    documents = [made_document(name, moment) for name in ids]
    with database.transaction() as connection:
        save_poll(connection, FeedState(source="source-1", last_poll=moment), documents, [], [], moment)
        for document in documents:
            save_text(connection, document.current)
            read = made_reading(document.id)
            found = made_finding(document, read.findings[0])
            save_reading(connection, document, read, [found], moment)
            # What linking looks up of each finding: the batch is of the firm with the most events.
            cases_of(connection, linkable_events(connection, candidate_keys(found), moment))
        save_events(
            connection,
            [made_event(name, moment) for name in ids],
            [made_link(name) for name in ids],
            [made_case(name, moment) for name in ids],
        )


def made_document(name: str, moment: datetime) -> Document:
    current = DocumentVersion(
        document=name, version=1, title=f"Title {name}", text=f"{STATED}: {name}. " * 40,
        content_hash=name, seen_at=moment, read_at=moment,
    )  # fmt: skip
    return Document(
        id=name, source="source-1", authority="authority-1", official=True, publisher="Publisher 1",
        url=f"https://source.example/news/{name}", fingerprint=name, first_seen=moment, last_seen=moment,
        current=current,
    )  # fmt: skip


def made_reading(name: str) -> Reading:
    finding = Finding(
        authority="authority-1", action=Action.OPENED, status=Status.ASSERTED, instrument=Instrument.ANTITRUST,
        parties=PARTIES, evidence=EVIDENCE, confidence=Confidence.HIGH, rule="opened",
    )  # fmt: skip
    mention = Mention(kind="company", id="firm-0", name=FIRM, surface=FIRM, field="text", start=0, end=6)
    missed = NearMiss(
        company="firm-9", name="Firm 9", reason="named, in no role of a step", field="text", start=0, end=6
    )
    return Reading(
        document=name,
        extractor="reader-1",
        lang="en",
        findings=(finding,),
        mentions=(mention,) * 6,
        near_misses=(missed,),
    )


def made_finding(document: Document, finding: Finding) -> StoredFinding:
    return StoredFinding(
        id=f"finding_{document.id}", document=document.id, version=1, extractor="reader-1", official=True,
        publisher=document.publisher, found_at=document.first_seen, finding=finding,
    )  # fmt: skip


def made_event(name: str, moment: datetime) -> Event:
    return Event(
        id=f"event_{name}", case=f"case_{name}", authority="authority-1", action=Action.OPENED, status=Status.ASSERTED,
        standing=Standing.CONFIRMED, instrument=Instrument.ANTITRUST, parties=PARTIES, confidence=Confidence.HIGH,
        evidence=EVIDENCE, document=name, document_version=1, publisher="Publisher 1", first_seen=moment,
        last_changed=moment,
    )  # fmt: skip


def made_link(name: str) -> EventFinding:
    return EventFinding(event=f"event_{name}", finding=f"finding_{name}", why="new", confidence=Confidence.HIGH)


def made_case(name: str, moment: datetime) -> Case:
    return Case(
        id=f"case_{name}", authority="authority-1", instrument=Instrument.ANTITRUST, title="Authority 1 and Firm 0",
        state=Action.OPENED, opened=moment, last_step=moment,
    )  # fmt: skip
