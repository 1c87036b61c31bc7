"""An edited release corrects what was told of it, once a channel and only when it is of weight."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.pipeline import watch_once
from flows.tools import Tools
from store.documents import load_changes
from store.rows import fetch
from tests.fakes.feeds_server import Web, page, serve, status
from tests.fakes.house import HandClock, article, house, rss, settings_for, source

TITLE = "CMA fines Microsoft £5 million over its AI assistant"
WORDS = "The CMA has today fined Microsoft £5 million for breaching an order about its AI assistant. It can appeal."


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def say(web: Web, title: str, words: str, *, before: bool = False) -> None:
    items = [] if before else [(title, "/release")]
    web.answers["/feed"] = page(rss(*items, ("Old news", "/old"), base=web.base), "application/rss+xml")
    web.answers["/release"] = page(article(title, words))
    web.answers["/old"] = page(article("Old news", "Nothing of note happened at the authority on that day."))


def told(tools: Tools) -> list[tuple[str, int, str]]:
    with tools.database.transaction() as connection:
        rows = fetch(
            connection,
            """
            SELECT kind, revision, placement, thread IS NOT DISTINCT FROM "case" AS in_thread FROM record.alerts
            WHERE event IS NOT NULL ORDER BY created_at
            """,
        )
    assert all(row["in_thread"] for row in rows)
    return [(row["kind"], row["revision"], row["placement"]) for row in rows]


def played(tools: Tools, clock: HandClock) -> None:
    clock.skip(hours=2)
    watch_once(tools)


def test_a_new_sum_is_told_a_new_comma_is_not(tmp_path: Path, web: Web) -> None:
    clock, said = HandClock(), list[str]()
    say(web, TITLE, WORDS, before=True)
    with house(settings_for(tmp_path), (source(web.base),), clock, said) as tools:
        watch_once(tools)
        say(web, TITLE, WORDS)
        played(tools, clock)
        assert told(tools) == [("step", 1, "top")]
        say(web, TITLE.replace("over", "over,"), WORDS.replace("It can appeal", "It may appeal"))
        played(tools, clock)
        assert told(tools) == [("step", 1, "top")]
        say(web, TITLE.replace("£5", "£6"), WORDS.replace("£5", "£6"))
        played(tools, clock)
        assert told(tools) == [("step", 1, "top"), ("correction", 1, "reply")]
        with tools.database.transaction() as connection:
            [document] = {row["document"] for row in fetch(connection, "SELECT document FROM record.document_changes")}
            changes = load_changes(connection, document)
        assert [(change.version, change.changed) for change in changes] == [(2, ()), (3, ("amounts",))]
        assert "[-£5-] {+£6+}" in changes[1].diff
    assert any("Corrected" in words and "£6" in words for words in said)


def test_a_page_that_cannot_be_had_any_more_corrects_nothing(tmp_path: Path, web: Web) -> None:
    clock = HandClock()
    say(web, TITLE, WORDS + " It must pay by 3 March 2027 under section 94 of the Act.", before=True)
    with house(settings_for(tmp_path), (source(web.base),), clock, []) as tools:
        watch_once(tools)
        say(web, TITLE, WORDS + " It must pay by 3 March 2027 under section 94 of the Act.")
        played(tools, clock)
        say(web, TITLE.replace("over", "over,"), WORDS)
        web.answers["/release"] = status(404)
        played(tools, clock)
        assert told(tools) == [("step", 1, "top")]
