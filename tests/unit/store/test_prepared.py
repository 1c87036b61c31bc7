"""Publishing what changed gives the very file that publishing everything gives."""

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from store.copied import PUBLIC
from store.database import Connection, Database
from store.declared import save_names, save_sources
from store.documents import save_poll
from store.events import save_events
from store.publish import publish, write_public
from store.readings import save_reading
from tests import samples
from tests.samples import NOW

CHANGES = {
    "an event is changed": "UPDATE record.events SET action = 'decision' WHERE id = 'e1'",
    "an event moves to another case": """UPDATE record.events SET "case" = 'c2' WHERE id = 'e1'""",
    "an event is removed": "DELETE FROM record.events WHERE id = 'e1'",
    "parties are changed": "UPDATE record.events SET parties = [] WHERE id = 'e1'",
    "a case is merged": "UPDATE record.cases SET merged_into = 'c2' WHERE id = 'c1'",
    "a case is renamed": "UPDATE record.cases SET title = 'Another name'",
    "an authority is renamed": "UPDATE record.authority_names SET name = 'The new name'",
    "a source is renamed": "UPDATE record.sources SET name = 'The new name'",
    "a document moves": "UPDATE record.documents SET url = 'https://acm.example/moved' WHERE id = 'd1'",
    "a text is changed": "UPDATE record.document_versions SET text = 'other words' WHERE document = 'd1'",
    "a text is erased": "UPDATE record.document_versions SET text = '', erased_at = now() WHERE document = 'd1'",
    "a change is described": "INSERT INTO record.document_changes VALUES ('d1', 2, now(), 'edited', '-a', ['dates'])",
    "a link is explained otherwise": "UPDATE record.event_findings SET why = 'by hand'",
    "a link is removed": "DELETE FROM record.event_findings",
    "a mention is removed": "DELETE FROM record.mentions",
    "a finding is changed": "UPDATE record.findings SET rule = 'another'",
    "a near miss is explained otherwise": "UPDATE record.near_misses SET reason = 'another' WHERE document = 'd2'",
    "a newer reading": "INSERT INTO record.readings VALUES ('d1', 2, '9', 'en', now())",
    "a reading is removed": "DELETE FROM record.readings WHERE document = 'd2'",
    "everything is removed": "DELETE FROM record.documents; DELETE FROM record.document_versions;"
    "DELETE FROM record.readings; DELETE FROM record.findings; DELETE FROM record.events; DELETE FROM record.cases",
    "nothing": "SELECT 1",
}


def fill(database: Database) -> None:
    with database.transaction() as connection:
        save_sources(connection, [samples.source()])
        save_names(connection, {"nl-acm": "Authority for Consumers and Markets"}, {"openai": "OpenAI"})
        documents = [
            samples.document(name, current=samples.version(name, text="Mistral AI was named.")) for name in ("d1", "d2")
        ]
        save_poll(connection, samples.state(), documents, [], [], NOW)
        save_poll(
            connection, samples.state(), [], [samples.version("d1", 2, text="Edited.")], [], NOW + timedelta(hours=1)
        )
        for each in documents:
            said = samples.reading(
                each.id,
                findings=(samples.finding(),),
                mentions=(samples.mention(),),
                near_misses=(samples.near_miss(),),
            )
            save_reading(connection, each, said, [samples.stored_finding(f"f-{each.id}", document=each.id)], NOW)
        events = [samples.event(), samples.event("e2", case="c2", document="d2")]
        links = [samples.link(finding="f-d1"), samples.link("e2", "f-d2")]
        save_events(connection, events, links, [samples.case(), samples.case("c2")])


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return {
            table: connection.execute(f"SELECT * FROM record.{table} ORDER BY ALL").fetchall()
            for table in sorted(PUBLIC)
        }


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Database, Path]:
    folder = tmp_path_factory.mktemp("before")
    database = Database(folder / "casewatch.duckdb")
    fill(database)
    publish(database, folder / "events.duckdb", folder / "team.duckdb", NOW)
    return database, folder / "events.duckdb"


def test_all_that_changed_is_published(engine: Connection, before: tuple[Database, Path], tmp_path: Path) -> None:
    changes = [sql for name, sql in CHANGES.items() if name not in ("everything is removed", "a text is erased")]
    test_what_changed_is_published(engine, before, tmp_path, ";".join(changes))


@pytest.mark.slow
@pytest.mark.parametrize("change", [pytest.param(sql, id=name) for name, sql in CHANGES.items()])
def test_what_changed_is_published(
    engine: Connection, before: tuple[Database, Path], tmp_path: Path, change: str
) -> None:
    live = tmp_path / "live.duckdb"
    live.write_bytes(before[0].path.read_bytes())
    with Database(live).transaction() as connection:
        connection.execute(change)
    started_from = write_public(engine, live, tmp_path / "changed.duckdb", before[1])
    assert started_from == ("erased_at" not in change), "the bytes of an erased text must not be copied"
    write_public(engine, live, tmp_path / "anew.duckdb", None)
    assert contents(tmp_path / "changed.duckdb") == contents(tmp_path / "anew.duckdb")


@pytest.mark.parametrize("spoil", ["no file", "no database", "a bad block", "another casewatch's file", "other SQL"])
def test_a_file_that_cannot_be_started_from_is_made_anew(
    engine: Connection, before: tuple[Database, Path], tmp_path: Path, spoil: str
) -> None:
    old = tmp_path / "old.duckdb"
    if spoil == "no database":
        old.write_bytes(b"broken" * 1000)
    elif spoil == "a bad block":
        whole = before[1].read_bytes()
        old.write_bytes(whole[:16_384] + bytes(len(whole) - 16_384))
    elif spoil == "another casewatch's file":
        duckdb.connect(str(old)).close()
    elif spoil == "other SQL":
        old.write_bytes(before[1].read_bytes())
        with duckdb.connect(str(old)) as connection:
            connection.execute("UPDATE record.made_of SET definition = 'other'")
    assert not write_public(engine, before[0].path, tmp_path / "new.duckdb", old)
    assert contents(tmp_path / "new.duckdb") == contents(before[1])
