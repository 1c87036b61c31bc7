"""The live file: who may open it, what a transaction keeps, and which schemas it may have."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import duckdb
import pytest

from schemas.errors import StoreBusyError, StoreError, StoreVersionError
from store.database import CONFIG, LONGEST_HELD, Connection, Database
from store.feed_states import load_states, save_state
from store.migrating import MIGRATIONS, migrate, schema_version
from tests.samples import state

HOLDER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A file that is still to be made: how it is made is the subject here."""
    return Database(tmp_path / "live" / "casewatch.duckdb")


@pytest.fixture
def holder(database: Database) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the file until its standard input is closed."""
    with database.transaction():
        pass
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.communicate()


def test_what_is_committed_is_there_for_the_next(database: Database) -> None:
    with database.transaction() as connection:
        save_state(connection, state("a"))
    with database.transaction() as connection:
        assert set(load_states(connection)) == {"a"}


def test_an_exception_rolls_everything_back(database: Database) -> None:
    def save_and_fail() -> None:
        with database.transaction() as connection:
            save_state(connection, state("a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    with database.transaction() as connection:
        assert load_states(connection) == {}


def test_the_live_file_is_for_its_owner_alone(database: Database) -> None:
    with database.transaction():
        pass
    assert database.path.stat().st_mode & 0o777 == 0o600


def test_times_come_back_in_utc_wherever_the_machine_stands(database: Database) -> None:
    with database.transaction() as connection:
        assert connection.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]


def test_threads_take_turns(database: Database) -> None:
    def count_up() -> None:
        for _ in range(10):
            with database.transaction() as connection:
                known = load_states(connection).get("a", state("a"))
                more = known.model_copy(update={"failures_in_a_row": known.failures_in_a_row + 1})
                save_state(connection, more)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.transaction() as connection:
        assert load_states(connection)["a"].failures_in_a_row == 40


def test_the_open_file_goes_on_to_a_thread_that_waits_and_is_closed_by_the_last(database: Database) -> None:
    used: list[Connection] = []

    def use(_number: int) -> None:
        with database.transaction() as connection:
            used.append(connection)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(80)))
    assert len({id(connection) for connection in used}) < len(used) == 80
    with Database(database.path, wait_seconds=0).transaction() as connection:
        assert connection not in used


def test_a_process_whose_threads_never_rest_makes_way_for_others(tmp_path: Path) -> None:
    time, naps = count(), list[float]()
    database = Database(tmp_path / "casewatch.duckdb", sleep=naps.append, clock=lambda: float(next(time)))

    def use(_number: int) -> Connection:
        with database.transaction() as connection:
            return connection

    with ThreadPoolExecutor(8) as pool:
        used = list(pool.map(use, range(80)))
    assert len({id(connection) for connection in used}) > 80 / LONGEST_HELD / 2
    assert naps
    assert min(naps) > 0.25, "longer than others wait between two tries"


def test_a_transaction_that_fails_hands_nothing_on(database: Database) -> None:
    def fail() -> None:
        with database.transaction():
            raise ZeroDivisionError

    with ThreadPoolExecutor(4) as pool:
        failures = [pool.submit(fail).exception() for _ in range(20)]
    assert all(isinstance(failure, ZeroDivisionError) for failure in failures)
    with Database(database.path, wait_seconds=0).transaction() as connection:
        assert load_states(connection) == {}


def test_a_transaction_inside_a_transaction_is_an_error_not_a_standstill(database: Database) -> None:
    inner = database.transaction()
    with database.transaction(), pytest.raises(RuntimeError, match="inside a transaction"):
        inner.__enter__()


def test_a_held_file_is_waited_for_and_then_its_holder_is_named(
    database: Database, holder: "subprocess.Popen[str]"
) -> None:
    naps: list[float] = []
    waiting = Database(database.path, wait_seconds=2.0, sleep=naps.append)
    with pytest.raises(StoreBusyError, match=rf"PID {holder.pid}\b"), waiting.transaction():
        pass
    assert sum(naps) == pytest.approx(2.0)


def test_a_file_let_go_in_time_is_opened(database: Database, holder: "subprocess.Popen[str]") -> None:
    def let_go(_seconds: float) -> None:
        holder.communicate()

    with Database(database.path, wait_seconds=2.0, sleep=let_go).transaction() as connection:
        assert load_states(connection) == {}


def test_a_thread_waiting_for_another_process_lets_go_of_its_turn(
    database: Database, holder: "subprocess.Popen[str]"
) -> None:
    impatient = Database(database.path, wait_seconds=0)
    for _ in range(2):
        with pytest.raises(StoreBusyError), impatient.transaction():
            pass


def test_two_stores_of_one_process_on_one_file_do_not_mix(database: Database) -> None:
    impatient = Database(database.path, wait_seconds=0)
    with database.transaction() as connection:
        save_state(connection, state("a"))
        with pytest.raises(StoreBusyError, match="another part of this process"):
            impatient.transaction().__enter__()


def test_a_file_that_is_no_database_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "casewatch.duckdb"
    file.write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError, match=r"casewatch\.duckdb: cannot be opened"), Database(file).transaction():
        pass
    assert file.read_bytes() == b"no database " * 1000


def test_an_empty_file_left_by_a_full_disk_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "casewatch.duckdb"
    file.touch()
    with Database(file).transaction() as connection:
        assert load_states(connection) == {}


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(StoreError, match="data"), Database(tmp_path / "data" / "x.duckdb").transaction():
        pass


def test_a_file_deleted_between_two_runs_is_made_anew(database: Database) -> None:
    with database.transaction() as connection:
        save_state(connection, state("a"))
    database.path.unlink()
    with database.transaction() as connection:
        assert load_states(connection) == {}


def test_a_newer_file_is_refused_and_left_alone(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("UPDATE record.schema_version SET version = 9999")
    with pytest.raises(StoreVersionError, match="newer casewatch"), Database(database.path).transaction():
        pass
    with duckdb.connect(str(database.path)) as connection:
        assert schema_version(connection) == 9999


def test_each_migration_has_a_number_of_its_own() -> None:
    numbers = [int(script.name[:4]) for script in sorted(MIGRATIONS.glob("*.sql"))]
    assert numbers[0] == 1
    assert len(set(numbers)) == len(numbers)


def test_only_the_missing_migrations_are_made_each_whole(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    folder.mkdir()
    first = "CREATE SCHEMA record; CREATE TABLE record.schema_version AS SELECT 0 AS version"
    (folder / "0001_first.sql").write_text(first)
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        migrate(connection, tmp_path, folder)
        (folder / "0002_second.sql").write_text("CREATE TABLE a (x INTEGER); SELECT * FROM missing")
        with pytest.raises(duckdb.CatalogException):
            migrate(connection, tmp_path, folder)
        assert schema_version(connection) == 1
        (folder / "0002_second.sql").write_text("CREATE TABLE a (x INTEGER)")
        migrate(connection, tmp_path, folder)
        migrate(connection, tmp_path, folder)
        assert schema_version(connection) == 2
        assert connection.execute("SELECT count(*) FROM a").fetchall() == [(0,)]


def test_old_clients_can_read_the_file(database: Database) -> None:
    with database.transaction() as connection:
        tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert "v1.5" in str(tags)


def test_every_table_says_what_it_holds(connection: Connection) -> None:
    silent = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'record' AND comment IS NULL"
    ).fetchall()
    assert silent == []


def test_a_commit_does_not_write_a_whole_year_of_texts_again(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO record.company_names SELECT i, i FROM range(20000) t(i)")
    with database.opened() as connection:
        groups = connection.execute(
            "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('record.company_names')"
        ).fetchall()
    assert groups == [(3,)], "three groups of at most 8,192 rows, not one of 122,880"
