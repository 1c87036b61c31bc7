"""What readers say of alerts survives, shows in explain, and leaves as cases `evaluate` reads."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from casewatch.main import app
from extractors.score_names import names_of_catalogue
from extractors.scoring import evaluate
from flows.reminding import remind
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.catalogue import Company
from schemas.errors import QueryError
from schemas.event import Event
from schemas.finding import Evidence, Party
from schemas.watch import Watch
from schemas.words import Action, Role
from store.documents import save_poll
from store.publish import publish
from store.readings import save_reading
from tests.fakes.desk import alerts, desk, happens
from tests.samples import case, document, event, reading, state, stored_finding, version

NOW = datetime(2026, 11, 19, 10, tzinfo=UTC)
TITLE = "ACM opens investigation into OpenAI"
UNTIL = "Comments are possible until 15 January 2027."
CATALOGUE = Catalogue(companies={"openai": Company(id="openai", name="OpenAI")})


@pytest.fixture
def told(tmp_path: Path) -> Tools:
    """A store with one alert about one document."""
    route = Watch(id="default", channel="#legal", companies=("openai",))
    tools, _ = desk(tmp_path, [route], CATALOGUE, NOW)
    text = f"{TITLE}. {UNTIL}"
    stored = document(current=version(title=TITLE, text=text, language="en", content_hash="h"))
    with tools.database.transaction() as connection:
        save_poll(connection, state(), [stored], [], [], NOW)
        save_reading(connection, stored, reading(), [stored_finding()], NOW)
    happens(tools, step(), case())
    publish(tools.database, tools.settings.public_file, tools.settings.team_file, NOW)
    return tools


def step(**given: Any) -> Event:
    told_by = Evidence(text=TITLE, start=0, end=len(TITLE), field="title")
    targets = (Party(name="OpenAI", company="openai", role=Role.TARGET),)
    plain = {"deadline": date(2027, 1, 15), "action": Action.COMMITMENTS, "evidence": told_by, "parties": targets}
    return event(**{**plain, "language": "en", "ai_nexus": True, **given})


def run(tools: Tools, *arguments: str) -> str:
    """Run a command on the test's data and return what it prints."""
    result = CliRunner().invoke(app, [*arguments, "--data", str(tools.settings.data_folder)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def export(tools: Tools, folder: Path) -> list[dict[str, Any]]:
    file = folder / "cases.jsonl"
    run(tools, "feedback", "export", str(file))
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("relevant", {"alert": ["OpenAI"], "quiet": [], "either": [], "events": 1}),
        ("known", {"alert": ["OpenAI"], "quiet": [], "either": [], "events": 1}),
        ("wrong-company", {"alert": [], "quiet": ["OpenAI"], "either": [], "events": 0}),
        ("wrong-step", {"alert": [], "quiet": [], "either": ["OpenAI"], "events": 0}),
    ],
)
def test_a_verdict_becomes_a_labelled_case(verdict: str, expected: dict[str, Any], told: Tools, tmp_path: Path) -> None:
    (alert,) = alerts(told)
    run(told, "feedback", alert.id, "relevant", "--by", "bert")
    run(told, "feedback", alert.id, verdict, "--by", "anna", "--note", "why")
    (labelled,) = export(told, tmp_path)
    assert {key: labelled[key] for key in ("alert", "quiet", "either")} | {
        "events": len(labelled["events"])
    } == expected, "the last word counts"
    assert labelled["title"] == TITLE
    silent = {"id": "d1", "lang": "en", "events": [], "alert": [], "candidates": []}
    names = names_of_catalogue(CATALOGUE.companies.values(), {})
    rate = evaluate([labelled], {"d1": silent}, names).rates["any firm"]
    assert rate.gold == len(expected["alert"]), "evaluate reads it"


def test_it_shows_in_explain_and_survives_a_new_reading(told: Tools) -> None:
    (alert,) = alerts(told)
    run(told, "feedback", alert.id, "wrong-company", "--by", "anna", "--note", "another firm of that name")
    with told.database.transaction() as connection:
        stored = document(current=version(title=TITLE, content_hash="h"))
        save_reading(connection, stored, reading(extractor="2"), [stored_finding("f2", extractor="2")], NOW)
        connection.execute("INSERT INTO record.event_findings VALUES ('e1', 'f2', 'the same step', 'high')")
    publish(told.database, told.settings.public_file, told.settings.team_file, NOW)
    explained = json.loads(run(told, "explain", alert.id, "--json"))
    assert [(row["verdict"], row["given_by"], row["note"]) for row in explained["feedback"]] == [
        ("wrong-company", "anna", "another firm of that name")
    ]
    assert "anna says wrong-company" in run(told, "explain", alert.id)


def test_an_unknown_alert_or_case_is_refused(told: Tools) -> None:
    with pytest.raises(QueryError, match="casewatch alerts list"):
        run(told, "feedback", "al_none", "relevant")
    with pytest.raises(QueryError, match="casewatch cases"):
        run(told, "alerts", "mute", "ca_none")


def test_a_case_is_muted_and_heard_again_by_somebody(told: Tools) -> None:
    assert run(told, "alerts", "mute", "c1", "--by", "anna") == "c1 is muted\n"
    assert run(told, "alerts", "mute", "c1", "--by", "bert") == "c1 is muted, as it was before\n"
    assert run(told, "alerts", "unmute", "c1", "--by", "bert") == "c1 is not muted\n"
    with told.database.transaction() as connection:
        rows = connection.execute('SELECT "case", muted_by, ended_by FROM record.mutes').fetchall()
    assert rows == [("c1", "anna", "bert")]


def test_a_moved_deadline_keeps_its_entry_in_the_calendar(told: Tools) -> None:
    remind(told)
    (first,) = entries(run(told, "alerts", "calendar", "default"))
    assert first["dtstart"].dt == date(2027, 1, 15)
    assert UNTIL in first["description"]
    assert (
        first["summary"].startswith("Comments due: Confirmed: the nl-acm has taken")
        or "Comments due" in first["summary"]
    )
    happens(told, step(deadline=date(2027, 2, 1)), case(), changed=("deadline",))
    publish(told.database, told.settings.public_file, told.settings.team_file, NOW)
    (moved,) = entries(run(told, "alerts", "calendar", "default"))
    assert (moved["uid"], moved["dtstart"].dt) == (first["uid"], date(2027, 2, 1))
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert [alarm["trigger"].dt.days for alarm in moved.walk("VALARM")] == [-14, -3]


def entries(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))
