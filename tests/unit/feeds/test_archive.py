"""Which questions are asked of an archive for a range of days, and when there is nothing more to ask."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from feeds.archive import Window, day_of, is_beyond_last, is_last, question, wanted, windows
from feeds.registry import load_sources
from schemas.source import Archive, Entry, Failure, ParsedFeed, Source

START, END = date(2026, 1, 1), date(2026, 3, 5)
WINDOW = Window(start=START, end=END)
ARCHIVES = tuple(source for source in load_sources() if source.archive)


def archive(query: str = "page={page}", **more: Any) -> Archive:
    return Archive(url=f"https://authority.example/past?{query}", **more)


def source(past: Archive) -> Source:
    return Source(id="past", name="Past", publisher="Past", url="https://authority.example/feed", archive=past)


def entry(day: date | None, name: str = "a") -> Entry:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC) if day else None
    return Entry(source="past", url=f"https://authority.example/{name}", title=name, published=moment)


def parsed(*days: date | None, listed: int = 0) -> ParsedFeed:
    entries = tuple(entry(day, str(place)) for place, day in enumerate(days))
    return ParsedFeed(entries=entries, listed=listed or len(entries))


def test_windows_cover_each_day_once() -> None:
    found = list(windows(archive(window_days=30), START, END))
    assert [(w.start, w.end) for w in found] == [
        (date(2026, 1, 1), date(2026, 1, 30)),
        (date(2026, 1, 31), date(2026, 3, 1)),
        (date(2026, 3, 2), END),
    ]


@pytest.mark.parametrize("days", [None, 64, 1000])
def test_one_window_is_enough_for_a_range_that_fits(days: int | None) -> None:
    assert list(windows(archive(window_days=days), START, END)) == [WINDOW]


def test_a_question_names_the_days_in_the_form_the_archive_wants() -> None:
    past = archive("from={from}&to={to:%d/%m/%Y}&page={page}&start={offset}", page_size=20, first_page=0)
    asked = question(source(past), past, WINDOW, 2)
    assert asked.url == "https://authority.example/past?from=2026-01-01&to=05/03/2026&page=2&start=40"


def test_the_body_of_a_question_keeps_its_own_braces() -> None:
    past = archive("", post='{"range": {"gte": "{from}"}, "page": {page}}')
    assert question(source(past), past, WINDOW, 3).post == '{"range": {"gte": "2026-01-01"}, "page": 3}'


def test_what_an_archive_does_not_say_is_as_the_source_declares_it() -> None:
    past = archive("", format="sitemap")
    asked = question(source(past).model_copy(update={"post": "words"}), past, WINDOW, 1)
    assert (asked.format, asked.post, asked.id) == ("sitemap", None, "past")


@pytest.mark.parametrize("asked", ARCHIVES, ids=lambda source: source.id)
def test_a_bundled_archive_leaves_no_brace_in_its_question(asked: Source) -> None:
    assert asked.archive is not None
    url = question(asked, asked.archive, WINDOW, 3).url
    assert "{" not in url
    days = [day in url for day in ("2026-01-01", "01012026")]
    assert any(days) is asked.archive.asks_by_day()


@pytest.mark.parametrize(
    ("past", "page", "answer", "met", "last"),
    [
        pytest.param(archive("no=pages"), 1, parsed(START), 0, True, id="one page is all there is"),
        pytest.param(archive(), 1, parsed(), 0, True, id="nothing is listed"),
        pytest.param(archive(page_size=2), 1, parsed(START), 0, True, id="a page that is not full"),
        pytest.param(archive(page_size=2), 1, parsed(START, END), 0, False, id="a full page"),
        pytest.param(archive(page_size=2), 1, parsed(START, listed=2), 0, False, id="full before the source's rules"),
        pytest.param(archive(page_size=2), 1, parsed(listed=2), 0, False, id="full, and nothing of it is wanted"),
        pytest.param(archive(max_pages=3), 3, parsed(START), 0, True, id="as many pages as are allowed"),
        pytest.param(archive(first_page=0, max_pages=3), 2, parsed(START), 0, True, id="the same, counted from 0"),
        pytest.param(archive(), 2, parsed(START, END), 2, True, id="all of it was on an earlier page"),
        pytest.param(archive(), 2, parsed(START, END), 1, False, id="something new is on it"),
        pytest.param(archive(newest_first=True), 1, parsed(date(2025, 12, 31)), 0, True, id="wholly older"),
        pytest.param(archive(newest_first=True), 1, parsed(START, date(2025, 12, 31)), 0, False, id="older in part"),
        pytest.param(archive(newest_first=True), 1, parsed(None), 0, False, id="no date tells"),
        pytest.param(archive(), 1, parsed(date(2025, 12, 31)), 0, False, id="older, in an archive without order"),
    ],
)
def test_where_an_archive_ends(past: Archive, page: int, answer: ParsedFeed, met: int, last: bool) -> None:
    assert is_last(past, WINDOW, page, answer, met) is last


@pytest.mark.parametrize(
    ("page", "failure", "beyond"),
    [
        pytest.param(2, {"stage": "fetch", "status": 404}, True, id="not found"),
        pytest.param(2, {"stage": "fetch", "status": 400}, True, id="as WordPress says it"),
        pytest.param(2, {"stage": "parse", "status": 200}, True, id="a page without a list"),
        pytest.param(2, {"stage": "fetch", "status": 503}, False, id="out of service"),
        pytest.param(2, {"stage": "fetch"}, False, id="no answer"),
        pytest.param(1, {"stage": "fetch", "status": 404}, False, id="the first page has to be there"),
        pytest.param(1, {"stage": "parse", "status": 200}, False, id="the first page has to be a list"),
    ],
)
def test_a_page_beyond_the_last(page: int, failure: dict[str, Any], beyond: bool) -> None:
    told = Failure(
        source="past", url="https://authority.example", reason="", at=datetime(2026, 1, 1, tzinfo=UTC), **failure
    )
    assert is_beyond_last(archive(), page, told) is beyond
    assert not is_beyond_last(archive("no=pages"), page, told)


def test_the_days_of_a_range_are_wanted_both_ends_and_what_has_no_date() -> None:
    days = (date(2025, 12, 31), START, END, date(2026, 3, 6), None)
    assert [day_of(e) for e in wanted([entry(day) for day in days], START, END)] == [START, END, None]
