"""The first half of a source's way: fetch → parse → keep new → save documents.

Threads ask and parse; one thread, the caller's, saves what they bring, all that came meanwhile in one transaction:
opening and committing the live file costs the same for one source as for fifty.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import NamedTuple

from feeds.documents import new_document, next_version, with_article
from feeds.fetch import fetch
from feeds.first_contact import was_there_before
from feeds.identity import keep_new
from feeds.parse import parse
from feeds.schedule import after_failure, after_success, expectation_breach
from flows.operations import note_issue
from flows.tools import Due, Tools
from schemas.document import Document, DocumentVersion, KnownDocument
from schemas.report import SourceReport
from schemas.source import Entry, Failure, FeedState, ParsedFeed, Response, Source
from store.database import Connection
from store.documents import known_documents, save_polls
from store.runs import sources_with_issue

POLL = "poll"
"""The topic of issues about asking a source."""

NOT_READ = "not read: it was there before the watch began"
"""Why a document has no text that a sitemap's first poll took note of."""

MOST_AT_ONCE = 200
"""Polls saved in one transaction at most."""

LONGEST_GATHERING = 0.2
"""Seconds a poll waits, at most, for others to be saved with."""


class Answered(NamedTuple):
    """A source that was asked, and what came of it. `parsed` is None for a failure and for what has not changed."""

    source: Source
    state: FeedState
    outcome: Response | Failure
    parsed: ParsedFeed | None = None


class Saved(NamedTuple):
    """What one answer changes: the source's state, and what is to be put into the store."""

    state: FeedState
    report: SourceReport
    issue: str | None
    documents: tuple[Document, ...] = ()
    versions: tuple[DocumentVersion, ...] = ()
    seen: tuple[str, ...] = ()


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
        pool.submit(_ask_into, answers, item, tools)
    by_id = {item.source.id: item for item in due}
    left = len(due)
    while left:
        batch = _gathered(answers, min(left, MOST_AT_ONCE))
        left -= len(batch)
        for report in _save(batch, tools):
            yield by_id[report.source], report


def _ask_into(answers: "SimpleQueue[Answered | BaseException]", due: Due, tools: Tools) -> None:
    try:
        answers.put(ask(due, tools))
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
    response = fetch(source, state, tools.client, tools.settings.http, tools.clock())
    tools.stage("fetched")
    if isinstance(response, Failure) or response.not_modified:
        return Answered(source, state, response)
    parsed = parse(source, response)
    return Answered(source, state, parsed) if isinstance(parsed, Failure) else Answered(source, state, response, parsed)


def _save(batch: Sequence[Answered], tools: Tools) -> list[SourceReport]:
    with tools.database.transaction() as connection:
        known = known_documents(connection, [answer.source.id for answer in batch if answer.parsed is not None])
        saved = [decide(answer, known.get(answer.source.id, ()), tools) for answer in batch]
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
    return reports


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


def decide(answer: Answered, known: Sequence[KnownDocument], tools: Tools) -> Saved:
    """Return what an answer changes, given the documents known of its source."""
    source, state, outcome, parsed = answer
    now = tools.clock()
    if isinstance(outcome, Failure):
        report = SourceReport(source=source.id, due=True, failures=(outcome,))
        return Saved(after_failure(source, state, outcome, now), report, outcome.reason)
    if parsed is None:
        report = SourceReport(source=source.id, due=True, polled=True, not_modified=True)
        return Saved(after_success(source, state, outcome, 0, 0, now), report, None)
    return _changes(source, state, outcome, parsed, known, tools)


def _changes(
    source: Source,
    state: FeedState,
    response: Response,
    parsed: ParsedFeed,
    known: Sequence[KnownDocument],
    tools: Tools,
) -> Saved:
    now = tools.clock()
    breach = parsed.degraded or expectation_breach(source, parsed.entries, now)
    changes = keep_new(parsed.entries, known)
    documents = tuple(_document(source, entry, state, tools) for entry in changes.new)
    versions = tuple(next_version(document, entry, now) for document, entry in changes.changed)
    report = SourceReport(
        source=source.id,
        due=True,
        polled=True,
        entries=len(parsed.entries),
        new_documents=len(documents),
        new_versions=len(versions),
        baseline=state.baseline_at is None,
        failures=(_breach(source, response, breach),) if breach else (),
    )
    after = after_success(source, state, response, len(parsed.entries), len(documents), now, breach)
    return Saved(after, report, breach, documents, versions, changes.seen)


def _document(source: Source, entry: Entry, state: FeedState, tools: Tools) -> Document:
    """Return a new document. A sitemap's whole past, thousands of pages, is noted at first contact, not read."""
    now = tools.clock()
    document = new_document(source, entry, now, was_there_before(entry, state))
    if not document.baseline or source.format != "sitemap":
        return document
    noted = with_article(document.current, None, NOT_READ, now)
    return document.model_copy(update={"current": noted})


def _breach(source: Source, response: Response, reason: str) -> Failure:
    return Failure(stage="parse", source=source.id, url=source.url, reason=reason, at=response.fetched_at)
