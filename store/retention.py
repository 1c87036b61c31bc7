"""What is erased after its time, unless it is held: press texts, the names of those who gave feedback, raw bodies."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from schemas.errors import StoreError
from schemas.retention import Erased, Hold, Retention
from store.database import ROW_GROUP_SIZE, Connection, Database, quoted
from store.rows import columns, count, fetch, insert, load, to_row

EVERY_DAY = timedelta(days=1)
EVERYTHING = "all"
"""The subject of a hold on the whole record."""

# A hold on a case holds every document that tells of one of its steps, under whatever id they now are.
_HELD = """
    SELECT d.id FROM record.documents d WHERE EXISTS (FROM record.holds h WHERE h.subject IN ('all', d.id))
    UNION
    SELECT f.document FROM record.holds h
    JOIN record.cases c ON c.id = h.subject
    JOIN record.events e ON e."case" IN (c.id, c.merged_into)
    JOIN record.event_findings l ON l.event = e.id
    JOIN record.findings f ON f.id = l.finding
"""

_PRESS_TEXTS = f"""
    SELECT v.document, v.version FROM record.document_versions v
    JOIN record.documents d ON d.id = v.document
    WHERE NOT d.official AND v.erased_at IS NULL AND v.seen_at < ?
      -- Not before it is read: an erased text tells nothing.
      AND (v.version < d.version OR EXISTS (
        FROM record.readings r WHERE r.document = v.document AND r.version = v.version))
      AND d.id NOT IN ({_HELD})
"""


def is_retention_due(connection: Connection, now: datetime) -> bool:
    """Return whether the last erasing was a day ago or longer."""
    ((last,),) = connection.execute("SELECT max(erased_at) FROM record.erasures").fetchall()
    return last is None or now - last >= EVERY_DAY


def expired(connection: Connection, policy: Retention, raw_folder: Path, now: datetime) -> Erased:
    """Return how much would be erased now."""
    texts = count(connection, f"SELECT count(*) FROM ({_PRESS_TEXTS})", [_before(now, policy.press_text_days)])
    persons = count(connection, _persons("SELECT count(*) FROM record.feedback"), [_before(now, policy.person_days)])
    return Erased(texts=texts, persons=persons, raw_bodies=len(list(_old_bodies(connection, policy, raw_folder, now))))


def erase_expired(database: Database, policy: Retention, raw_folder: Path, now: datetime) -> Erased:
    """Erase what the policy says; return how much. Of a press text headline, link, evidence and hash are kept.

    When texts or names were erased the live file is written anew, for DuckDB keeps the bytes of a changed row until
    their block is used again. What was cut off there, by a full disk or a kill, is done the next time.
    Raises StoreError when it cannot be written, and what Database.transaction raises.
    """
    begun = database.path.with_name(f".{database.path.name}.erasing")
    unfinished = begun.exists()
    with database.transaction() as connection:
        bodies = list(_old_bodies(connection, policy, raw_folder, now))
        texts = _erase_texts(connection, _before(now, policy.press_text_days), now)
        persons = count(
            connection,
            _persons("UPDATE record.feedback SET given_by = '', note = ''"),
            [_before(now, policy.person_days)],
        )
        row = {"erased_at": now.isoformat(), "texts": texts, "persons": persons, "raw_bodies": len(bodies)}
        insert(connection, "record.erasures", [row])
        if texts or persons:
            begun.touch()
    for body in bodies:
        body.unlink(missing_ok=True)
    if texts or persons or unfinished:
        write_anew(database)
        begun.unlink(missing_ok=True)
    return Erased(texts=texts, persons=persons, raw_bodies=len(bodies))


def write_anew(database: Database) -> None:
    """Write the live file anew, without the bytes of what was changed or removed, and move it over the old one.

    Raises StoreError when it cannot be written; the old one stands then.
    """
    fresh = database.path.with_name(f".{database.path.name}.anew")
    log = fresh.with_name(f"{fresh.name}.wal")
    try:
        _remove(fresh, log)
        with database.opened() as connection:
            connection.execute(f"ATTACH {quoted(fresh)} AS fresh (ROW_GROUP_SIZE {ROW_GROUP_SIZE})")
            connection.execute("COPY FROM DATABASE casewatch TO fresh")
            connection.execute("CHECKPOINT")
            connection.execute("DETACH fresh")
            fresh.chmod(0o600)
            with fresh.open("rb") as written:
                os.fsync(written.fileno())
            # Under the lock of the old file: nobody can have begun to write.
            fresh.replace(database.path)
    except OSError as error:
        raise StoreError(f"{database.path}: cannot be written anew: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            _remove(fresh, log)


def _remove(*files: Path) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def hold(connection: Connection, held: Hold) -> bool:
    """Hold a document, a case, or all; return whether it was not held before. Raises LookupError for an unknown id."""
    known = "SELECT id FROM record.documents WHERE id = ? UNION ALL SELECT id FROM record.cases WHERE id = ?"
    if held.subject != EVERYTHING and not fetch(connection, known, [held.subject, held.subject]):
        raise LookupError(f"there is no document and no case {held.subject!r}")
    before = list_holds(connection)
    insert(connection, "record.holds", [to_row(held)], ignore=True)
    return held.subject not in {other.subject for other in before}


def release(connection: Connection, subject: str) -> bool:
    """End a hold; return whether there was one."""
    return count(connection, "DELETE FROM record.holds WHERE subject = ?", [subject]) > 0


def list_holds(connection: Connection) -> tuple[Hold, ...]:
    """Return the holds, the oldest first."""
    return load(connection, Hold, f"SELECT {columns(Hold)} FROM record.holds ORDER BY held_at, subject")


def _erase_texts(connection: Connection, before: datetime | None, now: datetime) -> int:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE expired AS {_PRESS_TEXTS}", [before])
    connection.execute(
        "UPDATE record.document_changes SET diff = '' FROM expired x "
        "WHERE document_changes.document = x.document AND document_changes.version = x.version"
    )
    return count(
        connection,
        "UPDATE record.document_versions SET text = '', summary = '', erased_at = ? FROM expired x "
        "WHERE document_versions.document = x.document AND document_versions.version = x.version",
        [now],
    )


def _persons(change: str) -> str:
    return f"""{change} WHERE given_at < ? AND (given_by <> '' OR note <> '')
        AND NOT EXISTS (FROM record.holds h WHERE h.subject = 'all')"""


def _old_bodies(connection: Connection, policy: Retention, folder: Path, now: datetime) -> Iterator[Path]:
    """Yield the raw bodies past their time; none while anything is held: a body does not say whose it is."""
    before = _before(now, policy.raw_days)
    if before is None or list_holds(connection) or not folder.is_dir():
        return
    for body in folder.rglob("*"):
        if body.is_file() and body.stat().st_mtime < before.timestamp():
            yield body


def _before(now: datetime, days: int | None) -> datetime | None:
    # NULL: for ever. Nothing is older than NULL.
    return None if days is None else now - timedelta(days=days)
