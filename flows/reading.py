"""Read the article behind each saved document. What cannot be read is retried, then read from its summary."""

from collections.abc import Sequence
from datetime import timedelta

from feeds.article import read_article
from feeds.documents import with_article
from flows.tools import Tools
from schemas.document import Article, Document
from schemas.report import SourceReport
from schemas.source import Failure, Source
from store.database import Connection
from store.documents import postpone_read, save_text, to_read

BATCH = 20
"""Articles a transaction: a crash costs reading these again, and no more."""

RETRY_AFTER = (timedelta(minutes=4), timedelta(minutes=4))
"""Waits before the second and third try. A lawyer would rather have the summary soon than the article late."""

Unread = tuple[Document, int]
"""A document and how often reading it has failed."""


def read_articles(source: Source, report: SourceReport, tools: Tools) -> SourceReport:
    """Read what is saved and not read yet, of this poll or an earlier one, and store the texts."""
    failures: list[Failure] = []
    read = 0
    while batch := _unread(source, tools):
        articles = [_read(source, document, tools) for document, _tries in batch]
        failures += [article for article in articles if isinstance(article, Failure)]
        read += sum(isinstance(article, Article) for article in articles)
        _save(batch, articles, tools)
        if len(batch) < BATCH:
            break
    return report.model_copy(update={"read": report.read + read, "failures": (*report.failures, *failures)})


def _unread(source: Source, tools: Tools) -> tuple[Unread, ...]:
    with tools.database.transaction() as connection:
        return to_read(connection, source.id, tools.clock(), BATCH)


def _read(source: Source, document: Document, tools: Tools) -> Article | Failure:
    return read_article(source, document, tools.client, tools.settings.http, tools.clock())


def _save(batch: Sequence[Unread], articles: Sequence[Article | Failure], tools: Tools) -> None:
    with tools.database.transaction() as connection:
        for (document, tries), article in zip(batch, articles, strict=True):
            _save_one(connection, document, tries, article, tools)


def _save_one(connection: Connection, document: Document, tries: int, article: Article | Failure, tools: Tools) -> None:
    """Store an article's text, or when to try again; after the last try the summary is all there is."""
    now, version = tools.clock(), document.current
    if isinstance(article, Article):
        save_text(connection, with_article(version, article, None, now))
    elif article.permanent or tries >= len(RETRY_AFTER):
        save_text(connection, with_article(version, None, article.reason, now))
    else:
        again = now + RETRY_AFTER[tries]
        postpone_read(connection, document.id, version.version, article.reason, tries + 1, again)
