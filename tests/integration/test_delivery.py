"""Delivery through the real store and a Slack that fails: what was unclear is found or sent, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.pipeline import watch_once
from schemas.words import AlertState
from tests.fakes.feeds_server import Web, page, serve
from tests.fakes.house import CHANNEL, HandClock, article, ask, house, rss, settings_for, source
from tests.fakes.slack import FakeSlack, Fault

OLD = ("CMA publishes its annual report", "/old.html")
NEWS = ("CMA opens investigation into OpenAI", "/news.html")


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        text = "The report describes the work of the authority in the past year, chapter by chapter."
        running.answers[OLD[1]] = page(article(OLD[0], text))
        running.answers[NEWS[1]] = page(
            article(NEWS[0], "The CMA has opened an investigation into OpenAI over ChatGPT.")
        )
        running.answers["/feed"] = page(rss(OLD, base=running.base), "application/rss+xml")
        yield running


@pytest.mark.parametrize(
    ("fault", "first", "then"),
    [
        pytest.param(Fault("ok"), {"sent": 1}, {}, id="taken at once"),
        pytest.param(Fault("reply_lost"), {"retry": 1}, {"reconciled": 1}, id="accepted, and the answer lost"),
        pytest.param(Fault("accepted_error"), {"retry": 1}, {"reconciled": 1}, id="accepted, and answered with 500"),
        pytest.param(Fault("reset"), {"retry": 1}, {"sent": 1}, id="reset before it was accepted"),
        pytest.param(Fault("rate_limited", seconds=30), {"retry": 1}, {"sent": 1}, id="429 with Retry-After"),
        pytest.param(Fault("server_error"), {"retry": 1}, {"sent": 1}, id="500 before it was accepted"),
        pytest.param(Fault("error", error="not_in_channel"), {"parked": 1}, {"sent": 1}, id="refused, then mended"),
    ],
)
def test_what_becomes_of_an_alert(
    fault: Fault, first: dict[str, int], then: dict[str, int], web: Web, tmp_path: Path
) -> None:
    clock = HandClock()
    with FakeSlack(channels={CHANNEL: "legal"}, clock=lambda: clock.time.timestamp()) as slack:
        settings = settings_for(tmp_path, slack.base_url)
        with house(settings, (source(web.base, "feed"),), clock, []) as tools:
            watch_once(tools, every_source=True)
            before = len(slack.messages)
            slack.faults.append(fault)
            web.answers["/feed"] = page(rss(NEWS, OLD, base=web.base), "application/rss+xml")
            clock.skip(hours=1)
            report = watch_once(tools, every_source=True)
            clock.skip(minutes=10)
            later = watch_once(tools, every_source=True).delivery
            messages = len(slack.messages) - before
    told = ask(settings, "SELECT state FROM alert_log WHERE kind = 'step'")
    assert messages == 1
    assert told == [{"state": AlertState.SENT.value}]
    assert {name: n for name, n in later.model_dump().items() if n} == then
    assert {name: n for name, n in report.delivery.model_dump().items() if n} == first
