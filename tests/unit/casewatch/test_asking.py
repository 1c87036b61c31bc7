"""What `casewatch sql` prints and writes."""

from pathlib import Path

import pytest

from casewatch.asking import ask
from schemas.errors import QueryError
from schemas.settings import Settings
from store.database import Database
from store.events import save_events
from store.publish import publish
from tests.samples import NOW, case, event

SQL = "SELECT event_id, targets FROM events ORDER BY event_id"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(data_folder=tmp_path_factory.mktemp("asked"))
    database = Database(settings.live_file)
    with database.transaction() as connection:
        save_events(connection, [event("e1"), event("e2")], [], [case()])
    publish(database, settings.public_file, settings.team_file, NOW)
    return settings


@pytest.mark.parametrize(
    ("form", "name", "begins"),
    [
        pytest.param(None, "rows.csv", b"event_id,targets", id="CSV by its ending"),
        pytest.param(None, "rows.json", b'[{"event_id": "e1"', id="JSON by its ending"),
        pytest.param(None, "rows.parquet", b"PAR1", id="Parquet by its ending"),
        pytest.param("parquet", "rows.txt", b"PAR1", id="the format overrules the ending"),
        pytest.param(None, "rows.txt", b"event_id  targets", id="a table"),
    ],
)
def test_the_rows_can_be_a_file(settings: Settings, tmp_path: Path, form: str | None, name: str, begins: bytes) -> None:
    assert ask(settings, SQL, form, tmp_path / name, 100, 10.0) == f"{tmp_path / name}: 2 rows"
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("form", [None, "csv", "json"])
def test_what_is_cut_says_so(settings: Settings, tmp_path: Path, form: str | None) -> None:
    assert ask(settings, SQL, form, None, 1, 10.0).endswith("(cut after 1 rows: see --max-rows)")
    assert ask(settings, SQL, form, tmp_path / "rows", 1, 10.0).endswith("1 rows (cut after 1 rows: see --max-rows)")


def test_what_cannot_be_printed_or_written_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="name a file with --output"):
        ask(settings, SQL, "parquet", None, 100, 10.0)
    with pytest.raises(QueryError, match="no format 'yaml'"):
        ask(settings, SQL, "yaml", None, 100, 10.0)
    for name in ("rows.csv", "rows.parquet"):
        with pytest.raises(QueryError):
            ask(settings, SQL, None, tmp_path / "no folder" / name, 100, 10.0)


def test_without_a_query_views_columns_and_examples_are_listed(settings: Settings) -> None:
    listed = ask(settings, None, None, None, 100, 10.0)
    assert "events: One row a step of an authority towards named firms." in listed
    assert "standing          Reported (press alone), Confirmed" in listed
    assert listed.count("  e.g. SELECT") == 22
