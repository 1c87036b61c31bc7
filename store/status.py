"""How each declared source is doing."""

from schemas.report import SourceStatus
from store.database import Connection
from store.rows import load


def source_status(connection: Connection) -> tuple[SourceStatus, ...]:
    """Return one line a declared source, the most important and then the longest failing first."""
    sql = """
        SELECT s.id AS source, s.name, s.authority, s.official, s.priority,
            coalesce(f.proven, false) AS proven,
            (SELECT count(*) FROM record.documents d WHERE d.source = s.id) AS documents,
            f.last_poll, f.last_success, f.last_new_item, s.max_silence_days, f.failing_since,
            coalesce(f.failures_in_a_row, 0) AS failures_in_a_row, f.error, f.next_poll,
            coalesce((
                SELECT list(i.text ORDER BY i.opened_at) FROM record.issues i
                WHERE i.source = s.id AND i.closed_at IS NULL
            ), []) AS issues
        FROM record.sources s LEFT JOIN record.feed_states f ON f.source = s.id
        ORDER BY s.priority, f.failing_since NULLS LAST, s.id
    """
    return load(connection, SourceStatus, sql)
