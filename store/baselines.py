"""First contact is quiet: what a first poll gave, and what is held when a route is new, is summed up once."""

from collections.abc import Sequence
from datetime import datetime

from schemas.event import Event
from store.database import Connection
from store.rows import columns, fetch, insert, load

_MOMENT = "coalesce(step_date::TIMESTAMPTZ, published, first_seen)"


def open_baselines(connection: Connection) -> tuple[str, ...]:
    """Return the sources whose first poll was made, is read, and is not yet summed up, in order of that poll.

    A source waits while an article of its first poll is still to be read: its steps belong into the summary.
    """
    sql = """
        SELECT s.source FROM record.feed_states s ANTI JOIN record.baselines b ON b.source = s.source
        WHERE s.baseline_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM record.documents d
            JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
            WHERE d.source = s.source AND d.baseline AND v.read_at IS NULL
        )
        ORDER BY s.baseline_at, s.source
    """
    return tuple(row["source"] for row in fetch(connection, sql))


def mark_summed_up(connection: Connection, sources: Sequence[str], now: datetime) -> None:
    """Remember that the first polls of these sources were summed up."""
    rows = [{"source": source, "summed_up_at": now.isoformat()} for source in sources]
    insert(connection, "record.baselines", rows, ignore=True)


def baseline_events(connection: Connection, sources: Sequence[str]) -> tuple[Event, ...]:
    """Return the events first told by the first polls of these sources, oldest first."""
    sql = f"""
        SELECT {columns(Event)} FROM record.events
        WHERE baseline AND id IN (
            SELECT l.event FROM record.event_findings l
            JOIN record.findings f ON f.id = l.finding
            JOIN record.documents d ON d.id = f.document
            WHERE f.baseline AND d.source IN (SELECT unnest(?::VARCHAR[]))
        )
        ORDER BY {_MOMENT}, id
    """
    return load(connection, Event, sql, [list(sources)])


def baseline_counts(connection: Connection, sources: Sequence[str]) -> dict[str, int]:
    """Return how many documents the first poll of each of these sources gave."""
    sql = """
        SELECT s.source, count(d.id) AS documents
        FROM (SELECT unnest(?::VARCHAR[]) AS source) s
        LEFT JOIN record.documents d ON d.source = s.source AND d.baseline
        GROUP BY s.source
    """
    return {row["source"]: row["documents"] for row in fetch(connection, sql, [list(sources)])}


def routes_not_summed_up(connection: Connection, routes: Sequence[str], subjects: Sequence[str]) -> tuple[str, ...]:
    """Return which routes no summary of these subjects has named; none before there was one at all."""
    sql = """
        SELECT DISTINCT unnest(routes) AS route FROM record.alerts
        WHERE kind = 'summary' AND split_part(subject, ':', 1) IN (SELECT unnest(?::VARCHAR[]))
    """
    named = {row["route"] for row in fetch(connection, sql, [list(subjects)])}
    return tuple(route for route in routes if route not in named) if named else ()


def held_events(connection: Connection, since: datetime) -> tuple[Event, ...]:
    """Return the events that hold, of steps taken or told since then, oldest first."""
    sql = f"""
        SELECT {columns(Event)} FROM record.events
        WHERE supported AND standing <> 'contradicted' AND {_MOMENT} >= ?
        ORDER BY {_MOMENT}, id
    """
    return load(connection, Event, sql, [since])
