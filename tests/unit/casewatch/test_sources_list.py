"""`casewatch sources list`: what is declared, and whether it was ever read."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casewatch.main import app
from feeds.registry import load_sources
from schemas.source import FeedState
from store.database import Database
from store.declared import save_sources
from store.documents import save_poll
from store.publish import publish

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def listed(folder: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["sources", "list", "--data", str(folder), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_before_the_first_run_every_source_is_unproven(tmp_path: Path) -> None:
    rows = json.loads(listed(tmp_path, "--json"))
    assert [row["id"] for row in rows] == [source.id for source in load_sources()]
    assert {(row["proof"], row["proven"], row["state"]) for row in rows} == {("unproven", False, "not yet watched")}
    assert listed(tmp_path).count("not yet watched (unproven)") == len(rows)


@pytest.mark.parametrize(
    ("proven", "proof", "state", "told"),
    [
        (False, "unproven", "not yet watched", "not yet watched (unproven)"),
        (True, "proven", "watched", "watched, read 2026-11-20 09:00"),
    ],
)
def test_a_live_poll_that_met_the_declaration_proves_a_source(
    proven: bool, proof: str, state: str, told: str, tmp_path: Path
) -> None:
    database = Database(tmp_path / "live.duckdb")
    source = load_sources()[0]
    with database.transaction() as connection:
        save_sources(connection, [source])
        answered = FeedState(source=source.id, last_poll=NOW, last_success=NOW, proven=proven)
        save_poll(connection, answered, [], [], [], NOW)
    published = tmp_path / "published"
    publish(database, published / "events.duckdb", published / "team.duckdb", NOW)
    rows = {row["id"]: row for row in json.loads(listed(tmp_path, "--json"))}
    assert (rows[source.id]["proof"], rows[source.id]["state"]) == (proof, state)
    [line] = [line for line in listed(tmp_path).splitlines() if line.startswith(f"{source.id} ")]
    assert told in line
