"""Events, the cases they belong to, and the findings they were decided from."""

from collections.abc import Sequence
from datetime import datetime

from schemas.event import Case, Event, EventFinding, StoredFinding
from store.database import Connection
from store.readings import STORED_FINDING, stored_findings
from store.rows import columns, fetch, insert, load, to_row, upsert

_EVENT = f"SELECT {columns(Event)} FROM record.events"
_CASE = f"SELECT {columns(Case)} FROM record.cases"


def linkable_events(
    connection: Connection, authority: str, since: datetime, case_numbers: Sequence[str]
) -> tuple[Event, ...]:
    """Return the events a new finding may tell of again, oldest first.

    These are the authority's events seen or changed since then, and all that share a case number.
    """
    sql = f"""
        {_EVENT}
        WHERE (authority = ? AND greatest(first_seen, last_changed) >= ?)
           OR list_has_any(case_numbers, ?::VARCHAR[])
        ORDER BY first_seen, id
    """
    return load(connection, Event, sql, [authority, since, list(case_numbers)])


def linkable_cases(
    connection: Connection, authority: str, case_numbers: Sequence[str], since: datetime
) -> tuple[Case, ...]:
    """Return the cases a new event may belong to, by the same rule, merged ones left out."""
    sql = f"""
        {_CASE}
        WHERE merged_into IS NULL
          AND ((authority = ? AND last_step >= ?) OR list_has_any(case_numbers, ?::VARCHAR[]))
        ORDER BY opened, id
    """
    return load(connection, Case, sql, [authority, since, list(case_numbers)])


def save_events(
    connection: Connection,
    events: Sequence[Event],
    links: Sequence[EventFinding],
    cases: Sequence[Case],
) -> None:
    """Save events and cases (new ones and changed ones) and add links; a link that is there stays as it is."""
    upsert(connection, "record.cases", "id", [to_row(case) for case in cases])
    upsert(connection, "record.events", "id", [to_row(event) for event in events])
    insert(connection, "record.event_findings", [to_row(link) for link in links], ignore=True)


def load_event(connection: Connection, event: str) -> Event | None:
    """Return an event by its id."""
    found = load(connection, Event, f"{_EVENT} WHERE id = ?", [event])
    return found[0] if found else None


def reported_events(connection: Connection) -> tuple[Event, ...]:
    """Return the news that only the press tells so far, oldest first."""
    sql = f"{_EVENT} WHERE standing = 'reported' AND supported AND NOT baseline ORDER BY first_seen, id"
    return load(connection, Event, sql)


def load_case(connection: Connection, case: str) -> Case | None:
    """Return a case by its id, or None; a merged case tells in `merged_into` where it went."""
    found = load(connection, Case, f"{_CASE} WHERE id = ?", [case])
    return found[0] if found else None


def list_cases(connection: Connection, limit: int = 100) -> tuple[Case, ...]:
    """Return the cases with the latest steps first, merged ones left out."""
    sql = f"{_CASE} WHERE merged_into IS NULL ORDER BY last_step DESC, id LIMIT ?"
    return load(connection, Case, sql, [limit])


def events_of_case(connection: Connection, case: str) -> tuple[Event, ...]:
    """Return the steps of a case in the order of the world: step date, else publication, else first seen."""
    sql = f"""
        {_EVENT} WHERE "case" = ?
        ORDER BY coalesce(step_date::TIMESTAMPTZ, published, first_seen), first_seen, id
    """
    return load(connection, Event, sql, [case])


def events_of_document(connection: Connection, document: str) -> tuple[Event, ...]:
    """Return the events decided from any version of a document."""
    sql = f"""
        {_EVENT} WHERE id IN (
            SELECT l.event FROM record.event_findings l
            JOIN record.findings f ON f.id = l.finding WHERE f.document = ?
        )
        ORDER BY first_seen, id
    """
    return load(connection, Event, sql, [document])


def event_findings(connection: Connection, event: str) -> tuple[StoredFinding, ...]:
    """Return the findings an event was decided from, oldest first."""
    sql = f"""
        SELECT {STORED_FINDING} FROM record.findings f
        JOIN record.event_findings l ON l.finding = f.id
        WHERE l.event = ? ORDER BY f.found_at, f.id
    """
    return stored_findings(fetch(connection, sql, [event]))


def event_links(connection: Connection, event: str) -> tuple[EventFinding, ...]:
    """Return why each finding belongs to an event."""
    sql = f"SELECT {columns(EventFinding)} FROM record.event_findings WHERE event = ? ORDER BY finding"
    return load(connection, EventFinding, sql, [event])
