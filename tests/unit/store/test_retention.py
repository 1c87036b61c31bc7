"""What is erased after its time, what is kept, and what a hold keeps."""

import os
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from schemas.errors import StoreError
from schemas.retention import Erased, Hold, Retention
from store.database import Database
from store.documents import find_document, save_poll
from store.events import save_events
from store.keeping import verify
from store.publish import publish
from store.readings import save_reading
from store.rereadings import to_read_again
from store.retention import erase_expired, expired, hold, is_retention_due, list_holds, release
from store.rows import fetch
from tests.samples import NOW, case, document, event, finding, link, reading, state, stored_finding, version

POLICY = Retention(press_text_days=30, person_days=100, raw_days=10)
LATER = NOW + timedelta(days=31)
SECRET = "a paragraph that must go after its time"


def fill(database: Database) -> None:
    with database.transaction() as connection:
        for name, official in (("press", False), ("official", True), ("unread", False)):
            current = version(
                name, title="ACM investigates OpenAI", text=f"{SECRET}: {name}", summary=SECRET, read_at=NOW
            )
            each = document(name, official=official, current=current)
            save_poll(connection, state(), [each], [], [], NOW)
            if name != "unread":
                told = stored_finding(f"f-{name}", document=name, official=official)
                save_reading(connection, each, reading(name, findings=(finding(),)), [told], NOW)
        save_events(connection, [event(document="press")], [link(finding="f-press")], [case()])
        connection.execute(
            "INSERT INTO record.feedback VALUES ('b', 'a', 'e1', 'relevant', 'Jo Example', ?, 'thank you')", [NOW]
        )


def texts(database: Database) -> dict[str, str]:
    with database.transaction() as connection:
        rows = fetch(connection, "SELECT document, text FROM record.document_versions WHERE text <> ''")
    return {row["document"]: row["text"] for row in rows}


def place(subject: str) -> Hold:
    return Hold(subject=subject, reason="a court asked", held_by="legal", held_at=NOW)


def test_of_a_press_text_headline_link_evidence_and_hash_stay(database: Database, tmp_path: Path) -> None:
    fill(database)
    assert erase_expired(database, POLICY, tmp_path / "raw", LATER) == Erased(texts=1)
    assert set(texts(database)) == {"official", "unread"}, "what is not read yet is read first"
    with database.transaction() as connection:
        press = find_document(connection, "press")
        assert press is not None
        assert (press.current.title, press.current.content_hash) == ("ACM investigates OpenAI", "hash")
        assert press.url
        ((evidence,),) = connection.execute("SELECT evidence.text FROM record.findings WHERE id = 'f-press'").fetchall()
        assert evidence == "ACM investigates OpenAI"
        assert to_read_again(connection, "another extractor", ()) == ("official",), "an erased text tells nothing"
    assert verify(database.path) == []


def test_no_byte_of_an_erased_text_stays_in_a_file(database: Database, tmp_path: Path) -> None:
    fill(database)
    files = tmp_path / "events.duckdb", tmp_path / "team.duckdb"
    publish(database, *files, NOW)
    gone = f"{SECRET}: press".encode()
    assert gone in files[0].read_bytes(), "the search finds what is there"
    erase_expired(database, POLICY, tmp_path / "raw", LATER)
    publish(database, *files, LATER)
    assert gone not in database.path.read_bytes() + files[0].read_bytes()
    assert set(texts(database)) == {"official", "unread"}


def test_an_erasing_that_was_cut_off_is_finished_the_next_time(database: Database, tmp_path: Path) -> None:
    fill(database)
    gone = f"{SECRET}: press".encode()
    in_the_way = database.path.with_name(f".{database.path.name}.anew")
    in_the_way.mkdir()
    with pytest.raises(StoreError, match="cannot be written anew"):
        erase_expired(database, POLICY, tmp_path / "raw", LATER)
    assert set(texts(database)) == {"official", "unread"}
    assert gone in database.path.read_bytes(), "the bytes are still there, and nothing is left to erase"
    in_the_way.rmdir()
    # What an attempt leaves that ran out of disk: it is of no new file.
    in_the_way.with_name(f"{in_the_way.name}.wal").write_bytes(b"a log")
    assert erase_expired(database, POLICY, tmp_path / "raw", LATER) == Erased()
    assert gone not in database.path.read_bytes()
    assert set(texts(database)) == {"official", "unread"}
    assert verify(database.path) == []
    assert {file.name for file in database.path.parent.iterdir()} == {database.path.name}


def test_the_file_written_anew_is_the_same_file(database: Database, tmp_path: Path) -> None:
    fill(database)
    shape = "SELECT table_name, column_name, data_type, is_nullable, column_default, comment FROM duckdb_columns() \
        WHERE schema_name = 'record' ORDER BY ALL"
    keys = "SELECT table_name, constraint_text FROM duckdb_constraints() WHERE schema_name = 'record' ORDER BY ALL"
    with database.transaction() as connection:
        before = fetch(connection, shape), fetch(connection, keys)
    erase_expired(database, POLICY, tmp_path / "raw", LATER)
    with database.transaction() as connection:
        assert (fetch(connection, shape), fetch(connection, keys)) == before
    assert database.path.stat().st_mode & 0o777 == 0o600
    with duckdb.connect(str(database.path), read_only=True) as connection:
        assert "v1.5" in str(connection.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall())


@pytest.mark.parametrize("subject", ["press", "c1", "all"])
def test_a_hold_overrules_the_policy(database: Database, tmp_path: Path, subject: str) -> None:
    fill(database)
    with database.transaction() as connection:
        assert hold(connection, place(subject))
        assert not hold(connection, place(subject)), "it is held already"
        assert [held.subject for held in list_holds(connection)] == [subject]
    assert erase_expired(database, POLICY, tmp_path / "raw", LATER).texts == 0
    with database.transaction() as connection:
        assert release(connection, subject)
        assert not release(connection, subject)
    assert erase_expired(database, POLICY, tmp_path / "raw", LATER).texts == 1


def test_only_what_is_there_can_be_held(database: Database) -> None:
    with database.transaction() as connection, pytest.raises(LookupError, match="no document and no case 'c9'"):
        hold(connection, place("c9"))


def test_who_gave_feedback_is_forgotten_and_the_verdict_stays(database: Database, tmp_path: Path) -> None:
    fill(database)
    after = NOW + timedelta(days=101)
    assert erase_expired(database, POLICY, tmp_path / "raw", after).persons == 1
    with database.transaction() as connection:
        assert connection.execute("SELECT verdict, given_by, note FROM record.feedback").fetchall() == [
            ("relevant", "", "")
        ]
    assert b"Jo Example" not in database.path.read_bytes()


def test_raw_bodies_go_after_their_time_and_stay_while_anything_is_held(database: Database, tmp_path: Path) -> None:
    fill(database)
    raw = tmp_path / "raw"
    for name, days in (("ab/old", 11), ("ab/new", 9)):
        body = raw / name
        body.parent.mkdir(parents=True, exist_ok=True)
        body.write_text("body")
        os.utime(body, ((NOW - timedelta(days=days)).timestamp(),) * 2)
    with database.transaction() as connection:
        hold(connection, place("c1"))
    assert erase_expired(database, POLICY, raw, NOW).raw_bodies == 0
    with database.transaction() as connection:
        release(connection, "c1")
        assert expired(connection, POLICY, raw, NOW).raw_bodies == 1
    assert erase_expired(database, POLICY, raw, NOW) == Erased(raw_bodies=1)
    assert [body.name for body in raw.rglob("*") if body.is_file()] == ["new"]


def test_without_a_policy_everything_stays(database: Database, tmp_path: Path) -> None:
    fill(database)
    forever = Retention(press_text_days=None, person_days=None, raw_days=None)
    assert erase_expired(database, forever, tmp_path / "raw", NOW + timedelta(days=5000)) == Erased()


def test_it_is_done_once_a_day(database: Database, tmp_path: Path) -> None:
    with database.transaction() as connection:
        assert is_retention_due(connection, NOW)
    erase_expired(database, POLICY, tmp_path / "raw", NOW)
    with database.transaction() as connection:
        assert not is_retention_due(connection, NOW + timedelta(hours=23))
        assert is_retention_due(connection, NOW + timedelta(hours=24))
