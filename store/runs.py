"""What each run did, and the issues that are open: what is not normal, reported once."""

from datetime import datetime, timedelta

from schemas.report import Issue, RunReport, SourceReport
from store.database import Connection
from store.rows import columns, count, fetch, insert, load, to_row, upsert

KEEP_REPORTS = timedelta(days=30)
"""How long what each source gave in each run is kept; the runs themselves are kept for ever."""

_SOURCES = frozenset({"sources"})


def save_run(connection: Connection, report: RunReport) -> None:
    """Save what a run did (again, when it is saved already), and let go of old source reports."""
    upsert(connection, "record.runs", "id", [to_row(report, _SOURCES)])
    connection.execute("DELETE FROM record.source_reports WHERE run = ?", [report.id])
    rows = [{**to_row(source), "run": report.id, "place": place} for place, source in enumerate(report.sources)]
    insert(connection, "record.source_reports", rows)
    connection.execute(
        "DELETE FROM record.source_reports WHERE run IN (SELECT id FROM record.runs WHERE started < ?)",
        [report.started - KEEP_REPORTS],
    )


def last_runs(connection: Connection, limit: int) -> tuple[RunReport, ...]:
    """Return the last runs, the newest first; those older than 30 days without what each source gave."""
    sql = f"""
        SELECT {columns(RunReport, leave_out=_SOURCES)} FROM record.runs
        ORDER BY started DESC, id DESC LIMIT ?
    """
    return tuple(
        RunReport.model_validate({**row, "sources": _source_reports(connection, row["id"])})
        for row in fetch(connection, sql, [limit])
    )


def last_published(connection: Connection) -> datetime | None:
    """Return when the last run that published its snapshot ended."""
    row = connection.execute("SELECT max(finished) FROM record.runs WHERE published").fetchone()
    finished: datetime | None = row[0] if row else None
    return finished


def open_issue(connection: Connection, source: str, topic: str, text: str, now: datetime) -> bool:
    """Open an issue unless one on this topic is open, whose text is then renewed; return whether it is new."""
    renewed = count(
        connection,
        "UPDATE record.issues SET text = ? WHERE source = ? AND topic = ? AND closed_at IS NULL",
        [text, source, topic],
    )
    if renewed:
        return False
    issue = Issue(source=source, topic=topic, text=text, opened_at=now)
    insert(connection, "record.issues", [to_row(issue)])
    return True


def close_issue(connection: Connection, source: str, topic: str, now: datetime) -> bool:
    """Close the open issue on this topic; return whether there was one."""
    closed = count(
        connection,
        "UPDATE record.issues SET closed_at = ? WHERE source = ? AND topic = ? AND closed_at IS NULL",
        [now, source, topic],
    )
    return closed > 0


def sources_with_issue(connection: Connection, topic: str) -> frozenset[str]:
    """Return the sources that have an open issue on this topic."""
    sql = "SELECT source FROM record.issues WHERE topic = ? AND closed_at IS NULL"
    return frozenset(row["source"] for row in fetch(connection, sql, [topic]))


def open_issues(connection: Connection) -> tuple[Issue, ...]:
    """Return the open issues, the oldest first."""
    sql = f"""
        SELECT {columns(Issue)} FROM record.issues WHERE closed_at IS NULL
        ORDER BY opened_at, source, topic
    """
    return load(connection, Issue, sql)


def _source_reports(connection: Connection, run: str) -> tuple[SourceReport, ...]:
    sql = f"SELECT {columns(SourceReport)} FROM record.source_reports WHERE run = ? ORDER BY place"
    return load(connection, SourceReport, sql, [run])
