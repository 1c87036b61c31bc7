"""What a newer extractor has not read yet, and which findings still stand."""

from collections.abc import Sequence

from schemas.event import StoredFinding
from store.database import Connection
from store.readings import STORED_FINDING, stored_findings
from store.rows import fetch


def to_read_again(connection: Connection, extractor: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the documents whose newest version was read, but not by this extractor, the oldest news first.

    `sources` leaves out the others; none named: all.
    """
    sql = """
        SELECT d.id FROM record.documents d
        SEMI JOIN record.readings r ON r.document = d.id AND r.version = d.version
        ANTI JOIN (SELECT document, version FROM record.readings WHERE extractor = ?) n
          ON n.document = d.id AND n.version = d.version
        WHERE len(?::VARCHAR[]) = 0 OR list_contains(?::VARCHAR[], d.source)
        ORDER BY d.published NULLS LAST, d.id
    """
    return tuple(row["id"] for row in fetch(connection, sql, [extractor, list(sources), list(sources)]))


def standing_findings(connection: Connection, event: str) -> tuple[StoredFinding, ...]:
    """Return the findings an event rests on: those of the latest reading of each document version, oldest first."""
    sql = f"""
        SELECT {STORED_FINDING} FROM record.findings f
        JOIN record.event_findings l ON l.finding = f.id
        WHERE l.event = ? AND f.extractor = (
            SELECT arg_max(r.extractor, r.analysed_at) FROM record.readings r
            WHERE r.document = f.document AND r.version = f.version
        )
        ORDER BY f.found_at, f.id
    """
    return stored_findings(fetch(connection, sql, [event]))
