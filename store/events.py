"""Events, the cases they belong to, and the findings they were decided from."""

from collections.abc import Sequence
from datetime import datetime

from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.keys import case_key, happened_at, lookup_keys
from store.database import Connection
from store.readings import STORED_FINDING, stored_findings
from store.rows import columns, fetch, insert, load, to_row, update, upsert

_EVENT = f"SELECT {columns(Event)} FROM record.events"
_CASE = f"SELECT {columns(Case)} FROM record.cases"


MOST_CANDIDATES = 40
"""Events that are offered for one finding: those nearest in time, for a few firms have thousands."""


def linkable_events(connection: Connection, keys: Sequence[str], near: datetime) -> tuple[Event, ...]:
    """Return the events that are held under one of these keys, oldest first: of many those nearest to a time."""
    # An event is held once under a key: so many rows name enough events, and not to group them takes half the time.
    sql = f"""
        SELECT event FROM record.event_keys WHERE {_is_one_of("key", keys)}
        ORDER BY abs(epoch("at") - ?), event LIMIT {MOST_CANDIDATES * len(keys)}
    """
    found = fetch(connection, sql, [*keys, near.timestamp()]) if keys else []
    return _events(connection, list(dict.fromkeys(row["event"] for row in found))[:MOST_CANDIDATES])


def cases_of(connection: Connection, events: Sequence[Event]) -> tuple[Case, ...]:
    """Return the cases of events, the oldest first."""
    ids = sorted({event.case for event in events})
    found = load(connection, Case, f"{_CASE} WHERE {_is_one_of('id', ids)}", ids) if ids else ()
    return tuple(sorted(found, key=lambda case: (case.opened, case.id)))


def save_events(
    connection: Connection,
    events: Sequence[Event],
    links: Sequence[EventFinding],
    cases: Sequence[Case],
) -> None:
    """Save events and cases (new ones and changed ones) and add links; a link that is there stays as it is."""
    upsert(connection, "record.cases", "id", [to_row(case) for case in cases])
    known = _known(connection, events)
    insert(connection, "record.events", [to_row(event) for event in events if event.id not in known])
    # To insert or overwrite, as a case is, takes twice as long for so many columns.
    update(connection, "record.events", ("id",), [to_row(event) for event in events if event.id in known])
    insert(connection, "record.event_findings", [to_row(link) for link in links], ignore=True)
    _save_keys(connection, events, known)


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
    found = fetch(connection, 'SELECT event FROM record.event_keys WHERE "key" = ?', [case_key(case)])
    steps = [event for event in _events(connection, [row["event"] for row in found]) if event.case == case]
    return tuple(sorted(steps, key=lambda step: (happened_at(step), step.first_seen, step.id)))


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


def _events(connection: Connection, ids: Sequence[str]) -> tuple[Event, ...]:
    # Sorted here: for a few rows DuckDB takes longer to plan the sorting than to find them.
    found = load(connection, Event, f"{_EVENT} WHERE {_is_one_of('id', ids)}", ids) if ids else ()
    return tuple(sorted(found, key=lambda event: (event.first_seen, event.id)))


def _is_one_of(column: str, values: Sequence[str]) -> str:
    # A list of constants is what DuckDB looks up in an index; a join or a list parameter it is not.
    return f'"{column}" IN ({", ".join("?" for _ in values)})'


def _known(connection: Connection, events: Sequence[Event]) -> frozenset[str]:
    ids = [event.id for event in events]
    sql = f"SELECT id FROM record.events WHERE {_is_one_of('id', ids)}"
    return frozenset(row["id"] for row in fetch(connection, sql, ids)) if ids else frozenset()


def _save_keys(connection: Connection, events: Sequence[Event], known: frozenset[str]) -> None:
    """Add the keys under which these events are not held yet; only `known` ones can be held under any."""
    wanted = [(key, event) for event in events for key in sorted(lookup_keys(event))]
    asked = sorted({key for key, event in wanted if event.id in known})
    sql = f'SELECT "key", event FROM record.event_keys WHERE {_is_one_of("key", asked)}'
    held = {(row["key"], row["event"]) for row in fetch(connection, sql, asked)} if asked else set()
    rows = [
        {"key": key, "event": event.id, "at": happened_at(event).isoformat()}
        for key, event in wanted
        if (key, event.id) not in held
    ]
    insert(connection, "record.event_keys", rows)
