"""Read the article behind each saved document. What cannot be read is retried, then read from its summary."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import NamedTuple

from feeds.article import read_article
from feeds.documents import with_article
from flows.tools import Tools
from schemas.document import Article, Document
from schemas.report import SourceReport
from schemas.source import Failure, Source
from store.database import Connection
from store.documents import load_documents, postpone_read, save_text, to_read

log = logging.getLogger(__name__)

BATCH = 20
"""Articles in hand at once."""

RETRY_AFTER = (timedelta(minutes=4), timedelta(minutes=4))
"""Waits before the second and third try. A lawyer would rather have the summary soon than the article late."""

LONGEST_REQUESTED_WAIT = timedelta(minutes=15)
"""A server that wants more patience than this before a page is asked for again is left alone: the summary must do."""

Unread = tuple[Document, int]
"""A document and how often reading it has failed."""


class Progress(NamedTuple):
    """What came of reading some articles."""

    documents: tuple[Document, ...]
    """Those whose text is there now, as they are stored."""
    read: int
    failures: tuple[Failure, ...]

    def added_to(self, report: SourceReport) -> SourceReport:
        """Return the report with it."""
        failures = (*report.failures, *self.failures)
        return report.model_copy(update={"read": report.read + self.read, "failures": failures})


def read_articles(source: Source, tools: Tools) -> Iterator[Progress]:
    """Read what is saved and not read yet, of this poll or an earlier one; yield what came of it, once it is stored.

    What is there is stored while the next article is waited for: its host may want a pause, or hang.
    """
    pool = ThreadPoolExecutor(1, "read")
    try:
        while batch := _unread(source, tools):
            coming = deque((unread, pool.submit(_read, source, unread[0], tools)) for unread in batch)
            while coming:
                yield _save(list(_arrived(coming)), tools)
            if len(batch) < BATCH:
                return
    finally:
        pool.shutdown(cancel_futures=True)


def _arrived(coming: "deque[tuple[Unread, Future[Article | Failure]]]") -> Iterator[tuple[Unread, Article | Failure]]:
    """Take the first from those that are being read, once it is there, and with it those that are there too."""
    first = True
    while coming and (first or coming[0][1].done()):
        unread, article = coming.popleft()
        yield unread, article.result()
        first = False


def _unread(source: Source, tools: Tools) -> tuple[Unread, ...]:
    with tools.database.transaction() as connection:
        return to_read(connection, source.id, tools.clock(), BATCH)


def _read(source: Source, document: Document, tools: Tools) -> Article | Failure:
    now = tools.clock()
    try:
        return read_article(source, document, tools.client, tools.settings.http, now)
    except Exception as error:  # a fault of ours at one page must not hold up the others
        log.exception("cannot read %s of %s", document.url or document.id, source.id)
        reason = f"casewatch failed at the page: {type(error).__name__}: {error}"
        return Failure(stage="article", source=source.id, url=document.url or document.id, reason=reason, at=now)


def _save(read: Sequence[tuple[Unread, Article | Failure]], tools: Tools) -> Progress:
    with tools.database.transaction() as connection:
        for (document, tries), article in read:
            _save_one(connection, document, tries, article, tools)
        documents = load_documents(connection, [document.id for (document, _tries), _article in read])
    in_order = (documents[document.id] for (document, _tries), _article in read)
    failures = tuple(article for _unread, article in read if isinstance(article, Failure))
    there = tuple(document for document in in_order if document.current.read_at is not None)
    return Progress(there, len(read) - len(failures), failures)


def _save_one(connection: Connection, document: Document, tries: int, article: Article | Failure, tools: Tools) -> None:
    """Store an article's text, or when to try again; after the last try the summary is all there is."""
    now, version = tools.clock(), document.current
    asked = timedelta(seconds=min(article.retry_after_seconds or 0, 1e9) if isinstance(article, Failure) else 0)
    if isinstance(article, Article):
        save_text(connection, with_article(version, article, None, now))
    elif article.permanent or tries >= len(RETRY_AFTER) or asked > LONGEST_REQUESTED_WAIT:
        save_text(connection, with_article(version, None, article.reason, now))
    else:
        again = now + max(RETRY_AFTER[tries], asked)
        postpone_read(connection, document.id, version.version, article.reason, tries + 1, again)
