"""Back up the live file, put a copy back, and prove that a file is whole."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from schemas.errors import QueryError, StoreBusyError, StoreError
from store.database import Connection, Database, connect
from store.locked import attach_whole
from store.migrating import MIGRATIONS, schema_version

CHECKS: Mapping[str, str] = {
    "documents without the version they name": """
        FROM record.documents d WHERE NOT EXISTS (
            FROM record.document_versions v WHERE v.document = d.id AND v.version = d.version)
    """,
    "versions of no document": """
        FROM record.document_versions v WHERE NOT EXISTS (FROM record.documents d WHERE d.id = v.document)
    """,
    "readings of no version": """
        FROM record.readings r WHERE NOT EXISTS (
            FROM record.document_versions v WHERE v.document = r.document AND v.version = r.version)
    """,
    "findings of no reading": """
        FROM record.findings f WHERE NOT EXISTS (
            FROM record.readings r
            WHERE r.document = f.document AND r.version = f.version AND r.extractor = f.extractor)
    """,
    "findings whose evidence is not the words of their version": """
        FROM record.findings f
        JOIN record.document_versions v ON v.document = f.document AND v.version = f.version
        WHERE (v.erased_at IS NULL OR f.evidence.field = 'title')
          AND f.evidence.text <> substring(
            CASE f.evidence.field WHEN 'title' THEN v.title ELSE v.text END,
            f.evidence.start + 1, f.evidence."end" - f.evidence.start)
    """,
    "events of no case": """
        FROM record.events e WHERE NOT EXISTS (FROM record.cases c WHERE c.id = e."case")
    """,
    "links of no event": """
        FROM record.event_findings l WHERE NOT EXISTS (FROM record.events e WHERE e.id = l.event)
    """,
    "links of no finding": """
        FROM record.event_findings l WHERE NOT EXISTS (FROM record.findings f WHERE f.id = l.finding)
    """,
    "alerts of no event": """
        FROM record.alerts a
        WHERE a.event IS NOT NULL AND NOT EXISTS (FROM record.events e WHERE e.id = a.event)
    """,
    "merged cases whose other is not there": """
        FROM record.cases c
        WHERE c.merged_into IS NOT NULL AND NOT EXISTS (FROM record.cases o WHERE o.id = c.merged_into)
    """,
}
"""What must have no row in a whole record."""

PUBLISHED_CHECKS: Mapping[str, str] = {
    "events of no case": "FROM events e WHERE NOT EXISTS (FROM cases c WHERE c.case_id = e.case_id)",
    "parties of no event": "FROM parties p WHERE NOT EXISTS (FROM events e WHERE e.event_id = p.event_id)",
    "documents without their words": """
        FROM record.documents d WHERE NOT EXISTS (
            FROM record.document_versions v WHERE v.document = d.document_id AND v.version = d.version)
    """,
}
"""The same for the published public file."""


def back_up(database: Database, file: Path) -> None:
    """Copy the live file, whole and at rest, to `file`; only its owner may read it.

    Raises StoreError when it cannot be written or the copy is not whole, and what Database.opened raises.
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with database.opened() as connection:
            connection.execute("CHECKPOINT")
            shutil.copyfile(database.path, unfinished)
        _settle(unfinished, file)
    except OSError as error:
        raise StoreError(f"{file}: the backup cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    if problems := verify(file):
        raise StoreError(f"{file}: the backup is not whole: {problems[0]}")


def restore(backup: Path, database: Database, now: datetime) -> Path | None:
    """Put a backup in the place of the live file; return where the live file from before is kept.

    Raises StoreError when the backup is not whole, StoreBusyError when a process holds the live file.
    """
    if problems := verify(backup) or _nothing_in(backup):
        raise StoreError(f"{backup}: this file is not whole, nothing was restored: {problems[0]}")
    live = database.path
    unfinished, kept = live.with_name(f".{live.name}.restoring"), None
    try:
        live.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, unfinished)
        if live.exists():
            kept = live.with_name(f"{live.name}.before-{now:%Y%m%dT%H%M%SZ}")
            _put_aside(database, kept)
        _settle(unfinished, live)
    except OSError as error:
        raise StoreError(f"{live}: cannot be restored: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return kept


def verify(file: Path) -> list[str]:
    """Return what is wrong with a live file or a backup, in words; an empty list says it is whole.

    Every row of every table is read, and looked up under its key. Raises StoreBusyError when another process holds
    the file.
    """
    if not file.exists():
        return [f"{file}: there is no such file"]
    try:
        connection = connect(file)
    except duckdb.Error as error:
        if "Conflicting lock" in str(error):
            raise StoreBusyError(f"{file}: another process holds the file; try again when it ends") from error
        return [f"{file}: cannot be opened: {_first_line(error)}"]
    with connection:
        try:
            return _problems(connection, file)
        except duckdb.Error as error:
            return [f"{file}: cannot be read: {_first_line(error)}"]


def verify_published(file: Path) -> list[str]:
    """Return what is wrong with a published public file, as `verify` does."""
    try:
        with duckdb.connect(":memory:") as connection:
            attach_whole(connection, file, "casewatch")
            connection.execute("USE casewatch")
            return _unreadable(connection, file) or _failed(connection, file, PUBLISHED_CHECKS)
    except (OSError, QueryError, duckdb.Error) as error:
        return [f"{file}: cannot be opened: {_first_line(error)}"]


def _problems(connection: Connection, file: Path) -> list[str]:
    version, newest = schema_version(connection), len(list(MIGRATIONS.glob("[0-9]*.sql")))
    if not version and not _tables(connection):
        # Made, and killed before its first migration was committed: the next run goes on.
        return []
    if not version or version > newest:
        return [f"{file}: this is no record this casewatch knows (schema {version} of {newest})"]
    damaged = _unreadable(connection, file) or _unfound(connection, file)
    return damaged if version < newest else damaged or _failed(connection, file, CHECKS)


def _nothing_in(file: Path) -> list[str]:
    with connect(file) as connection:
        return [] if schema_version(connection) else [f"{file}: there is no record in it"]


def _unreadable(connection: Connection, file: Path) -> list[str]:
    problems = []
    for table in _tables(connection):
        try:
            connection.execute(f"SELECT bit_xor(hash(*COLUMNS(t.*))) FROM record.{table} t").fetchall()
        except duckdb.Error as error:
            problems.append(f"{file}: {table} cannot be read: {_first_line(error)}")
    return problems


def _unfound(connection: Connection, file: Path) -> list[str]:
    """Look every row up under its key: else nothing reads an index before the next save, which a broken one stops."""
    keyed = connection.execute(
        "SELECT DISTINCT table_name FROM duckdb_constraints() WHERE database_name = current_database() "
        "AND constraint_type IN ('PRIMARY KEY', 'UNIQUE') ORDER BY ALL"
    ).fetchall()
    problems = []
    for (table,) in keyed:
        again = f"INSERT INTO record.{table} SELECT * FROM record.{table} ON CONFLICT DO NOTHING"
        connection.execute("BEGIN")
        try:
            ((added,),) = connection.execute(again).fetchall()
            problems += [f"{file}: {table}: {added} rows are not found under their key"] if added else []
        except duckdb.Error as error:
            problems.append(f"{file}: the keys of {table} cannot be read: {_first_line(error)}")
        finally:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
    return problems


def _tables(connection: Connection) -> list[str]:
    found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()")
    return [str(table) for (table,) in found.fetchall()]


def _failed(connection: Connection, file: Path, checks: Mapping[str, str]) -> list[str]:
    counted = {name: connection.execute(f"SELECT count(*) {rows}").fetchall()[0][0] for name, rows in checks.items()}
    return [f"{file}: {number} {name}" for name, number in counted.items() if number]


def _put_aside(database: Database, kept: Path) -> None:
    """Keep the live file under another name, together with its write-ahead log if it cannot be opened."""
    try:
        with database.opened() as connection:
            connection.execute("CHECKPOINT")
            # Under the lock: nobody can have begun to write.
            os.link(database.path, kept)
    except StoreBusyError:
        raise
    except StoreError:
        log = database.path.with_name(f"{database.path.name}.wal")
        os.link(database.path, kept)
        with suppress(FileNotFoundError):
            log.rename(kept.with_name(f"{kept.name}.wal"))


def _settle(unfinished: Path, file: Path) -> None:
    """Put a written file in its place, on the disk, for its owner alone."""
    unfinished.chmod(0o600)
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.replace(file)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
