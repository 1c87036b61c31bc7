"""Merges, splits and ties of cases, and the keys of events that were there before there were keys."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.event import CaseEdit, CaseLink
from schemas.keys import lookup_keys
from schemas.retention import Hold
from schemas.words import Confidence
from store.case_edits import absorb, kept_apart, note_edit, present_case, relate
from store.database import Connection, Database
from store.events import events_of_case, load_case, load_event, save_events
from store.gathered import alerts_of_case
from store.mutes import mute, muted_by, unmute
from store.outbox import add_alerts
from store.retention import hold, list_holds
from store.rows import fetch
from tests.samples import NOW, alert, case, event

PAST = Path(__file__).parents[2] / "data" / "store"


def tie(one: str, other: str) -> CaseLink:
    return CaseLink(
        case=one, other=other, relation="same deal", why="w", confidence=Confidence.HIGH, by="casewatch", at=NOW
    )


def test_a_merged_case_leads_to_the_other_however_often(connection: Connection) -> None:
    save_events(
        connection,
        [event("e1"), event("e2", case="c2"), event("e3", case="c3")],
        [],
        [case(), case("c2"), case("c3")],
    )
    for kept, gone in (("c2", "c3"), ("c1", "c2")):
        into, other = load_case(connection, kept), load_case(connection, gone)
        assert into
        assert other
        absorb(connection, into, other, "one matter", "anna", NOW)
    assert [step.id for step in events_of_case(connection, "c1")] == ["e1", "e2", "e3"]
    assert events_of_case(connection, "c2") == events_of_case(connection, "c3") == ()
    for name in ("c1", "c2", "c3"):
        found = present_case(connection, name)
        assert found
        assert found.id == "c1"
    assert present_case(connection, "c9") is None
    moved = load_event(connection, "e2")
    assert moved
    assert moved.case_why == "its case c2 was merged: one matter"


def test_holds_threads_and_ties_go_with_a_merged_case(connection: Connection) -> None:
    save_events(connection, [event(case="c2")], [], [case(), case("c2"), case("c3")])
    hold(connection, Hold(subject="c2", reason="suit", held_by="anna", held_at=NOW))
    connection.execute("INSERT INTO record.threads VALUES ('#legal', 'c2', '1.0', 'a1')")
    relate(connection, [tie("c2", "c3"), tie("c1", "c2")])
    absorb(connection, case(), case("c2"), "one matter", "anna", NOW)
    assert {held.subject for held in list_holds(connection)} == {"c1", "c2"}
    assert fetch(connection, 'SELECT "case", ts FROM record.threads WHERE "case" = \'c1\'') == [
        {"case": "c1", "ts": "1.0"}
    ]
    assert fetch(connection, 'SELECT "case", other FROM record.case_links') == [{"case": "c1", "other": "c3"}]


@pytest.mark.parametrize(
    ("muted", "after"),
    [
        pytest.param({"c2": "anna"}, "anna", id="it goes with its case"),
        pytest.param({"c1": "bert"}, "bert", id="that of the other stays"),
        pytest.param({"c1": "bert", "c2": "anna"}, "bert", id="of two one stays"),
        pytest.param({}, None, id="none comes from nothing"),
    ],
)
def test_a_mute_goes_with_a_merged_case(connection: Connection, muted: dict[str, str], after: str | None) -> None:
    save_events(connection, [event(case="c2")], [], [case(), case("c2")])
    for name, by in muted.items():
        mute(connection, name, by, NOW)
    absorb(connection, case(), case("c2"), "one matter", "carl", NOW + timedelta(days=1))
    assert (muted_by(connection, "c1"), muted_by(connection, "c2")) == (after, None)
    unmute(connection, "c1", "dora", NOW + timedelta(days=2))
    rows = fetch(connection, "SELECT muted_at, ended_at IS NULL AS lasts FROM record.mutes")
    assert all(row == {"muted_at": NOW, "lasts": False} for row in rows)


def test_what_was_told_of_a_step_is_told_of_its_case_wherever_it_went(connection: Connection) -> None:
    save_events(connection, [event("e1"), event("e2", case="c2")], [], [case(), case("c2")])
    add_alerts(connection, [alert("a1", event="e1", case="c1"), alert("a2", subject="e2", event="e2", case="c2")])
    assert [item.id for item in alerts_of_case(connection, "c1")] == ["a1"]
    absorb(connection, case(), case("c2"), "one matter", "anna", NOW)
    assert [item.id for item in alerts_of_case(connection, "c1")] == ["a1", "a2"]


def test_a_pair_is_tied_once(connection: Connection) -> None:
    relate(connection, [tie("c1", "c2"), tie("c2", "c1")])
    relate(connection, [tie("c1", "c2"), tie("c1", "c3")])
    assert fetch(connection, "SELECT count(*) AS ties FROM record.case_links") == [{"ties": 2}]


def test_split_cases_are_kept_apart_under_their_present_ids(connection: Connection) -> None:
    save_events(connection, [], [], [case("a"), case("b"), case("c", merged_into="a")])
    for kind, one, other in (("split", "c", "b"), ("merge", "a", "c")):
        note_edit(
            connection, CaseEdit.model_validate(
                {"kind": kind, "case": one, "other": other, "reason": "r", "by": "anna", "at": NOW + timedelta(days=1)}
            ),
        )  # fmt: skip
    assert kept_apart(connection) == {frozenset({"a", "b"})}


@pytest.mark.parametrize("file", ["v1.duckdb", "v2.duckdb"])
def test_events_of_a_past_file_get_the_keys_a_present_one_gives_them(file: str, tmp_path: Path) -> None:
    with Database(Path(shutil.copy(PAST / file, tmp_path))).transaction() as connection:
        known = load_event(connection, "e1")
        keys = {row["key"] for row in fetch(connection, "SELECT key FROM record.event_keys WHERE event = 'e1'")}
    assert known
    assert keys == lookup_keys(known)
