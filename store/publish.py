"""The files other people read: a snapshot of public facts, and one of the team's own rows.

Both are written anew from chosen tables and then moved over the old ones, so a reader sees the file before
or the file after. They are never a copy of the live file with tables dropped: DuckDB keeps the bytes of a
dropped table in the blocks it frees, and the watchlist tells whom a legal team fears.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb

from schemas.errors import PublishError
from store.database import STORAGE_VERSION, Connection, Database

FOLDER = Path(__file__).parent

PUBLIC: Mapping[str, str] = {
    "schema_version": "*",
    "sources": "*",
    "authority_names": "*",
    "company_names": "*",
    "feed_states": "*",
    "documents": "*",
    "document_versions": "*",
    "readings": "*",
    "findings": "*",
    "mentions": "*",
    "near_misses": "*",
    "events": "*",
    "event_findings": "*",
    "cases": "*",
    "issues": "*",
    "runs": "* EXCLUDE (delivery, notes)",
    "source_reports": "* EXCLUDE (new_alerts)",
}
"""The tables of the public file with their columns: nothing that tells what is watched or who is told."""

# Issues of Slack and of casewatch itself may name channels; those of declared sources are public.
ROWS: Mapping[str, str] = {"issues": "source IN (SELECT id FROM record.sources)"}

TEAM: Mapping[str, str] = {
    "schema_version": "*",
    "watches": "*",
    "alerts": "* EXCLUDE (lease_owner, lease_until)",
    "issues": "*",
    "runs": "*",
}
"""The tables of the team's file."""


def publish(database: Database, public_file: Path, team_file: Path, now: datetime) -> None:
    """Write both snapshots while no one else can write the live file, and move them over the old ones.

    `now` becomes their modification time. Raises PublishError when the disk is full or a folder cannot be
    written: the files from before still stand.
    """
    with database.opened() as connection:
        # Public first: an alert in the team's file then always finds its event.
        _publish(connection, public_file, PUBLIC, FOLDER / "views.sql", 0o644, now)
        _publish(connection, team_file, TEAM, FOLDER / "team_views.sql", 0o600, now)


def _publish(
    connection: Connection, file: Path, tables: Mapping[str, str], views: Path, mode: int, now: datetime
) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _remove_left_over(file.parent)
        # A folder of mode 0700 on the same disk: nobody sees the file before it has its own mode.
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=file.parent) as folder:
            written = Path(folder) / file.name
            _write(connection, written, tables, views.read_text(encoding="utf-8"))
            written.chmod(mode)
            os.utime(written, (now.timestamp(), now.timestamp()))
            _sync(written)
            written.replace(file)
            _sync(file.parent)
    except (OSError, duckdb.Error) as error:
        raise PublishError(f"{file}: could not be published, the snapshot from before still stands: {error}") from error


_PREFIX = ".publishing-"


def _remove_left_over(folder: Path) -> None:
    # A killed process leaves its folder behind; whoever holds the live file is the only one publishing.
    for left in folder.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


def _write(connection: Connection, file: Path, tables: Mapping[str, str], views: str) -> None:
    live = connection.execute("SELECT current_database()").fetchone()
    assert live is not None
    connection.execute(f"ATTACH {_quoted(file)} AS snapshot (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        connection.execute("BEGIN")
        connection.execute("CREATE SCHEMA snapshot.record")
        for table, columns in tables.items():
            connection.execute(
                f"CREATE TABLE snapshot.record.{table} AS "
                f"SELECT {columns} FROM record.{table} WHERE {ROWS.get(table, 'true')}"
            )
        connection.execute("USE snapshot")
        connection.execute(views)
        connection.execute("COMMIT")
        connection.execute(f'USE "{live[0]}"')
        connection.execute("DETACH snapshot")
    except BaseException:
        _let_go(connection, str(live[0]))
        raise


def _let_go(connection: Connection, live: str) -> None:
    for statement in ("ROLLBACK", f'USE "{live}"', "DETACH snapshot"):
        with suppress(duckdb.Error):
            connection.execute(statement)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
