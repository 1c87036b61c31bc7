"""Which firms commands put on routes, and what the record holds on a firm already."""

from collections.abc import Mapping

from schemas.event import Event
from schemas.watch import Addition, WatchChange
from store.database import Connection
from store.rows import columns, fetch, insert, load, to_row


def save_watch_change(connection: Connection, change: WatchChange) -> None:
    """Add that a firm was put on a route, or taken off it."""
    insert(connection, "record.watch_changes", [to_row(change)])


def additions_in_force(connection: Connection) -> Mapping[str, tuple[Addition, ...]]:
    """Return by the id of the route the firms that were put on it and not taken off since, in order."""
    sql = """
        SELECT watch, company, "by", "at" FROM (
            FROM record.watch_changes QUALIFY row_number() OVER (PARTITION BY watch, company ORDER BY "at" DESC) = 1
        ) WHERE change = 'added' ORDER BY "at", company
    """
    found: dict[str, tuple[Addition, ...]] = {}
    for row in fetch(connection, sql):
        watch = row.pop("watch")
        found[watch] = (*found.get(watch, ()), Addition.model_validate(row))
    return found


def steps_towards(connection: Connection, company: str) -> tuple[Event, ...]:
    """Return the supported steps directed at a firm, the newest first."""
    sql = f"""
        SELECT {columns(Event)} FROM record.events
        WHERE supported AND list_contains([p.company FOR p IN parties IF p.role = 'target'], ?)
        ORDER BY coalesce(step_date::TIMESTAMPTZ, published, first_seen) DESC, id
    """
    return load(connection, Event, sql, [company])


def near_miss_reasons(connection: Connection, company: str) -> dict[str, int]:
    """Return why documents that name a firm did not alert, with how many of them, by their last reading; most first."""
    sql = """
        SELECT reason, count(DISTINCT document) AS documents FROM record.near_misses
        SEMI JOIN (
            FROM record.readings QUALIFY row_number() OVER (
                PARTITION BY document ORDER BY version DESC, analysed_at DESC, extractor DESC
            ) = 1
        ) USING (document, version, extractor)
        WHERE company = ? GROUP BY reason ORDER BY documents DESC, reason
    """
    return {row["reason"]: row["documents"] for row in fetch(connection, sql, [company])}
