"""Firms come onto routes and off them by command, with who and when, and nothing that was there is told as news."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from casewatch.main import app
from flows.opening import refreshed
from flows.tools import Tools
from flows.watchlist import add_firm, remove_firm, routes_in_force
from knowledge.catalogue import Catalogue
from schemas.catalogue import Basis, Company, Relation
from schemas.errors import SettingsError, UnknownCompanyError
from schemas.event import Event
from schemas.finding import Party
from schemas.settings import Settings
from schemas.watch import Watch
from schemas.words import AlertKind, Role
from store.documents import save_poll
from store.events import save_events
from store.readings import save_reading
from store.rows import fetch
from tests.fakes.desk import alerts, desk, happens
from tests.fakes.house import HandClock
from tests.samples import case, document, event, near_miss, reading, state

NOW = datetime(2026, 11, 19, 10, tzinfo=UTC)
CATALOGUE = Catalogue(
    companies={
        "openai": Company(id="openai", name="OpenAI", ai="pure"),
        "mistral": Company(id="mistral", name="Mistral AI", ai="pure", groups=("lab",)),
        "host": Company(id="host", name="Host", ai="pure"),
    },
    relations=(Relation(company="host", kind="uses_models_of", to="mistral", basis=Basis(kind="general_knowledge")),),
)
ROUTE = Watch(id="legal", channel="#legal", companies=("openai",))


def world(folder: Path, *routes: Watch) -> tuple[Tools, HandClock]:
    return desk(folder, routes or (ROUTE,), CATALOGUE, NOW)


def added(tools: Tools, firm: str, by: str = "anna") -> Tools:
    """Put a firm on the route and return the tools of the next pass."""
    add_firm(tools.settings, CATALOGUE, firm, "legal", by, tools.clock())
    return refreshed(tools)


def step(*firms: str, **given: Any) -> Event:
    parties = tuple(Party(name=firm.capitalize(), company=firm, role=Role.TARGET) for firm in firms)
    return event(**{"ai_nexus": True, "parties": parties, "first_seen": NOW, "published": NOW, **given})


def test_a_firm_is_on_the_route_from_now_on_with_who_and_when(tmp_path: Path) -> None:
    tools, clock = world(tmp_path)
    tools = added(tools, "Mistral AI")
    (route,) = tools.settings.watches
    assert (route.companies, [(a.company, a.by) for a in route.additions]) == (
        ("openai", "mistral"),
        [("mistral", "anna")],
    )
    clock.skip(days=1)
    happens(tools, step("mistral", first_seen=clock()), case())
    assert [(alert.channel, alert.companies) for alert in alerts(tools)] == [("#legal", ("mistral",))]
    assert routes_in_force(tools.settings, CATALOGUE).watches == (route,), "opened anew it is the same"


def test_what_was_there_is_shown_and_not_told(tmp_path: Path) -> None:
    tools, clock = world(tmp_path)
    stored = document()
    with tools.database.transaction() as connection:
        save_poll(connection, state(), [stored], [], [], NOW)
        missed = near_miss(company="mistral", reason="named, in no role")
        save_reading(connection, stored, reading(near_misses=(missed,)), [], NOW)
        save_events(
            connection, [step("mistral"), step("mistral", id="e2", ai_nexus=False, supported=False)], [], [case()]
        )
    _route, held = add_firm(tools.settings, CATALOGUE, "mistral", "legal", "anna", clock())
    assert held is not None
    assert [(found.event, found.why_not) for found in held.steps] == [("e1", None)]
    assert held.near_misses == {"named, in no role": 1}
    assert alerts(tools) == []
    clock.skip(days=1)
    happens(refreshed(tools), step("mistral"), case(), changed=("document",))
    assert alerts(tools) == [], "a second document about an old step makes it no news"
    happens(refreshed(tools), step("mistral"), case(), changed=("standing",))
    assert [alert.kind for alert in alerts(tools)] == [AlertKind.CONFIRMED], "that it is confirmed now is news"


def test_a_step_told_for_another_firm_of_the_route_is_news_all_the_same(tmp_path: Path) -> None:
    tools, clock = world(tmp_path)
    tools = added(tools, "mistral")
    clock.skip(days=1)
    happens(tools, step("openai", "mistral"), case(), changed=("confidence",))
    assert [alert.companies for alert in alerts(tools)] == [("openai", "mistral")]


def test_an_old_step_exposes_no_firm_that_came_later(tmp_path: Path) -> None:
    tools, clock = world(tmp_path)
    tools = added(tools, "host")
    clock.skip(days=1)
    happens(tools, step("mistral"), case(), changed=("document",))
    assert alerts(tools) == []
    happens(tools, step("mistral", id="e2", first_seen=clock()), case())
    assert [alert.kind for alert in alerts(tools)] == [AlertKind.EXPOSURE]


def test_taken_off_it_is_told_no_more_and_the_record_says_who(tmp_path: Path) -> None:
    tools, clock = world(tmp_path)
    tools = added(tools, "mistral")
    remove_firm(tools.settings, CATALOGUE, "Mistral AI", "legal", "bert", clock())
    tools = refreshed(tools)
    assert tools.settings.watches == (ROUTE,)
    with tools.database.transaction() as connection:
        rows = fetch(connection, 'SELECT watch, company, change, "by" FROM record.watch_changes ORDER BY "at"')
        assert fetch(connection, "SELECT company FROM record.watched_companies") == [{"company": "openai"}]
    assert [tuple(row.values()) for row in rows] == [
        ("legal", "mistral", "added", "anna"),
        ("legal", "mistral", "removed", "bert"),
    ]
    tools = added(tools, "mistral", "carla")
    assert [a.by for a in tools.settings.watches[0].additions] == ["carla"]


def test_the_settings_are_the_base(tmp_path: Path) -> None:
    tools, _clock = world(tmp_path)
    added(tools, "mistral")
    declared = ROUTE.model_copy(update={"companies": ("openai", "mistral"), "added_by": "the file"})
    settings = tools.settings.model_copy(update={"watches": (declared,)})
    assert routes_in_force(settings, CATALOGUE).watches == (declared,), "what the file says too is the file's"
    other = tools.settings.model_copy(update={"watches": (Watch(id="other", channel="#other", companies=("host",)),)})
    assert routes_in_force(other, CATALOGUE).watches == other.watches, "the route is gone from the file"


def test_a_firm_the_route_watches_already_changes_nothing(tmp_path: Path) -> None:
    route = ROUTE.model_copy(update={"groups": ("lab",)})
    tools, clock = desk(tmp_path, [route], CATALOGUE, NOW, made=False)
    assert add_firm(tools.settings, CATALOGUE, "Mistral AI", "legal", "anna", clock()) == (route, None)
    assert not tools.settings.live_file.exists()


@pytest.mark.parametrize(
    ("firm", "route", "error", "words"),
    [
        ("Mistal", "legal", UnknownCompanyError, "Mistral AI"),
        ("mistral", "leagl", SettingsError, "the settings declare 'legal'"),
    ],
)
def test_an_unknown_name_is_told_the_nearest(
    firm: str, route: str, error: type[Exception], words: str, tmp_path: Path
) -> None:
    settings = Settings(data_folder=tmp_path, watches=(ROUTE,))
    for change in (add_firm, remove_firm):
        with pytest.raises(error, match=words):
            change(settings, CATALOGUE, firm, route, "anna", NOW)


@pytest.mark.parametrize(
    ("firm", "given", "words"),
    [
        ("openai", {}, "names OpenAI in the settings file"),
        ("mistral", {"groups": ("lab",)}, "by a group"),
        ("mistral", {}, "does not watch Mistral AI"),
    ],
)
def test_what_the_settings_say_is_changed_there(firm: str, given: dict[str, Any], words: str, tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path, watches=(ROUTE.model_copy(update=given),))
    with pytest.raises(SettingsError, match=words):
        remove_firm(settings, CATALOGUE, firm, "legal", "anna", NOW)


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["watch", *arguments, "--config", str(folder / "casewatch.toml")])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    route = '[[watch]]\nid = "legal"\nchannel = "#legal"\ncompanies = ["OpenAI"]\nadded_by = "the board"'
    text = f'data_folder = "{tmp_path / "data"}"\n{route}'
    (tmp_path / "casewatch.toml").write_text(text, encoding="utf-8")
    said = run(tmp_path, "add", "Cohere", "--route", "legal", "--by", "anna")
    assert "Cohere is on legal (#legal) now, says anna" in said
    assert "steps towards it: 0" in said
    assert "already: nothing changes" in run(tmp_path, "add", "cohere", "--route", "legal")
    listed = run(tmp_path, "list")
    assert [line.split()[:5] for line in listed.splitlines()[-2:]] == [
        ["legal", "OpenAI", "settings", "the", "board"],
        ["legal", "Cohere", "command", "anna", datetime.now(UTC).date().isoformat()],
    ]
    (route,) = json.loads(run(tmp_path, "list", "--json"))
    assert [(addition["company"], addition["by"]) for addition in route["additions"]] == [("cohere", "anna")]
    assert "Cohere is not on legal" in run(tmp_path, "remove", "Cohere", "--route", "legal")
    assert "command" not in run(tmp_path, "list")
