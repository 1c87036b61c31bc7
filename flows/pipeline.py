"""One pass over the sources. The whole system is this list:

    due sources → fetch → parse → keep new → save documents → read article → analyse → link
                → save events and alerts → send → publish

Each due source goes all the way by itself, so a slow one never holds another's alert.
Every stage works from what the store holds, not from memory: after kill -9 anywhere the
next pass goes on where this one stopped.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from feeds.schedule import is_due
from flows.analysing import analyse_documents, analyse_waiting
from flows.delivering import delivering
from flows.finishing import close_run
from flows.polling import polls
from flows.reading import read_articles
from flows.tools import Due, Tools
from schemas.report import RunReport, SourceReport
from schemas.source import FeedState, Source
from store.documents import sources_with_work
from store.feed_states import load_states

WAYS = 64
"""Sources on their way at once. Most of them wait for the pause of their host, which costs nothing."""


def watch_once(tools: Tools, *, every_source: bool = False) -> RunReport:
    """Make one pass: poll what is due, tell what is new, publish. Failures of sources are in the report.

    `every_source` polls all of them, whether their next poll has come or not.
    """
    started = tools.clock()
    return close_run(watch_sources(due_sources(tools, every_source=every_source), tools), started, tools)


def watch_sources(due: Sequence[Due], tools: Tools) -> tuple[SourceReport, ...]:
    """Take sources all the way, each as soon as its own poll is saved; return their reports in order."""
    # Two pools: what is new of a source must not wait until all others have answered.
    with (
        delivering(tools) as tell,
        ThreadPoolExecutor(max(1, min(tools.settings.workers, len(due))), "ask") as asking,
        ThreadPoolExecutor(_ways(due, tools), "source") as pool,
    ):
        unpolled = [(item, SourceReport(source=item.source.id)) for item in due if not item.poll]
        ways = {item.source.id: pool.submit(go_on, item, report, tools, tell) for item, report in unpolled}
        for item, report in polls([item for item in due if item.poll], asking, tools):
            ways[item.source.id] = pool.submit(go_on, item, report, tools, tell)
        return tuple(ways[item.source.id].result() for item in due)


def _ways(due: Sequence[Due], tools: Tools) -> int:
    """One worker takes the sources one after the other: then the order of what is told is theirs."""
    return max(1, min(WAYS, len(due))) if tools.settings.workers > 1 else 1


def go_on(due: Due, report: SourceReport, tools: Tools, tell: Callable[[], None]) -> SourceReport:
    """Take a source that was polled the rest of the way: its articles, what they say, and the alerts.

    `tell` is called when alerts wait: they leave while the next articles are read.
    """
    if due.unfinished:
        report = _tell_new(tell, report, analyse_waiting(due.source, report, tools))
    if due.unfinished or report.new_documents or report.new_versions:
        for progress in read_articles(due.source, tools):
            report = progress.added_to(report)
            report = _tell_new(tell, report, analyse_documents(progress.documents, report, tools))
    return report


def _tell_new(tell: Callable[[], None], before: SourceReport, after: SourceReport) -> SourceReport:
    if after.new_alerts > before.new_alerts:
        tell()
    return after


def due_sources(tools: Tools, *, every_source: bool = False) -> tuple[Due, ...]:
    """Return the sources to take up now with what is remembered of them, most important first.

    A source is taken up when its next poll has come, or when an earlier pass left documents unread.
    """
    now = tools.clock()
    with tools.database.transaction() as connection:
        states = load_states(connection)
        unfinished = sources_with_work(connection, now)
    known = [
        (source, states.get(source.id) or FeedState(source=source.id))
        for source in chosen(tools.sources, tools.settings.source_ids)
    ]
    found = [
        Due(source, state, poll=every_source or is_due(source, state, now), unfinished=source.id in unfinished)
        for source, state in known
    ]
    return tuple(due for due in found if due.poll or due.unfinished)


def chosen(sources: Iterable[Source], ids: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the sources with these ids (all, when none is given), by priority."""
    wanted = (source for source in sources if not ids or source.id in ids)
    return tuple(sorted(wanted, key=lambda source: (source.priority, source.id)))
