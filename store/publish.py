"""The files other people read: a snapshot of public facts, and one of the team's own rows.

Both are written anew from chosen tables and then moved over the old ones, so a reader sees the file before
or the file after. They are never a copy of the live file with tables dropped: DuckDB keeps the bytes of a
dropped table in the blocks it frees, and the watchlist tells whom a legal team fears.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from schemas.errors import PublishError
from store.database import Database, connect, quoted

FOLDER = Path(__file__).parent

_ALL = "SELECT * FROM live.record.{table}"

PUBLIC: Mapping[str, str] = {
    "schema_version": _ALL,
    "sources": _ALL,
    "authority_names": _ALL,
    "company_names": _ALL,
    "feed_states": _ALL,
    "documents": _ALL,
    "document_versions": _ALL,
    "readings": _ALL,
    "findings": _ALL,
    "mentions": _ALL,
    "near_misses": _ALL,
    "events": _ALL,
    "event_findings": _ALL,
    "cases": _ALL,
    # Issues of Slack and of casewatch itself may name channels; those of declared sources are public.
    "issues": f"{_ALL} WHERE source IN (SELECT id FROM live.record.sources)",
    "runs": "SELECT * EXCLUDE (delivery, notes) FROM live.record.{table}",
    "source_reports": "SELECT * EXCLUDE (new_alerts) FROM live.record.{table}",
}
"""The tables of the public file: nothing that tells what is watched or who is told."""

TEAM: Mapping[str, str] = {
    "schema_version": _ALL,
    "watches": _ALL,
    "alerts": "SELECT * EXCLUDE (lease_owner, lease_until, steady) FROM live.record.{table}",
    "threads": _ALL,
    "issues": _ALL,
    "runs": _ALL,
}
"""The tables of the team's file."""

_PREFIX = ".publishing-"
_LEFT_OVER = timedelta(hours=1)


def publish(database: Database, public_file: Path, team_file: Path, now: datetime) -> None:
    """Write both snapshots and move them over the old ones.

    The live file is held only while it is copied; `now` becomes the snapshots' modification time.
    Raises PublishError when the disk is full or a folder cannot be written (the files from before still
    stand), and what Database.opened raises.
    """
    try:
        for parent in {public_file.parent, team_file.parent}:
            _remove_left_over(parent, now)
        with _private_folder(public_file.parent) as folder:
            copy = folder / "live.duckdb"
            _copy(database, copy)
            # Public first: an alert in the team's file then always finds its event.
            _publish(copy, public_file, PUBLIC, FOLDER / "views.sql", 0o644, now)
            _publish(copy, team_file, TEAM, FOLDER / "team_views.sql", 0o600, now)
    except (OSError, duckdb.Error) as error:
        raise PublishError(
            f"{public_file.parent}: the snapshot could not be published, the one before still stands: {error}"
        ) from error


def _copy(database: Database, copy: Path) -> None:
    with database.opened() as connection:
        # Nothing is left in the write-ahead log, and nobody else can write until the file is closed.
        connection.execute("CHECKPOINT")
        shutil.copyfile(database.path, copy)


def _publish(copy: Path, file: Path, tables: Mapping[str, str], views: Path, mode: int, now: datetime) -> None:
    with _private_folder(file.parent) as folder:
        written = folder / file.name
        _write(copy, written, tables, views.read_text(encoding="utf-8"))
        written.chmod(mode)
        os.utime(written, (now.timestamp(), now.timestamp()))
        _sync(written)
        written.replace(file)
        _sync(file.parent)


def _write(copy: Path, file: Path, tables: Mapping[str, str], views: str) -> None:
    with connect(file) as connection:
        connection.execute(f"ATTACH {quoted(copy)} AS live (READ_ONLY)")
        # One commit for all: one a table takes twice as long.
        connection.execute("BEGIN")
        connection.execute("CREATE SCHEMA record")
        for table, select in tables.items():
            connection.execute(f"CREATE TABLE record.{table} AS {select.format(table=table)}")
        connection.execute(views)
        connection.execute("COMMIT")


def _remove_left_over(parent: Path, now: datetime) -> None:
    """Make the folder, and remove from it what a killed process left an hour ago or earlier."""
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{_PREFIX}*"):
        if left.stat().st_mtime < (now - _LEFT_OVER).timestamp():
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _private_folder(parent: Path) -> Iterator[Path]:
    """Yield a folder nobody else may enter, on the disk of `parent`, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=parent) as folder:
        yield Path(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
