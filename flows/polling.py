"""The first half of a source's way: fetch → parse → keep new → save documents.

Threads ask and parse; one thread, the caller's, saves what they bring, all that came meanwhile in one transaction:
opening and committing the live file costs the same for one source as for fifty.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from feeds.archive import fetch_page
from feeds.fetch import fetch
from feeds.following import joined, next_page
from feeds.parse import parse
from flows.answers import Answered, Saved, decide, is_unfinished, problem
from flows.operations import note_issue
from flows.tools import Due, Tools
from schemas.report import SourceReport
from schemas.source import Failure, ParsedFeed, Source
from store.database import Connection
from store.documents import known_documents, save_polls
from store.runs import sources_with_issue

log = logging.getLogger(__name__)

Came = TypeVar("Came")

POLL = "poll"
"""The topic of issues about asking a source."""

MOST_AT_ONCE = 200
"""Polls saved in one transaction at most."""

LONGEST_GATHERING = 0.2
"""Seconds a poll waits, at most, for others to be saved with."""


def poll_together(due: Sequence[Due], tools: Tools) -> tuple[SourceReport, ...]:
    """Poll sources and save what is new, in as many threads as the settings say; return a report each, in order."""
    with ThreadPoolExecutor(tools.settings.workers, thread_name_prefix="poll") as pool:
        reports = {item.source.id: report for item, report in polls(due, pool, tools)}
    return tuple(reports[item.source.id] for item in due)


def polls(due: Sequence[Due], pool: Executor, tools: Tools) -> Iterator[tuple[Due, SourceReport]]:
    """Yield each source with the report of its poll, as soon as it is saved: the quick ones never wait for the slow.

    Sources are asked in the threads of the pool; saving happens here. A failure is stored and stands in the report.
    """
    answers: SimpleQueue[Answered | BaseException] = SimpleQueue()
    for item in due:
        pool.submit(_into, answers, partial(ask, item, tools))
    by_id = {item.source.id: item for item in due}
    left = len(due)
    while left:
        reports, unfinished = _save(_gathered(answers, min(left, MOST_AT_ONCE)), tools)
        for answer in unfinished:
            pool.submit(_into, answers, partial(ask_further, answer, tools))
        left -= len(reports)
        for report in reports:
            yield by_id[report.source], report


def _into(answers: "SimpleQueue[Answered | BaseException]", ask_one: Callable[[], Answered]) -> None:
    try:
        answers.put(ask_one())
    except BaseException as error:  # the unexpected is raised where the answers are waited for
        answers.put(error)


def _gathered(answers: "SimpleQueue[Answered | BaseException]", most: int) -> list[Answered]:
    """Return the next answers: the first that comes, and those that come soon behind it."""
    found = [answers.get()]
    until = time.monotonic() + LONGEST_GATHERING
    while len(found) < most and not isinstance(found[-1], BaseException):
        try:
            found.append(answers.get(timeout=max(0.0, until - time.monotonic())))
        except Empty:
            break
    for answer in found:
        if isinstance(answer, BaseException):
            raise answer
    return [answer for answer in found if isinstance(answer, Answered)]


def ask(due: Due, tools: Tools) -> Answered:
    """Ask one source and parse what it answers. Failures are values."""
    source, state = due.source, due.state
    if state.first_poll is None:
        state = state.model_copy(update={"first_poll": tools.clock()})
    response = _contained(source, lambda: fetch(source, state, tools.client, tools.settings.http, tools.clock()), tools)
    tools.stage("fetched")
    if isinstance(response, Failure) or response.not_modified:
        return Answered(source, state, response)
    parsed = _contained(source, lambda: parse(source, response), tools)
    return Answered(source, state, parsed) if isinstance(parsed, Failure) else Answered(source, state, response, parsed)


def ask_further(answer: Answered, tools: Tools) -> Answered:
    """Ask for the next page of a list whose pages so far are all new; what comes is added. Failures are values."""
    source, page = answer.source, answer.pages + 1
    so_far = answer.parsed or ParsedFeed()
    asked = next_page(source, page, so_far)
    if asked is None:
        return answer
    if page > source.more.max_pages:
        words = f"no item of its {answer.pages} newest pages was known; what lies between may be missing"
        return answer._replace(gap=problem(asked, words, tools.clock()))
    further = _contained(asked, lambda: fetch_page(asked, tools.client, tools.settings.http, tools.clock()), tools)
    if isinstance(further, Failure):
        return answer._replace(gap=further)
    both = joined(so_far, further)
    if len(both.entries) == len(so_far.entries):
        words = f"page {page} brings nothing that the pages before had not; what lies between may be missing"
        return answer._replace(gap=problem(asked, words, tools.clock()))
    return answer._replace(parsed=both, pages=page)


def _contained(source: Source, what: Callable[[], Came | Failure], tools: Tools) -> Came | Failure:
    """Return what comes, or the fault of ours that an answer brought to light: it must not blind the other sources."""
    try:
        return what()
    except Exception as error:
        log.exception("cannot take the answer of %s", source.id)
        return problem(source, f"casewatch failed at the answer: {type(error).__name__}: {error}", tools.clock())


def _save(batch: Sequence[Answered], tools: Tools) -> tuple[list[SourceReport], list[Answered]]:
    """Save answers; return their reports, and apart those whose next page is to be asked for first."""
    with tools.database.transaction() as connection:
        known = known_documents(connection, [answer.source.id for answer in batch if answer.parsed is not None])
        unfinished = [answer for answer in batch if is_unfinished(answer, known.get(answer.source.id, ()))]
        ids = {answer.source.id for answer in unfinished}
        whole = [answer for answer in batch if answer.source.id not in ids]
        saved = [decide(answer, known.get(answer.source.id, ()), tools.clock()) for answer in whole]
        save_polls(
            connection,
            [one.state for one in saved],
            [document for one in saved for document in one.documents],
            [version for one in saved for version in one.versions],
            [met for one in saved for met in one.seen],
            tools.clock(),
        )
        reports = _with_issues(connection, saved, tools)
        tools.stage("saving")
    return reports, unfinished


def _with_issues(connection: Connection, saved: Sequence[Saved], tools: Tools) -> list[SourceReport]:
    """Open and close issues, and return the reports with whether what failed was known to fail."""
    troubled = sources_with_issue(connection, POLL)
    return [
        one.report.model_copy(
            update={"known_failure": note_issue(connection, tools, one.report.source, POLL, one.issue)}
        )
        if one.issue is not None or one.report.source in troubled
        else one.report
        for one in saved
    ]
