"""Documents and their versions: what a poll saw, what is still to be read, what is still to be analysed.

Seen, read and analysed are three states, each picked up from the tables again after a crash.
"""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from schemas.document import Document, DocumentChange, DocumentVersion, KnownDocument
from schemas.errors import StoreError
from schemas.source import FeedState
from store.database import Connection
from store.feed_states import save_states
from store.rows import append, columns, count, fetch, insert, load, to_row, update

_CURRENT = frozenset({"current"})

# What reading an article leaves as the entry gave it.
_AS_SEEN = frozenset({"content_hash", "erased_at"})

_OF_DOCUMENT = tuple(name for name in Document.model_fields if name not in _CURRENT)
_OF_VERSION = tuple(DocumentVersion.model_fields)
_document_row, _version_row = attrgetter(*_OF_DOCUMENT, "current.version"), attrgetter(*_OF_VERSION)

_DOCUMENT = f"""
    SELECT {columns(Document, alias="d", leave_out=_CURRENT)}, v AS current
    FROM record.documents d
    JOIN (SELECT {columns(DocumentVersion)} FROM record.document_versions) v
      ON v.document = d.id AND v.version = d.version
"""


def known_documents(connection: Connection, sources: Sequence[str]) -> dict[str, list[KnownDocument]]:
    """Return, by source, the identities and content hashes of all documents of some sources, the oldest first."""
    sql = """
        SELECT d.source, d.id, d.guid, d.url, d.fingerprint, v.content_hash, d.version, d.first_seen
        FROM record.documents d
        JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
        WHERE d.source IN (SELECT unnest(?::VARCHAR[]))
        ORDER BY d.first_seen, d.id
    """
    known: dict[str, list[KnownDocument]] = {source: [] for source in sources}
    for row in fetch(connection, sql, [list(sources)]) if sources else ():
        known[row.pop("source")].append(KnownDocument.model_validate(row))
    return known


def save_poll(
    connection: Connection,
    state: FeedState,
    new: Sequence[Document],
    versions: Sequence[DocumentVersion],
    seen: Sequence[str],
    now: datetime,
) -> None:
    """Save what one poll saw: the feed state, new documents, new versions of known ones, and ids met again.

    Saving the same poll twice changes nothing the second time.
    """
    save_polls(connection, [state], new, versions, seen, now)


def save_polls(
    connection: Connection,
    states: Sequence[FeedState],
    new: Sequence[Document],
    versions: Sequence[DocumentVersion],
    seen: Sequence[str],
    now: datetime,
) -> None:
    """Save what the polls of several sources saw, as save_poll does for one: a commit costs the same for all."""
    save_states(connection, states)
    save_new(connection, new)
    insert(connection, "record.document_versions", [to_row(version) for version in versions], ignore=True)
    met = [*seen, *(version.document for version in versions)]
    if not met:
        return
    connection.execute(
        """
        UPDATE record.documents AS d
        SET last_seen = greatest(last_seen, ?),
            version = (SELECT max(version) FROM record.document_versions v WHERE v.document = d.id)
        WHERE id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [now, met],
    )


def save_new(connection: Connection, new: Sequence[Document]) -> None:
    """Save documents with their first version; those that are there stay as they are."""
    known = _known_ids(connection, [document.id for document in new])
    fresh = {document.id: document for document in new if document.id not in known}.values()
    if not fresh:
        return
    append(connection, "record.documents", (*_OF_DOCUMENT, "version"), map(_document_row, fresh))
    append(connection, "record.document_versions", _OF_VERSION, (_version_row(one.current) for one in fresh))


def _known_ids(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    sql = "SELECT id FROM record.documents WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    return frozenset(row["id"] for row in fetch(connection, sql, [list(ids)])) if ids else frozenset()


def to_read(connection: Connection, source: str, now: datetime, limit: int) -> tuple[tuple[Document, int], ...]:
    """Return documents whose newest version is to be read now, each with how often that was tried in vain.

    The least tried and oldest come first.
    """
    rows = fetch(
        connection,
        """
        SELECT d.id, v.read_tries
        FROM record.documents d
        JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
        WHERE d.source = ? AND v.read_at IS NULL AND (v.next_read IS NULL OR v.next_read <= ?)
        ORDER BY v.read_tries, d.first_seen, d.published NULLS LAST, d.id LIMIT ?
        """,
        [source, now, limit],
    )
    documents = load_documents(connection, [row["id"] for row in rows])
    return tuple((documents[row["id"]], row["read_tries"]) for row in rows)


def save_text(connection: Connection, version: DocumentVersion) -> None:
    """Save what reading one article gave, as save_texts does."""
    save_texts(connection, [version])


def save_texts(connection: Connection, versions: Sequence[DocumentVersion]) -> None:
    """Save what reading articles gave (text, language, `read_at`, perhaps `read_error`).

    The content hash stays that of the entry: it tells whether the source changed its words.
    Raises LookupError when there is no such version.
    """
    rows = [{**to_row(version, _AS_SEEN), "next_read": None} for version in versions]
    # The time spares a look through all versions: they lie in its order.
    changed = update(connection, "record.document_versions", ("document", "version", "seen_at"), rows)
    if changed != len(versions):
        names = ", ".join(f"{version.document} version {version.version}" for version in versions)
        raise LookupError(f"{len(versions) - changed} of these are not stored: {names}")


def postpone_read(
    connection: Connection, document: str, version: int, error: str, tries: int, next_read: datetime
) -> None:
    """Remember that reading a version failed for the `tries`th time and when to try again."""
    count(
        connection,
        """
        UPDATE record.document_versions SET read_error = ?, read_tries = ?, next_read = ?
        WHERE document = ? AND version = ?
        """,
        [error, tries, next_read, document, version],
    )


def to_analyse(connection: Connection, source: str, limit: int) -> tuple[Document, ...]:
    """Return documents whose newest version is read and not analysed, oldest first."""
    rows = fetch(
        connection,
        """
        SELECT d.id
        FROM record.documents d
        JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
        ANTI JOIN record.readings r ON r.document = d.id AND r.version = d.version
        WHERE d.source = ? AND v.read_at IS NOT NULL AND v.erased_at IS NULL
        ORDER BY d.first_seen, d.published NULLS LAST, d.id LIMIT ?
        """,
        [source, limit],
    )
    documents = load_documents(connection, [row["id"] for row in rows])
    return tuple(documents[row["id"]] for row in rows)


def sources_with_work(connection: Connection, now: datetime) -> frozenset[str]:
    """Return the sources that have documents to read now, or to analyse."""
    sql = """
        SELECT DISTINCT d.source
        FROM record.documents d
        JOIN record.document_versions v ON v.document = d.id AND v.version = d.version
        LEFT JOIN record.readings r ON r.document = d.id AND r.version = d.version
        WHERE (v.read_at IS NULL AND (v.next_read IS NULL OR v.next_read <= ?))
           OR (v.read_at IS NOT NULL AND r.document IS NULL)
    """
    return frozenset(row["source"] for row in fetch(connection, sql, [now]))


def find_document(connection: Connection, id_or_url: str) -> Document | None:
    """Return the document with this id or address, the newest if an address has several."""
    sql = f"{_DOCUMENT} WHERE d.id = ? OR d.url = ? ORDER BY d.id = ? DESC, d.first_seen DESC LIMIT 1"
    found = load(connection, Document, sql, [id_or_url, id_or_url, id_or_url])
    return found[0] if found else None


def load_versions(connection: Connection, document: str) -> tuple[DocumentVersion, ...]:
    """Return all versions of a document, the first one first."""
    sql = f"SELECT {columns(DocumentVersion)} FROM record.document_versions WHERE document = ? ORDER BY version"
    return load(connection, DocumentVersion, sql, [document])


def save_change(connection: Connection, change: DocumentChange) -> None:
    """Save what a version changed of the one before; saving it twice changes nothing."""
    insert(connection, "record.document_changes", [to_row(change)], ignore=True)


def load_changes(connection: Connection, document: str) -> tuple[DocumentChange, ...]:
    """Return what the versions of a document changed, the first change first."""
    sql = f"SELECT {columns(DocumentChange)} FROM record.document_changes WHERE document = ? ORDER BY version"
    return load(connection, DocumentChange, sql, [document])


def load_documents(connection: Connection, ids: Sequence[str]) -> dict[str, Document]:
    """Return documents by their ids."""
    # Texts are nearly all there is in the file: they are fetched once it is clear whose.
    if not ids:
        return {}
    sql = f"{_DOCUMENT} WHERE v.document IN (SELECT unnest(?::VARCHAR[]))"
    return {document.id: document for document in load(connection, Document, sql, [list(ids)])}


def text_of(connection: Connection, document: str, version: int) -> str:
    """Return the text of a document version; empty when it is not stored."""
    sql = "SELECT text FROM record.document_versions WHERE document = ? AND version = ?"
    rows = fetch(connection, sql, [document, version])
    return str(rows[0]["text"]) if rows else ""


def version_of(connection: Connection, document: str, version: int) -> DocumentVersion:
    """Return a version of a document. Raises StoreError when it is not stored."""
    sql = f"SELECT {columns(DocumentVersion)} FROM record.document_versions WHERE document = ? AND version = ?"
    found = load(connection, DocumentVersion, sql, [document, version])
    if not found:
        raise StoreError(f"version {version} of the document {document} is not stored")
    return found[0]
