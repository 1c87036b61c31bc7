"""A newer extractor reads stored documents again: what was told and judged stays, and nothing old is told as new."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casewatch.reread import described
from extractors.pipeline import reader_version
from flows.backfilling import batch_size
from flows.delivering import deliver
from flows.opening import open_tools
from flows.reextracting import reextract
from flows.reminding import give_up_waiting, remind
from flows.rereading import MOST_CORRECTIONS
from flows.settings import load_settings
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.deadline import KINDS
from schemas.document import Document
from schemas.finding import Finding, Reading, ReadingInput
from schemas.rereading import RereadReport
from schemas.settings import ReadingSettings
from schemas.watch import Watch
from schemas.words import Action, Status
from store.keeping import verify
from store.rows import fetch
from tests.bundled import bundled, put_store
from tests.fakes.house import CHANNEL, HandClock, settings_for
from tests.fakes.house import reader as house_reader
from tests.fakes.played import played_demo
from tests.fakes.readers import Found, reader, released, take, told
from tests.fakes.slack import FakeSlack
from tests.samples import NOW, document, version

ROOT = Path(__file__).parents[2]
ROUTE = Watch(id="default", channel=CHANNEL, companies=("openai", "microsoft"), exposure_hops=0, remind_days=(14,))
SMALL = [released(f"d{number}") for number in range(1, 5)]


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(channels={CHANNEL: "legal"}) as running:
        yield running


@pytest.fixture
def tools(tmp_path: Path, slack: FakeSlack) -> Iterator[Tools]:
    with opened(tmp_path, slack) as found:
        yield found


def opened(folder: Path, slack: FakeSlack, route: Watch = ROUTE) -> Any:
    clock = HandClock(NOW)
    settings = settings_for(folder, slack.base_url, watches=(route,))
    put_store(settings.live_file)
    return open_tools(
        settings,
        clock=clock,
        catalogue=bundled(),
        sources=(),
        read=reader("1", {}),
        sleep=lambda seconds: clock.skip(seconds=seconds),
    )


def old(tools: Tools, documents: list[Document], found: Found) -> None:
    """Read documents by the old extractor, and send what that calls for."""
    take(tools, documents, reader("1", found))
    deliver(tools)


def again(tools: Tools, found: Found, *, write: bool = True, workers: int = 1, **given: Any) -> RereadReport:
    """Read everything again by extractor 2, which finds this."""
    return reextract(replace(tools, read=reader("2", found), **given), write=write, workers=workers, extractor="2")


def events(tools: Tools) -> dict[str, dict[str, Any]]:
    """Return the steps by the document they show."""
    with tools.database.transaction() as connection:
        rows = fetch(connection, "SELECT * FROM record.events")
    return {row["document"]: row for row in rows}


def record(tools: Tools) -> dict[str, list[tuple[Any, ...]]]:
    with tools.database.transaction() as connection:
        names = [row["t"] for row in fetch(connection, "SELECT table_name AS t FROM duckdb_tables() ORDER BY 1")]
        return {name: connection.execute(f"SELECT * FROM record.{name} ORDER BY ALL").fetchall() for name in names}


def texts(slack: FakeSlack) -> list[str]:
    return [message["text"] for message in slack.messages]


CHANGES: Mapping[str, list[Finding]] = {
    "d1": [told("openai"), told("microsoft", action=Action.DECISION, sentence=1)],
    "d2": [told("microsoft", action=Action.CLEARED)],
    "d3": [],
    "d4": [told("openai", action=Action.INQUIRY)],
}
"""What extractor 2 finds: a step more, another firm in the same sentence, nothing any more, the same."""

BEFORE: Mapping[str, list[Finding]] = {
    "d1": [told("openai")],
    "d2": [told("openai", action=Action.CLEARED)],
    "d3": [told("openai", action=Action.PROHIBITED)],
    "d4": [told("openai", action=Action.INQUIRY)],
}


def test_what_would_change_is_shown_and_nothing_is_written(tools: Tools, slack: FakeSlack) -> None:
    old(tools, SMALL, BEFORE)
    before, sent = record(tools), len(slack.messages)
    shown = again(tools, CHANGES, write=False)
    assert record(tools) == before
    assert len(slack.messages) == sent
    assert not shown.written
    written = again(tools, CHANGES)
    assert shown == written.model_copy(update={"written": False, "summaries": 0}), "it is what --yes does then"


def test_events_keep_their_ids_and_each_change_is_told_once(tools: Tools, slack: FakeSlack) -> None:
    old(tools, SMALL, BEFORE)
    before, first = events(tools), texts(slack)
    report = again(tools, CHANGES)
    after = events(tools)
    assert report.outcomes == {"new": 1, "changed": 1, "unsupported": 1}
    assert [line.split("  ")[0] for line in report.shown] == [
        "+ nl-acm: decision: Microsoft",
        "~ nl-acm: cleared: Microsoft (parties)",
        "- nl-acm: prohibited: Openai",
    ]
    assert {name: after[name]["id"] for name in ("d2", "d3", "d4")} == {
        name: before[name]["id"] for name in ("d2", "d3", "d4")
    }
    assert (after["d3"]["supported"], after["d3"]["evidence"]) == (False, before["d3"]["evidence"])
    assert after["d4"] == before["d4"]
    told_now = texts(slack)[len(first) :]
    assert [text.split(":")[0] for text in told_now] == ["Corrected", "No longer found", "Documents read again"]
    assert told_now[-1] == "Documents read again: 1 step found"
    assert all(message.get("thread_ts") for message in slack.messages[len(first) : -1]), (
        "corrections stay in the thread"
    )
    assert verify(tools.database.path) == []


def test_a_second_call_changes_nothing(tools: Tools, slack: FakeSlack) -> None:
    old(tools, SMALL, BEFORE)
    again(tools, CHANGES)
    before, sent = record(tools), len(slack.messages)
    assert again(tools, CHANGES) == RereadReport(extractor="2", written=True)
    assert record(tools) == before
    assert len(slack.messages) == sent


def test_another_catalogue_is_another_extractor(tools: Tools) -> None:
    version = reader_version(tools.catalogue)
    take(tools, SMALL[:2], reader(version, BEFORE))
    assert reextract(replace(tools, read=reader(version, BEFORE)), write=False).documents == 0
    tools = replace(tools, catalogue=replace(tools.catalogue, fingerprint="with one firm more"))
    later = reader_version(tools.catalogue)
    tools = replace(tools, read=reader(later, {**BEFORE, "d1": [told("openai", "mistral")]}))
    report = reextract(tools, write=True)
    assert (report.documents, report.extractor, report.outcomes) == (2, later, {"changed": 1})
    assert reextract(tools, write=True).documents == 0


def test_what_is_read_bears_the_version_of_rules_names_and_model() -> None:
    document = ReadingInput(id="d", title="News", text="Nothing happened.", lang="en", url="", date="2026-11-19")
    assert house_reader().read(document).extractor == reader_version(bundled())
    others = {reader_version(bundled(), ReadingSettings(spacy_model="en_core_web_sm")), reader_version(Catalogue())}
    assert reader_version(bundled()) not in others


def test_an_extractor_that_reads_the_same_changes_no_step(tmp_path: Path, slack: FakeSlack) -> None:
    """Of the demo's days: steps decided one by one, as news came in, are decided the same all at once."""
    shutil.copytree(played_demo().folder, tmp_path / "data")
    settings, read = settings_for(tmp_path / "data", slack.base_url), house_reader().read

    def renamed(asked: ReadingInput) -> Reading:
        return read(asked).model_copy(update={"extractor": "2"})

    with open_tools(settings, catalogue=bundled(), sources=(), read=renamed, sleep=lambda _seconds: None) as tools:
        before = record(tools)
        report = reextract(tools, write=True, extractor="2")
        after = record(tools)
    assert report.documents == len(before["documents"]) > 40
    assert report == RereadReport(extractor="2", written=True, documents=report.documents)
    same = ("events", "cases", "alerts", "deadlines", "feedback", "mutes")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert texts(slack) == []


def test_another_action_in_the_same_sentence_is_the_same_step(tools: Tools) -> None:
    old(tools, SMALL[:1], {"d1": [told("openai", action=Action.DECISION)]})
    before = events(tools)["d1"]
    report = again(tools, {"d1": [told("openai", action=Action.OPENED)]})
    after = events(tools)["d1"]
    assert (after["id"], after["action"], report.outcomes) == (before["id"], "opened", {"changed": 1})
    with tools.database.transaction() as connection:
        assert fetch(connection, "SELECT state FROM record.cases") == [{"state": "opened"}], "the case stands so, too"


def test_a_step_another_document_tells_of_stays(tools: Tools, slack: FakeSlack) -> None:
    old(tools, SMALL[:2], {"d1": [told("openai")], "d2": [told("openai")]})
    assert len(events(tools)) == 1
    report = again(tools, {"d1": [], "d2": [told("openai")]})
    assert report.outcomes.get("unsupported", 0) == 0
    assert [event["supported"] for event in events(tools).values()] == [True]
    assert len(slack.messages) == 1


def test_an_old_step_that_comes_into_a_route_is_named_in_the_summary(tools: Tools, slack: FakeSlack) -> None:
    old(tools, SMALL[:1], {"d1": [told("nvidia")]})
    assert texts(slack) == []
    report = again(tools, {"d1": [told("openai")]})
    assert texts(slack) == ["Documents read again: 1 step found"]
    assert (report.outcomes, report.summed_up) == ({"changed": 1}, {CHANNEL: 1})


def test_a_step_many_documents_tell_of_does_not_change_while_they_are_read(tools: Tools) -> None:
    same = {one.id: [told("openai")] for one in SMALL}
    old(tools, SMALL, same)
    before = events(tools)
    assert again(tools, same).outcomes == {}
    assert events(tools) == before
    assert len(before) == 1


def test_an_own_denial_that_was_read_as_the_step_supports_it_no_more(tools: Tools) -> None:
    old(tools, SMALL[:1], {"d1": [told("openai")]})
    assert again(tools, {"d1": [told("openai", status=Status.DENIED)]}).outcomes == {"unsupported": 1}


def test_what_was_not_sent_yet_is_withdrawn(tmp_path: Path, slack: FakeSlack) -> None:
    with opened(tmp_path, slack, ROUTE.model_copy(update={"send": "weekly", "urgent": ()})) as tools:
        old(tools, SMALL[:1], {"d1": [told("openai")]})
        again(tools, {"d1": []})
        with tools.database.transaction() as connection:
            rows = fetch(connection, "SELECT kind, state, reason FROM record.alerts")
    assert rows == [{"kind": "step", "state": "withdrawn", "reason": "read again, no text tells of this step"}]
    assert texts(slack) == []


def test_a_deadline_the_text_does_not_print_is_none(tools: Tools) -> None:
    due = date(2026, 12, 11)
    old(tools, SMALL[:2], {"d1": [told(deadline=due)], "d2": [told(deadline=due, action=Action.COMMITMENTS)]})
    again(tools, {"d1": [told()], "d2": [told(deadline=due, action=Action.NOTIFIED)]})
    with tools.database.transaction() as connection:
        rows = fetch(connection, "SELECT document, kind, date FROM record.deadlines")
    assert rows == [{"document": "d2", "kind": KINDS[Action.NOTIFIED], "date": due}]


def test_nobody_is_reminded_of_a_step_that_is_not_supported(tools: Tools, slack: FakeSlack) -> None:
    due = date(2026, 12, 11)
    press = released("d2", official=False, authority=None, publisher="The Ledger")
    old(
        tools,
        [SMALL[0], press],
        {"d1": [told(deadline=due)], "d2": [told("microsoft", sentence=1, action=Action.INSPECTION)]},
    )
    again(tools, {"d1": [], "d2": []})
    sent = len(slack.messages)
    clock: Any = tools.clock
    clock.skip(days=8)
    give_up_waiting(tools)
    remind(tools)
    deliver(tools)
    assert len(slack.messages) == sent


def test_a_channel_gets_a_few_corrections_and_one_summary(tools: Tools, slack: FakeSlack) -> None:
    actions = [*Action][:9]
    documents = [released(f"d{number}") for number in range(len(actions))]
    old(tools, documents, {one.id: [told("openai", action=a)] for one, a in zip(documents, actions, strict=True)})
    first = len(slack.messages)
    report = again(tools, {one.id: [] for one in documents})
    kinds = Counter(text.split(":")[0] for text in texts(slack)[first:])
    assert kinds == {"No longer found": MOST_CORRECTIONS, "Documents read again": 1}
    assert texts(slack)[-1] == f"Documents read again: {len(actions) - MOST_CORRECTIONS} steps changed"
    assert (report.corrections, report.summed_up) == ({CHANNEL: MOST_CORRECTIONS}, {CHANNEL: 4})


def test_a_text_the_reader_cannot_take_is_tried_again(tools: Tools) -> None:
    old(tools, SMALL, BEFORE)
    report = again(tools, {name: found for name, found in CHANGES.items() if name != "d3"})
    assert [failure.split(":")[0] for failure in report.failures] == ["https"]
    assert events(tools)["d3"]["supported"]
    assert again(tools, CHANGES).outcomes == {"unsupported": 1}


class Killed(BaseException):
    """The process ends here."""


def killing(stage: str, hit: int) -> Any:
    seen = Counter[str]()

    def reached(name: str) -> None:
        seen[name] += 1
        if (name, seen[name]) == (stage, hit):
            raise Killed

    return reached


# Nine batches for two workers, so that a process can be killed in several.
WORKERS = 2
MANY = [released(f"d{number:03}") for number in range(65)]
FAR_APART = dict(zip(range(0, len(MANY), 5), Action, strict=False))
TOLD_OF_MANY = {one.id: [told("openai", action=FAR_APART[n])] if n in FAR_APART else [] for n, one in enumerate(MANY)}
FOUND_IN_MANY = {one.id: list[Finding]() for one in MANY} | {
    "d000": TOLD_OF_MANY["d000"],
    "d005": [told("microsoft", action=Action.RULING, sentence=1)],
}


def played(folder: Path, stage: Callable[[str], None] | None) -> tuple[list[tuple[str, bool]], "Counter[str]"]:
    """Read many documents again, killed at a stage if one is given; return the steps, and what arrived."""
    with FakeSlack(channels={CHANNEL: "legal"}) as slack, opened(folder, slack) as tools:
        old(tools, MANY, TOLD_OF_MANY)
        if stage is not None:
            with pytest.raises(Killed):
                again(tools, FOUND_IN_MANY, workers=WORKERS, stage=stage)
            clock: Any = tools.clock
            clock.skip(minutes=5)
        again(tools, FOUND_IN_MANY, workers=WORKERS)
        deliver(tools)
        assert verify(tools.database.path) == []
        steps = [(event["action"], event["supported"]) for _name, event in sorted(events(tools).items())]
        return steps, Counter(texts(slack))


def test_there_are_batches_enough_to_be_killed_in() -> None:
    assert len(MANY) // batch_size(len(MANY), WORKERS) == 8


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[str, bool]], "Counter[str]"]:
    return played(tmp_path_factory.mktemp("undisturbed"), None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "hit"),
    [
        ("read again", 1),
        ("reading again", 1),
        ("reading again", 2),
        ("publishing", 1),
        ("read again", 3),
        ("claimed", 1),
    ],
)
def test_killed_and_called_again_it_ends_as_undisturbed(
    stage: str, hit: int, tmp_path: Path, undisturbed: tuple[list[tuple[str, bool]], "Counter[str]"]
) -> None:
    assert played(tmp_path, killing(stage, hit)) == undisturbed
    assert sum(undisturbed[1].values()) == len(FAR_APART) + MOST_CORRECTIONS + 1


TEXT = "The CMA has opened an investigation into OpenAI over its agreements with publishers."


def by_command(folder: Path, *arguments: str) -> RereadReport:
    """Run `casewatch reextract` in a process of its own, as Prefect and Dask have it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "CASEWATCH"))}
    own = {**kept, "PREFECT_HOME": str(folder / "prefect"), "CASEWATCH_CONFIG": str(folder / "casewatch.toml")}
    command = [str(Path(sys.executable).parent / "casewatch"), "reextract", "--json", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return RereadReport.model_validate_json(done.stdout.splitlines()[-1])


@pytest.fixture
def one_read(tmp_path: Path) -> Iterator[Tools]:
    """A record of one document, in which extractor 1 found nothing."""
    file = tmp_path / "casewatch.toml"
    file.write_text('data_folder = "data"\n', encoding="utf-8")
    words = version(title="CMA opens investigation into OpenAI", text=TEXT, language="en", read_at=NOW)
    kept = document("d1", authority="uk-cma", publisher="CMA", published=NOW, current=words)
    with open_tools(load_settings(file, {}), sources=(), read=reader("1", {})) as tools:
        take(tools, [kept], reader("1", {"d1": []}))
        yield tools


@pytest.mark.slow
def test_the_command_shows_and_then_writes(one_read: Tools, tmp_path: Path) -> None:
    shown, written = by_command(tmp_path), by_command(tmp_path, "--yes")
    assert [line.split("  ")[0] for line in shown.shown] == ["+ uk-cma: opened: OpenAI"]
    assert (shown.outcomes, shown.failures) == (written.outcomes, written.failures) == ({"new": 1}, ())
    assert "Nothing is written yet" in described(shown)
    assert len(events(one_read)) == 1


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_dask_workers_read_what_is_written_here(one_read: Tools, tmp_path: Path) -> None:
    pytest.importorskip("prefect_dask")
    assert by_command(tmp_path, "--yes", "--workers", "2").outcomes == {"new": 1}
    assert len(events(one_read)) == 1
