"""More is new than one page shows: a poll goes on until it meets what it knows, and no item is lost or doubled."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.pipeline import due_sources
from flows.polling import poll_together
from flows.tools import Tools
from schemas.report import SourceReport
from schemas.source import Source
from store.documents import known_documents
from tests.fakes.feeds_server import Visit, Web, serve, status
from tests.fakes.house import HandClock, house, settings_for, source

RULES = {"item": "li", "title": "a", "link": "a", "date": "time", "date_order": "YMD"}
JSON = {"items": "", "title": "title", "url": "url"}


class List:
    """A list of ten items a page, the newest first; `between` is called after each page that was asked for."""

    def __init__(self, web: Web) -> None:
        self.items = [f"item-{number}" for number in range(10)]
        self.pinned: list[str] = []
        self.day: str | None = None
        self.links = True
        self.asked: list[int] = []
        self.between: Callable[[], None] = lambda: None
        web.answers["/list"] = self.answer

    def publish(self, count: int) -> None:
        first = len(self.items)
        self.items[:0] = [f"item-{number}" for number in reversed(range(first, first + count))]

    def answer(self, visit: Visit) -> None:
        found = re.search(r"page=(\d+)", visit.path)
        page = int(found[1]) if found else 0
        self.asked.append(page)
        items = [*self.pinned, *self.items[page * 10 : page * 10 + 10]]
        if "json" in visit.path:
            told = ",".join(f'{{"title": "{item}", "url": "/{item}"}}' for item in items)
            visit.say(200, f"[{told}]".encode(), Content_Type="application/json")
        else:
            visit.say(200, self._html(items, page).encode(), Content_Type="text/html")
        self.between()

    def _html(self, items: list[str], page: int) -> str:
        day = f"<time>{self.day}</time>" if self.day else ""
        rows = "".join(f'<li><a href="/{item}">{item}</a>{day}</li>' for item in items)
        more = self.links and len(self.items) > page * 10 + 10
        return f"<ul>{rows}</ul>" + (f'<a rel="nofollow next" href="/list?page={page + 1}">Next</a>' if more else "")


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def listing(web: Web, **more: Any) -> Source:
    return source(web.base, "list", format="listing", listing=RULES, article="none", **more)


def poll(tools: Tools) -> SourceReport:
    (report,) = poll_together(due_sources(tools, every_source=True), tools)
    return report


def titles(tools: Tools) -> list[str]:
    with tools.database.transaction() as connection:
        return [(known.url or "").rsplit("/", 1)[1] for known in known_documents(connection, ["list"])["list"]]


def polled_twice(tmp_path: Path, web: Web, declared: Source, site: List, count: int) -> tuple[SourceReport, list[str]]:
    with house(settings_for(tmp_path), (declared,), clock := HandClock(), []) as tools:
        poll(tools)
        assert site.asked == [0], "the first poll asks for no more than the first page"
        site.asked.clear()
        site.publish(count)
        clock.skip(hours=2)
        return poll(tools), titles(tools)


@pytest.mark.parametrize(
    ("count", "pages", "why"),
    [
        (3, [0], "a known item stands on the first page"),
        (9, [0], "the last one of it is known"),
        (10, [0, 1], "all ten are new"),
        (45, [0, 1, 2, 3, 4], "the fifth page reaches what is known"),
    ],
)
def test_pages_are_asked_for_until_one_reaches_what_is_known(
    tmp_path: Path, web: Web, count: int, pages: list[int], why: str
) -> None:
    site = List(web)
    report, known = polled_twice(tmp_path, web, listing(web), site, count)
    assert site.asked == pages, why
    assert report.new_documents == count
    assert sorted(known) == sorted(site.items)
    assert report.failures == ()


def test_what_moves_to_the_next_page_meanwhile_is_no_double(tmp_path: Path, web: Web) -> None:
    site = List(web)
    with house(settings_for(tmp_path), (listing(web),), clock := HandClock(), []) as tools:
        poll(tools)
        site.publish(45)
        site.between = lambda: site.publish(1)
        assert poll(tools).new_documents == 45
        site.between = lambda: None
        clock.skip(hours=2)
        poll(tools)
        known = titles(tools)
        assert sorted(known) == sorted(site.items)


def test_a_pinned_old_item_is_not_taken_for_the_end(tmp_path: Path, web: Web) -> None:
    site = List(web)
    site.pinned = ["item-0"]
    _, known = polled_twice(tmp_path, web, listing(web), site, 25)
    assert sorted(known) == sorted(site.items)


def test_a_list_that_was_rebuilt_under_old_dates_is_not_read_to_its_end(tmp_path: Path, web: Web) -> None:
    site = List(web)
    site.day = "2026-11-01"
    polled_twice(tmp_path, web, listing(web), site, 45)
    assert site.asked == [0]


@pytest.mark.parametrize(
    ("more", "form", "why"),
    [
        ({"url": "{base}/list?json&page={page}", "first_page": 0}, "json_list", "pages counted from 0"),
        ({"url": "{base}/list?json&page={offset}", "page_size": 1}, "json_list", "items counted"),
        ({"url": "{base}/list?page={page}", "first_page": 0}, "listing", "a list that names no next page"),
    ],
)
def test_further_pages_are_declared_where_the_list_names_none(
    tmp_path: Path, web: Web, more: dict[str, Any], form: str, why: str
) -> None:
    site = List(web)
    site.links = False
    more = {**more, "url": more["url"].replace("{base}", web.base)}
    address = f"{web.base}/list?json" if form == "json_list" else f"{web.base}/list"
    declared = listing(web).model_copy(update={"format": form, "url": address})
    declared = Source.model_validate({**declared.model_dump(), "json_rules": JSON, "more": more})
    _, known = polled_twice(tmp_path, web, declared, site, 25)
    assert site.asked == [0, 1, 2], why
    assert sorted(known) == sorted(site.items)


def test_what_lies_beyond_the_most_pages_is_told_as_missing(tmp_path: Path, web: Web) -> None:
    site = List(web)
    report, _ = polled_twice(tmp_path, web, listing(web, more={"max_pages": 3}), site, 45)
    assert (site.asked, report.new_documents) == ([0, 1, 2], 30)
    assert "no item of its 3 newest pages was known" in report.failures[0].reason


def test_a_source_can_be_read_by_its_first_page_alone(tmp_path: Path, web: Web) -> None:
    site = List(web)
    report, _ = polled_twice(tmp_path, web, listing(web, more={"max_pages": 1}), site, 45)
    assert (site.asked, report.failures) == ([0], ())


def test_a_further_page_that_cannot_be_had_now_is_made_up_for_by_the_next_poll(tmp_path: Path, web: Web) -> None:
    site = List(web)
    with house(settings_for(tmp_path), (listing(web),), clock := HandClock(), []) as tools:
        poll(tools)
        site.publish(45)
        web.answers["/list?page=2"] = status(503)
        clock.skip(hours=2)
        report = poll(tools)
        assert (report.new_documents, report.failures[0].status) == (20, 503), "what could be had is not held back"
        del web.answers["/list?page=2"]
        clock.skip(hours=7)
        report = poll(tools)
        assert (report.new_documents, report.failures) == (25, ())
        assert sorted(titles(tools)) == sorted(site.items)


def test_a_further_page_that_is_gone_for_good_is_told_once_and_stops_nothing(tmp_path: Path, web: Web) -> None:
    site = List(web)
    web.answers["/list?page=1"] = status(404)
    report, known = polled_twice(tmp_path, web, listing(web), site, 45)
    assert (report.new_documents, report.failures[0].status, len(known)) == (10, 404, 20)
    with house(settings_for(tmp_path), (listing(web),), HandClock(), []) as tools:
        site.asked.clear()
        assert poll(tools).failures == ()
        assert site.asked == [0]


def test_a_page_that_repeats_the_one_before_is_told(tmp_path: Path, web: Web) -> None:
    site = List(web)
    declared = listing(web, more={"url": f"{web.base}/list?p={{page}}"})
    report, _ = polled_twice(tmp_path, web, declared, site, 45)
    assert "page 2 brings nothing" in report.failures[0].reason
    assert site.asked == [0, 0]


def test_a_next_page_on_another_host_is_not_followed(tmp_path: Path, web: Web) -> None:
    site = List(web)
    site.links = False
    site.pinned = ['x"></a><a rel="next" href="https://other.example/list?page=1">x']
    with house(settings_for(tmp_path), (listing(web),), HandClock(), []) as tools:
        poll(tools)
        site.publish(45)
        assert poll(tools).failures == ()
        assert site.asked == [0, 0]
