"""What the weekly word of a route is made of."""

from datetime import datetime

from store.database import Connection
from store.rows import fetch


def watching_since(connection: Connection) -> datetime | None:
    """Return when the first pass was made (UTC); None before it is over."""
    row = connection.execute("SELECT min(started) FROM record.runs").fetchone()
    return row[0] if row else None


def silent_sources(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Return the sources that fail, or gave nothing new for longer than is normal for them."""
    sql = """
        SELECT s.id FROM record.sources s LEFT JOIN record.feed_states f ON f.source = s.id
        WHERE f.failing_since IS NOT NULL OR f.last_success IS NULL
           OR (s.max_silence_days IS NOT NULL
               AND date_diff('day', coalesce(f.last_new_item, f.first_poll), ?) > s.max_silence_days)
        ORDER BY s.id
    """
    return tuple(row["id"] for row in fetch(connection, sql, [now]))


def near_misses_since(connection: Connection, since: datetime) -> tuple[tuple[str, str, str, str], ...]:
    """Return (company id, name, document title, reason), one a document and firm, of what was read since then.

    Only documents that were news count, read for the first time, and firms that no step of them was directed at.
    """
    sql = """
        SELECT n.company, any_value(n.name) AS name, any_value(v.title) AS title, min(n.reason) AS reason
        FROM record.near_misses n
        JOIN record.readings r USING (document, version, extractor)
        JOIN record.document_versions v USING (document, version)
        JOIN record.documents d ON d.id = n.document
        WHERE r.analysed_at > ? AND n.company IS NOT NULL AND NOT d.baseline
          AND NOT EXISTS (
            FROM record.readings e
            WHERE (e.document, e.version) = (r.document, r.version) AND e.analysed_at < r.analysed_at
          )
          AND NOT EXISTS (
            FROM record.findings f WHERE f.document = n.document AND f.status = 'asserted'
              AND list_contains([p.company FOR p IN f.parties IF p.role = 'target'], n.company)
          )
        GROUP BY n.document, n.company ORDER BY max(r.analysed_at) DESC, n.company
    """
    rows = fetch(connection, sql, [since])
    return tuple((row["company"], row["name"], row["title"], row["reason"]) for row in rows)
