"""A run as rows of a table, for Prefect's run page."""

from typing import Any

from schemas.report import RunReport, SourceReport


def summary_rows(report: RunReport) -> list[dict[str, Any]]:
    """Return one row a source and a last row for the run as a whole."""
    return [*map(_row, report.sources), _total(report)]


def _row(source: SourceReport) -> dict[str, Any]:
    return {
        "source": source.source,
        "read": "not due" if not source.due else "yes" if source.polled else "no",
        "new documents": source.new_documents,
        "new versions": source.new_versions,
        "findings": source.findings,
        "events": source.new_events,
        "alerts": source.new_alerts,
        "problem": "; ".join(dict.fromkeys(failure.reason for failure in source.failures)),
    }


def _total(report: RunReport) -> dict[str, Any]:
    names = ("new_documents", "new_versions", "findings", "new_events", "new_alerts")
    total = {name: sum(getattr(source, name) for source in report.sources) for name in names}
    return {
        "source": "all",
        "read": report.outcome.value,
        "new documents": total["new_documents"],
        "new versions": total["new_versions"],
        "findings": total["findings"],
        "events": total["new_events"],
        "alerts": total["new_alerts"],
        "problem": "; ".join(report.notes),
    }
