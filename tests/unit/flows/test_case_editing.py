"""What a person decides of cases stays: merges lead on everywhere, splits are never undone by a document."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from casewatch.main import app
from flows.alerting import queue_alerts
from flows.linking import link_all
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.errors import QueryError
from schemas.event import StoredFinding
from schemas.finding import Evidence, Finding, Party
from schemas.watch import Watch
from schemas.words import Action, Confidence, Instrument, Role, Status
from store.events import load_event
from store.publish import publish
from store.readings import save_reading
from store.rows import fetch
from tests.fakes.desk import desk
from tests.samples import document, reading

NOW = datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return desk(tmp_path, [], Catalogue(), NOW)[0]


def telling(
    name: str, *, day: int = 0, numbers: Sequence[str] = (), marks: Sequence[str] = (), action: Action = Action.OPENED
) -> StoredFinding:
    words = f"The sentence of {name}."
    finding = Finding(
        authority="uk-cma",
        action=action,
        status=Status.ASSERTED,
        instrument=Instrument.ANTITRUST,
        parties=(Party(name="Meta", company="meta", role=Role.TARGET),),
        cases=tuple(numbers),
        evidence=Evidence(text=words, start=0, end=len(words), field="text"),
        confidence=Confidence.HIGH,
        rule="test",
    )
    return StoredFinding(
        id=f"f-{name}", document=name, version=1, extractor="1", official=True, authority="uk-cma", publisher="CMA",
        url=f"https://cma.example/{name}", published=NOW + timedelta(days=day), found_at=NOW, marks=tuple(marks),
        finding=finding,
    )  # fmt: skip


def tell(tools: Tools, *findings: StoredFinding) -> None:
    for finding in findings:
        with tools.database.transaction() as connection:
            save_reading(connection, document(finding.document), reading(finding.document), [finding], NOW)
            link_all(connection, (finding,), tools)
    publish(tools.database, tools.settings.public_file, tools.settings.team_file, NOW)


def where(tools: Tools) -> dict[str, tuple[str, str]]:
    """Return the event and case of each document."""
    sql = """
        SELECT f.document, l.event, e."case" FROM record.event_findings l
        JOIN record.findings f ON f.id = l.finding JOIN record.events e ON e.id = l.event
    """
    with tools.database.transaction() as connection:
        return {row["document"]: (row["event"], row["case"]) for row in fetch(connection, sql)}


def run(tools: Tools, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--data", str(tools.settings.data_folder)])
    if result.exception:
        raise result.exception
    return result.output


def two_cases(tools: Tools) -> tuple[str, str]:
    tell(tools, telling("one", numbers=["AT.1"]), telling("two", numbers=["AT.2"]))
    found = where(tools)
    return found["one"][1], found["two"][1]


def test_a_merge_leads_on_everywhere_and_keeps_later_steps_together(tools: Tools) -> None:
    one, two = two_cases(tools)
    assert run(tools, "cases", "merge", one, two, "--reason", "one matter", "--by", "anna") == (
        f"{two} is part of {one} now\n"
    )
    tell(tools, telling("three", day=40, numbers=["AT.2"], action=Action.OBJECTIONS))
    assert {case for _event, case in where(tools).values()} == {one}
    assert run(tools, "cases", two) == run(tools, "cases", one)
    assert [row["case_id"] for row in json.loads(run(tools, "cases", "--json"))] == [one]
    assert run(tools, "alerts", "mute", two, "--by", "anna") == f"{two} is muted\n"
    with tools.database.transaction() as connection:
        assert fetch(connection, 'SELECT "case" FROM record.mutes') == [{"case": one}]
        edits = fetch(connection, 'SELECT kind, "case", other, reason, "by" FROM record.case_edits')
    assert edits == [{"kind": "merge", "case": one, "other": two, "reason": "one matter", "by": "anna"}]
    with pytest.raises(QueryError, match="one case already"):
        run(tools, "cases", "merge", one, two)


def test_a_mute_leads_on_in_the_team_file_and_in_what_is_told(tools: Tools) -> None:
    one, two = two_cases(tools)
    run(tools, "alerts", "mute", two, "--by", "anna")
    run(tools, "cases", "merge", one, two, "--by", "bert")
    muted = "SELECT case_id, muted_by, ended_by FROM mutes ORDER BY ended_by NULLS FIRST"
    assert json.loads(run(tools, "sql", "--json", muted)) == [
        {"case_id": one, "muted_by": "anna", "ended_by": None},
        {"case_id": two, "muted_by": "anna", "ended_by": "bert"},
    ]
    later = telling("three", day=40, numbers=["AT.2"], action=Action.OBJECTIONS)
    later = later.model_copy(update={"finding": later.finding.model_copy(update={"ai_nexus": True})})
    watch = Watch(id="default", channel="#legal", companies=("meta",))
    tools = replace(tools, settings=tools.settings.model_copy(update={"watches": (watch,)}))
    with tools.database.transaction() as connection:
        save_reading(connection, document("three"), reading("three"), [later], NOW)
        ((linked, finding),) = link_all(connection, (later,), tools)
        queue_alerts(connection, linked, finding, tools)
        queued = fetch(connection, "SELECT state, reason FROM record.alerts")
    assert queued == [{"state": "withdrawn", "reason": "the case is muted by anna"}]
    assert run(tools, "alerts", "unmute", two, "--by", "anna") == f"{two} is not muted\n"


def test_a_split_is_not_undone_by_a_document_that_names_both(tools: Tools) -> None:
    page = "page:gov.uk/cma-cases/meta"
    tell(tools, telling("one", marks=[page]), telling("two", day=40, marks=[page], action=Action.OBJECTIONS))
    (event, case), (other, same) = where(tools)["one"], where(tools)["two"]
    assert case == same
    assert run(tools, "cases", "split", case, other, "--by", "anna").startswith(f"{other}: ca_")
    tell(tools, telling("three", day=80, marks=[page], action=Action.DECISION))
    found = where(tools)
    assert found["one"] == (event, case)
    assert found["two"][0] == other
    assert found["two"][1] != case
    with tools.database.transaction() as connection:
        moved = load_event(connection, other)
    assert moved
    assert moved.case_why == f"split from {case} by hand: by hand"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("split", "{one}", "ev_none"), "has no step"),
        (("split", "{one}", "{event}"), "no step would stay"),
        (("split", "ca_none", "{event}"), "there is no case"),
        (("merge", "{one}", "ca_none"), "there is no case"),
        (("ca_none",), "there is no case"),
    ],
)
def test_what_cannot_be_done_is_refused(tools: Tools, arguments: tuple[str, ...], words: str) -> None:
    one, _two = two_cases(tools)
    event = where(tools)["one"][0]
    with pytest.raises(QueryError, match=words):
        run(tools, "cases", *(argument.format(one=one, event=event) for argument in arguments))


def test_a_timeline_tells_who_else_tells_and_why_a_step_stands_there(tools: Tools) -> None:
    tell(tools, telling("one", numbers=["AT.1"]), telling("echo", day=1, numbers=["AT.1"]))
    tell(tools, telling("two", day=60, numbers=["AT.1"], action=Action.OBJECTIONS))
    case = where(tools)["one"][1]
    printed = run(tools, "cases", case)
    for words in (
        "Meta (antitrust)", "Present state: objections, since 2027-01-18", "2026-11-19  ", "opened (Confirmed), Meta",
        "“The sentence of one.”", "CMA https://cma.example/one", "also CMA https://cma.example/echo",
        "here because: the same case number AT.1 (high)",
    ):  # fmt: skip
        assert words in printed
    steps: list[dict[str, Any]] = json.loads(run(tools, "cases", case, "--json"))
    assert [(step["action"], len(step["corroborations"])) for step in steps] == [("opened", 1), ("objections", 0)]


def test_the_present_state_stands_since_the_step_that_made_it(tools: Tools) -> None:
    tell(tools, telling("one", numbers=["AT.1"]), telling("two", day=60, numbers=["AT.1"], action=Action.OBJECTIONS))
    tell(tools, telling("three", day=90, numbers=["AT.1"], action=Action.COMPLAINT))
    assert "Present state: objections, since 2027-01-18" in run(tools, "cases", where(tools)["one"][1])
