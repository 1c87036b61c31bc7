"""A file that is replaced while it is being opened: what is read is one version of it, never a mixture."""

import shutil
import threading
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest

from schemas.errors import QueryError
from store.keeping import verify_published
from store.locked import Connection, attach_whole
from store.query import run_sql

SIZES = (100, 200_000)
"""Rows of two versions that differ in how many blocks they have."""

SUMS = "SELECT (SELECT said FROM told) AS said, (SELECT count(*) FROM made) AS counted"


class Interrupted:
    """A connection to DuckDB before each of whose attachments somebody does something."""

    def __init__(self, connection: Connection, before: Callable[[], object]) -> None:
        self.connection, self.before = connection, before
        self.attached = 0

    def execute(self, sql: str) -> Any:
        """Do that, if it is an attachment, then what is asked."""
        if sql.startswith("ATTACH"):
            self.attached += 1
            self.before()
        return self.connection.execute(sql)


@pytest.fixture
def versions(tmp_path: Path) -> list[Path]:
    return [made(tmp_path / f"{rows}.duckdb", rows) for rows in SIZES]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "broken"
    file.write_bytes(b"no database" * 1000)
    return file


def made(file: Path, rows: int) -> Path:
    """Make a database of so many rows, which says how many they are."""
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"CREATE TABLE made AS SELECT range AS i, hash(range)::VARCHAR AS text FROM range({rows})")
        connection.execute(f"CREATE TABLE told AS SELECT {rows} AS said")
    return file


def moved(version: Path, file: Path) -> Path:
    """Move a copy of a version to where `file` stands."""
    return Path(shutil.copy(version, f"{file}.new")).replace(file)


def test_every_opening_gets_one_version_while_another_thread_replaces_the_file(
    versions: list[Path], tmp_path: Path
) -> None:
    """Without a second look one opening in twenty-five fails here."""
    file, over = tmp_path / "events.duckdb", threading.Event()
    moved(versions[0], file)

    def replace() -> None:
        for version in cycle(versions):
            if over.is_set():
                return
            moved(version, file)

    thread = threading.Thread(target=replace)
    thread.start()
    try:
        seen = {run_sql(file, None, SUMS).rows[0] for _ in range(150)}
    finally:
        over.set()
        thread.join()
    assert seen <= {(rows, rows) for rows in SIZES}


def attach_while_these_come(coming: list[Path], file: Path, connection: Connection) -> int:
    """Attach the file while the versions are moved there, one before each try; return how many tries it took."""
    left = iter(coming)

    def move_next() -> None:
        for version in islice(left, 1):
            moved(version, file)

    met = Interrupted(connection, move_next)
    attach_whole(cast(Connection, met), file, "casewatch")
    return met.attached


def test_what_was_replaced_meanwhile_is_opened_again(versions: list[Path], tmp_path: Path) -> None:
    file = moved(versions[0], tmp_path / "events.duckdb")
    with duckdb.connect(":memory:") as connection:
        assert attach_while_these_come([versions[1]], file, connection) == 2
        assert connection.execute("SELECT said FROM casewatch.told").fetchall() == [(SIZES[1],)]


def test_an_error_while_the_file_was_replaced_tells_nothing_of_the_new_one(
    versions: list[Path], broken: Path, tmp_path: Path
) -> None:
    file = moved(versions[0], tmp_path / "events.duckdb")
    with duckdb.connect(":memory:") as connection:
        assert attach_while_these_come([broken, broken, versions[1]], file, connection) == 4
        assert connection.execute("SELECT said FROM casewatch.told").fetchall() == [(SIZES[1],)]


def test_a_broken_file_is_an_error_at_once(broken: Path) -> None:
    with duckdb.connect(":memory:") as connection:
        met = Interrupted(connection, lambda: None)
        with pytest.raises(duckdb.Error):
            attach_whole(cast(Connection, met), broken, "casewatch")
    assert met.attached == 1


def test_a_file_replaced_at_every_try_is_told(versions: list[Path], tmp_path: Path) -> None:
    file = moved(versions[0], tmp_path / "events.duckdb")
    with duckdb.connect(":memory:") as connection, pytest.raises(QueryError, match=r"events\.duckdb: is replaced"):
        attach_while_these_come(versions * 20, file, connection)


def test_a_check_of_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    (problem,) = verify_published(tmp_path / "events.duckdb")
    assert "events.duckdb: cannot be opened" in problem
