"""Sources are asked together and saved together, and none waits for the slowest."""

import gc
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.pipeline import due_sources
from flows.polling import poll_together, polls
from schemas.source import Source
from store.documents import known_documents
from tests.fakes.feeds_server import Visit, Web, page, serve
from tests.fakes.house import HandClock, house, rss, settings_for, source


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def sources(web: Web, count: int) -> tuple[Source, ...]:
    """Return sources of one item each, article and all."""
    for number in range(count):
        web.answers[f"/s{number}"] = page(
            rss((f"Inquiry {number}", f"/{number}"), base=web.base), "application/rss+xml"
        )
    return tuple(source(web.base, f"s{number}", article="none") for number in range(count))


def test_many_sources_are_saved_in_few_transactions(tmp_path: Path, web: Web) -> None:
    saved: list[str] = []
    declared = sources(web, 12)
    with house(settings_for(tmp_path, workers=6), declared, HandClock(), []) as plain:
        tools = plain.__class__(**{**plain.__dict__, "stage": saved.append})
        reports = poll_together(due_sources(tools), tools)
        with tools.database.transaction() as connection:
            known = known_documents(connection, [one.id for one in declared])
    assert [report.source for report in reports] == sorted(one.id for one in declared)
    assert all(report.new_documents == 1 for report in reports)
    assert [len(documents) for documents in known.values()] == [1] * 12
    assert saved.count("fetched") == 12
    assert 1 <= saved.count("saving") < 12


def test_what_was_loaded_before_a_pass_is_kept_from_the_collector_and_given_back(tmp_path: Path) -> None:
    before = gc.get_threshold()
    with house(settings_for(tmp_path), (), HandClock(), []):
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] == 100_000
    assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == before


def test_a_slow_source_holds_nobody(tmp_path: Path, web: Web) -> None:
    declared, let_go = sources(web, 3), threading.Event()

    def slow(visit: Visit) -> None:
        assert let_go.wait(20)
        visit.say(200, rss(("Late", "/late")), Content_Type="application/rss+xml")

    web.answers["/s0"] = slow
    with (
        house(settings_for(tmp_path, workers=3), declared, HandClock(), []) as tools,
        ThreadPoolExecutor(3) as pool,
    ):
        coming = polls(due_sources(tools), pool, tools)
        first = [next(coming)[0].source.id, next(coming)[0].source.id]
        assert sorted(first) == ["s1", "s2"]
        with tools.database.transaction() as connection:
            assert len(known_documents(connection, ["s1"])["s1"]) == 1
        let_go.set()
        assert [item.source.id for item, _ in coming] == ["s0"]


def test_one_failure_among_many_is_its_own(tmp_path: Path, web: Web) -> None:
    declared = sources(web, 4)
    web.answers["/s2"] = page("<html>gone</html>")
    with house(settings_for(tmp_path, workers=4), declared, HandClock(), []) as tools:
        reports = {report.source: report for report in poll_together(due_sources(tools), tools)}
    assert [name for name, report in reports.items() if report.failures] == ["s2"]
    assert sum(report.new_documents for report in reports.values()) == 3


def test_the_unexpected_is_raised_where_polls_are_waited_for(tmp_path: Path, web: Web) -> None:
    def broken(name: str) -> None:
        raise ZeroDivisionError(name)

    with house(settings_for(tmp_path), sources(web, 2), HandClock(), []) as plain:
        tools = plain.__class__(**{**plain.__dict__, "stage": broken})
        with pytest.raises(ZeroDivisionError, match="fetched"):
            poll_together(due_sources(tools), tools)
