"""The generated record of the store's benchmark fits the schema of today."""

from pathlib import Path

import pytest

from benchmarks.store import counts, view_milliseconds
from benchmarks.store_batch import NOW
from benchmarks.store_record import make_record
from store.publish import publish
from store.rows import count


@pytest.mark.slow
def test_a_small_record_is_made_published_and_asked(tmp_path: Path) -> None:
    database = make_record(tmp_path / "casewatch.duckdb", 1000)
    assert counts(database)["documents"] == 300
    with database.opened() as connection:
        for table in ("events", "cases", "findings", "mentions", "deadlines", "alerts", "feedback", "watches"):
            assert count(connection, f"SELECT count(*) FROM record.{table}"), table
    files = tmp_path / "events.duckdb", tmp_path / "team.duckdb"
    publish(database, *files, NOW)
    assert {"events", "timeline", "documents", "near_misses", "deadlines", "alert_log"} <= set(
        view_milliseconds(*files)
    )
