"""Events, the cases they belong to, and the findings they were decided from."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.keys import CLOSE, case_key, happened_at, lookup_keys, near_keys, told_order, world_order
from store.database import Connection
from store.readings import STORED_FINDING, stored_findings
from store.rows import columns, fetch, insert, load, to_row, update, upsert

_EVENT = f"SELECT {columns(Event)} FROM record.events"
_CASE = f"SELECT {columns(Case)} FROM record.cases"
_WANTED = json.dumps([{"place": "INTEGER", "near": "DOUBLE", "keys": ["VARCHAR"]}])


MOST_CANDIDATES = 40
"""Events that are offered for one finding: those nearest in time, for a few firms have thousands."""


FEW_KEYS = 300
"""Keys up to which they are looked up one by one in the index; more are found sooner by going through all rows."""


class Wanted(NamedTuple):
    """The keys that events are looked for under, and the time that those offered are nearest to."""

    keys: Sequence[str]
    near: datetime


def linkable_events(connection: Connection, keys: Sequence[str], near: datetime) -> tuple[Event, ...]:
    """Return the events that are held under one of these keys, oldest first: of many those nearest to a time."""
    return linkable_to_each(connection, [Wanted(keys, near)])[0]


def linkable_to_each(connection: Connection, wanted: Sequence[Wanted]) -> list[tuple[Event, ...]]:
    """Return for each of many what `linkable_events` returns, by a few questions to the record."""
    # Findings of one firm want the same, and the rows of a firm are many.
    asked = [Wanted(tuple(one.keys), one.near) for one in wanted]
    different = list(dict.fromkeys(asked))
    found = dict(zip(different, _nearest(connection, different), strict=True))
    events = _events(connection, sorted({event for ids in found.values() for event in ids}))
    places = {event.id: place for place, event in enumerate(events)}
    return [tuple(events[place] for place in sorted(places[event] for event in found[one])) for one in asked]


def cases_of(connection: Connection, events: Sequence[Event]) -> tuple[Case, ...]:
    """Return the cases of events, the oldest first."""
    ids = sorted({event.case for event in events})
    found = load(connection, Case, f"{_CASE} WHERE {_is_row_of('cases', ids)}", ids) if ids else ()
    return tuple(sorted(found, key=lambda case: (case.opened, case.title, case.id)))


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
    return tuple(sorted(steps, key=world_order))


def steps_of_cases(connection: Connection, cases: Collection[str]) -> dict[str, frozenset[str]]:
    """Return for each case the ids of the events that are its steps or once were, by few questions to the record."""
    keys = sorted(case_key(case) for case in cases)
    steps = defaultdict[str, set[str]](set)
    for place in range(0, len(keys), FEW_KEYS):
        some = keys[place : place + FEW_KEYS]
        sql = f'SELECT "key", event FROM record.event_keys WHERE {_is_one_of("key", some)}'
        for row in fetch(connection, sql, some):
            steps[row["key"]].add(row["event"])
    return {case: frozenset(steps[case_key(case)]) for case in cases}


def events_with_ids(connection: Connection, ids: Iterable[str]) -> tuple[Event, ...]:
    """Return events by their ids, in the order in which they were told."""
    return _events(connection, sorted(ids))


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


def _nearest(connection: Connection, wanted: Sequence[Wanted]) -> list[set[str]]:
    """Return for each the ids of the events nearest in time, so many at most."""
    # The steps of a firm that has thousands lie all over the record, those of three months nearly side by side.
    soon = [one._replace(keys=near_keys(one.keys, one.near)) for one in wanted]
    found = _among(connection, soon)
    left = [n for n, near in enumerate(found) if not _are_nearest(near) and soon[n].keys != wanted[n].keys]
    for n, all_found in zip(left, _among(connection, [wanted[n] for n in left]), strict=True):
        found[n] = all_found
    return [set(near) for near in found]


def _are_nearest(found: dict[str, float]) -> bool:
    """Whether no event outside the months that were looked through can be nearer than these."""
    return len(found) == MOST_CANDIDATES and max(found.values()) <= CLOSE.total_seconds()


def _among(connection: Connection, wanted: Sequence[Wanted]) -> list[dict[str, float]]:
    """Return for each the ids of the nearest events under its keys, with the seconds to each."""
    keys = sorted({key for one in wanted for key in one.keys})
    looked_up = keys if len(keys) <= FEW_KEYS else []
    sql = f"""
        WITH held AS (
            SELECT rowid AS held_since, "key", event, epoch("at") AS seconds FROM record.event_keys
            {f"WHERE {_is_one_of('key', keys)}" if looked_up else ""}
        ), wanted AS MATERIALIZED (
            SELECT place, near, unnest("keys") AS "key" FROM (SELECT unnest(from_json_strict(?, ?), max_depth := 2))
        )
        SELECT place, event, min(abs(seconds - near)) AS away FROM wanted JOIN held USING ("key") GROUP BY place, event
        QUALIFY row_number() OVER (PARTITION BY place ORDER BY away, min(held_since)) <= {MOST_CANDIDATES}
    """
    asked = [{"place": n, "near": one.near.timestamp(), "keys": list(one.keys)} for n, one in enumerate(wanted)]
    found: list[dict[str, float]] = [{} for _ in wanted]
    for row in fetch(connection, sql, [*looked_up, json.dumps(asked, ensure_ascii=False), _WANTED]) if keys else ():
        found[row["place"]][row["event"]] = row["away"]
    return found


def _events(connection: Connection, ids: Sequence[str]) -> tuple[Event, ...]:
    # Sorted here: for a few rows DuckDB takes longer to plan the sorting than to find them.
    found = load(connection, Event, f"{_EVENT} WHERE {_is_row_of('events', ids)}", ids) if ids else ()
    return tuple(sorted(found, key=told_order))


def _is_one_of(column: str, values: Sequence[str]) -> str:
    # A list of constants is what DuckDB looks up in an index; a join or a list parameter it is not.
    return f'"{column}" IN ({", ".join("?" for _ in values)})'


def _is_row_of(table: str, ids: Sequence[str]) -> str:
    # The index finds the rows, and these are read together: read one by one, as the index gives them, a thousand wide
    # rows take three times as long.
    return f"rowid IN (SELECT rowid FROM record.{table} WHERE {_is_one_of('id', ids)})"


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
