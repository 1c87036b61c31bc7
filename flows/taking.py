"""Read and analyse a batch of stored documents, in this process or in a worker. Nothing here writes."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from feeds.article import read_article
from feeds.client import Client
from feeds.documents import with_article
from flows.analysing import analyse, stored_findings_of
from flows.patience import patiently, wished_wait
from flows.reading import RETRY_AFTER
from flows.tools import Clock
from knowledge.catalogue import Catalogue
from schemas.document import Article, Document
from schemas.event import StoredFinding
from schemas.finding import Reading, ReadingInput
from schemas.settings import HttpSettings
from schemas.source import Failure, Source


class Waiting(NamedTuple):
    """A document to be read, and how often that has failed."""

    document: Document
    tries: int


class Taken(NamedTuple):
    """A document as it is after reading, what it says, or why its page could not be had."""

    waiting: Waiting
    document: Document
    unread: Failure | None
    reading: Reading | Failure | None
    findings: tuple[StoredFinding, ...] = ()
    """Those of the reading as they will be stored: what a document says of them takes as long as to save them."""


class Hands(NamedTuple):
    """What reading takes, in this process or in a worker: nothing that writes."""

    sources: dict[str, Source]
    client: Client
    http: HttpSettings
    catalogue: Catalogue
    read: Callable[[ReadingInput], Reading]
    clock: Clock
    new_id: Callable[[str], str]
    sleep: Callable[[float], None]
    left_alone: dict[str, datetime]
    """Hosts that asked for a longer pause, and until when (UTC) none of their pages is asked for."""


def take(batch: Iterable[Waiting], hands: Hands) -> list[Taken]:
    """Read and analyse documents; failures are values. Writes nothing."""
    return [_take(waiting, hands) for waiting in batch]


def _take(waiting: Waiting, hands: Hands) -> Taken:
    document, failure = waiting.document, None
    if document.current.read_at is None:
        article = _article(document, hands)
        failure = article if isinstance(article, Failure) else None
        if failure and not failure.permanent and (wished_wait(failure) or waiting.tries < len(RETRY_AFTER)):
            return Taken(waiting, document, failure, None)
        document = _with(document, article, hands.clock())
    reading = analyse(document, hands.read, hands.catalogue, hands.clock())
    if isinstance(reading, Failure):
        return Taken(waiting, document, failure, reading)
    found = stored_findings_of(document, reading, hands.catalogue, hands.clock, hands.new_id)
    return Taken(waiting, document, failure, reading, found)


def _article(document: Document, hands: Hands) -> Article | Failure:
    """Return a document's article; a host that wants a longer pause gets it from all documents."""
    host, source = urlsplit(document.url or "").netloc, hands.sources[document.source]
    until = hands.left_alone.get(host)
    if until is not None and hands.clock() < until:
        return _left_alone(document, host, until, hands.clock())
    article = patiently(lambda: read_article(source, document, hands.client, hands.http, hands.clock()), hands.sleep)
    if isinstance(article, Failure) and (wait := wished_wait(article)):
        hands.left_alone[host] = hands.clock() + timedelta(seconds=wait)
    return article


def _left_alone(document: Document, host: str, until: datetime, now: datetime) -> Failure:
    return Failure(
        stage="article",
        source=document.source,
        url=document.url or document.id,
        reason=f"{host} asked for a pause until {until:%Y-%m-%d %H:%M} UTC",
        retry_after_seconds=(until - now).total_seconds(),
        at=now,
    )


def _with(document: Document, article: Article | Failure, now: datetime) -> Document:
    if isinstance(article, Failure):
        version = with_article(document.current, None, article.reason, now)
    else:
        version = with_article(document.current, article, None, now)
    return document.model_copy(update={"current": version})
