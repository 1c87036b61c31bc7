"""The recipes of docs/press.md, loaded from the page and run against outlets on loopback."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from feeds.bundled import BUNDLED
from feeds.registry import load_sources
from flows.pipeline import watch_once
from schemas.settings import Settings
from schemas.source import Source
from tests.fakes.feeds_server import Web, page, serve
from tests.fakes.house import CHANNEL, HandClock, article, ask, house, settings_for
from tests.fakes.slack import FakeSlack

PAGE = Path(__file__).parents[2] / "docs" / "press.md"
STEP = "The European Commission has opened a formal investigation into Microsoft's investment in Mistral AI"
LEAD = f"{STEP}, the harbour's shippers were told."
QUIET = [f"Harbour fees rise for the {n} time this year" for n in ("first", "second", "third", "fourth", "fifth")]


class News(NamedTuple):
    """What an outlet publishes: headline, path and day."""

    title: str
    path: str
    when: datetime


def recipes(folder: Path) -> tuple[Source, ...]:
    """Return the sources of the page's TOML and of the bundled example, as a user would load them."""
    files = [BUNDLED / "examples" / "press-example.toml"]
    for number, block in enumerate(re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)):
        file = folder / f"recipe-{number}.toml"
        file.write_text(block, "utf-8")
        files.append(file)
    return load_sources(files)


def on_loopback(source: Source, web: Web) -> Source:
    parts = urlsplit(source.url)
    url = f"{web.base}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    return source.model_copy(update={"url": url, "allow_private": True})


def publish(source: Source, web: Web, items: list[News]) -> None:
    """Answer as the kind of outlet does: WordPress, a search service, or a feed."""
    place = urlsplit(source.url).path
    if source.format == "json_list":
        posts = [
            {
                "id": sum(map(ord, item.path)),
                "date_gmt": item.when.strftime("%Y-%m-%dT%H:%M:%S"),
                "link": f"{web.base}{item.path}",
                "title": {"rendered": item.title.replace("'", "&#8217;")},
                "excerpt": {"rendered": f"<p>{LEAD if item.title == STEP else item.title} [&hellip;]</p>"},
            }
            for item in items
        ]
        web.answers[place] = page(json.dumps(posts), "application/json; charset=UTF-8")
        return
    gathers = "search" in place
    rows = "".join(
        f"<item><title>{item.title}{' - The Quay Gazette' if gathers else ''}</title>"
        f"<link>{web.base}{'/rss/articles/CBM' + item.path[1:] + '?oc=5' if gathers else item.path}</link>"
        f'<guid isPermaLink="false">g{item.path}</guid><pubDate>{item.when:%a, %d %b %Y %H:%M:%S GMT}</pubDate>'
        f"<description>{LEAD if item.title == STEP else item.title}</description></item>"
        for item in items
    )
    web.answers[place] = page(f'<rss version="2.0"><channel><title>N</title>{rows}</channel></rss>', "text/xml")


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(channels={CHANNEL: "legal"}) as running:
        yield running


def test_three_recipes_and_an_example_say_what_press_is(tmp_path: Path) -> None:
    found = recipes(tmp_path)
    assert [source.id for source in found] == [
        "press-example", "harbour-ledger", "gatherer-ai-antitrust", "quay-law-blog"
    ]  # fmt: skip
    assert not any(source.official or source.authority for source in found)


@pytest.mark.parametrize("place", range(4))
def test_a_recipe_reports_once_and_its_text_is_erased_in_time(
    place: int, tmp_path: Path, web: Web, slack: FakeSlack
) -> None:
    source = on_loopback(recipes(tmp_path)[place], web)
    settings, clock = settings_for(tmp_path, slack.base_url), HandClock()
    old = [News(title, f"/old-{n}", datetime(2026, 11, 18, n, tzinfo=UTC)) for n, title in enumerate(QUIET)]
    step = News(STEP, "/step", datetime(2026, 11, 19, 10, tzinfo=UTC))
    web.answers["/step"] = page(article(STEP, LEAD, "The harbour master had no comment on the matter on Thursday."))
    with house(settings, (source,), clock, []) as tools:
        publish(source, web, old)
        watch_once(tools, every_source=True)
        clock.skip(hours=2)
        publish(source, web, [step, *old])
        watch_once(tools, every_source=True)
        reported = [message["text"] for message in slack.messages if message["text"].startswith("Reported: ")]
        assert len(reported) == 1
        assert f"{source.publisher} writes that the European Commission has opened" in reported[0]
        assert state(settings) == (True, True)
        clock.skip(days=settings.retention.press_text_days + 1)
        watch_once(tools, every_source=True)
    assert state(settings) == (True, False), "headline, link, hash and evidence stay; the words go"
    asked = {path for path, _ in web.visits}
    assert ("/step" in asked) == (source.article == "page"), "headlines are enough where the recipe says so"
    assert not any(path.startswith("/rss/articles/") for path in asked), "a link that leads on is not followed"


def state(settings: Settings) -> tuple[bool, bool]:
    """Return whether headline, link, hash and evidence of the step are there, and whether its words are."""
    [row] = ask(
        settings,
        "SELECT v.title, d.link, v.content_hash, v.text, f.evidence FROM documents d "
        "JOIN record.document_versions v ON v.document = d.document_id JOIN findings f USING (document_id) "
        "WHERE v.title LIKE 'The European Commission has opened%' AND f.event_id NOTNULL",
    )
    kept = all((row["title"], row["link"], row["content_hash"], row["evidence"]))
    return kept, "shippers were told" in (row["text"] or "")


def test_a_page_that_may_not_be_read_leaves_the_lead_and_says_why(tmp_path: Path, web: Web, slack: FakeSlack) -> None:
    source = on_loopback(recipes(tmp_path)[3], web)
    settings, clock = settings_for(tmp_path, slack.base_url), HandClock()
    step = News(STEP, "/step", datetime(2026, 11, 19, 10, tzinfo=UTC))
    web.answers["/robots.txt"] = page("User-agent: *\nDisallow: /step")
    web.answers["/step"] = page(article(STEP, LEAD))
    with house(settings, (source,), clock, []) as tools:
        publish(source, web, [step] * 1)
        watch_once(tools, every_source=True)
    [row] = ask(settings, "SELECT text_from, read_error FROM documents")
    assert row["text_from"] == "summary"
    assert "robots.txt of its site forbids" in row["read_error"]
    assert "/step" not in {path for path, _ in web.visits}
