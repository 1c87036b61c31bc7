"""What goes into DuckDB comes out the same: any text, any time, any combination of fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from schemas.alert import Alert
from schemas.document import Document, DocumentVersion
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.finding import Reading
from schemas.report import RunReport
from schemas.source import FeedState
from store.database import CONFIG, Connection
from store.documents import find_document, load_versions, save_poll, save_text
from store.events import event_findings, event_links, load_case, load_event, save_events
from store.feed_states import load_states, save_state
from store.migrating import migrate
from store.outbox import add_alerts, load_alert, save_alert
from store.readings import findings_of_document, load_reading, save_reading
from store.runs import last_runs, save_run
from tests import strategies

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

# What of an alert changes on its way; the rest is as it was when it was added.
PROGRESS = (
    "state",
    "lease_owner",
    "lease_until",
    "attempts",
    "next_try",
    "last_attempt",
    "sent_at",
    "ts",
    "error",
)

many = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def tables() -> Iterator[Connection]:
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, Path(":memory:"))
        yield connection


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    # The next example starts on empty tables again.
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def state_of(source: str) -> FeedState:
    return FeedState(source=source)


@many
@given(state=strategies.feed_states)
def test_feed_state(tables: Connection, state: FeedState) -> None:
    with undone(tables):
        save_state(tables, state)
        assert load_states(tables) == {state.source: state}


@many
@given(document=strategies.documents())
def test_document(tables: Connection, document: Document) -> None:
    with undone(tables):
        save_poll(tables, state_of(document.source), [document], [], [], NOW)
        assert find_document(tables, document.id) == document


@many
@given(document=strategies.documents(), version=strategies.document_versions)
def test_document_version(tables: Connection, document: Document, version: DocumentVersion) -> None:
    first = document.current.model_copy(update={"version": 1})
    document = document.model_copy(update={"current": first})
    second = version.model_copy(update={"document": document.id, "version": 2})
    with undone(tables):
        save_poll(tables, state_of(document.source), [document], [second], [], NOW)
        assert load_versions(tables, document.id) == (first, second)
        found = find_document(tables, document.id)
        assert found is not None
        assert found.current == second


@many
@given(document=strategies.documents(), text=strategies.texts)
def test_text_of_an_article(tables: Connection, document: Document, text: str) -> None:
    read = document.current.model_copy(update={"text": text, "read_at": NOW})
    with undone(tables):
        save_poll(tables, state_of(document.source), [document], [], [], NOW)
        save_text(tables, read)
        assert load_versions(tables, document.id) == (read,)


@many
@given(document=strategies.documents(), reading=strategies.readings, stored=strategies.stored_findings)
def test_reading(tables: Connection, document: Document, reading: Reading, stored: StoredFinding) -> None:
    reading = reading.model_copy(update={"document": document.id})
    place = {"document": document.id, "version": document.current.version, "extractor": reading.extractor}
    found = tuple(
        stored.model_copy(update={**place, "id": str(number), "finding": finding})
        for number, finding in enumerate(reading.findings)
    )
    with undone(tables):
        assert save_reading(tables, document, reading, found, NOW)
        assert load_reading(tables, document.id, document.current.version) == reading
        assert findings_of_document(tables, document.id) == found


@many
@given(
    event=strategies.events,
    case=strategies.cases,
    stored=strategies.stored_findings,
    link=strategies.event_findings,
    changed=strategies.events,
)
def test_event(
    tables: Connection, event: Event, case: Case, stored: StoredFinding, link: EventFinding, changed: Event
) -> None:
    link = link.model_copy(update={"event": event.id, "finding": stored.id})
    document = Document(
        id=stored.document,
        source="s",
        official=True,
        publisher="p",
        fingerprint="f",
        first_seen=NOW,
        last_seen=NOW,
        current=DocumentVersion(document=stored.document, version=stored.version, content_hash="h", seen_at=NOW),
    )
    reading = Reading(document=stored.document, extractor=stored.extractor, lang="en", findings=(stored.finding,))
    changed = changed.model_copy(update={"id": event.id})
    with undone(tables):
        save_reading(tables, document, reading, [stored], NOW)
        save_events(tables, [event], [link], [case])
        assert load_event(tables, event.id) == event
        assert load_case(tables, case.id) == case
        assert event_findings(tables, event.id) == (stored,)
        assert event_links(tables, event.id) == (link,)
        save_events(tables, [changed], [link], [case])
        assert load_event(tables, event.id) == changed
        assert event_links(tables, event.id) == (link,)


@many
@given(alert=strategies.alerts, after=strategies.alerts)
def test_alert(tables: Connection, alert: Alert, after: Alert) -> None:
    progress = {name: getattr(after, name) for name in PROGRESS}
    with undone(tables):
        assert add_alerts(tables, [alert]) == (alert,)
        assert load_alert(tables, alert.id) == alert
        moved = alert.model_copy(update=progress)
        assert save_alert(tables, moved, alert.lease_owner)
        assert load_alert(tables, alert.id) == moved


@many
@given(report=strategies.run_reports)
def test_run_report(tables: Connection, report: RunReport) -> None:
    with undone(tables):
        save_run(tables, report)
        save_run(tables, report)
        assert last_runs(tables, 1) == (report,)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ufeff", "\u202e", "\x1f", '"\\', "'", "\r\n", "𝔞", "\uffff"])
def test_texts_that_other_stores_lose(tables: Connection, text: str) -> None:
    with undone(tables):
        state = FeedState(source="s", etag=text)
        save_state(tables, state)
        assert load_states(tables)["s"].etag == text
