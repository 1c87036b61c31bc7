"""Small valid nouns to start a test from; every field can be given."""

from datetime import UTC, datetime
from typing import Any

from schemas.alert import Alert, Message
from schemas.document import Document, DocumentVersion
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.finding import Evidence, Finding, Mention, NearMiss, Party, Reading
from schemas.report import RunReport, SourceReport
from schemas.source import FeedState, Source
from schemas.watch import Watch
from schemas.words import (
    Action,
    AlertKind,
    Confidence,
    Instrument,
    Outcome,
    Role,
    Standing,
    Status,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def version(document: str = "d1", number: int = 1, **given: Any) -> DocumentVersion:
    return DocumentVersion.model_validate(
        {"document": document, "version": number, "content_hash": "hash", "seen_at": NOW, **given}
    )


def document(id: str = "d1", **given: Any) -> Document:
    return Document.model_validate(
        {
            "id": id,
            "source": "acm-news",
            "authority": "nl-acm",
            "official": True,
            "publisher": "ACM",
            "url": f"https://acm.example/{id}",
            "fingerprint": "fingerprint",
            "first_seen": NOW,
            "last_seen": NOW,
            "current": version(id),
            **given,
        }
    )


def finding(**given: Any) -> Finding:
    return Finding.model_validate(
        {
            "authority": "nl-acm",
            "action": Action.OPENED,
            "status": Status.ASSERTED,
            "parties": (Party(name="OpenAI", company="openai", role=Role.TARGET),),
            "evidence": Evidence(text="ACM investigates OpenAI", start=0, end=23, field="title"),
            "confidence": Confidence.HIGH,
            "rule": "opened",
            **given,
        }
    )


def stored_finding(id: str = "f1", **given: Any) -> StoredFinding:
    return StoredFinding.model_validate(
        {
            "id": id,
            "document": "d1",
            "version": 1,
            "extractor": "1",
            "official": True,
            "publisher": "ACM",
            "found_at": NOW,
            "finding": finding(),
            **given,
        }
    )


def mention(**given: Any) -> Mention:
    return Mention.model_validate(
        {
            "kind": "company",
            "id": "openai",
            "name": "OpenAI",
            "surface": "OpenAI",
            "field": "title",
            "start": 17,
            "end": 23,
            **given,
        }
    )


def near_miss(**given: Any) -> NearMiss:
    return NearMiss.model_validate(
        {
            "company": "mistral",
            "name": "Mistral AI",
            "reason": "named, in no role",
            "field": "text",
            "start": 0,
            "end": 10,
            **given,
        }
    )


def reading(document: str = "d1", **given: Any) -> Reading:
    return Reading.model_validate({"document": document, "extractor": "1", "lang": "en", **given})


def event(id: str = "e1", **given: Any) -> Event:
    return Event.model_validate(
        {
            "id": id,
            "case": "c1",
            "authority": "nl-acm",
            "action": Action.OPENED,
            "status": Status.ASSERTED,
            "standing": Standing.CONFIRMED,
            "instrument": Instrument.ANTITRUST,
            "parties": (Party(name="OpenAI", company="openai", role=Role.TARGET),),
            "confidence": Confidence.HIGH,
            "evidence": Evidence(text="ACM investigates OpenAI", start=0, end=23, field="title"),
            "document": "d1",
            "document_version": 1,
            "publisher": "ACM",
            "first_seen": NOW,
            "last_changed": NOW,
            **given,
        }
    )


def link(event: str = "e1", finding: str = "f1", **given: Any) -> EventFinding:
    return EventFinding.model_validate(
        {"event": event, "finding": finding, "why": "the same step", "confidence": Confidence.HIGH, **given}
    )


def case(id: str = "c1", **given: Any) -> Case:
    return Case.model_validate(
        {
            "id": id,
            "authority": "nl-acm",
            "instrument": Instrument.ANTITRUST,
            "title": "ACM and OpenAI",
            "state": Action.OPENED,
            "opened": NOW,
            "last_step": NOW,
            **given,
        }
    )


def alert(id: str = "a1", **given: Any) -> Alert:
    return Alert.model_validate(
        {
            "id": id,
            "channel": "#legal",
            "subject": id,
            "kind": AlertKind.STEP,
            "message": Message(text="ACM opened an investigation"),
            "created_at": NOW,
            **given,
        }
    )


def state(source: str = "acm-news", **given: Any) -> FeedState:
    return FeedState.model_validate({"source": source, **given})


def source(id: str = "acm-news", **given: Any) -> Source:
    return Source.model_validate(
        {
            "id": id,
            "name": "ACM news",
            "url": "https://acm.example/rss",
            "authority": "nl-acm",
            "publisher": "ACM",
            **given,
        }
    )


def watch(id: str = "ai-firms", **given: Any) -> Watch:
    return Watch.model_validate({"id": id, "channel": "#legal", **given})


def run_report(id: str = "r1", **given: Any) -> RunReport:
    return RunReport.model_validate(
        {
            "id": id,
            "started": NOW,
            "finished": NOW,
            "outcome": Outcome.COMPLETE,
            "sources": (SourceReport(source="acm-news", due=True, polled=True),),
            **given,
        }
    )
