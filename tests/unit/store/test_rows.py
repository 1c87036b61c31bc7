"""Tables and models hold the same: a new field without a column is met here, not in the night."""

import duckdb
import pytest
from pydantic import BaseModel

from schemas.alert import Alert
from schemas.document import Document, DocumentVersion
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.finding import Finding, Mention, NearMiss, Reading
from schemas.report import Issue, RunReport, SourceReport
from schemas.source import FeedState
from schemas.watch import Watch
from store.database import Connection
from store.feed_states import load_states, save_state
from store.rows import append, column_types, fetch, insert, replace_all, upsert
from store.runs import open_issue, open_issues
from tests.samples import NOW, alert, event, finding, run_report, state

# Table, models whose fields are its columns, columns of the table's own, fields kept elsewhere.
TABLES: list[tuple[str, list[type[BaseModel]], set[str], set[str]]] = [
    ("alerts", [Alert], {"number"}, set()),
    ("cases", [Case], set(), set()),
    ("document_versions", [DocumentVersion], {"read_tries", "next_read", "erased_at"}, set()),
    ("documents", [Document], {"version"}, {"current"}),
    ("event_findings", [EventFinding], set(), set()),
    ("events", [Event], set(), set()),
    ("feed_states", [FeedState], {"failing_since"}, set()),
    ("findings", [StoredFinding, Finding], {"place", "publishing_authority"}, {"finding"}),
    ("issues", [Issue], set(), set()),
    ("mentions", [Mention], {"place", "document", "version", "extractor"}, set()),
    ("near_misses", [NearMiss], {"place", "document", "version", "extractor"}, set()),
    ("readings", [Reading], {"version", "analysed_at"}, {"findings", "mentions", "near_misses"}),
    ("runs", [RunReport], set(), {"sources"}),
    ("source_reports", [SourceReport], {"run", "place"}, set()),
    ("watches", [Watch], set(), set()),
]


@pytest.mark.parametrize(("table", "models", "own", "elsewhere"), TABLES, ids=[row[0] for row in TABLES])
def test_a_table_has_a_column_for_every_field(
    connection: Connection, table: str, models: list[type[BaseModel]], own: set[str], elsewhere: set[str]
) -> None:
    fields = {name for model in models for name in model.model_fields}
    assert set(column_types(connection, f"record.{table}")) == fields - elsewhere | own


@pytest.mark.parametrize(
    ("table", "column", "model"),
    [
        ("events", "parties", event().parties[0]),
        ("events", "evidence", event().evidence),
        ("findings", "parties", finding().parties[0]),
        ("findings", "evidence", finding().evidence),
        ("alerts", "message", alert().message),
        ("runs", "delivery", run_report().delivery),
    ],
)
def test_a_nested_column_has_every_field_in_order(
    connection: Connection, table: str, column: str, model: BaseModel
) -> None:
    kind = column_types(connection, f"record.{table}")[column]
    places = [kind.find(f'"{name}" ') if f'"{name}" ' in kind else kind.find(f"{name} ") for name in
              type(model).model_fields]  # fmt: skip
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["offset", "show"])
def test_no_column_has_a_name_that_must_be_quoted_in_duckdb_2(connection: Connection, name: str) -> None:
    found = connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE column_name = ? AND schema_name = 'record'", [name]
    ).fetchall()
    assert found == []


def test_half_a_surrogate_pair_becomes_one_replacement_character(connection: Connection) -> None:
    save_state(connection, state("a", error="x\ud800y", etag="😀"))
    assert load_states(connection)["a"].error == "x\ufffdy"
    assert load_states(connection)["a"].etag == "😀"
    open_issue(connection, "a", "poll", "half \udfff", NOW)
    assert open_issues(connection)[0].text == "half \ufffd"


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("record.schema_version", {"version": "many"}),
        ("record.authority_names", {"id": "a", "name": None}),
        ("record.runs", {"id": "a", "started": "yesterday"}),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_not_made_null(
    connection: Connection, table: str, row: dict[str, object]
) -> None:
    with pytest.raises(duckdb.Error):
        insert(connection, table, [row])


def test_a_number_that_json_cannot_spell_is_refused(connection: Connection) -> None:
    with pytest.raises(ValueError, match="JSON"):
        insert(connection, "record.mentions", [{"score": float("nan")}])


def test_rows_are_appended_whole_with_letters_that_can_be_stored(connection: Connection) -> None:
    append(connection, "record.company_names", ("id", "name"), [("a", "half \ud800 pair, é"), ("b", "plain")])
    assert fetch(connection, "FROM record.company_names ORDER BY id") == [
        {"id": "a", "name": "half \ufffd pair, é"},
        {"id": "b", "name": "plain"},
    ]


def test_a_key_that_is_there_is_not_appended_again(connection: Connection) -> None:
    append(connection, "record.company_names", ("id", "name"), [("a", "A")])
    with pytest.raises(duckdb.ConstraintException):
        append(connection, "record.company_names", ("id", "name"), [("b", "B"), ("a", "Other")])
    assert fetch(connection, "FROM record.company_names") == [{"id": "a", "name": "A"}]


def test_nothing_to_insert_is_nothing_done(connection: Connection) -> None:
    append(connection, "record.company_names", ("id", "name"), [])
    insert(connection, "record.company_names", [])
    upsert(connection, "record.company_names", "id", [])
    replace_all(connection, "record.company_names", [])
    assert fetch(connection, "FROM record.company_names") == []
