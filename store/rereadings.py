"""What a newer extractor has not read yet, which findings still stand, and what reading again did to steps."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from schemas.event import StoredFinding
from schemas.rereading import RereadEvent
from store.database import Connection
from store.readings import STORED_FINDING, stored_findings
from store.rows import columns, fetch, insert, load, to_row


def to_read_again(connection: Connection, extractor: str, sources: Sequence[str]) -> tuple[str, ...]:
    """Return the documents whose newest version was read, but not by this extractor, the oldest news first.

    `sources` leaves out the others; none named: all. A text that was erased tells nothing any more: it stays as read.
    """
    sql = """
        SELECT d.id FROM record.documents d
        JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
        SEMI JOIN record.readings r ON r.document = d.id AND r.version = d.version
        ANTI JOIN (SELECT document, version FROM record.readings WHERE extractor = ?) n
          ON n.document = d.id AND n.version = d.version
        WHERE v.erased_at IS NULL AND (len(?::VARCHAR[]) = 0 OR list_contains(?::VARCHAR[], d.source))
        ORDER BY d.published NULLS LAST, d.id
    """
    return tuple(row["id"] for row in fetch(connection, sql, [extractor, list(sources), list(sources)]))


def standing_findings(connection: Connection, event: str) -> tuple[StoredFinding, ...]:
    """Return the findings an event rests on: those by the extractor that read their document last.

    They come in the order in which their documents were first read, however often they were read since.
    """
    sql = f"""
        SELECT {STORED_FINDING} FROM record.findings f
        JOIN record.event_findings l ON l.finding = f.id
        JOIN record.documents d ON d.id = f.document
        WHERE l.event = ? AND f.extractor = (
            SELECT arg_max(r.extractor, r.analysed_at) FROM record.readings r WHERE r.document = f.document
        )
        ORDER BY d.first_seen, d.published NULLS LAST, d.id, f.version, f.place
    """
    return stored_findings(fetch(connection, sql, [event]))


def save_reread_events(connection: Connection, events: Sequence[RereadEvent]) -> None:
    """Add what reading again did to steps."""
    insert(connection, "record.reread_events", [to_row(event) for event in events])


def corrections_so_far(connection: Connection, extractor: str) -> Counter[str]:
    """Return how many corrections each channel got because of this extractor."""
    sql = "SELECT unnest(told) AS channel FROM record.reread_events WHERE extractor = ?"
    return Counter(row["channel"] for row in fetch(connection, sql, [extractor]))


def to_sum_up(connection: Connection, extractor: str) -> tuple[RereadEvent, ...]:
    """Return what no summary told yet, in order."""
    sql = f"""
        SELECT {columns(RereadEvent)} FROM record.reread_events
        WHERE extractor = ? AND summed_up_at IS NULL ORDER BY "at", event
    """
    return load(connection, RereadEvent, sql, [extractor])


def mark_as_summed_up(connection: Connection, extractor: str, now: datetime) -> None:
    """Remember that the summaries of the channels are queued."""
    sql = "UPDATE record.reread_events SET summed_up_at = ? WHERE extractor = ? AND summed_up_at IS NULL"
    connection.execute(sql, [now, extractor])
