"""Runs, issues, declared data and the status of the sources."""

from datetime import timedelta

from schemas.report import SourceReport
from store.database import Connection
from store.declared import save_names, save_sources
from store.documents import save_poll
from store.feed_states import save_state
from store.rows import fetch
from store.runs import close_issue, last_published, last_runs, open_issue, open_issues, save_run
from store.status import source_status
from tests.samples import NOW, document, run_report, source, state

LATER = NOW + timedelta(hours=1)


def test_the_last_runs_come_newest_first(connection: Connection) -> None:
    for day in range(3):
        save_run(connection, run_report(f"r{day}", started=NOW + timedelta(days=day)))
    assert [run.id for run in last_runs(connection, 2)] == ["r2", "r1"]


def test_what_each_source_gave_is_kept_for_thirty_days(connection: Connection) -> None:
    save_run(connection, run_report("old"))
    save_run(connection, run_report("new", started=NOW + timedelta(days=31)))
    new, old = last_runs(connection, 2)
    assert len(new.sources) == 1
    assert old.sources == ()


def test_last_published_is_the_end_of_the_last_run_that_published(connection: Connection) -> None:
    assert last_published(connection) is None
    save_run(connection, run_report("a", finished=NOW, published=True))
    save_run(connection, run_report("b", finished=LATER, published=False))
    assert last_published(connection) == NOW


def test_an_issue_is_opened_once_and_closed_once(connection: Connection) -> None:
    assert open_issue(connection, "s", "poll", "timeout", NOW)
    assert not open_issue(connection, "s", "poll", "HTTP 500", LATER)
    assert [(issue.text, issue.opened_at) for issue in open_issues(connection)] == [("HTTP 500", NOW)]
    assert close_issue(connection, "s", "poll", LATER)
    assert not close_issue(connection, "s", "poll", LATER)
    assert open_issues(connection) == ()


def test_an_issue_that_comes_back_is_a_new_one(connection: Connection) -> None:
    open_issue(connection, "s", "poll", "timeout", NOW)
    close_issue(connection, "s", "poll", LATER)
    assert open_issue(connection, "s", "poll", "timeout", LATER)
    assert len(fetch(connection, "FROM record.issues")) == 2


def test_issues_of_one_source_on_two_topics_are_two(connection: Connection) -> None:
    assert open_issue(connection, "s", "poll", "timeout", NOW)
    assert open_issue(connection, "s", "silence", "nothing new for 21 days", NOW)
    assert not close_issue(connection, "other", "poll", NOW)


def test_a_declared_source_that_was_never_polled_is_not_yet_watched(connection: Connection) -> None:
    save_sources(connection, [source()])
    (status,) = source_status(connection)
    assert (status.source, status.proven, status.documents, status.last_poll) == ("acm-news", False, 0, None)


def test_status_tells_what_a_source_did(connection: Connection) -> None:
    save_sources(connection, [source(expect={"max_silence_days": 21})])
    save_poll(connection, state(proven=True, last_success=NOW, next_poll=LATER), [document()], [], [], NOW)
    open_issue(connection, "acm-news", "silence", "nothing new", NOW)
    (status,) = source_status(connection)
    assert (status.proven, status.documents, status.max_silence_days) == (True, 1, 21)
    assert (status.last_success, status.next_poll, status.issues) == (NOW, LATER, ("nothing new",))


def test_failing_since_is_the_first_failure_after_the_last_success(connection: Connection) -> None:
    save_sources(connection, [source()])
    for failures, poll, since in [(0, 0, None), (1, 1, 1), (2, 2, 1), (0, 3, None), (1, 4, 4)]:
        at = NOW + timedelta(hours=poll)
        save_state(connection, state(failures_in_a_row=failures, last_poll=at))
        (status,) = source_status(connection)
        assert status.failing_since == (None if since is None else NOW + timedelta(hours=since))


def test_the_most_important_sources_come_first(connection: Connection) -> None:
    save_sources(connection, [source("a", priority=2), source("b", priority=1), source("c", priority=1)])
    save_state(connection, state("c", failures_in_a_row=1, last_poll=NOW))
    assert [status.source for status in source_status(connection)] == ["c", "b", "a"]


def test_declared_data_is_replaced_and_headers_stay_out(connection: Connection) -> None:
    save_sources(connection, [source("a", headers=(("Authorization", "secret"),)), source("b")])
    save_sources(connection, [source("a", headers=(("Authorization", "secret"),))])
    (row,) = fetch(connection, "FROM record.sources")
    assert "secret" not in str(row)
    save_names(connection, {"nl-acm": "Authority for Consumers and Markets"}, {"openai": "OpenAI"})
    assert fetch(connection, "FROM record.company_names") == [{"id": "openai", "name": "OpenAI"}]


def test_a_source_that_gave_nothing_stands_in_the_report_all_the_same(connection: Connection) -> None:
    report = run_report(sources=(SourceReport(source="a"), SourceReport(source="a")))
    save_run(connection, report)
    assert last_runs(connection, 1) == (report,)
