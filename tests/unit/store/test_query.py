"""SQL for everyone: the views answer, and every way out is closed."""

import shutil
import signal
import subprocess
import sys
import threading
import tomllib
from contextlib import chdir
from datetime import UTC, date, timedelta
from pathlib import Path

import duckdb
import pytest

from schemas.errors import QueryError
from schemas.finding import Amount, Party
from schemas.words import Role, Standing
from store.columns import FILE
from store.database import Database
from store.declared import save_names, save_sources
from store.documents import save_poll
from store.events import save_events
from store.locked import opened
from store.outbox import add_alerts
from store.publish import publish
from store.query import QueryResult, describe, export_parquet, run_query, run_sql
from store.readings import save_reading
from store.rows import replace_all, to_row
from store.runs import save_run
from tests.samples import (
    NOW,
    alert,
    case,
    document,
    event,
    finding,
    link,
    mention,
    near_miss,
    reading,
    run_report,
    source,
    state,
    stored_finding,
    version,
    watch,
)

TEAM_VIEWS = {"alert_log", "case_edits", "feedback", "holds", "mutes", "watch_changes", "watched_companies", "watches"}
VIEWS = {
    *TEAM_VIEWS,
    "cases",
    "company_exposure",
    "deadlines",
    "document_changes",
    "documents",
    "events",
    "findings",
    "mentions",
    "near_misses",
    "parties",
    "related_cases",
    "runs",
    "source_health",
    "timeline",
}

OTHER_ROWS = """
    INSERT INTO record.deadlines VALUES ('e1', 'comments', '2026-12-01', 'Comments by 1 December.', 'd1', 1, 0);
    INSERT INTO record.case_links VALUES ('c1', 'c9', 'same deal', 'the same parties', 'high', 'casewatch', now());
    INSERT INTO record.case_edits VALUES ('merge', 'c1', 'c9', [], 'one matter', 'anna', now());
    INSERT INTO record.relations VALUES ('microsoft', 'investor', 'openai', 'company', true);
    INSERT INTO record.company_names VALUES ('microsoft', 'Microsoft');
    INSERT INTO record.watched_companies VALUES ('ai-firms', 'openai');
    INSERT INTO record.watch_changes VALUES ('ai-firms', 'added', '{}', 'anna', now(), 'openai');
    INSERT INTO record.mutes VALUES ('c1', 'anna', now(), NULL, NULL);
    INSERT INTO record.holds VALUES ('c1', 'a court asked for it', 'legal', now());
    INSERT INTO record.feedback VALUES ('b1', 'a1', 'e1', 'relevant', 'somebody', now(), '');
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The published files of a small record."""
    folder = tmp_path_factory.mktemp("published")
    database = Database(folder / "live" / "casewatch.duckdb")
    with database.transaction() as connection:
        save_sources(connection, [source()])
        save_names(connection, {"nl-acm": "Authority for Consumers and Markets"}, {"openai": "OpenAI"})
        text = "Other matters. " * 20 + "Mistral AI was named. " + "More matters. " * 20
        first = document(current=version(title="ACM investigates OpenAI", text=text))
        save_poll(connection, state(proven=True), [first], [], [], NOW)
        changed = version(number=2, title="ACM opens case against OpenAI", text=text)
        save_poll(connection, state(proven=True), [], [changed], [], NOW + timedelta(hours=1))
        parties = (
            Party(name="OpenAI", company="openai", role=Role.TARGET),
            Party(name="A small firm", role=Role.COMPLAINANT),
        )
        read = reading(findings=(finding(),), mentions=(mention(),), near_misses=(near_miss(start=300, end=310),))
        save_reading(connection, first, read, [stored_finding()], NOW)
        step = event(
            parties=parties,
            amount=Amount(value=5e6, currency="EUR"),
            step_date=date(2026, 11, 20),
            standing=Standing.REPORTED,
        )
        save_events(connection, [step, event("e2", authority="other:A court")], [link()], [case()])
        add_alerts(connection, [alert(event="e1", subject="e1", companies=("openai",))])
        replace_all(connection, "record.watches", [to_row(watch())])
        save_run(connection, run_report())
        connection.execute(OTHER_ROWS)
    publish(database, folder / "events.duckdb", folder / "team.duckdb", NOW)
    return folder / "events.duckdb", folder / "team.duckdb"


def ask(files: tuple[Path, Path], sql: str) -> QueryResult:
    return run_sql(files[0], files[1], sql)


def test_a_view_answers_with_names_and_values(files: tuple[Path, Path]) -> None:
    result = ask(
        files,
        "SELECT authority, targets, complainants, amount, currency, standing, step_date "
        "FROM events WHERE event_id = 'e1'",
    )
    assert result.columns[:2] == ("authority", "targets")
    name = "Authority for Consumers and Markets"
    assert result.rows == ((name, ["OpenAI"], ["A small firm"], 5e6, "EUR", "Reported", date(2026, 11, 20)),)
    assert not result.truncated


def test_an_authority_that_is_not_listed_has_its_own_name(files: tuple[Path, Path]) -> None:
    assert ask(files, "SELECT authority FROM events WHERE event_id = 'e2'").rows == (("A court",),)


def test_times_are_in_utc(files: tuple[Path, Path]) -> None:
    ((seen,),) = ask(files, "SELECT first_seen FROM events LIMIT 1").rows
    assert seen == NOW
    assert seen.utcoffset() == NOW.astimezone(UTC).utcoffset()


def test_views_of_both_files_join_without_a_prefix(files: tuple[Path, Path]) -> None:
    sql = "SELECT l.channel, e.action FROM alert_log l JOIN events e USING (event_id)"
    assert ask(files, sql).rows == (("#legal", "opened"),)


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_view_answers(files: tuple[Path, Path], view: str) -> None:
    assert ask(files, f"SELECT * FROM {view}").rows, "the sample record has a row for each"


def test_a_changed_document_is_told_with_both_titles(files: tuple[Path, Path]) -> None:
    sql = "SELECT old_title, title, title_changed, text_changed FROM document_changes"
    expected = ("ACM investigates OpenAI", "ACM opens case against OpenAI", True, False)
    assert ask(files, sql).rows == (expected,)


def test_a_near_miss_shows_the_words_around_the_name(files: tuple[Path, Path]) -> None:
    ((words,),) = ask(files, "SELECT words FROM near_misses").rows
    assert "Mistral AI was named" in words
    assert len(words) == 210


def test_every_view_and_its_doubtful_columns_are_described(files: tuple[Path, Path]) -> None:
    views = describe(*files)
    assert {view.name for view in views} == VIEWS
    for view in views:
        assert view.comment
        assert view.columns
        assert set(view.column_comments) <= set(view.columns)
        assert run_sql(*files, view.example).columns


def test_every_column_is_described_in_the_files_themselves(files: tuple[Path, Path]) -> None:
    for view in describe(*files):
        assert set(view.column_comments) == set(view.columns), view.name


def test_no_description_is_of_a_column_that_is_not_there(files: tuple[Path, Path]) -> None:
    described = tomllib.loads(FILE.read_text("utf-8"))
    columns = {view.name: set(view.columns) for view in describe(*files)}
    everywhere = set().union(*columns.values())
    assert set(described.pop("every")) <= everywhere
    assert [(view, name) for view, named in described.items() for name in named if name not in columns[view]] == []


def test_a_firm_is_exposed_through_another(files: tuple[Path, Path]) -> None:
    sql = "SELECT company, basis, via, because FROM company_exposure WHERE event_id = 'e1' ORDER BY basis"
    assert ask(files, sql).rows == (
        ("Microsoft", "relation", "OpenAI", "Microsoft is investor in OpenAI"),
        ("OpenAI", "target", None, None),
    )


def test_what_a_query_gives_can_be_a_parquet_file(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "it's out.parquet"
    assert export_parquet(*files, "SELECT event_id, targets FROM events ORDER BY 1; ", out) == 2
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(out)).fetchall()
    assert rows == [("e1", ["OpenAI"]), ("e2", ["OpenAI"])]
    assert export_parquet(*files, "FROM events -- all", out, max_rows=1) == 1
    assert export_parquet(*files, "FROM events; -- all", out) == 2
    assert sorted(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT 1) TO '/tmp/casewatch-stolen.csv'; --", id="out of the parentheses"),
        pytest.param("SELECT * FROM read_text('/etc/passwd')", id="another file"),
        pytest.param("DELETE FROM record.events", id="delete"),
        pytest.param("SELECT broken FROM events", id="a column that is not there"),
    ],
)
def test_an_export_writes_that_file_and_no_other(files: tuple[Path, Path], tmp_path: Path, sql: str) -> None:
    out = tmp_path / "out.parquet"
    out.write_text("from before")
    with pytest.raises(QueryError):
        export_parquet(*files, sql, out)
    assert out.read_text() == "from before"
    assert sorted(tmp_path.iterdir()) == [out]
    assert not Path("/tmp/casewatch-stolen.csv").exists()


INTERRUPTED = """
import signal, sys
from pathlib import Path
from schemas.errors import QueryError
from store.query import run_sql
signal.signal(signal.SIGINT, signal.default_int_handler)
print("asking", flush=True)
sql = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range = -1"
try:
    run_sql(Path(sys.argv[1]), None, sql, seconds=60)
except QueryError as error:
    print(error)
"""


def test_control_c_stops_a_long_query(files: tuple[Path, Path]) -> None:
    asked = subprocess.Popen([sys.executable, "-c", INTERRUPTED, str(files[0])], stdout=subprocess.PIPE, text=True)
    assert asked.stdout is not None
    asked.stdout.readline()
    # The signal may come before the query runs or while it does: it ends either way.
    with pytest.raises(subprocess.TimeoutExpired):
        asked.wait(0.7)
    asked.send_signal(signal.SIGINT)
    assert asked.communicate(timeout=10)[0] == "the query was stopped\n"


def test_no_view_has_a_column_name_that_must_be_quoted(files: tuple[Path, Path]) -> None:
    reserved = {"at", "offset", "show", "end", "case", "table", "order", "group", "user", "to"}
    for view in describe(*files):
        assert not reserved & set(view.columns)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT * FROM read_csv('/etc/passwd')", id="read a file as CSV"),
        pytest.param("SELECT * FROM read_text('/etc/passwd')", id="read a file as text"),
        pytest.param("SELECT * FROM read_blob('/etc/passwd')", id="read a file as bytes"),
        pytest.param("SELECT * FROM '/etc/passwd'", id="a file name as a table"),
        pytest.param("SELECT * FROM glob('/*')", id="list a folder"),
        pytest.param("SELECT * FROM read_parquet('https://example.org/x')", id="the network"),
        pytest.param("SELECT * FROM read_duckdb('/tmp/x.duckdb')", id="another database as a table"),
        pytest.param("SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')", id="a query in a query"),
        pytest.param("SELECT * FROM sniff_csv('/etc/passwd')", id="sniff a file"),
        pytest.param("SELECT * FROM parquet_metadata('/etc/passwd')", id="a file's metadata"),
        pytest.param("COPY events TO '/tmp/casewatch-stolen.csv'", id="write a file"),
        pytest.param("EXPORT DATABASE '/tmp/casewatch-stolen'", id="write a folder"),
        pytest.param("ATTACH '/tmp/other.duckdb'", id="another database"),
        pytest.param("DETACH casewatch_team", id="detach"),
        pytest.param("USE casewatch_team", id="another default"),
        pytest.param("USE memory", id="the connection's own memory"),
        pytest.param("CREATE TABLE memory.main.mine AS FROM events", id="create in memory"),
        pytest.param("INSERT INTO memory.main.mine VALUES (1)", id="insert in memory"),
        pytest.param("CREATE OR REPLACE TEMP VIEW events AS SELECT 1", id="a view that hides a view"),
        pytest.param("PREPARE stolen AS SELECT 1", id="a prepared statement"),
        pytest.param("EXECUTE stolen", id="run a prepared statement"),
        pytest.param("SET VARIABLE mine = 1", id="a variable"),
        pytest.param("BEGIN", id="a transaction"),
        pytest.param("PRAGMA database_list", id="where the files are"),
        pytest.param("CREATE TEMP MACRO mine() AS 1", id="a macro for the moment"),
        pytest.param("VACUUM", id="vacuum"),
        pytest.param("ATTACH ':memory:' AS mine", id="more memory of one's own"),
        pytest.param("ATTACH 'https://example.org/x.duckdb' AS far (READ_ONLY)", id="a database on the network"),
        pytest.param("IMPORT DATABASE '/tmp'", id="read a folder"),
        pytest.param("COPY (SELECT 1) TO '/tmp/casewatch-stolen.csv'", id="write a query's rows"),
        pytest.param("COPY events FROM '/etc/passwd'", id="read a file into a view"),
        pytest.param("FROM read_json('/etc/passwd')", id="read a file as JSON"),
        pytest.param("FROM read_ndjson_objects('/etc/passwd')", id="read a file as JSON lines"),
        pytest.param("FROM read_parquet('/etc/passwd')", id="read a file as Parquet"),
        pytest.param("FROM parquet_schema('/etc/passwd')", id="a file's schema"),
        pytest.param("FROM parquet_kv_metadata('/etc/passwd')", id="a file's own words"),
        pytest.param("FROM read_csv('http://127.0.0.1:9/x')", id="this machine's network"),
        pytest.param("FROM query_table(['/etc/passwd'])", id="a file name as a table's name"),
        pytest.param("SELECT (SELECT content FROM read_text('/etc/passwd'))", id="a file within a SELECT"),
        pytest.param("EXPLAIN ANALYZE FROM read_text('/etc/passwd')", id="a file while explaining"),
        pytest.param("DESCRIBE FROM read_csv('/etc/passwd')", id="describe a file"),
        pytest.param("SUMMARIZE FROM read_csv('/etc/passwd')", id="summarize a file"),
        pytest.param("FROM duckdb_secrets(redact := false)", id="secrets in the open"),
        pytest.param("FORCE INSTALL httpfs FROM community", id="a community extension"),
        pytest.param("SET allow_community_extensions = true", id="allow community extensions"),
        pytest.param("SET lock_configuration = false", id="unlock the settings"),
        pytest.param("SET allowed_paths = ['/etc/passwd']", id="allow a path"),
        pytest.param("SET allowed_directories = ['/etc']", id="allow a folder"),
        pytest.param("SET search_path = 'memory'", id="another path of names"),
        pytest.param("SET home_directory = '/root'", id="another home"),
        pytest.param("SET temp_directory = '/tmp/casewatch-stolen'", id="a folder for spilling"),
        pytest.param("SET log_query_path = '/tmp/casewatch-stolen.csv'", id="a log of queries"),
        pytest.param("PRAGMA enable_profiling = 'json'", id="a profile"),
        pytest.param("CALL enable_logging(storage := 'file')", id="a log as a file"),
        pytest.param("COMMENT ON VIEW events IS 'x'", id="comment"),
        pytest.param("ALTER VIEW events RENAME TO gone", id="rename"),
        pytest.param("TRUNCATE record.events", id="empty a table"),
        pytest.param("MERGE INTO record.events USING (SELECT 1) ON true WHEN MATCHED THEN DELETE", id="merge"),
        pytest.param("INSTALL httpfs", id="an extension"),
        pytest.param("LOAD httpfs", id="load an extension"),
        pytest.param("SET enable_external_access = true", id="open the door"),
        pytest.param("RESET enable_external_access", id="open the door by resetting"),
        pytest.param("PRAGMA enable_external_access = true", id="open the door by pragma"),
        pytest.param("SET memory_limit = '1TB'", id="more memory"),
        pytest.param("DELETE FROM record.events", id="delete"),
        pytest.param("UPDATE record.events SET action = 'closed'", id="change"),
        pytest.param("WITH gone AS (DELETE FROM record.events RETURNING *) FROM gone", id="delete in a WITH"),
        pytest.param("DROP VIEW events", id="drop"),
        pytest.param("CREATE TABLE mine AS FROM events", id="create"),
        pytest.param("CREATE TEMP TABLE mine AS FROM events", id="create for the moment"),
        pytest.param("CREATE MACRO events() AS TABLE SELECT 1", id="a macro that hides a view"),
        pytest.param("CREATE SECRET (TYPE s3)", id="a secret"),
        pytest.param("CALL pragma_version()", id="call"),
        pytest.param("CHECKPOINT", id="checkpoint"),
        pytest.param("EXPLAIN ANALYZE DELETE FROM record.events", id="delete while explaining"),
        pytest.param("SELECT 1; DROP VIEW events", id="a second statement"),
        pytest.param("SELECT 1; SELECT 2", id="a second harmless statement"),
        pytest.param("", id="nothing"),
        pytest.param("-- only a comment", id="a comment"),
        pytest.param("SELEC 1", id="a slip"),
        pytest.param("SELECT * FROM files", id="a Python variable of the caller"),
        pytest.param("SELECT * FROM python_map_function()", id="a Python function"),
        pytest.param("SELECT getenv('HOME')", id="the environment"),
        pytest.param("CONNECT 'quack:127.0.0.1'", id="another server"),
        pytest.param("UPDATE EXTENSIONS", id="newer extensions"),
        pytest.param("EXPLAIN ANALYZE CREATE TABLE memory.main.mine AS SELECT 1", id="create while explaining"),
        pytest.param("EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/casewatch-stolen.csv'", id="write while explaining"),
        pytest.param("EXPLAIN /* so */ ANALYZE LOAD httpfs", id="load while explaining"),
        pytest.param("WITH x AS (COPY (SELECT 1) TO '/tmp/casewatch-stolen.csv') FROM x", id="write in a WITH"),
        pytest.param("WITH x AS (INSERT INTO record.events FROM record.events RETURNING *) FROM x", id="insert in one"),
        pytest.param(
            "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''/etc/passwd'')'))", id="JSON"
        ),
    ],
)
def test_what_is_refused(files: tuple[Path, Path], sql: str) -> None:
    before = [file.read_bytes() for file in files]
    with pytest.raises(QueryError):
        ask(files, sql)
    assert [file.read_bytes() for file in files] == before
    assert not Path("/tmp/casewatch-stolen.csv").exists()


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("WITH x AS (COPY (SELECT 1) TO '{}' (FORMAT csv)) FROM x", id="in a WITH"),
        pytest.param("EXPLAIN ANALYZE COPY (SELECT 1) TO '{}' (FORMAT csv)", id="while explaining"),
    ],
)
def test_no_query_writes_where_duckdb_keeps_what_it_cannot_hold(
    files: tuple[Path, Path], tmp_path: Path, sql: str
) -> None:
    # DuckDB leaves its own folder for that open, `.tmp` beside the user, whatever else is closed.
    (tmp_path / ".tmp").mkdir()
    with chdir(tmp_path), opened(*files) as connection:
        ((folder,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
        for place in (tmp_path / ".tmp", Path(folder)):
            with pytest.raises(QueryError):
                run_query(connection, sql.format(place / "stolen.csv"), 10, 10.0)
            assert list(place.iterdir()) == []
    assert not Path(folder).exists()


def test_names_that_come_twice_are_told_apart(files: tuple[Path, Path]) -> None:
    assert ask(files, "SELECT 1 AS a, 2 AS a").columns == ("a", "a_1")


def test_a_pivot_without_values_is_told_what_it_needs(files: tuple[Path, Path]) -> None:
    with pytest.raises(QueryError, match="needs its values"):
        ask(files, "PIVOT events ON action USING count(*)")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1;",
        "SELECT 'é;-- x' AS ü; -- é;",
        "EXPLAIN (SELECT 1)",
        "EXPLAIN ANALYZE SELECT 1;",
        "/* why */ EXPLAIN (FORMAT json) SELECT 1",
        "PIVOT events ON action IN ('opened') USING count(*)",
        "TABLE events",
        "FROM events",
        "WITH e AS (FROM events) SELECT count(*) FROM e",
        "DESCRIBE events",
        "SUMMARIZE events",
        "SHOW TABLES",
        "EXPLAIN SELECT * FROM events",
        "VALUES (1)",
        "-- a comment\nSELECT 1",
    ],
)
def test_what_is_welcome(files: tuple[Path, Path], sql: str) -> None:
    assert ask(files, sql).columns


def test_a_missing_view_is_answered_with_the_nearest(files: tuple[Path, Path]) -> None:
    with pytest.raises(QueryError, match=r"no view event\. Did you mean events\? There are: alert_log"):
        ask(files, "SELECT * FROM event")


def test_a_missing_column_is_answered_with_candidates(files: tuple[Path, Path]) -> None:
    with pytest.raises(QueryError, match="target"):
        ask(files, "SELECT target FROM events")


def test_rows_are_cut_and_it_is_said(files: tuple[Path, Path]) -> None:
    result = run_sql(*files, "SELECT * FROM range(1000000000)", max_rows=5)
    assert result.rows == ((0,), (1,), (2,), (3,), (4,))
    assert result.truncated
    assert not run_sql(*files, "SELECT * FROM range(5)", max_rows=5).truncated


def test_a_runaway_query_is_stopped(files: tuple[Path, Path]) -> None:
    sql = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range = -1"
    before = threading.active_count()
    with pytest.raises(QueryError, match=r"longer than 0\.2 seconds"):
        run_sql(*files, sql, seconds=0.2)
    assert threading.active_count() <= before


def test_a_greedy_query_is_stopped(files: tuple[Path, Path]) -> None:
    with pytest.raises(QueryError, match="memory"):
        ask(files, "SELECT list(range || repeat('x', 1000)) FROM range(5000000)")


def test_before_the_first_run_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="nothing published yet, run `casewatch run`"):
        run_sql(tmp_path / "events.duckdb", None, "SELECT 1")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "events.duckdb"
    broken.write_bytes(b"broken" * 1000)
    with pytest.raises(QueryError, match=r"events\.duckdb: cannot be opened"):
        run_sql(broken, None, "SELECT 1")


def test_without_the_teams_file_the_facts_still_answer(files: tuple[Path, Path], tmp_path: Path) -> None:
    for team in (None, tmp_path / "none.duckdb"):
        assert run_sql(files[0], team, "SELECT count(*) FROM events").rows == ((2,),)
        with pytest.raises(QueryError, match="no view alert_log"):
            run_sql(files[0], team, "SELECT * FROM alert_log")
        assert {view.name for view in describe(files[0], team)} == VIEWS - TEAM_VIEWS


def test_names_of_files_may_hold_anything(files: tuple[Path, Path], tmp_path: Path) -> None:
    odd = tmp_path / 'it\'s "odd", this'
    odd.mkdir()
    public, team = odd / 'a, b\'s "c".duckdb', odd / "t'e\"am.duckdb"
    shutil.copy(files[0], public)
    shutil.copy(files[1], team)
    sql = "SELECT count(*) FROM alert_log JOIN events USING (event_id)"
    assert run_sql(public, team, sql).rows == ((1,),)


def test_the_module_is_light() -> None:
    code = "import sys, store.query; print([m for m in ('pydantic', 'numpy', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
