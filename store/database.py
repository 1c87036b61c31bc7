"""The live DuckDB file: opened for the short moments of load and save, by one process at a time."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import duckdb

from schemas.errors import StoreBusyError, StoreError
from store.migrating import migrate

Connection: TypeAlias = duckdb.DuckDBPyConnection

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # Files of storage v1.5.0 are also read by the DuckDB 1.5 tools lawyers' analysts have.
    "storage_compatibility_version": "v1.5.0",
    # A stray function name must not reach the network for an extension.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # A table name of ours must never be taken for a Python variable of the same name.
    "python_enable_replacements": False,
    "memory_limit": "1GB",
    "threads": 2,
}

# A commit that adds a row to a table writes its last row group again: with DuckDB's 122,880 rows a group, two
# seconds for a record of 100,000 documents, with 8,192 rows some 20 milliseconds.
ROW_GROUP_SIZE = 8192

_PAUSE_SECONDS = 0.25

LONGEST_HELD = 5.0
"""Seconds the threads of a process hand the file on to each other before another process may have it."""


class Database:
    """The live file. Threads of this process take turns; other processes are waited for."""

    def __init__(
        self,
        path: Path,
        wait_seconds: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = path
        self._tries = 1 + int(wait_seconds / _PAUSE_SECONDS)
        self._sleep, self._clock = sleep, clock
        self._turn = threading.Lock()
        self._waiting: set[int] = set()
        self._holder: int | None = None
        self._engine: Connection | None = None
        self._left_open: Connection | None = None
        self._held_since = 0.0
        self._migrated = False

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[Connection]:
        """Yield a connection inside one transaction: committed at the end; without `keep`, or on an error, rolled back.

        Raises StoreBusyError when another process keeps the file, StoreVersionError when the file is of
        a newer casewatch, StoreError when it cannot be opened or written.
        """
        with self._lent(hand_on=True) as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            except BaseException:
                # After an error that invalidates the connection there is nothing left to roll back.
                with suppress(duckdb.Error):
                    connection.execute("ROLLBACK")
                raise
            self._end(connection, "COMMIT" if keep else "ROLLBACK")

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """Yield a connection of the migrated file without a transaction; errors as in `transaction`."""
        with self._lent(hand_on=False) as connection:
            yield connection

    @contextmanager
    def _lent(self, *, hand_on: bool) -> Iterator[Connection]:
        """Yield the connection of this turn, and close it, or leave it open for a thread that waits.

        To attach the file and let it go costs as much as half a dozen small transactions.
        """
        with self._in_turn():
            connection, self._left_open = self._left_open or self._connect(), None
            try:
                if not self._migrated:
                    migrate(connection, self.path)
                    self._migrated = True
                yield connection
                if hand_on and self._waiting and self._clock() - self._held_since < LONGEST_HELD:
                    self._left_open = connection
            except duckdb.IOException as error:
                raise StoreError(f"{self.path}: cannot be read or written: {error}") from error
            finally:
                if self._left_open is None:
                    self._let_go(connection)
                    self._make_way()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("a transaction inside a transaction would wait for itself for ever")
        self._waiting.add(me)
        try:
            self._turn.acquire()
        finally:
            self._waiting.discard(me)
        self._holder = me
        try:
            yield
        finally:
            self._holder = None
            self._turn.release()

    def _connect(self) -> Connection:
        new = _prepare_place(self.path)
        if new:
            self._migrated = False
        connection = self._connect_waiting()
        self._held_since = self._clock()
        if new:
            # The file holds the watchlist, and a watchlist tells whom a legal team fears.
            self.path.chmod(0o600)
        return connection

    def _connect_waiting(self) -> Connection:
        # To start an engine takes eight times as long as to attach a file to one that runs.
        self._engine = self._engine or start_engine(self.path)
        for left in reversed(range(self._tries)):
            try:
                return attached(self._engine.cursor(), self.path)
            except duckdb.Error as error:
                if not _is_busy(error):
                    raise StoreError(f"{self.path}: cannot be opened: {error}") from error
                if not left:
                    raise StoreBusyError(_busy_message(self.path, str(error))) from error
                self._sleep(_PAUSE_SECONDS)
        raise AssertionError("the loop returns or raises")

    def _make_way(self) -> None:
        """After a long time leave the file free until every process that waits has tried to open it."""
        if self._waiting and self._clock() - self._held_since >= LONGEST_HELD:
            self._sleep(_PAUSE_SECONDS * 1.2)

    def _let_go(self, connection: Connection) -> None:
        """Give the file free for other processes; an engine that cannot is ended, which frees it too."""
        try:
            detach(connection)
        except duckdb.Error:
            engine, self._engine = self._engine, None
            if engine:
                engine.close()
        finally:
            connection.close()

    def _end(self, connection: Connection, how: str) -> None:
        try:
            connection.execute(how)
        except duckdb.Error as error:
            # A full disk, mostly: then DuckDB says so as a transaction error.
            raise StoreError(f"{self.path}: nothing was saved: {error}") from error


def connect(path: Path) -> Connection:
    """Return a connection whose default database is the file, made when it is not there; times are in UTC.

    Raises duckdb.Error when it cannot be opened.
    """
    return attached(start_engine(path), path)


def start_engine(path: Path) -> Connection:
    """Return a connection to a DuckDB that has no file yet; what it cannot hold in memory it keeps beside `path`."""
    engine = duckdb.connect(":memory:", config=CONFIG)
    engine.execute(f"SET temp_directory = {quoted(f'{path}.tmp')}")
    return engine


def attached(connection: Connection, path: Path) -> Connection:
    """Return the connection with the file, made when it is not there, as its default database; times are in UTC.

    Raises duckdb.Error when it cannot be opened; the connection is closed then.
    """
    try:
        # Only an attached file takes a row group size.
        connection.execute(f"ATTACH {quoted(path)} AS casewatch (ROW_GROUP_SIZE {ROW_GROUP_SIZE})")
        connection.execute("USE casewatch")
        connection.execute("SET TimeZone = 'UTC'")
    except BaseException:
        connection.close()
        raise
    return connection


def detach(connection: Connection) -> None:
    """Let go of an attached file: what was committed is written into it, and others may open it."""
    connection.execute("USE memory")
    connection.execute("DETACH casewatch")


def look_into(path: Path) -> None:
    """Open an existing file for reading and close it, changing nothing.

    Raises StoreBusyError when another process writes it just now, StoreError when it cannot be opened.
    """
    try:
        with duckdb.connect(":memory:", config=CONFIG) as connection:
            connection.execute(f"ATTACH {quoted(path)} AS casewatch (READ_ONLY)")
    except duckdb.Error as error:
        if _is_busy(error):
            raise StoreBusyError(_busy_message(path, str(error))) from error
        raise StoreError(f"{path}: cannot be opened: {error}") from error


def quoted(text: Path | str) -> str:
    """Return a text as an SQL literal, for the statements that take no parameters."""
    return "'" + str(text).replace("'", "''") + "'"


def _prepare_place(path: Path) -> bool:
    """Make the folder of a file that is still to be made; return whether it is."""
    try:
        if path.exists() and path.stat().st_size:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        # What a full disk leaves: an empty file, which DuckDB refuses.
        path.unlink(missing_ok=True)
        return True
    except OSError as error:
        raise StoreError(f"{path}: cannot be created: {error.strerror or error}") from error


def _is_busy(error: duckdb.Error) -> bool:
    return "Conflicting lock" in str(error) or "already attached" in str(error)


def _busy_message(path: Path, reason: str) -> str:
    found = re.search(r"PID (\d+)", reason)
    holder = f"process {found[1]} (PID {found[1]})" if found else "another part of this process"
    return f"{path}: {holder} holds the file; wait until it ends or stop it, then try again"
