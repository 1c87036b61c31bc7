"""A file of every schema there ever was opens, and holds what it held."""

import shutil
from pathlib import Path

import pytest

from store.database import Connection, Database
from store.documents import find_document
from store.events import event_findings, load_case, load_event
from store.feed_states import load_states
from store.migrating import MIGRATIONS, schema_version
from store.outbox import load_alert
from store.readings import load_reading
from store.rows import fetch
from store.runs import last_runs, open_issues

FOLDER = Path(__file__).parents[2] / "data" / "store"
RELEASES = {"0.1.0": "v1.duckdb"}
"""The file of the schema each release wrote."""

NEWEST = len(list(MIGRATIONS.glob("*.sql")))

COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default FROM duckdb_columns()
    WHERE schema_name = 'record' ORDER BY ALL
"""


def test_there_is_a_file_of_every_release() -> None:
    missing = [release for release, name in RELEASES.items() if not (FOLDER / name).exists()]
    assert missing == [], "python tests/data/store/make.py"


@pytest.fixture(params=sorted(FOLDER.glob("v*.duckdb")), ids=lambda file: file.stem)
def past(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    return Database(Path(shutil.copy(request.param, tmp_path)))


def test_a_past_file_becomes_a_present_one(past: Database, connection: Connection) -> None:
    with past.transaction() as migrated:
        assert schema_version(migrated) == NEWEST
        assert fetch(migrated, COLUMNS) == fetch(connection, COLUMNS), (
            "a migration that was released is changed: add a new one instead "
            "(before the first release: run python tests/data/store/make.py)"
        )


def test_a_past_file_keeps_what_it_held(past: Database) -> None:
    with past.transaction() as connection:
        document = find_document(connection, "d1")
        assert document is not None
        assert document.current.text == "The text."
        assert load_states(connection)["acm-news"].etag == '"1"'
        assert load_event(connection, "e1") is not None
        assert load_case(connection, "c1") is not None
        assert len(event_findings(connection, "e1")) == 1
        assert load_reading(connection, "d1", 1) is not None
        assert load_alert(connection, "a1") is not None
        assert len(last_runs(connection, 5)) == len(open_issues(connection)) == 1
