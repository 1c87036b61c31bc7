"""Reads stored documents again, here or on Dask workers, and says what that changes."""

from pathlib import Path
from typing import Any

import typer

from casewatch.past import into_environment, teller
from flows.opening import open_tools
from flows.reextracting import reextract
from schemas.rereading import RereadReport
from schemas.settings import Settings


def read_again(
    settings: Settings, *, write: bool, workers: int, dask: str | None, config: Path | None, quiet: bool
) -> RereadReport:
    """Read again what this extractor has not read; progress goes to standard error. Without `write` for trial."""
    if workers or dask:
        return _on_workers(settings, write, workers, dask, config)
    with open_tools(settings, write=lambda text: typer.echo(text, err=quiet)) as tools:
        return reextract(tools, write=write, say=(lambda _progress: None) if quiet else teller())


def _on_workers(settings: Settings, write: bool, workers: int, dask: str | None, config: Path | None) -> RereadReport:
    from flows.cluster import count_workers, run_on_dask

    into_environment(settings)
    workers = count_workers(dask) if dask else workers

    def flow() -> tuple[Any, dict[str, Any]]:
        from flows.backfill import read_again as wanted

        return wanted, {
            "write": write,
            "source_ids": list(settings.source_ids),
            "workers": workers,
            "config": str(config.resolve()) if config else None,
            "allow_private": settings.http.allow_private,
        }

    return RereadReport.model_validate(run_on_dask(flow, workers, dask))


def described(report: RereadReport) -> str:
    """Return what reading again changed, or would change, in a few lines; then the changes one by one."""
    counts = {name: report.outcomes.get(name, 0) for name in ("new", "changed", "unsupported")}
    steps = ", ".join(f"{number} {name}" for name, number in counts.items())
    channels = dict.fromkeys([*report.corrections, *report.summed_up])
    told = [
        f"  {name}: {report.corrections.get(name, 0)} corrections, {report.summed_up.get(name, 0)} steps in its summary"
        for name in channels
    ]
    more = sum(counts.values()) - len(report.shown)
    lines = [
        f"{report.documents} documents read again by {report.extractor}: steps {steps}",
        *told,
        *(f"  {line}" for line in report.shown),
        *([f"  and {more} more"] if more > 0 else []),
        *(f"  failed: {failure}" for failure in report.failures),
    ]
    if not report.written and report.documents:
        lines.append("Nothing is written yet: add --yes to write it.")
    return "\n".join(lines)
