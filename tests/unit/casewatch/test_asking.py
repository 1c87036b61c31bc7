"""What `casewatch sql` prints and writes."""

from pathlib import Path

import pytest

from casewatch.asking import ask
from schemas.errors import QueryError
from schemas.settings import Settings

SQL = "SELECT event_id, targets FROM events ORDER BY event_id"


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
def test_the_rows_can_be_a_file(
    published: Settings, tmp_path: Path, form: str | None, name: str, begins: bytes
) -> None:
    assert ask(published, SQL, form, tmp_path / name, 100, 10.0) == f"{tmp_path / name}: 2 rows"
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("form", [None, "csv", "json"])
def test_what_is_cut_says_so(published: Settings, tmp_path: Path, form: str | None) -> None:
    assert ask(published, SQL, form, None, 1, 10.0).endswith("(cut after 1 rows: see --max-rows)")
    assert ask(published, SQL, form, tmp_path / "rows", 1, 10.0).endswith("1 rows (cut after 1 rows: see --max-rows)")


def test_what_cannot_be_printed_or_written_is_told(published: Settings, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="name a file with --output"):
        ask(published, SQL, "parquet", None, 100, 10.0)
    with pytest.raises(QueryError, match="no format 'yaml'"):
        ask(published, SQL, "yaml", None, 100, 10.0)
    for name in ("rows.csv", "rows.parquet"):
        with pytest.raises(QueryError):
            ask(published, SQL, None, tmp_path / "no folder" / name, 100, 10.0)


def test_without_a_query_views_columns_and_examples_are_listed(published: Settings) -> None:
    listed = ask(published, None, None, None, 100, 10.0)
    assert "events: One row a step of an authority towards named firms." in listed
    assert "standing          Reported (press alone), Confirmed" in listed
    assert listed.count("  e.g. SELECT") == 22
