"""Bad input from outside: each gives a clear message, nothing is lost, the other sources go on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from feeds.client import Client
from flows.pipeline import watch_once
from schemas.report import RunReport
from schemas.settings import Settings
from schemas.words import AlertState, Outcome
from tests.fakes.feeds_server import Answer, Visit, Web, page, serve, status
from tests.fakes.house import CHANNEL, HandClock, article, ask, house, rss, settings_for, source
from tests.fakes.slack import FakeSlack

OLD = ("CMA publishes its annual report", "/old.html")
NEWS = ("CMA launches investigation into OpenAI over ChatGPT subscriptions", "/news.html")
LEAD = "The CMA has today opened a formal investigation into OpenAI over the way it sells ChatGPT subscriptions."


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        running.answers["/old.html"] = page(article(OLD[0], "The report describes the year.", "It has ten chapters."))
        running.answers["/news.html"] = page(article(NEWS[0], LEAD, "The investigation is at an early stage."))
        running.answers["/good"] = feed(running, OLD)
        running.answers["/feed"] = feed(running, OLD)
        yield running


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def feed(web: Web, *items: tuple[str, str]) -> Answer:
    return page(rss(*items, base=web.base), "application/rss+xml")


def passes(
    settings: Settings, web: Web, clock: HandClock, said: list[str], answers: list[Answer | None]
) -> list[RunReport]:
    """Make a pass for each answer of /feed, an hour apart, beside a source that always answers well."""
    sources = (source(web.base, "feed"), source(web.base, "good", priority=2))
    reports = []
    with house(settings, sources, clock, said) as tools:
        for answer in answers:
            if answer is None:
                web.answers.pop("/feed", None)
            else:
                web.answers["/feed"] = answer
            reports.append(watch_once(tools, every_source=True))
            clock.skip(hours=1)
    return reports


def reasons(report: RunReport) -> str:
    return "\n".join(failure.reason for item in report.sources for failure in item.failures)


def truncated(web: Web) -> Answer:
    whole = rss(OLD, NEWS, ("Third", "/third.html"), base=web.base)

    def answer(visit: Visit) -> None:
        visit.say(
            200, whole[: whole.index(b"Third")], length=len(whole), Content_Type="application/rss+xml", ETag='"x"'
        )

    return answer


BROKEN = {
    "an HTML page": lambda web: page("<!doctype html><html><body><h1>We have moved</h1></body></html>"),
    "an empty body": lambda web: page(b"", "application/rss+xml"),
    "60 MB": lambda web: page(b"<rss><channel><title>" + b"x" * 60_000_000, "application/rss+xml"),
    "no such page": lambda web: status(404),
    "a fault of the server": lambda web: status(503, Retry_After="3600"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_feed_is_an_issue_and_the_rest_goes_on(kind: str, web: Web, clock: HandClock, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    good = feed(web, OLD)
    reports = passes(settings, web, clock, [], [good, BROKEN[kind](web), BROKEN[kind](web), feed(web, NEWS, OLD)])
    assert [report.outcome for report in reports] == [
        Outcome.COMPLETE, Outcome.BLIND, Outcome.BLIND, Outcome.COMPLETE,
    ]  # fmt: skip
    assert len(reasons(reports[1])) > 10
    assert all(item.polled for report in reports for item in report.sources if item.source == "good")
    lines = settings.ops_file.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if '"feed:poll"' in line]) == 2, "one message at breach, one at recovery"
    alerts = ask(settings, "SELECT * FROM alert_log WHERE kind = 'step'")
    assert [alert["companies"] for alert in alerts] == [["openai"]], "what came after the outage is told"


class Faulty(httpx.BaseTransport):
    """Fails at some paths in a way nobody thought of."""

    def __init__(self, *paths: str) -> None:
        self._paths, self._plain = paths, httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path in self._paths:
            raise RuntimeError("a corner nobody knew")
        return self._plain.handle_request(request)

    def close(self) -> None:
        self._plain.close()


def test_a_fault_of_ours_at_one_answer_holds_up_nobody(web: Web, clock: HandClock, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    web.answers["/good"] = feed(web, OLD, NEWS)
    sources = (source(web.base, "feed"), source(web.base, "good", priority=2))
    with (
        house(settings, sources, clock, []) as tools,
        Client(settings.http, Faulty("/feed", "/news.html")) as faulty,
    ):
        report = watch_once(replace(tools, client=faulty), every_source=True)
    assert reasons(report).count("a corner nobody knew") == 2, "the feed, and one article of the good source"
    rows = ask(settings, "SELECT title, text_from FROM documents WHERE source_id = 'good'")
    assert {row["title"]: row["text_from"] for row in rows}[OLD[0]] == "article"


def test_status_shows_what_is_wrong(web: Web, clock: HandClock, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    passes(settings, web, clock, [], [feed(web, OLD), None])
    row = ask(settings, "SELECT * FROM source_health WHERE source_id = 'feed'")[0]
    assert row["state"] == "failing"
    assert "404" in row["error"]
    assert row["next_poll"] > row["last_poll"]


def test_a_list_without_dates_that_froze_is_told_once_and_so_is_its_recovery(
    web: Web, clock: HandClock, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path)
    rules = {"item": "li", "title": "a", "link": "a"}
    listing = source(web.base, "list", format="listing", listing=rules, article="none", expect={"max_silence_days": 30})
    rows = '<ul><li><a href="/1">CMA looks at cement</a></li>{}</ul>'
    web.answers["/list"] = page(rows.format(""))
    with house(settings, (listing,), clock, []) as tools:
        for days in (0, 20, 9, 5, 0.1, 0.1):
            clock.skip(days=days)
            watch_once(tools, every_source=True)
        told = settings.ops_file.read_text(encoding="utf-8").splitlines()
        assert ["nothing new for 34 days" in line for line in told] == [True]
        web.answers["/list"] = page(rows.format('<li><a href="/2">CMA looks at bricks</a></li>'))
        clock.skip(hours=1)
        watch_once(tools, every_source=True)
    told = settings.ops_file.read_text(encoding="utf-8").splitlines()
    assert [("Recovered" in line) for line in told] == [False, True]


def test_a_truncated_feed_keeps_its_whole_entries(web: Web, clock: HandClock, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    reports = passes(settings, web, clock, [], [feed(web, OLD), truncated(web), truncated(web)])
    assert "broke off before its end" in reasons(reports[1])
    titles = {row["title"] for row in ask(settings, "SELECT title FROM documents WHERE source_id = 'feed'")}
    assert {OLD[0], NEWS[0]} <= titles
    asked = [headers for path, headers in web.visits if path == "/feed"]
    assert "if-none-match" not in asked[-1], "the validators of a damaged body are not kept"


def test_an_article_that_is_gone_is_read_from_its_summary(web: Web, clock: HandClock, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    web.answers["/news.html"] = status(410)
    reports = passes(settings, web, clock, [], [feed(web, OLD), feed(web, NEWS, OLD)])
    assert reports[1].outcome is Outcome.PARTIAL
    assert "/news.html" in "\n".join(f.url for item in reports[1].sources for f in item.failures)
    document = ask(settings, "SELECT * FROM documents WHERE link LIKE '%/news.html' AND source_id = 'feed'")[0]
    assert document["text_from"] in ("summary", "title")
    assert document["read_error"]
    counts = ask(settings, "SELECT source_id, articles_missing FROM source_health ORDER BY source_id")
    assert [row["articles_missing"] for row in counts if row["source_id"] == "feed"] == [1], "and status shows it"
    assert ask(settings, "SELECT companies FROM alert_log WHERE kind = 'step'") == [{"companies": ["openai"]}]


def test_an_article_that_fails_for_a_while_is_read_later(web: Web, clock: HandClock, tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    whole = web.answers["/news.html"]
    web.answers["/news.html"] = status(503)
    sources = (source(web.base, "feed"),)
    with house(settings, sources, clock, []) as tools:
        watch_once(tools, every_source=True)
        web.answers["/feed"] = feed(web, NEWS, OLD)
        clock.skip(minutes=5)
        assert watch_once(tools, every_source=True).outcome is Outcome.PARTIAL
        web.answers["/news.html"] = whole
        clock.skip(minutes=5)
        watch_once(tools)
    document = ask(settings, "SELECT * FROM documents WHERE link LIKE '%/news.html'")[0]
    assert (document["text_from"], document["read_error"]) == ("article", None)
    assert len(ask(settings, "SELECT * FROM alert_log WHERE kind = 'step'")) == 1


@pytest.mark.parametrize(
    ("asked", "visits", "text_from", "why"),
    [
        ("600", [1, 1, 2], "article", "ten minutes are kept, though we would have come sooner"),
        ("7200", [1, 1, 1], "summary", "nobody waits two hours for a page, and it is not asked for sooner"),
    ],
)
def test_a_page_is_not_asked_for_before_its_server_wants(
    asked: str, visits: list[int], text_from: str, why: str, web: Web, clock: HandClock, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path)
    whole, counts = web.answers["/news.html"], list[int]()
    web.answers["/news.html"] = status(429, Retry_After=asked)
    web.answers["/feed"] = feed(web, NEWS, OLD)
    with house(settings, (source(web.base, "feed"),), clock, []) as tools:
        for minutes in (6, 6, 0):
            watch_once(tools)
            counts.append(sum(path == "/news.html" for path, _ in web.visits))
            web.answers["/news.html"] = whole
            clock.skip(minutes=minutes)
    document = ask(settings, "SELECT * FROM documents WHERE link LIKE '%/news.html'")[0]
    assert (counts, document["text_from"]) == (visits, text_from), why


@pytest.mark.parametrize(
    ("token", "channels", "words"),
    [
        pytest.param("xoxb-wrong", {CHANNEL: "legal"}, "token", id="wrong token"),
        pytest.param("xoxb-fake", {"C0OTHER": "other"}, "channel", id="missing channel"),
    ],
)
def test_an_alert_slack_refuses_is_parked_with_a_reason(
    token: str, channels: dict[str, str], words: str, web: Web, clock: HandClock, tmp_path: Path
) -> None:
    with FakeSlack(channels=channels) as slack:
        settings = settings_for(tmp_path, slack.base_url, token)
        reports = passes(settings, web, clock, [], [feed(web, OLD), feed(web, NEWS, OLD)])
        assert not slack.messages
    assert reports[1].delivery.parked or reports[0].delivery.parked
    # One alert a channel is on its way at a time: the first is parked, and those behind it wait for the channel.
    alerts = ask(settings, "SELECT * FROM alert_log WHERE kind IN ('summary', 'step') ORDER BY created_at")
    assert [alert["state"] for alert in alerts] == [AlertState.PARKED.value, AlertState.PENDING.value]
    assert words in alerts[0]["error"]
    assert token not in str(alerts)
    assert words in settings.ops_file.read_text(encoding="utf-8"), "said by a way that needs no Slack"


def test_a_snapshot_that_cannot_be_written_leaves_the_one_before(web: Web, clock: HandClock, tmp_path: Path) -> None:
    """The folder of the snapshots is a file here: any OSError of the disk takes the same way."""
    settings = settings_for(tmp_path / "data")
    sources = (source(web.base, "feed"),)
    published, aside = settings.public_file.parent, tmp_path / "aside"
    with house(settings, sources, clock, []) as tools:
        watch_once(tools, every_source=True)
        published.rename(aside)
        published.write_text("no folder", encoding="utf-8")
        web.answers["/feed"] = feed(web, NEWS, OLD)
        clock.skip(hours=1)
        broken = watch_once(tools, every_source=True)
        published.unlink()
        aside.rename(published)
        assert len(ask(settings, "SELECT * FROM documents")) == 1, "the snapshot from before still stands"
        clock.skip(hours=1)
        mended = watch_once(tools, every_source=True)
    assert broken.outcome is Outcome.PARTIAL
    assert not broken.published
    assert "could not be published" in "\n".join(broken.notes)
    assert mended.outcome is Outcome.COMPLETE
    assert len(ask(settings, "SELECT * FROM documents")) == 2
    assert len(ask(settings, "SELECT * FROM alert_log WHERE kind = 'step' AND state = 'sent'")) == 1
