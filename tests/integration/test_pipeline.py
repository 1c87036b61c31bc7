"""Stories of the whole pipeline: real HTTP, real DuckDB, a Slack on loopback, a clock moved by hand."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.pipeline import watch_once
from flows.tools import Tools
from schemas.settings import Settings
from schemas.watch import Watch
from schemas.words import Outcome
from tests.fakes.feeds_server import Answer, Visit, Web, page, serve, status
from tests.fakes.house import CHANNEL, HandClock, article, ask, house, rss, settings_for, source
from tests.fakes.slack import FakeSlack

OLD = ("CMA publishes its annual report", "/old.html")
STANDING = ("CMA opens investigation into Nvidia over AI chip supply", "/standing.html")
REPORTED = ("EU opens investigation into Microsoft's investment in Mistral", "/reported.html")
OFFICIAL = ("Commission opens formal investigation into Microsoft's investment in Mistral AI", "/official.html")
ARTICLES = {
    OLD: ("The report describes the work of the authority in the past year, chapter by chapter.",),
    STANDING: ("The CMA has opened an investigation into Nvidia over the supply of AI chips.",),
    REPORTED: (
        "The European Commission has opened an investigation into Microsoft's investment in Mistral, an AI firm.",
        "Infomaniak, the Swiss hosting company, runs its assistant on models of Mistral.",
        "Elon Musk is suing OpenAI in a separate private lawsuit in California.",
    ),
    OFFICIAL: (
        "The European Commission has opened a formal investigation into Microsoft's investment in Mistral AI.",
        "The Commission will now assess whether the transaction falls under the EU Merger Regulation.",
    ),
}
FEED = "application/rss+xml"
PRESS = {"authority": None, "official": False, "publisher": "The Harbour Ledger", "priority": 2}
COMMISSION = {"authority": "eu-ec", "publisher": "European Commission"}


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        for (title, path), paragraphs in ARTICLES.items():
            running.answers[path] = page(article(title, *paragraphs))
        for name in ("cma", "press", "commission", "other-press"):
            running.answers[f"/{name}"] = feed(running, OLD)
        yield running


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(channels={CHANNEL: "legal"}) as running:
        yield running


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def settings(tmp_path: Path, slack: FakeSlack) -> Settings:
    return settings_for(tmp_path, slack.base_url)


def feed(web: Web, *items: tuple[str, str], when: str = "Thu, 19 Nov 2026 08:00:00 GMT") -> Answer:
    return page(rss(*items, base=web.base, when=when), FEED)


def given(tools: Tools, web: Web, clock: HandClock, name: str, answer: Answer) -> None:
    """Let a source answer so from an hour later on, and poll all of them."""
    web.answers[f"/{name}"] = answer
    clock.skip(hours=1)
    watch_once(tools, every_source=True)


def texts(slack: FakeSlack) -> list[str]:
    return [message["text"] for message in slack.messages]


def test_first_contact_is_quiet_then_news_is_told_once(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    web.answers["/cma"] = feed(web, STANDING, OLD)
    sources = (source(web.base, "cma"), source(web.base, "press", **PRESS))
    with house(settings, sources, clock, []) as tools:
        watch_once(tools, every_source=True)
        assert len(texts(slack)) == 1, "one summary"
        assert "1 step already there" in texts(slack)[0]
        web.answers["/press"] = feed(web, REPORTED, OLD)
        for _ in range(3):
            clock.skip(hours=1)
            watch_once(tools, every_source=True)
    assert len(texts(slack)) == 2
    assert texts(slack)[1].startswith("Reported: The Harbour Ledger writes that the European Commission has opened")
    alert = ask(settings, "SELECT companies FROM alert_log WHERE kind = 'step'")
    assert [sorted(row["companies"]) for row in alert] == [["microsoft", "mistral-ai"]]
    missed = {row["company_id"] for row in ask(settings, "SELECT company_id FROM near_misses WHERE company_id NOTNULL")}
    assert {"openai", "infomaniak"} <= missed, "named, not told, and it is on record why"


def test_a_new_route_is_told_once_what_is_held_already(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    sources = (source(web.base, "cma"), source(web.base, "press", **PRESS))
    with house(settings, sources, clock, []) as tools:
        watch_once(tools, every_source=True)
        given(tools, web, clock, "press", feed(web, REPORTED, OLD))
    more = (*settings.watches, Watch(id="mistral", channel=CHANNEL, companies=("mistral-ai",)))
    told = len(texts(slack))
    with house(settings.model_copy(update={"watches": more}), sources, clock, []) as tools:
        for _ in range(2):
            clock.skip(hours=1)
            watch_once(tools, every_source=True)
    assert texts(slack)[told:] == ["New here: route mistral. 1 step already held"]
    assert "Microsoft" in str(slack.messages[-1]["blocks"])


def test_the_authoritys_own_text_confirms_and_a_second_newspaper_adds_nothing(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    sources = (
        source(web.base, "press", **PRESS),
        source(web.base, "other-press", **{**PRESS, "publisher": "The Quay Gazette"}),
        source(web.base, "commission", **COMMISSION),
    )
    with house(settings, sources, clock, []) as tools:
        watch_once(tools, every_source=True)
        for name, item in (("press", REPORTED), ("other-press", REPORTED), ("commission", OFFICIAL)):
            given(tools, web, clock, name, feed(web, item, OLD))
    assert [text.split(":")[0] for text in texts(slack)[1:]] == ["Reported", "Confirmed"]
    events = ask(settings, "SELECT * FROM events")
    assert [(event["standing"], sorted(event["targets"])) for event in events] == [
        ("Confirmed", ["Microsoft", "Mistral AI"])
    ]
    assert len(ask(settings, "SELECT * FROM findings WHERE event_id NOTNULL")) == 3


def test_a_retitled_item_is_a_new_version_and_no_new_alert(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    with house(settings, (source(web.base, "commission", **COMMISSION),), clock, []) as tools:
        watch_once(tools, every_source=True)
        given(tools, web, clock, "commission", feed(web, OFFICIAL, OLD))
        retitled = ("Commission opens in-depth investigation into Microsoft's investment in Mistral AI", OFFICIAL[1])
        given(tools, web, clock, "commission", feed(web, retitled, OLD))
    assert len(texts(slack)) == 2, "the summary and one step"
    assert len(ask(settings, "SELECT * FROM document_changes WHERE title_changed")) == 1


def test_an_undated_item_is_old_at_first_contact_and_new_afterwards(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    web.answers["/cma"] = feed(web, STANDING, OLD, when="")
    with house(settings, (source(web.base, "cma"),), clock, []) as tools:
        watch_once(tools, every_source=True)
        web.answers["/cma"] = feed(web, ("CMA opens investigation into Anthropic", "/new.html"), STANDING, OLD, when="")
        web.answers["/new.html"] = page(
            article(
                "CMA opens investigation into Anthropic",
                "The CMA has opened an investigation into Anthropic. It is at an early stage.",
            )
        )
        clock.skip(hours=1)
        watch_once(tools, every_source=True)
    assert ask(settings, "SELECT companies FROM alert_log WHERE kind = 'step'") == [{"companies": ["anthropic"]}]
    assert ask(settings, "SELECT DISTINCT published FROM documents") == [{"published": None}]


def test_news_of_a_source_that_failed_at_first_is_told(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    """The watch began with the first try: what was published since is news, what is older is not."""
    web.answers["/cma"] = status(503)
    with house(settings, (source(web.base, "cma"), source(web.base, "press", **PRESS)), clock, []) as tools:
        watch_once(tools, every_source=True)
        clock.skip(days=3)
        both = rss(STANDING, base=web.base, when="Sat, 21 Nov 2026 08:00:00 GMT").replace(
            b"</channel>",
            b"<item><title>CMA opens investigation into Cohere</title><link>" + web.base.encode()
            + b"/old-step.html</link><pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate></item></channel>",
        )  # fmt: skip
        web.answers["/cma"] = page(both, "application/rss+xml")
        watch_once(tools, every_source=True)
    assert ask(settings, "SELECT companies, late FROM alert_log WHERE kind = 'step'") == [
        {"companies": ["nvidia"], "late": False}
    ]


def test_after_an_outage_missed_steps_are_told_late(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    with house(settings, (source(web.base, "cma"),), clock, []) as tools:
        watch_once(tools, every_source=True)
        web.answers["/cma"] = feed(web, STANDING, OLD, when="Fri, 20 Nov 2026 08:00:00 GMT")
        clock.skip(days=20)
        assert watch_once(tools).outcome is Outcome.COMPLETE
    assert ask(settings, "SELECT late FROM alert_log WHERE kind = 'step'") == [{"late": True}]


def test_a_slow_source_holds_nobody_elses_alert(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    """The slow feed answers only after the other source's alert has arrived."""
    with house(settings, (source(web.base, "cma"), source(web.base, "press", **PRESS)), clock, []) as tools:
        watch_once(tools, every_source=True)
        arrived: list[bool] = []

        def slow(visit: Visit) -> None:
            deadline = time.monotonic() + 15
            while len(slack.messages) < 2 and time.monotonic() < deadline:
                time.sleep(0.02)
            arrived.append(len(slack.messages) == 2)
            feed(web, OLD)(visit)

        web.answers["/cma"] = slow
        given(tools, web, clock, "press", feed(web, REPORTED, OLD))
    assert arrived == [True]


def test_a_poll_that_is_not_due_is_not_made(web: Web, clock: HandClock, settings: Settings) -> None:
    with house(settings, (source(web.base, "cma"),), clock, []) as tools:
        watch_once(tools)
        visits = len(web.visits)
        clock.skip(minutes=1)
        assert watch_once(tools).sources == ()
        assert len(web.visits) == visits
        clock.time += timedelta(days=1)
        assert [report.source for report in watch_once(tools).sources] == ["cma"]


def test_a_press_text_is_erased_after_its_time_and_its_step_stays(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    """The headline, the link and the evidence stay; the event stays supported, and nothing is told again."""
    with house(settings, (source(web.base, "press", **PRESS),), clock, []) as tools:
        watch_once(tools, every_source=True)
        given(tools, web, clock, "press", feed(web, OLD, REPORTED))
        told = texts(slack)
        clock.skip(days=91)
        watch_once(tools, every_source=True)
        # What comes meanwhile is said of the silence and of the watch itself, never of the step again.
        assert texts(slack)[: len(told)] == told
        assert all(words.startswith(("Unconfirmed:", "Still watching:")) for words in texts(slack)[len(told) :])
    query = "SELECT title, text, erased_at IS NOT NULL AS erased FROM documents WHERE title LIKE 'EU opens%'"
    assert ask(settings, query) == [{"title": REPORTED[0], "text": "", "erased": True}]
    (step,) = ask(settings, "SELECT targets, supported, evidence FROM events")
    assert (step["targets"], step["supported"]) == (["Microsoft", "Mistral AI"], True)
    assert "Microsoft" in step["evidence"]


def test_an_alert_leaves_while_the_next_article_of_its_source_is_read(
    web: Web, slack: FakeSlack, clock: HandClock, settings: Settings
) -> None:
    told = threading.Event()

    def waits_for_the_alert(visit: Visit) -> None:
        visit.say(200 if told.wait(15) else 500, article(OLD[0], *ARTICLES[OLD]).encode(), Content_Type="text/html")

    web.answers["/cma"] = feed(web)
    with house(settings, (source(web.base, "cma"),), clock, []) as tools:
        watch_once(tools, every_source=True)
        clock.skip(hours=1)
        items = rss(STANDING, base=web.base), rss(OLD, base=web.base, when="Thu, 19 Nov 2026 09:00:00 GMT")
        web.answers["/cma"] = page(items[0].replace(b"</channel></rss>", items[1][items[1].index(b"<item>") :]), FEED)
        web.answers[OLD[1]] = waits_for_the_alert
        slack.on_accept = lambda _message: told.set()
        report = watch_once(tools, every_source=True)
    assert told.is_set()
    assert [source.read for source in report.sources] == [2]
    assert report.outcome is Outcome.COMPLETE
