"""Which pages of an archive were asked for, and which of the documents found there are still to be read."""

from collections.abc import Sequence
from datetime import datetime

from schemas.backfill import Backfill
from schemas.document import Document
from store.database import Connection
from store.documents import save_new
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


def save_page(connection: Connection, backfill: Backfill, new: Sequence[Document]) -> None:
    """Save the documents a page brought, and how far the backfill now is. Saving it twice changes nothing."""
    save_new(connection, new)
    place = {"source": backfill.source, "start": backfill.start.isoformat(), "end": backfill.end.isoformat()}
    insert(connection, "record.backfill_documents", [{"document": d.id, **place} for d in new], ignore=True)
    connection.execute(
        'DELETE FROM record.backfills WHERE source = ? AND start = ? AND "end" = ?',
        [backfill.source, backfill.start, backfill.end],
    )
    insert(connection, "record.backfills", [to_row(backfill)])


def unread(connection: Connection, backfill: Backfill, now: datetime) -> tuple[tuple[str, int], ...]:
    """Return the ids of documents to read and analyse now, the oldest news first, with how often that failed."""
    sql = f"SELECT d.id, v.read_tries {_UNREAD} ORDER BY d.published NULLS LAST, d.id"
    place = [backfill.source, backfill.start, backfill.end, now]
    return tuple((row["id"], row["read_tries"]) for row in fetch(connection, sql, place))
