"""Read what archives hold of a range of days: collect page by page, read and analyse in batches, save in one place.

    archive pages → keep new → save documents → batches → read article and analyse → save and link → publish

Each half goes on where it stopped: pages by the place kept with each of them, documents by what the store holds
unread. Documents of the past are a baseline: stored, linked and not told, unless that is asked for.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from feeds.archive import fetch_page, is_last, question, wanted, windows
from feeds.article import read_article
from feeds.client import Client
from feeds.documents import new_document, next_version, with_article
from feeds.identity import keep_new
from flows.analysing import analyse, save_readings
from flows.delivering import deliver
from flows.finishing import publish_snapshot
from flows.polling import NOT_READ
from flows.reading import RETRY_AFTER
from flows.tools import Clock, Tools
from knowledge.catalogue import Catalogue
from schemas.backfill import Backfill, BackfillReport, Progress
from schemas.document import Article, Document, DocumentVersion, KnownDocument
from schemas.errors import SettingsError
from schemas.finding import Reading, ReadingInput
from schemas.report import SourceReport
from schemas.settings import HttpSettings
from schemas.source import Archive, Entry, Failure, Source
from store.backfills import load_backfill, noted_only, save_page, unread
from store.database import Connection
from store.documents import known_documents, load_documents, postpone_read, save_text

BATCH = 50
"""Documents a transaction, and a task of a worker: a crash costs reading these again, and no more."""


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


class Hands(NamedTuple):
    """What reading takes, in this process or in a worker: nothing that writes."""

    sources: dict[str, Source]
    client: Client
    http: HttpSettings
    catalogue: Catalogue
    read: Callable[[ReadingInput], Reading]
    clock: Clock


Through = Callable[[Iterable[list[Waiting]]], Iterator[list[Taken]]]
"""Takes batches, here or in workers, and yields what came of each, in order."""


def backfill(
    tools: Tools,
    start: date,
    end: date,
    *,
    tell: bool = False,
    through: Through | None = None,
    say: Callable[[Progress], None] = lambda _progress: None,
) -> BackfillReport:
    """Read the past of the chosen sources between two days (both in it), or go on with that; then publish.

    `through` takes the batches (in this process, when not given). Raises SettingsError when a source that was
    named has no archive. The failure of a source or document stands in the report.
    """
    began = time.monotonic()
    kept = [
        _begin(source, start, end, tell, tools) for source in with_archive(tools.sources, tools.settings.source_ids)
    ]
    report = BackfillReport()
    for one, source in kept:
        report = collect(one, source, report, tools)
    report = _read_all([one for one, _source in kept], report, tools, through or in_process(tools), say)
    if report.new_alerts:
        deliver(tools)
    problem = publish_snapshot(tools)
    failures = (*report.failures, *((problem,) if problem else ()))
    return report.model_copy(update={"failures": failures, "seconds": round(time.monotonic() - began, 2)})


def with_archive(sources: Sequence[Source], ids: Sequence[str]) -> tuple[Source, ...]:
    """Return the sources that declare an archive, those named if any are.

    Raises SettingsError for a named one that has none, or when there is none at all.
    """
    chosen = [source for source in sources if not ids or source.id in ids]
    without = [source.id for source in chosen if source.past() is None]
    if ids and without:
        raise SettingsError(f"source {without[0]!r} declares no archive: see [source.archive] in docs/sources.md")
    if len(without) == len(chosen):
        raise SettingsError("no source declares an archive: see [source.archive] in docs/sources.md")
    return tuple(source for source in chosen if source.past() is not None)


def _begin(source: Source, start: date, end: date, tell: bool, tools: Tools) -> tuple[Backfill, Source]:
    archive = _archive(source)
    new = Backfill(
        source=source.id,
        start=start,
        end=end,
        window_start=start,
        page=archive.first_page,
        tell=tell,
        began_at=tools.clock(),
    )
    with tools.database.transaction() as connection:
        return load_backfill(connection, new).model_copy(update={"tell": tell}), source


def _archive(source: Source) -> Archive:
    archive = source.past()
    assert archive is not None, source.id
    return archive


def collect(backfill: Backfill, source: Source, report: BackfillReport, tools: Tools) -> BackfillReport:
    """Ask for the pages of an archive that were not asked for yet, and save the documents nobody had."""
    archive = _archive(source)
    page, met = backfill.page, frozenset[str]()
    for window in windows(archive, backfill.window_start, backfill.end) if not backfill.collected else ():
        while True:
            asked = question(source, archive, window, page)
            parsed = fetch_page(asked, tools.client, tools.settings.http, tools.clock())
            if isinstance(parsed, Failure):
                return _broken_off(backfill, parsed, report, tools)
            marks = frozenset(f"{entry.guid}\x1f{entry.url}\x1f{entry.title}" for entry in parsed.entries)
            last = is_last(archive, window, page, parsed.entries, len(parsed.entries) - len(marks - met))
            met, page = met | marks, page + 1
            over = last and window.end >= backfill.end
            backfill = backfill.model_copy(
                update={"window_start": window.start, "page": page, "collected": over, "error": None}
            )
            report = _save_page(backfill, source, wanted(parsed.entries, backfill.start, backfill.end), report, tools)
            if last:
                break
        page, met = archive.first_page, frozenset()
    return report


def _save_page(
    backfill: Backfill, source: Source, entries: Sequence[Entry], report: BackfillReport, tools: Tools
) -> BackfillReport:
    now = tools.clock()
    with tools.database.transaction() as connection:
        known = known_documents(connection, [source.id])[source.id]
        # What is known stays as it is: an archive's words for it may be others, and are no new version.
        documents = [new_document(source, entry, now, not backfill.tell) for entry in keep_new(entries, known).new]
        versions = _to_read_now(connection, known, entries, now)
        save_page(connection, backfill, documents, versions, now)
    tools.stage("collected")
    return report.model_copy(update={"pages": report.pages + 1, "documents": report.documents + len(documents)})


def _to_read_now(
    connection: Connection, known: Sequence[KnownDocument], entries: Sequence[Entry], now: datetime
) -> list[DocumentVersion]:
    """Return what a sitemap's first poll only took note of, as versions to be read."""
    noted = noted_only(connection, [document.id for document in known], NOT_READ)
    by_url = {document.url: document for document in known if document.id in noted}
    return [next_version(by_url[entry.url], entry, now) for entry in entries if entry.url in by_url]


def _broken_off(backfill: Backfill, failure: Failure, report: BackfillReport, tools: Tools) -> BackfillReport:
    with tools.database.transaction() as connection:
        save_page(connection, backfill.model_copy(update={"error": failure.reason}), (), (), tools.clock())
    words = f"{backfill.source}: page {backfill.page} of the archive ({failure.url}): {failure.reason}"
    return report.model_copy(update={"failures": (*report.failures, words)})


def _read_all(
    kept: Sequence[Backfill], report: BackfillReport, tools: Tools, through: Through, say: Callable[[Progress], None]
) -> BackfillReport:
    began, done = time.monotonic(), 0
    tells = {one.source: one.tell for one in kept}
    ids = _unread(kept, tools)
    say(Progress(done=0, total=len(ids), seconds=0))
    for batch in through(_batches(ids, tools)):
        report = _save(batch, report, tools, tells)
        tools.stage("saved")
        done += len(batch)
        say(Progress(done=done, total=len(ids), seconds=time.monotonic() - began))
    return report.model_copy(update={"reading_seconds": round(time.monotonic() - began, 2)})


def _unread(kept: Sequence[Backfill], tools: Tools) -> list[tuple[str, int]]:
    with tools.database.transaction() as connection:
        return [found for one in kept for found in unread(connection, one, tools.clock())]


def _batches(ids: Sequence[tuple[str, int]], tools: Tools) -> Iterator[list[Waiting]]:
    """Yield the documents in batches, fetched as they are asked for: their texts do not fit into memory together."""
    for place in range(0, len(ids), BATCH):
        chosen = ids[place : place + BATCH]
        with tools.database.transaction() as connection:
            documents = load_documents(connection, [document for document, _tries in chosen])
        yield [Waiting(documents[document], tries) for document, tries in chosen]


def in_process(tools: Tools) -> Through:
    """Return what takes batches one after the other, here."""
    sources = {source.id: source for source in tools.sources}
    hands = Hands(sources, tools.client, tools.settings.http, tools.catalogue, tools.read, tools.clock)
    return lambda batches: (take(batch, hands) for batch in batches)


def take(batch: Iterable[Waiting], hands: Hands) -> list[Taken]:
    """Read and analyse documents; failures are values. Writes nothing."""
    return [_take(waiting, hands) for waiting in batch]


def _take(waiting: Waiting, hands: Hands) -> Taken:
    document, failure = waiting.document, None
    if document.current.read_at is None:
        article = read_article(hands.sources[document.source], document, hands.client, hands.http, hands.clock())
        failure = article if isinstance(article, Failure) else None
        if failure and not failure.permanent and waiting.tries < len(RETRY_AFTER):
            return Taken(waiting, document, failure, None)
        document = _with(document, article, hands.clock())
    return Taken(waiting, document, failure, analyse(document, hands.read, hands.catalogue, hands.clock()))


def _with(document: Document, article: Article | Failure, now: datetime) -> Document:
    if isinstance(article, Failure):
        version = with_article(document.current, None, article.reason, now)
    else:
        version = with_article(document.current, article, None, now)
    return document.model_copy(update={"current": version})


def _save(batch: Sequence[Taken], report: BackfillReport, tools: Tools, tells: dict[str, bool]) -> BackfillReport:
    with tools.database.transaction() as connection:
        for taken in batch:
            waiting, document = taken.waiting, taken.document
            if taken.reading is None and taken.unread is not None:
                again = tools.clock() + RETRY_AFTER[waiting.tries]
                version = document.current.version
                postpone_read(connection, document.id, version, taken.unread.reason, waiting.tries + 1, again)
            elif waiting.document.current.read_at is None:
                save_text(connection, document.current)
    tools.stage("texts saved")
    for tell in (False, True):
        of_it = [taken for taken in batch if tells[taken.document.source] is tell]
        report = _save_readings(of_it, report, tools, tell)
    return report


def _save_readings(batch: Sequence[Taken], report: BackfillReport, tools: Tools, tell: bool) -> BackfillReport:
    done = [(taken.document, taken.reading) for taken in batch if isinstance(taken.reading, Reading)]
    unreadable = [taken.reading for taken in batch if isinstance(taken.reading, Failure)]
    given = save_readings(done, SourceReport(source="backfill"), tools, tell=tell) if done else None
    return report.model_copy(
        update={
            "read": report.read + len(done),
            "postponed": report.postponed + sum(taken.reading is None for taken in batch),
            "findings": report.findings + (given.findings if given else 0),
            "new_events": report.new_events + (given.new_events if given else 0),
            "new_alerts": report.new_alerts + (given.new_alerts if given else 0),
            "failures": (*report.failures, *(f"{failure.url}: {failure.reason}" for failure in unreadable)),
        }
    )
