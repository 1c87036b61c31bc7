"""The published files: what stands in them, what must not, and what happens when the disk is full."""

import os
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from schemas.alert import Message
from schemas.errors import PublishError
from schemas.words import AlertState
from store.copied import PUBLIC, TEAM
from store.database import Database
from store.declared import save_sources
from store.documents import save_poll
from store.events import save_events
from store.outbox import add_alerts, save_alert
from store.publish import publish
from store.rows import replace_all, to_row
from store.runs import open_issue, save_run
from tests.samples import NOW, alert, case, document, event, run_report, source, state, watch

# Words that stand in the team's rows and nowhere else.
CANARIES = (
    "#secret-channel",
    "secret-route",
    "secret-firm",
    "secret text",
    "secret note",
    "the secret issue of a channel",
)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "published" / "events.duckdb"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return tmp_path / "published" / "team.duckdb"


def fill(database: Database) -> None:
    with database.transaction() as connection:
        save_sources(connection, [source()])
        save_poll(connection, state(), [document()], [], [], NOW)
        save_events(connection, [event()], [], [case()])
        route = watch("secret-route", channel="#secret-channel", companies=("secret-firm",))
        replace_all(connection, "record.watches", [to_row(route)])
        told = alert(
            channel="#secret-channel",
            routes=("secret-route",),
            companies=("secret-firm",),
            message=Message(text="secret text"),
        )
        add_alerts(connection, [told])
        taken = {"state": AlertState.SENDING, "lease_owner": "owner-of-the-lease"}
        save_alert(connection, told.model_copy(update=taken), None)
        save_run(connection, run_report(notes=("secret note",)))
        open_issue(connection, "slack", "refused", "the secret issue of a channel", NOW)


def rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_facts_are_in_the_public_file(database: Database, public: Path, team: Path) -> None:
    fill(database)
    with database.transaction() as connection:
        open_issue(connection, "acm-news", "poll", "the feed is empty", NOW)
    publish(database, public, team, NOW)
    assert rows(public, "SELECT event_id, targets, standing FROM events") == [("e1", ["OpenAI"], "Confirmed")]
    assert rows(public, "SELECT open_issues FROM source_health") == [(["the feed is empty"],)]


@pytest.mark.parametrize(
    ("known", "issue", "state_shown"),
    [
        ({"proven": True}, None, "watched"),
        ({"proven": True}, "0 items where at least 1 are normal", "degraded"),
        ({"proven": False}, "0 items where at least 1 are normal", "not yet watched"),
        ({"proven": True, "failures_in_a_row": 1}, "HTTP 503", "failing"),
    ],
)
def test_a_source_is_shown_watched_only_when_it_gives_what_is_declared(
    database: Database, public: Path, team: Path, known: dict[str, object], issue: str | None, state_shown: str
) -> None:
    with database.transaction() as connection:
        save_sources(connection, [source()])
        save_poll(connection, state(**known), [], [], [], NOW)
        if issue is not None:
            open_issue(connection, "acm-news", "poll", issue, NOW)
    publish(database, public, team, NOW)
    assert rows(public, "SELECT state FROM source_health") == [(state_shown,)]


def test_the_teams_rows_are_in_its_own_file(database: Database, public: Path, team: Path) -> None:
    fill(database)
    publish(database, public, team, NOW)
    assert rows(team, "SELECT channel, watches, text, state FROM alert_log") == [
        ("#secret-channel", ["secret-route"], "secret text", "sending")
    ]
    assert rows(team, "SELECT watch_id FROM watches") == [("secret-route",)]


def test_no_byte_of_the_watchlist_is_in_the_public_file(database: Database, public: Path, team: Path) -> None:
    fill(database)
    publish(database, public, team, NOW)
    open_bytes, team_bytes = public.read_bytes(), team.read_bytes()
    for canary in CANARIES:
        assert canary.encode() in team_bytes, "the search finds what is there"
        assert canary.encode() not in open_bytes


def test_no_lease_is_published(database: Database, public: Path, team: Path) -> None:
    fill(database)
    publish(database, public, team, NOW)
    assert b"owner-of-the-lease" in database.path.read_bytes()
    assert b"owner-of-the-lease" not in public.read_bytes() + team.read_bytes()


def test_every_table_is_published_or_kept_back_on_purpose(database: Database) -> None:
    with database.transaction() as connection:
        found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'record'")
        tables = {row[0] for row in found.fetchall()}
    kept = {"baselines", "erasures", "backfills", "backfill_documents", "reread_events", "event_keys"}
    own = {"watches", "watched_companies", "watch_changes", "alerts", "feedback", "holds", "threads", "mutes"}
    own |= {"case_edits"}
    assert tables - PUBLIC - set(TEAM) == kept
    assert tables - PUBLIC == kept | own


def test_the_teams_file_is_for_its_owner_alone(database: Database, public: Path, team: Path) -> None:
    publish(database, public, team, NOW)
    assert team.stat().st_mode & 0o777 == 0o600
    assert public.stat().st_mode & 0o777 == 0o644


def test_nothing_is_left_behind_and_the_time_is_told(database: Database, public: Path, team: Path) -> None:
    publish(database, public, team, NOW)
    assert sorted(os.listdir(public.parent)) == ["events.duckdb", "team.duckdb"]
    assert public.stat().st_mtime == NOW.timestamp()


def test_what_a_killed_process_left_is_removed_after_an_hour(database: Database, public: Path, team: Path) -> None:
    for name, age in (("old", timedelta(hours=2)), ("new", timedelta(minutes=5))):
        left = public.parent / f".publishing-{name}"
        left.mkdir(parents=True)
        (left / "live.duckdb").write_text("half")
        os.utime(left, ((NOW - age).timestamp(), (NOW - age).timestamp()))
    publish(database, public, team, NOW)
    assert sorted(os.listdir(public.parent)) == [".publishing-new", "events.duckdb", "team.duckdb"]


def test_a_reader_keeps_the_snapshot_it_opened(database: Database, public: Path, team: Path) -> None:
    fill(database)
    publish(database, public, team, NOW)
    with duckdb.connect(str(public), read_only=True) as reader:
        with database.transaction() as connection:
            save_events(connection, [event("e2")], [], [])
        publish(database, public, team, NOW)
        assert reader.execute("SELECT count(*) FROM events").fetchall() == [(1,)]
    assert rows(public, "SELECT count(*) FROM events") == [(2,)]


def test_a_failure_leaves_the_snapshot_from_before(database: Database, public: Path, tmp_path: Path) -> None:
    team = tmp_path / "published" / "team.duckdb"
    publish(database, public, team, NOW)
    before = public.read_bytes()
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder")
    with pytest.raises(PublishError, match="still stands"):
        publish(database, blocked / "events.duckdb", team, NOW)
    assert public.read_bytes() == before
    assert sorted(os.listdir(public.parent)) == ["events.duckdb", "team.duckdb"]


def test_the_live_file_goes_on_after_publishing(database: Database, public: Path, team: Path) -> None:
    for number in range(3):
        with database.transaction() as connection:
            save_events(connection, [event(f"e{number}")], [], [])
        publish(database, public, team, NOW)
    assert rows(public, "SELECT count(*) FROM events") == [(3,)]


def test_a_path_with_a_quote_is_a_path(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / 'the team\'s "files"'
    publish(database, folder / "events.duckdb", folder / "team.duckdb", NOW)
    assert rows(folder / "events.duckdb", "SELECT count(*) FROM cases") == [(0,)]


def test_old_clients_can_read_the_snapshot(database: Database, public: Path, team: Path) -> None:
    publish(database, public, team, NOW)
    for file in (public, team):
        assert "v1.5" in str(rows(file, "SELECT tags FROM duckdb_databases() WHERE NOT internal"))
