"""The first half of reading the past: archive pages → keep new → save documents.

The place reached is kept with each page that is saved: a collection that is killed goes on with the next one.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from feeds.archive import Window, fetch_page, is_beyond_last, is_last, question, wanted, windows
from feeds.documents import new_document, next_version
from feeds.identity import keep_new
from flows.answers import NOT_READ
from flows.patience import patiently
from flows.tools import Tools
from schemas.backfill import Backfill, BackfillReport
from schemas.document import DocumentVersion, KnownDocument
from schemas.errors import SettingsError
from schemas.source import Archive, Entry, Failure, ParsedFeed, Source
from store.backfills import load_backfill, noted_only, save_page
from store.database import Connection
from store.documents import known_documents


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


def begin(source: Source, start: date, end: date, tell: bool, tools: Tools) -> tuple[Backfill, Source]:
    """Return the backfill of a source between two days (both in it), as far as it has come, with its source."""
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
    archive, met = _archive(source), frozenset[str]()
    while not backfill.collected:
        window, page = next(windows(archive, backfill.window_start, backfill.end)), backfill.page
        parsed = _answer(question(source, archive, window, page), tools)
        if isinstance(parsed, Failure):
            if not is_beyond_last(archive, page, parsed):
                return _broken_off(backfill, parsed, report, tools)
            parsed = ParsedFeed()
        marks = frozenset(f"{entry.guid}\x1f{entry.url}\x1f{entry.title}" for entry in parsed.entries)
        last = is_last(archive, window, page, parsed, len(parsed.entries) - len(marks - met))
        met = frozenset() if last else met | marks
        backfill = _moved_on(backfill, archive, window, last)
        report = _save_page(backfill, source, wanted(parsed.entries, backfill.start, backfill.end), report, tools)
    return report


def _moved_on(backfill: Backfill, archive: Archive, window: Window, last: bool) -> Backfill:
    """Return the backfill with the place of the page to be asked for next."""
    if not last:
        place: dict[str, object] = {"page": backfill.page + 1}
    elif window.end < backfill.end:
        place = {"page": archive.first_page, "window_start": window.end + timedelta(days=1)}
    else:
        place = {"page": backfill.page + 1, "collected": True}
    return backfill.model_copy(update={**place, "error": None})


def _answer(asked: Source, tools: Tools) -> ParsedFeed | Failure:
    return patiently(lambda: fetch_page(asked, tools.client, tools.settings.http, tools.clock()), tools.sleep)


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
