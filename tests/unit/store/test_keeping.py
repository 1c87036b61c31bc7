"""Backups are whole, restoring loses nothing, and verify finds what does not hang together."""

import os
import shutil
from pathlib import Path

import pytest

from schemas.errors import StoreBusyError, StoreError
from store.database import Database, connect
from store.documents import save_poll
from store.events import load_event, save_events
from store.keeping import back_up, restore, verify, verify_published
from store.publish import publish
from store.readings import save_reading
from tests.samples import NOW, case, document, event, finding, link, reading, state, stored_finding, version


def fill(database: Database) -> None:
    first = document(current=version(title="ACM investigates OpenAI", read_at=NOW))
    with database.transaction() as connection:
        save_poll(connection, state(), [first], [], [], NOW)
        save_reading(connection, first, reading(findings=(finding(),)), [stored_finding()], NOW)
        save_events(connection, [event()], [link()], [case()])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = Database(tmp_path_factory.mktemp("whole") / "casewatch.duckdb")
    fill(database)
    return database.path


def test_a_whole_record_is_clean(database: Database, tmp_path: Path) -> None:
    fill(database)
    publish(database, tmp_path / "events.duckdb", tmp_path / "team.duckdb", NOW)
    assert verify(database.path) == []
    assert verify_published(tmp_path / "events.duckdb") == []


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("DELETE FROM record.document_versions", "documents without the version they name"),
        ("DELETE FROM record.documents", "versions of no document"),
        ("DELETE FROM record.readings", "findings of no reading"),
        ("UPDATE record.document_versions SET title = 'Other words'", "evidence is not the words"),
        ("DELETE FROM record.cases", "events of no case"),
        ("DELETE FROM record.events", "links of no event"),
        ("DELETE FROM record.findings", "links of no finding"),
        ("UPDATE record.cases SET merged_into = 'gone'", "merged cases whose other is not there"),
        ("UPDATE record.schema_version SET version = 99", "no record this casewatch knows"),
    ],
)
def test_what_does_not_hang_together_is_found(whole: Path, tmp_path: Path, sql: str, found: str) -> None:
    file = Path(shutil.copy(whole, tmp_path))
    with connect(file) as connection:
        connection.execute(sql)
    assert any(found in problem for problem in verify(file))


def test_a_damaged_file_is_found(database: Database, tmp_path: Path) -> None:
    fill(database)
    assert "no such file" in verify(tmp_path / "none.duckdb")[0]
    content = bytearray(database.path.read_bytes())
    for place in range(4096 * 3, len(content), 512):
        content[place] ^= 0xFF
    damaged = tmp_path / "damaged.duckdb"
    damaged.write_bytes(content)
    assert verify(damaged)


def test_damage_is_found_wherever_it_is_and_never_raised(whole: Path, tmp_path: Path) -> None:
    content, block = whole.read_bytes(), 262144
    with connect(Path(shutil.copy(whole, tmp_path / "whole.duckdb"))) as connection:
        sizes = "SELECT used_blocks, free_blocks FROM pragma_database_size() WHERE database_name = current_database()"
        ((used, free),) = connection.execute(sizes).fetchall()
    found = []
    for start in range(4096 * 3, len(content), block):
        damaged = bytearray(content)
        damaged[start + 1000] ^= 0xFF
        (tmp_path / "damaged.duckdb").write_bytes(damaged)
        found.append(verify(tmp_path / "damaged.duckdb"))
    assert len(found) == used + free
    # Unseen stay blocks that hold nothing, the keys of empty tables, and the lookup of events, which is no key.
    assert sum(map(bool, found)) >= used - 5
    assert any("keys of" in problem for problems in found for problem in problems), "an index is looked into"


def test_a_backup_is_put_back(database: Database, tmp_path: Path) -> None:
    fill(database)
    backup = tmp_path / "backups" / "one.duckdb"
    back_up(database, backup)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert os.listdir(backup.parent) == ["one.duckdb"]
    with database.transaction() as connection:
        save_events(connection, [event("e2")], [], [])
    kept = restore(backup, database, NOW)
    assert kept is not None
    with database.transaction() as connection:
        assert load_event(connection, "e1") is not None
        assert load_event(connection, "e2") is None
    with Database(kept).transaction() as connection:
        assert load_event(connection, "e2") is not None, "the file from before is kept whole"


def test_a_backup_is_put_where_nothing_is(database: Database, tmp_path: Path) -> None:
    fill(database)
    back_up(database, tmp_path / "backup.duckdb")
    elsewhere = Database(tmp_path / "new" / "casewatch.duckdb")
    assert restore(tmp_path / "backup.duckdb", elsewhere, NOW) is None
    assert verify(elsewhere.path) == []


def test_a_broken_live_file_is_replaced_with_its_log(database: Database, tmp_path: Path) -> None:
    fill(database)
    back_up(database, tmp_path / "backup.duckdb")
    database.path.write_bytes(b"broken" * 1000)
    log = Path(f"{database.path}.wal")
    log.write_bytes(b"a log that belongs to the broken file")
    kept = restore(tmp_path / "backup.duckdb", database, NOW)
    assert kept is not None
    assert kept.read_bytes().startswith(b"broken")
    assert verify(database.path) == []


def test_a_broken_backup_is_not_put_back(database: Database, tmp_path: Path) -> None:
    fill(database)
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"broken" * 1000)
    with pytest.raises(StoreError, match="nothing was restored"):
        restore(broken, database, NOW)
    assert verify(database.path) == []


def test_an_empty_file_is_whole_but_no_backup(database: Database, tmp_path: Path) -> None:
    connect(tmp_path / "empty.duckdb").close()
    assert verify(tmp_path / "empty.duckdb") == []
    with pytest.raises(StoreError, match="there is no record in it"):
        restore(tmp_path / "empty.duckdb", database, NOW)


def test_a_file_in_use_is_not_replaced(database: Database, tmp_path: Path) -> None:
    fill(database)
    back_up(database, tmp_path / "backup.duckdb")
    with connect(database.path), pytest.raises(StoreBusyError):
        restore(tmp_path / "backup.duckdb", Database(database.path, wait_seconds=0), NOW)
