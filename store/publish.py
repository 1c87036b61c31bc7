"""The files other people read: a snapshot of public facts, and one of the team's own rows.

Both are made of chosen tables and moved over the old ones, so a reader sees the file before or the file after. The
public one is a copy of the one before in which the pieces that changed are written again (store/prepared.py); it is
made from nothing when there is none, when casewatch makes it of other things than before, or when texts were erased.
They are never a copy of the live file with tables dropped: DuckDB keeps the bytes of a dropped table in the blocks it
frees, and the watchlist tells whom a legal team fears.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from schemas.errors import PublishError
from store.columns import describe_columns
from store.copied import SMALL, TEAM
from store.database import Connection, Database, attached, detach, quoted, start_engine
from store.prepared import PIECES, Piece
from store.rows import count

FOLDER = Path(__file__).parent

_PREFIX = ".publishing-"
_LEFT_OVER = timedelta(hours=1)

_BLANK: dict[Callable[[Connection], None], bytes] = {}
"""What _put_blank has made."""


def publish(database: Database, public_file: Path, team_file: Path, now: datetime, *, anew: bool = False) -> None:
    """Write both snapshots and move them over the old ones.

    The live file is held only while it is copied; `now` becomes the snapshots' modification time. `anew` makes the
    public one from nothing, whatever stands there.
    Raises PublishError when the disk is full or a folder cannot be written (the files from before still
    stand), and what Database.opened raises.
    """
    try:
        for parent in {public_file.parent, team_file.parent}:
            _remove_left_over(parent, now)
        with _private_folder(public_file.parent) as folder:
            copy = folder / "live.duckdb"
            _copy(database, copy)
            # The one entered last is moved first: an alert in the team's file then always finds its event.
            with (
                _replaced(team_file, 0o600, now) as team,
                _replaced(public_file, 0o644, now) as public,
            ):
                _write(copy, public, team, None if anew else public_file)
    except (OSError, duckdb.Error) as error:
        raise PublishError(
            f"{public_file.parent}: the snapshot could not be published, the one before still stands: {error}"
        ) from error


def _write(live: Path, public: Path, team: Path, before: Path | None) -> None:
    try:
        # One engine for both: to start another takes longer than to write the team's file.
        with start_engine(live) as engine:
            write_public(engine, live, public, before)
            _write_team(engine, live, team)
    except duckdb.FatalException:
        # What is wrong with the file before can put an end to the engine.
        if before is None:
            raise
        _write(live, public, team, None)


def write_public(engine: Connection, live: Path, file: Path, before: Path | None) -> bool:
    """Write the public facts of a live file to `file`, starting from the snapshot `before` if that is possible.

    Return whether it was. Raises OSError or duckdb.Error.
    """
    if before is not None and _write_changes(engine, live, file, before):
        return True
    _put_blank(engine, live, file, _make_public)
    with _writing(engine, live, file) as connection:
        _write_pieces(connection)
        connection.execute("INSERT INTO record.made_of VALUES (?)", [_definition(connection)])
    return False


def _write_changes(engine: Connection, live: Path, file: Path, before: Path) -> bool:
    """Write only what changed into a copy of the snapshot before; return False when that is not possible."""
    if not before.exists():
        return False
    shutil.copyfile(before, file)
    try:
        with _writing(engine, live, file) as connection:
            found = connection.execute("SELECT definition FROM record.made_of").fetchall()
            if found != [(_definition(connection),)]:
                return False
            _write_pieces(connection)
    except duckdb.Error:
        # A file of another casewatch, or a broken one: it is made from nothing.
        return False
    return True


def _write_pieces(connection: Connection) -> None:
    for piece in PIECES:
        write_piece(connection, piece)
    for table, select in SMALL.items():
        connection.execute(f"CREATE OR REPLACE TABLE record.{table} AS {select.format(table=table)}")


def write_piece(connection: Connection, piece: Piece) -> int:
    """Bring the tables of a piece up to date; return how many pieces were written or removed."""
    keeper, key = next(iter(piece.tables)), ", ".join(piece.key)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE present AS {piece.digests}")
    gone = count(
        connection,
        f"CREATE OR REPLACE TEMP TABLE gone AS "
        f"SELECT {key} FROM record.{keeper} ANTI JOIN present USING ({key}, digest)",
    )
    changed = count(
        connection,
        f"CREATE OR REPLACE TEMP TABLE changed AS "
        f"SELECT * FROM present ANTI JOIN record.{keeper} USING ({key}, digest)",
    )
    for table, select in piece.tables.items():
        if gone:
            same = " AND ".join(f"{table}.{name} = gone.{name}" for name in piece.key)
            connection.execute(f"DELETE FROM record.{table} USING gone WHERE {same}")
        if changed:
            connection.execute(f"INSERT INTO record.{table} BY NAME {select}")
    return gone + changed


def _put_blank(engine: Connection, live: Path, file: Path, make: Callable[[Connection], None]) -> None:
    """Put the file that `make` gives before any row is in it, made once a process: its views take longest."""
    if make in _BLANK:
        file.write_bytes(_BLANK[make])
        return
    file.unlink(missing_ok=True)
    with _writing(engine, live, file) as connection:
        make(connection)
    _BLANK[make] = file.read_bytes()


def _make_public(connection: Connection) -> None:
    connection.execute("CREATE SCHEMA record; CREATE TABLE record.made_of (definition VARCHAR)")
    for piece in PIECES:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE changed AS {piece.digests} LIMIT 0")
        _make_tables(connection, piece.tables)
    _make_tables(connection, SMALL)
    _make_views(connection, "views.sql")


def _make_team(connection: Connection) -> None:
    connection.execute("CREATE SCHEMA record")
    _make_tables(connection, TEAM)
    _make_views(connection, "team_views.sql")


def _make_tables(connection: Connection, tables: Mapping[str, str]) -> None:
    for table, select in tables.items():
        connection.execute(f"CREATE TABLE record.{table} AS {select.format(table=table)} LIMIT 0")


def _definition(connection: Connection) -> str:
    """Return what a public file is made of: another definition is another file.

    What was erased is part of it: DuckDB keeps the bytes of a changed row until their block is used again.
    """
    erased = connection.execute("SELECT count(erased_at), max(erased_at) FROM live.record.document_versions").fetchall()
    words = [(FOLDER / name).read_text(encoding="utf-8") for name in ("views.sql", "columns.toml")]
    return hashlib.sha256(repr((PIECES, SMALL, words, duckdb.__version__, erased)).encode()).hexdigest()


def _make_views(connection: Connection, script: str) -> None:
    connection.execute((FOLDER / script).read_text(encoding="utf-8"))
    describe_columns(connection)


@contextmanager
def _writing(engine: Connection, live: Path, file: Path) -> Iterator[Connection]:
    """Yield a connection to `file` with the live file attached, in one transaction, committed at the end."""
    with attached(engine.cursor(), file) as connection:
        try:
            connection.execute(f"ATTACH {quoted(live)} AS live (READ_ONLY)")
            # One commit for all: one a table takes twice as long.
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        finally:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            connection.execute("DETACH DATABASE IF EXISTS live")
            detach(connection)


def _write_team(engine: Connection, live: Path, file: Path) -> None:
    _put_blank(engine, live, file, _make_team)
    with _writing(engine, live, file) as connection:
        for table, select in TEAM.items():
            connection.execute(f"INSERT INTO record.{table} {select.format(table=table)}")


def _copy(database: Database, copy: Path) -> None:
    with database.opened() as connection:
        # Nothing is left in the write-ahead log, and nobody else can write until the file is closed.
        connection.execute("CHECKPOINT")
        shutil.copyfile(database.path, copy)


@contextmanager
def _replaced(file: Path, mode: int, now: datetime) -> Iterator[Path]:
    """Yield where to write a file; at the end it is on the disk and stands in the place of `file`."""
    with _private_folder(file.parent) as folder:
        written = folder / file.name
        yield written
        written.chmod(mode)
        os.utime(written, (now.timestamp(), now.timestamp()))
        _sync(written)
        written.replace(file)
        _sync(file.parent)


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
