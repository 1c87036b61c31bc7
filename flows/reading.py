"""Read the article behind each saved document. What cannot be read is retried, then read from its summary."""

from datetime import timedelta

from feeds.article import read_article
from feeds.documents import with_article
from flows.tools import Tools
from schemas.document import Document
from schemas.report import SourceReport
from schemas.source import Failure, Source
from store.documents import postpone_read, save_text, to_read

BATCH = 500
RETRY_AFTER = (timedelta(minutes=4), timedelta(minutes=20))
"""Waits before the second and third try. A lawyer would rather have the summary soon than the article late."""


def read_articles(source: Source, report: SourceReport, tools: Tools) -> SourceReport:
    """Read what is saved and not read yet, of this poll or an earlier one, and store the texts."""
    with tools.database.transaction() as connection:
        unread = to_read(connection, source.id, tools.clock(), BATCH)
    outcomes = [_read(source, document, tries, tools) for document, tries in unread]
    failures = tuple(outcome for outcome in outcomes if outcome is not None)
    return report.model_copy(update={"read": len(outcomes) - len(failures), "failures": (*report.failures, *failures)})


def _read(source: Source, document: Document, tries: int, tools: Tools) -> Failure | None:
    """Read one article and store its text, or when to try again. Returns what went wrong, if anything."""
    article = read_article(source, document, tools.client, tools.settings.http, tools.clock())
    now, version = tools.clock(), document.current
    with tools.database.transaction() as connection:
        if not isinstance(article, Failure):
            save_text(connection, with_article(version, article, None, now))
            return None
        if article.permanent or tries >= len(RETRY_AFTER):
            save_text(connection, with_article(version, None, article.reason, now))
        else:
            again = now + RETRY_AFTER[tries]
            postpone_read(connection, document.id, version.version, article.reason, tries + 1, again)
    return article
