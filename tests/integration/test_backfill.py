"""The past read from archives: real HTTP on loopback, real DuckDB, a Slack on loopback, a clock moved by hand."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from benchmarks.backfill import contents
from casewatch.main import app
from feeds.archive import wanted
from feeds.pairs import load_pair
from feeds.parse import parse
from feeds.registry import load_sources
from flows.backfilling import backfill
from flows.pipeline import watch_once
from flows.tools import Tools
from flows.working import work_settings
from schemas.backfill import BackfillReport, Progress
from schemas.errors import SettingsError
from schemas.finding import Reading, ReadingInput
from schemas.settings import HttpSettings, Settings
from schemas.source import JsonRules, ParsedFeed, Response, Source
from store.rows import fetch
from tests.fakes.feeds_server import Answer, Visit, Web, page, serve, status
from tests.fakes.house import CHANNEL, HandClock, article, ask, house, reader, rss, settings_for, source
from tests.fakes.slack import FakeSlack
from tests.fakes.typed import casewatch

START, END = date(2026, 1, 1), date(2026, 9, 30)
SAVED = (date(2026, 11, 1), date(2026, 11, 17))
NEWS = "CMA opens investigation into OpenAI over ChatGPT subscriptions"
LEAD = "The CMA has opened a formal investigation into OpenAI over the way it sells ChatGPT subscriptions."
PLAIN = "The market study has ended"
RULES = {"items": "items", "guid": "id", "title": "title", "url": "url", "published": "date"}
PAGE = 2


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(channels={CHANNEL: "legal"}) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, slack: FakeSlack) -> Settings:
    return settings_for(tmp_path, slack.base_url)


def past(web: Web, name: str = "search", **more: Any) -> Source:
    """Return a source whose archive is asked by day, in pages of two."""
    url = f"{web.base}/{name}?from={{from}}&to={{to}}&page={{page}}"
    archive = {"url": url, "page_size": PAGE}
    plain: dict[str, Any] = {"format": "json_list", "json_rules": RULES, "archive": archive}
    return source(web.base, name, **{**plain, **more})


def release(
    web: Web, number: int, day: str, title: str = PLAIN, lead: str = "It told what it found."
) -> dict[str, str]:
    """Serve a release and return how a search lists it."""
    web.answers[f"/release/{number}"] = page(article(title, lead, "More will be said on the site of the authority."))
    url = f"{web.base}/release/{number}"
    return {"id": str(number), "title": f"{title} ({number})", "url": url, "date": f"{day}T09:00:00Z"}


def search(items: list[dict[str, str]]) -> Answer:
    """Answer as a search by day does, in pages of two."""

    def answer(visit: Visit) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(visit.path).query).items()}
        found = [item for item in items if asked["from"] <= item["date"][:10] <= asked["to"]]
        place = (int(asked["page"]) - 1) * PAGE
        visit.say(200, json.dumps({"items": found[place : place + PAGE]}).encode(), Content_Type="application/json")

    return answer


def in_turn(*answers: Answer) -> Answer:
    """Answer the first visit with the first answer, and so on; the last one stays."""
    left = list(answers)

    def answer(visit: Visit) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(visit)

    return answer


def read(tools: Tools, **how: Any) -> BackfillReport:
    return backfill(tools, START, END, **how)


def asked_for(web: Web, beginning: str) -> list[str]:
    return [path for path, _headers in web.visits if path.startswith(beginning)]


# Each form of archive


def test_every_bundled_archive_is_asked_and_read(web: Web, settings: Settings, clock: HandClock) -> None:
    """Searches, registers, site maps and listing pages, each as declared, with the saved answer of the source."""
    declared = [one for one in load_sources() if one.past()]
    with house(settings, tuple(_on_loopback(one, web) for one in declared), clock, []) as tools:
        report = backfill(tools, *SAVED)
    assert report.failures == ()
    rows = ask(settings, "SELECT source, count(*) AS documents FROM documents GROUP BY source")
    expected = {one.name: _expected(one) for one in declared}
    assert {row["source"]: row["documents"] for row in rows} == {
        name: count for name, count in expected.items() if count
    }
    assert 0 in expected.values(), "some saved answers hold nothing of these days"
    assert {one.format for one in declared} == {"json_list", "sitemap", "case_data", "listing"}
    forms = {"eu-presscorner-search": "17112026", "uk-cma-search": "to:2026-11-17", "us-federal-register": "2026-11-17"}
    for name, day in forms.items():
        assert any(day in path for path in asked_for(web, f"/{name}?")), name


def _on_loopback(declared: Source, web: Web) -> Source:
    answer = saved_answer(declared)
    web.answers[f"/{declared.id}"] = page(answer.body, answer.content_type)

    def here(url: str) -> str:
        return re.sub(r"https?://[^?]+", f"{web.base}/{declared.id}", url, count=1)

    archive = declared.archive and declared.archive.model_copy(update={"url": here(declared.archive.url)})
    changes = {"url": here(declared.url), "archive": archive, "article": "none", "allow_private": True}
    return declared.model_copy(update=changes)


def _expected(declared: Source) -> int:
    """Return how many entries of a saved answer are of these days, or without a day."""
    parsed = parse(declared, saved_answer(declared))
    assert isinstance(parsed, ParsedFeed), parsed
    return len(wanted(parsed.entries, *SAVED))


def saved_answer(declared: Source) -> Response:
    pair = load_pair(declared.id)
    assert pair is not None
    kind = "text/html; charset=utf-8" if pair.sample.suffix == ".html" else ""
    body, moment = pair.sample.read_bytes(), datetime(2026, 11, 20, tzinfo=UTC)
    return Response(source=declared.id, url=declared.url, status=200, content_type=kind, body=body, fetched_at=moment)


def test_pages_are_asked_for_until_the_last_and_only_the_days_wanted(
    web: Web, settings: Settings, clock: HandClock
) -> None:
    days = ("2025-12-31", "2026-01-01", "2026-02-02", "2026-03-03", "2026-09-30", "2026-10-01")
    web.answers["/search"] = search([release(web, number, day) for number, day in enumerate(days)])
    with house(settings, (past(web),), clock, []) as tools:
        report = read(tools)
        again = read(tools)
    assert (report.documents, report.read, report.failures) == (4, 4, ())
    assert len(asked_for(web, "/search")) == report.pages == 3, (
        "two full pages, and the one that says there are no more"
    )
    assert (again.pages, again.documents, again.read) == (0, 0, 0), "what was read is not asked for again"
    rows = ask(settings, "SELECT link, text_from FROM documents ORDER BY published")
    assert [row["link"] for row in rows] == [f"{web.base}/release/{number}" for number in (1, 2, 3, 4)]
    assert {row["text_from"] for row in rows} == {"article"}


def test_what_a_poll_knows_stays_as_it_is(web: Web, settings: Settings, clock: HandClock) -> None:
    item = release(web, 1, "2026-02-02")
    web.answers["/search"] = search([item])
    web.answers["/feed"] = page(rss((PLAIN, "/release/1"), base=web.base), "application/rss+xml")
    feed = past(web, format="feed", json_rules=None, url=f"{web.base}/feed")
    archive = feed.archive and feed.archive.model_copy(update={"format": "json_list", "json_rules": JsonRules(**RULES)})
    with house(settings, (feed.model_copy(update={"archive": archive}),), clock, []) as tools:
        watch_once(tools, every_source=True)
        report = read(tools)
    assert (report.documents, report.read) == (0, 0)
    assert [row["title"] for row in ask(settings, "SELECT title FROM documents")] == [PLAIN]


def test_what_a_site_map_only_noted_is_read_when_its_days_are_asked_for(
    web: Web, settings: Settings, clock: HandClock
) -> None:
    release(web, 1, "2026-02-02", NEWS, LEAD)
    web.answers["/map"] = page(
        f"<urlset><url><loc>{web.base}/release/1</loc><lastmod>2026-02-02</lastmod></url></urlset>", "application/xml"
    )
    with house(settings, (source(web.base, "map", format="sitemap"),), clock, []) as tools:
        watch_once(tools, every_source=True)
        assert ask(settings, "SELECT text_from FROM documents") == [{"text_from": "title"}]
        report = read(tools)
    assert (report.documents, report.read, report.new_events) == (0, 1, 1)
    assert [row["text_from"] for row in ask(settings, "SELECT text_from FROM documents")] == ["article"]


# Quiet by default


def test_the_past_is_stored_and_linked_and_not_told(
    web: Web, slack: FakeSlack, settings: Settings, clock: HandClock
) -> None:
    web.answers["/search"] = search([release(web, 1, "2026-02-02", NEWS, LEAD)])
    with house(settings, (past(web),), clock, []) as tools:
        report = read(tools)
    assert (report.findings, report.new_events, report.new_alerts) == (1, 1, 0)
    assert slack.messages == []
    [event] = ask(settings, "SELECT action, targets, baseline FROM events")
    assert event == {"action": "opened", "targets": ["OpenAI"], "baseline": True}
    assert len(ask(settings, "SELECT * FROM cases")) == 1


def test_when_it_is_to_be_told_the_message_says_that_it_is_late(
    web: Web, slack: FakeSlack, settings: Settings, clock: HandClock
) -> None:
    web.answers["/search"] = search([release(web, 1, "2026-02-02", NEWS, LEAD)])
    with house(settings, (past(web),), clock, []) as tools:
        assert read(tools, tell=True).new_alerts == 1
        assert read(tools, tell=True).new_alerts == 0
    [message] = slack.messages
    assert message["text"].startswith("Late. ")
    assert "Late: the text was published well before casewatch found it." in json.dumps(message)


def test_a_step_of_the_past_is_part_of_the_case_of_today(web: Web, settings: Settings, clock: HandClock) -> None:
    """Years apart from today, the two steps are five months apart: they are one case."""
    fined = "CMA fines OpenAI over ChatGPT subscriptions"
    items = [
        release(web, 1, "2023-02-02", NEWS, LEAD),
        release(web, 2, "2023-07-02", fined, "The CMA has fined OpenAI 5 million pounds over ChatGPT subscriptions."),
    ]
    web.answers["/search"] = search(items)
    with house(settings, (past(web),), clock, []) as tools:
        for days in ((date(2023, 1, 1), date(2023, 3, 1)), (date(2023, 6, 1), date(2023, 8, 1))):
            assert backfill(tools, *days).new_events == 1
    [case] = ask(settings, "SELECT steps, state FROM cases")
    assert case == {"steps": 2, "state": "decision"}


# Going on where it stopped


def test_broken_off_at_each_stage_and_begun_again_it_gives_the_same(web: Web, tmp_path: Path, clock: HandClock) -> None:
    items = [release(web, n, f"2026-0{n}-02", *((NEWS, LEAD) if n % 2 else ())) for n in range(1, 6)]
    web.answers["/search"] = search(items)
    undisturbed, broken = settings_for(tmp_path / "undisturbed"), settings_for(tmp_path / "broken")
    with house(undisturbed, (past(web),), clock, []) as tools:
        read(tools)
    with house(broken, (past(web),), clock, []) as tools:
        for stage in ("collected", "texts saved", "deciding", "saved", "publishing"):
            with pytest.raises(BrokenOff, match=stage):
                read(replace(tools, stage=breaking_off_at(stage)))
        read(tools)
    assert contents(broken.data_folder) == contents(undisturbed.data_folder)
    assert len(contents(broken.data_folder)["events"]) == 3


class BrokenOff(BaseException):
    """What a killed process looks like from inside."""


def breaking_off_at(stage: str) -> Callable[[str], None]:
    def told(name: str) -> None:
        if name == stage:
            raise BrokenOff(name)

    return told


def test_a_page_that_fails_is_where_it_goes_on(web: Web, settings: Settings, clock: HandClock) -> None:
    items = [release(web, number, f"2026-0{number}-02") for number in range(1, 6)]
    good = search(items)
    web.answers["/search"] = in_turn(good, status(500), good)
    web.answers["/other"] = search([release(web, 9, "2026-02-02")])
    with house(settings, (past(web), past(web, "other")), clock, []) as tools:
        report = read(tools)
        assert (report.documents, report.read) == (3, 3), "the first page, and the other source"
        [failure] = report.failures
        assert re.match(r"search: page 2 of the archive \(http.*page=2\): HTTP 500", failure)
        again = read(tools)
    assert (again.documents, again.read, again.failures) == (3, 3, ())
    assert [path.rsplit("=", 1)[1] for path in asked_for(web, "/search")] == ["1", "2", "2", "3"]


# Polite


def test_a_wait_that_is_asked_for_is_kept(web: Web, settings: Settings, clock: HandClock) -> None:
    web.answers["/search"] = in_turn(status(429, Retry_After="30"), search([release(web, 1, "2026-02-02")]))
    web.answers["/release/1"] = in_turn(status(503, Retry_After="7"), web.answers["/release/1"])
    before = clock()
    with house(settings, (past(web),), clock, []) as tools:
        report = read(tools)
    assert (report.read, report.postponed, report.failures) == (1, 0, ())
    assert timedelta(seconds=37) <= clock() - before < timedelta(seconds=40)
    assert len(asked_for(web, "/search")) == len(asked_for(web, "/release")) == 2


def test_a_host_that_wants_a_long_pause_is_left_alone(web: Web, settings: Settings, clock: HandClock) -> None:
    items = [release(web, number, f"2026-0{number}-02") for number in range(1, 6)]
    web.answers["/search"] = search(items)
    answer = web.answers["/release/1"]
    web.answers["/release/1"] = status(429, Retry_After="7200")
    with house(settings, (past(web),), clock, []) as tools:
        report = read(tools)
        assert (report.read, report.postponed) == (0, 5)
        assert asked_for(web, "/release") == ["/release/1"], "one refusal is enough"
        web.answers["/release/1"] = answer
        assert read(tools).read == 0, "it is not asked before the time"
        clock.skip(hours=2)
        assert read(tools).read == 5
    assert {row["text_from"] for row in ask(settings, "SELECT text_from FROM documents")} == {"article"}


def test_what_robots_may_not_read_is_read_from_its_entry(web: Web, settings: Settings, clock: HandClock) -> None:
    web.answers["/robots.txt"] = page("User-agent: *\nDisallow: /release/", "text/plain")
    web.answers["/search"] = search([release(web, 1, "2026-02-02", NEWS, LEAD)])
    with house(settings, (past(web),), clock, []) as tools:
        report = read(tools)
    assert (report.read, asked_for(web, "/release")) == (1, [])
    [row] = ask(settings, "SELECT text_from, read_error FROM documents")
    assert row == {"text_from": "title", "read_error": "the robots.txt of its site forbids reading it"}


def test_workers_together_ask_a_host_no_more_often_than_one_process(web: Web, tmp_path: Path, clock: HandClock) -> None:
    http = HttpSettings(host_pause_seconds=2)
    with house(settings_for(tmp_path, http=http), (past(web),), clock, []) as tools:
        assert work_settings(tools, workers=3).http.host_pause_seconds == 6


# What fails is a value


def test_a_page_that_is_gone_is_read_from_its_entry(web: Web, settings: Settings, clock: HandClock) -> None:
    items = [release(web, 1, "2026-02-02"), release(web, 2, "2026-02-03")]
    web.answers["/search"] = search(items)
    del web.answers["/release/1"]
    with house(settings, (past(web),), clock, []) as tools:
        report = read(tools)
    assert (report.read, report.failures) == (2, ())
    [row] = ask(settings, "SELECT link, text_from FROM documents WHERE read_error = 'HTTP 404 for the article'")
    assert row == {"link": items[0]["url"], "text_from": "title"}


def test_a_text_the_reader_cannot_take_stops_no_other(web: Web, settings: Settings, clock: HandClock) -> None:
    web.answers["/search"] = search([release(web, 1, "2026-02-02"), release(web, 2, "2026-02-03")])

    def strict(document: ReadingInput) -> Reading:
        if document.url.endswith("/1"):
            raise ValueError("too strange")
        return reader().read(document)

    with house(settings, (past(web),), clock, []) as tools:
        report = read(replace(tools, read=strict))
        again = read(tools)
    assert (report.read, len(report.failures)) == (1, 1)
    assert "the reader failed on this text: ValueError: too strange" in report.failures[0]
    assert (again.read, again.failures) == (1, ()), "it is tried again"


def test_a_source_without_an_archive(web: Web, settings: Settings, clock: HandClock) -> None:
    with house(settings, (past(web), source(web.base)), clock, []) as tools:
        named = replace(tools, settings=settings.model_copy(update={"source_ids": ("feed",)}))
        with pytest.raises(SettingsError, match="source 'feed' declares no archive"):
            read(named)
    with (
        house(settings, (source(web.base),), clock, []) as tools,
        pytest.raises(SettingsError, match="no source declares"),
    ):
        read(tools)


# How far it is


def test_progress_is_told_batch_by_batch(web: Web, settings: Settings, clock: HandClock) -> None:
    web.answers["/search"] = search([release(web, number, f"2026-0{number}-02") for number in range(1, 4)])
    told: list[Progress] = []
    with house(settings, (past(web),), clock, []) as tools:
        read(tools, say=told.append)
    assert [(one.done, one.total) for one in told] == [(0, 3), (3, 3)]


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        ((0, 400, 0.0), "0 of 400 documents read"),
        ((100, 400, 20.0), "100 of 400 documents read, about 60 s left"),
        ((100, 4000, 60.0), "100 of 4000 documents read, about 39 min left"),
        ((400, 400, 80.0), "400 of 400 documents read, about 0 s left"),
    ],
)
def test_progress_in_words(progress: tuple[int, int, float], words: str) -> None:
    done, total, seconds = progress
    assert Progress(done=done, total=total, seconds=seconds).in_words() == words


# What a user types


def test_days_to_come_are_not_counted_as_read(web: Web, settings: Settings, clock: HandClock) -> None:
    with house(settings, (past(web),), clock, []) as tools:
        with pytest.raises(SettingsError, match="2026-11-20, is still to come"):
            backfill(tools, START, clock().date() + timedelta(days=1))
        assert web.visits == []
        with tools.database.transaction() as connection:
            assert fetch(connection, "SELECT * FROM record.backfills") == []


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-03-01", "2026-02-01", "--to is before --from"),
        ("1 March", "2026-02-01", "does not match the format"),
        ("2026-02-30", "2026-03-01", "does not match the format"),
    ],
)
def test_days_that_are_no_range(start: str, end: str, words: str) -> None:
    result = CliRunner().invoke(app, ["backfill", "--from", start, "--to", end])
    assert result.exit_code == 2
    assert words in " ".join(result.output.replace("│", " ").split())


def test_a_source_nobody_declared_is_named(tmp_path: Path) -> None:
    days = ["--from", "2026-01-01", "--to", "2026-02-01"]
    result = casewatch(tmp_path, "backfill", "--data", "data", "--source", "nobody", *days)
    assert (result.returncode, result.stdout) == (2, "")
    assert "there is no source 'nobody'" in result.stderr
    assert "Traceback" not in result.stderr
