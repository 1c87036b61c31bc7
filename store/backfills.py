"""Which pages of an archive were asked for, and which of the documents found there are still to be read."""

from collections.abc import Sequence
from datetime import datetime

from schemas.backfill import Backfill
from schemas.document import Document, DocumentVersion
from store.database import Connection
from store.documents import save_polls
from store.rows import columns, fetch, insert, load, to_row

_UNREAD = """
    FROM record.backfill_documents b
    JOIN record.documents d ON d.id = b.document
    JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
    ANTI JOIN record.readings r ON r.document = d.id AND r.version = d.version
    WHERE b.source = ? AND b.start = ? AND b."end" = ? AND (v.next_read IS NULL OR v.next_read <= ?)
"""


def load_backfill(connection: Connection, backfill: Backfill) -> Backfill:
    """Return what is known of this range of this source; `backfill` itself when it was never begun."""
    sql = f'SELECT {columns(Backfill)} FROM record.backfills WHERE source = ? AND start = ? AND "end" = ?'
    found = load(connection, Backfill, sql, [backfill.source, backfill.start, backfill.end])
    return found[0] if found else backfill


def save_page(
    connection: Connection,
    backfill: Backfill,
    new: Sequence[Document],
    versions: Sequence[DocumentVersion],
    now: datetime,
) -> None:
    """Save the documents and versions a page brought, and how far the backfill now is.

    Saving it twice changes nothing the second time.
    """
    save_polls(connection, (), new, versions, [version.document for version in versions], now)
    place = {"source": backfill.source, "start": backfill.start.isoformat(), "end": backfill.end.isoformat()}
    ids = [*(document.id for document in new), *(version.document for version in versions)]
    insert(connection, "record.backfill_documents", [{"document": name, **place} for name in ids], ignore=True)
    connection.execute(
        'DELETE FROM record.backfills WHERE source = ? AND start = ? AND "end" = ?',
        [backfill.source, backfill.start, backfill.end],
    )
    insert(connection, "record.backfills", [to_row(backfill)])


def noted_only(connection: Connection, documents: Sequence[str], reason: str) -> frozenset[str]:
    """Return which of these documents were left unread for that reason."""
    sql = """
        SELECT d.id FROM record.documents d
        JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
        WHERE v.read_error = ? AND d.id IN (SELECT unnest(?::VARCHAR[]))
    """
    return frozenset(row["id"] for row in fetch(connection, sql, [reason, list(documents)]))


def unread(connection: Connection, backfill: Backfill, now: datetime) -> tuple[tuple[str, int], ...]:
    """Return the ids of documents to read and analyse now, the oldest news first, with how often that failed."""
    sql = f"SELECT d.id, v.read_tries {_UNREAD} ORDER BY d.published NULLS LAST, d.id"
    place = [backfill.source, backfill.start, backfill.end, now]
    return tuple((row["id"], row["read_tries"]) for row in fetch(connection, sql, place))
