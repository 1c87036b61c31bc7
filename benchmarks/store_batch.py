"""A batch of documents with all that is read from them, as a run saves it."""

import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cases.candidates import candidate_keys, related_keys
from schemas.document import Document, DocumentVersion
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.finding import Evidence, Finding, Mention, NearMiss, Party, Reading
from schemas.source import FeedState
from schemas.words import Action, Confidence, Instrument, Role, Standing, Status
from store.case_edits import kept_apart
from store.database import Connection, Database
from store.documents import save_poll, save_texts
from store.events import Wanted, cases_of, linkable_to_each, save_events
from store.readings import ReadDocument, save_new_readings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BATCH = 100
FIRM = "Firm 0"
"""The firm with the most events of the large record."""

ROLES = (Role.TARGET, Role.TARGET, Role.COMPLAINANT)
Parties = tuple[Party, ...]
STATED = "Authority 1 opens a matter against Firm 0"
EVIDENCE = Evidence(text=STATED, start=0, end=len(STATED), field="text")


def save_batch(database: Database, number: int, size: int = BATCH, *, many_firms: bool = False) -> None:
    """Save documents of one source with all that is read from them, in one transaction, as a backfill does.

    All are of the firm with the most events, or of as `many_firms` as there are documents, drawn as the record's are.
    """
    moment, names = moment_of(number), made_names(number, size)
    parties = {name: made_parties(name if many_firms else None) for name in names}
    read = [made_read(name, moment, parties[name]) for name in names]
    events = [made_event(name, parties[name], moment) for name in names]
    with database.transaction() as connection:
        save_documents(connection, read, moment)
        # What linking looks up for a batch: what is near each finding, before it decides, and near each event, after.
        near = linkable_to_each(connection, [Wanted(candidate_keys(one.findings[0]), moment) for one in read])
        cases_of(connection, [event for found in near for event in found])
        kept_apart(connection)
        cases = [made_case(name, moment) for name in names]
        save_events(connection, events, [made_link(name, moment) for name in names], cases)
        linkable_to_each(connection, [Wanted(related_keys(event), moment) for event in events])


def save_quiet(database: Database, number: int, size: int) -> None:
    """Save documents that name a firm and tell of no step, as most do."""
    moment = moment_of(number)
    with database.transaction() as connection:
        save_documents(connection, [made_read(name, moment) for name in made_names(number, size)], moment)


def save_documents(connection: Connection, read: Sequence[ReadDocument], moment: datetime) -> None:
    """Save documents, their texts and what is read from them."""
    documents = [one.document for one in read]
    save_poll(connection, FeedState(source="source-1", last_poll=moment), documents, [], [], moment)
    save_texts(connection, [document.current for document in documents])
    save_new_readings(connection, read, moment)


def event_ids(number: int, size: int) -> list[str]:
    """Return the ids of the events of a batch."""
    return [drawn("event", name, moment_of(number)) for name in made_names(number, size)]


def moment_of(number: int) -> datetime:
    """Return when a batch is saved."""
    return NOW + timedelta(minutes=number)


def made_names(number: int, size: int) -> list[str]:
    """Return what the ids of a batch's documents are made of: like the product's, they follow no order."""
    return [hashlib.sha256(f"{number} {place}".encode()).hexdigest()[:16] for place in range(size)]


def drawn(kind: str, name: str, moment: datetime) -> str:
    """Return the id of what is made of a document: like the product's, it begins with the second."""
    return f"{kind}_{int(moment.timestamp()):08x}{name[:10]}"


def made_parties(document: str | None) -> Parties:
    """Return the parties of a document's step, of which few firms have most; without one, those that have the most."""
    chance = random.Random(document)
    firms = [int(2000 * chance.random() ** 3) for _ in ROLES] if document else range(len(ROLES))
    return tuple(Party(name=f"Firm {n}", company=f"firm-{n}", role=role) for n, role in zip(firms, ROLES, strict=True))


def made_document(name: str, moment: datetime) -> Document:
    current = DocumentVersion(
        document=f"document_{name}", version=1, title=f"Title {name}", text=f"{STATED}: {name}. " * 40,
        content_hash=name, seen_at=moment, read_at=moment,
    )  # fmt: skip
    return Document(
        id=current.document, source="source-1", authority="authority-1", official=True, publisher="Publisher 1",
        url=f"https://source.example/news/{name}", fingerprint=name, first_seen=moment, last_seen=moment,
        current=current,
    )  # fmt: skip


def made_read(name: str, moment: datetime, parties: Parties = ()) -> ReadDocument:
    """Return a document that tells of a step towards parties, or without them of none."""
    document = made_document(name, moment)
    reading = made_reading(document.id, parties)
    found = [made_finding(drawn("finding", name, moment), document, finding) for finding in reading.findings]
    return ReadDocument(document, reading, found)


def made_reading(document: str, parties: Parties) -> Reading:
    mention = Mention(kind="company", id="firm-0", name=FIRM, surface=FIRM, field="text", start=0, end=6)
    missed = NearMiss(
        company="firm-9", name="Firm 9", reason="named, in no role of a step", field="text", start=0, end=6
    )
    return Reading(
        document=document,
        extractor="reader-1",
        lang="en",
        findings=(made_step(parties),) if parties else (),
        mentions=(mention,) * 6,
        near_misses=(missed,),
    )


def made_step(parties: Parties) -> Finding:
    return Finding(
        authority="authority-1", action=Action.OPENED, status=Status.ASSERTED, instrument=Instrument.ANTITRUST,
        parties=parties, evidence=EVIDENCE, confidence=Confidence.HIGH, rule="opened",
    )  # fmt: skip


def made_finding(name: str, document: Document, finding: Finding) -> StoredFinding:
    return StoredFinding(
        id=name, document=document.id, version=1, extractor="reader-1", official=True,
        publisher=document.publisher, found_at=document.first_seen, finding=finding,
    )  # fmt: skip


def made_event(name: str, parties: Parties, moment: datetime) -> Event:
    return Event(
        id=drawn("event", name, moment), case=drawn("case", name, moment), authority="authority-1",
        action=Action.OPENED, status=Status.ASSERTED, standing=Standing.CONFIRMED, instrument=Instrument.ANTITRUST,
        parties=parties, confidence=Confidence.HIGH, evidence=EVIDENCE, document=f"document_{name}",
        document_version=1, publisher="Publisher 1", first_seen=moment, last_changed=moment,
    )  # fmt: skip


def made_link(name: str, moment: datetime) -> EventFinding:
    event, finding = drawn("event", name, moment), drawn("finding", name, moment)
    return EventFinding(event=event, finding=finding, why="new", confidence=Confidence.HIGH)


def made_case(name: str, moment: datetime) -> Case:
    return Case(
        id=drawn("case", name, moment), authority="authority-1", instrument=Instrument.ANTITRUST,
        title="Authority 1 and Firm 0", state=Action.OPENED, opened=moment, last_step=moment,
    )  # fmt: skip
