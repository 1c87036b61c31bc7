"""What came of asking a source, and what that changes: its state, its documents, and what is told of the poll. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from feeds.documents import new_document, next_version, with_article
from feeds.first_contact import was_there_before
from feeds.following import wants_more
from feeds.identity import keep_new
from feeds.schedule import after_failure, after_success, expectation_breach, undated_silence
from schemas.document import Document, DocumentVersion, KnownDocument
from schemas.report import SourceReport
from schemas.source import Entry, Failure, FeedState, ParsedFeed, Response, Source

NOT_READ = "not read: it was there before the watch began"
"""Why a document has no text that a sitemap's first poll took note of."""

MOST_BROKEN_OFF = 5
"""Polls in a row whose further pages cannot be had; after so many the first page alone must do."""


class Answered(NamedTuple):
    """A source that was asked, and what came of it. `parsed` is None for a failure and for what has not changed."""

    source: Source
    state: FeedState
    outcome: Response | Failure
    parsed: ParsedFeed | None = None
    pages: int = 1
    """How many pages of its list `parsed` holds."""
    gap: Failure | None = None
    """Why a further page that was wanted is not among them."""


class Saved(NamedTuple):
    """What one answer changes: the source's state, and what is to be put into the store."""

    state: FeedState
    report: SourceReport
    issue: str | None
    documents: tuple[Document, ...] = ()
    versions: tuple[DocumentVersion, ...] = ()
    seen: tuple[str, ...] = ()


def is_unfinished(answer: Answered, known: Sequence[KnownDocument]) -> bool:
    """Return whether the next page of the list is to be asked for before anything is saved."""
    if answer.parsed is None or answer.gap is not None:
        return False
    return wants_more(answer.source, answer.state, answer.parsed, known, answer.pages)


def decide(answer: Answered, known: Sequence[KnownDocument], now: datetime) -> Saved:
    """Return what an answer changes, given the documents known of its source and the time (UTC)."""
    source, state, outcome, parsed = answer.source, answer.state, answer.outcome, answer.parsed
    if isinstance(outcome, Failure):
        report = SourceReport(source=source.id, due=True, failures=(outcome,))
        return Saved(after_failure(source, state, outcome, now), report, outcome.reason)
    if parsed is None:
        report = SourceReport(source=source.id, due=True, polled=True, not_modified=True)
        return Saved(after_success(source, state, outcome, 0, 0, now), report, None)
    return _changes(answer, outcome, parsed, known, now)


def _changes(
    answer: Answered, response: Response, parsed: ParsedFeed, known: Sequence[KnownDocument], now: datetime
) -> Saved:
    source, state, gap = answer.source, answer.state, answer.gap
    changes = keep_new(parsed.entries, known)
    breach = (
        parsed.degraded
        or expectation_breach(source, parsed.entries, now)
        or undated_silence(source, state, parsed.entries, len(changes.new) + len(changes.changed), now)
    )
    told = gap or (problem(source, breach, response.fetched_at) if breach else None)
    documents = tuple(_document(source, entry, state, now) for entry in changes.new)
    versions = tuple(next_version(document, entry, now) for document, entry in changes.changed)
    report = SourceReport(
        source=source.id,
        due=True,
        polled=True,
        entries=len(parsed.entries),
        new_documents=len(documents),
        new_versions=len(versions),
        baseline=state.baseline_at is None,
        failures=(told,) if told else (),
    )
    words = told.reason if told else None
    if gap is not None and _is_passing(gap, state):
        # The last whole poll stays the one before: the next one asks again for all that was new since.
        after = after_failure(source, state, gap, now)
    else:
        after = after_success(source, state, response, len(parsed.entries), len(documents), now, words)
    return Saved(after, report, words, documents, versions, changes.seen)


def _is_passing(gap: Failure, state: FeedState) -> bool:
    return gap.stage == "fetch" and not gap.permanent and state.failures_in_a_row < MOST_BROKEN_OFF


def _document(source: Source, entry: Entry, state: FeedState, now: datetime) -> Document:
    """Return a new document. A sitemap's whole past, thousands of pages, is noted at first contact, not read."""
    document = new_document(source, entry, now, was_there_before(entry, state))
    if not document.baseline or source.format != "sitemap":
        return document
    noted = with_article(document.current, None, NOT_READ, now)
    return document.model_copy(update={"current": noted})


def problem(source: Source, words: str, at: datetime) -> Failure:
    """Return what is wrong with what a source gave, as a failure of reading it."""
    return Failure(stage="parse", source=source.id, url=source.url, reason=words, at=at)
