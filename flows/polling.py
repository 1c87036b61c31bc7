"""The first half of a source's way: fetch → parse → keep new → save documents."""

from datetime import datetime

from feeds.documents import new_document, next_version, with_article
from feeds.fetch import fetch
from feeds.first_contact import was_there_before
from feeds.identity import keep_new
from feeds.parse import parse
from feeds.schedule import after_failure, after_success, expectation_breach
from flows.operations import note_issue
from flows.tools import Due, Tools
from schemas.document import Document
from schemas.report import SourceReport
from schemas.source import Entry, Failure, FeedState, ParsedFeed, Response, Source
from store.documents import known_documents, save_poll
from store.feed_states import save_state

POLL = "poll"
"""The topic of issues about asking a source."""


def poll(due: Due, tools: Tools) -> SourceReport:
    """Poll one source and save what is new. A failure is stored and stands in the report."""
    source, state = due.source, due.state
    if state.first_poll is None:
        state = state.model_copy(update={"first_poll": tools.clock()})
    response = fetch(source, state, tools.client, tools.settings.http, tools.clock())
    tools.stage("fetched")
    if isinstance(response, Failure):
        return _failed(source, state, response, tools)
    if response.not_modified:
        return _unchanged(source, state, response, tools)
    parsed = parse(source, response)
    if isinstance(parsed, Failure):
        return _failed(source, state, parsed, tools)
    return _save(source, state, response, parsed, tools)


def _save(source: Source, state: FeedState, response: Response, parsed: ParsedFeed, tools: Tools) -> SourceReport:
    now = tools.clock()
    breach = parsed.degraded or expectation_breach(source, parsed.entries, now)
    with tools.database.transaction() as connection:
        changes = keep_new(parsed.entries, known_documents(connection, source.id))
        documents = tuple(_document(source, entry, now, was_there_before(entry, state)) for entry in changes.new)
        versions = tuple(next_version(known, entry, now) for known, entry in changes.changed)
        new_state = after_success(source, state, response, len(parsed.entries), len(documents), now, breach)
        save_poll(connection, new_state, documents, versions, changes.seen, now)
        known_failure = note_issue(connection, tools, source.id, POLL, breach)
        tools.stage("saving")
    return SourceReport(
        source=source.id,
        due=True,
        polled=True,
        entries=len(parsed.entries),
        new_documents=len(documents),
        new_versions=len(versions),
        baseline=state.baseline_at is None,
        failures=(_breach(source, response, breach),) if breach else (),
        known_failure=known_failure,
    )


def _document(source: Source, entry: Entry, now: datetime, baseline: bool) -> Document:
    """Return a new document. A sitemap's whole past, thousands of pages, is noted at first contact, not read."""
    document = new_document(source, entry, now, baseline)
    if not baseline or source.format != "sitemap":
        return document
    noted = with_article(document.current, None, "not read: it was there before the watch began", now)
    return document.model_copy(update={"current": noted})


def _unchanged(source: Source, state: FeedState, response: Response, tools: Tools) -> SourceReport:
    now = tools.clock()
    with tools.database.transaction() as connection:
        save_state(connection, after_success(source, state, response, 0, 0, now))
        note_issue(connection, tools, source.id, POLL, None)
    return SourceReport(source=source.id, due=True, polled=True, not_modified=True)


def _failed(source: Source, state: FeedState, failure: Failure, tools: Tools) -> SourceReport:
    with tools.database.transaction() as connection:
        save_state(connection, after_failure(source, state, failure, tools.clock()))
        known_failure = note_issue(connection, tools, source.id, POLL, failure.reason)
    return SourceReport(source=source.id, due=True, failures=(failure,), known_failure=known_failure)


def _breach(source: Source, response: Response, reason: str) -> Failure:
    return Failure(stage="parse", source=source.id, url=source.url, reason=reason, at=response.fetched_at)
