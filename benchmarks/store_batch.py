"""A batch of documents with all that is read from them, as a run saves it."""

from datetime import UTC, datetime, timedelta

from cases.candidates import candidate_keys, related_keys
from schemas.document import Document, DocumentVersion
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.finding import Evidence, Finding, Mention, NearMiss, Party, Reading
from schemas.source import FeedState
from schemas.words import Action, Confidence, Instrument, Role, Standing, Status
from store.case_edits import kept_apart
from store.database import Database
from store.documents import save_poll, save_texts
from store.events import Wanted, cases_of, linkable_to_each, save_events
from store.readings import ReadDocument, save_new_readings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BATCH = 100
AUTHORITIES = 40
"""As many as the large record has."""
FIRM = "Firm 0"
"""The firm with the most events of the large record."""

PARTIES = tuple(
    Party(name=f"Firm {n}", company=f"firm-{n}", role=role)
    for n, role in enumerate((Role.TARGET, Role.TARGET, Role.COMPLAINANT))
)
STATED = "Authority 1 opens a matter against Firm 0"
EVIDENCE = Evidence(text=STATED, start=0, end=len(STATED), field="text")


def save_batch(database: Database, number: int, size: int = BATCH) -> None:
    """Save documents of one source with all that is read from them, in one transaction, as a backfill does."""
    moment = NOW + timedelta(minutes=number)
    # The steps of each of the record's authorities in turn, towards the firm with the most events.
    steps = {f"document_new_{number}_{place}": f"authority-{place % AUTHORITIES}" for place in range(size)}
    documents = [made_document(name, moment) for name in steps]
    read = [made_read(document, authority) for document, authority in zip(documents, steps.values(), strict=True)]
    events = [made_event(name, authority, moment) for name, authority in steps.items()]
    with database.transaction() as connection:
        save_poll(connection, FeedState(source="source-1", last_poll=moment), documents, [], [], moment)
        save_texts(connection, [document.current for document in documents])
        save_new_readings(connection, read, moment)
        # What linking looks up for a batch: what is near each finding, before it decides, and near each event, after.
        near = linkable_to_each(connection, [Wanted(candidate_keys(one.findings[0]), moment) for one in read])
        cases_of(connection, [event for found in near for event in found])
        kept_apart(connection)
        cases = [made_case(name, authority, moment) for name, authority in steps.items()]
        save_events(connection, events, [made_link(name) for name in steps], cases)
        linkable_to_each(connection, [Wanted(related_keys(event), moment) for event in events])


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


def made_read(document: Document, authority: str) -> ReadDocument:
    reading = made_reading(document.id, authority)
    return ReadDocument(document, reading, [made_finding(document, reading.findings[0])])


def made_reading(name: str, authority: str) -> Reading:
    finding = Finding(
        authority=authority, action=Action.OPENED, status=Status.ASSERTED, instrument=Instrument.ANTITRUST,
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


def made_event(name: str, authority: str, moment: datetime) -> Event:
    return Event(
        id=f"event_{name}", case=f"case_{name}", authority=authority, action=Action.OPENED, status=Status.ASSERTED,
        standing=Standing.CONFIRMED, instrument=Instrument.ANTITRUST, parties=PARTIES, confidence=Confidence.HIGH,
        evidence=EVIDENCE, document=name, document_version=1, publisher="Publisher 1", first_seen=moment,
        last_changed=moment,
    )  # fmt: skip


def made_link(name: str) -> EventFinding:
    return EventFinding(event=f"event_{name}", finding=f"finding_{name}", why="new", confidence=Confidence.HIGH)


def made_case(name: str, authority: str, moment: datetime) -> Case:
    return Case(
        id=f"case_{name}", authority=authority, instrument=Instrument.ANTITRUST, title="Authority 1 and Firm 0",
        state=Action.OPENED, opened=moment, last_step=moment,
    )  # fmt: skip
