"""Runs a backfill here or on Dask workers, and says how far it has come."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import typer

from flows.backfilling import backfill
from flows.opening import open_tools
from schemas.backfill import BackfillReport, Progress, lasting
from schemas.settings import Settings


def read_past(
    settings: Settings,
    days: tuple[date, date],
    *,
    tell: bool,
    workers: int,
    dask: str | None,
    config: Path | None,
    quiet: bool,
) -> BackfillReport:
    """Read the past between two days and return what was found; progress goes to standard error."""
    if workers or dask:
        return _on_workers(settings, days, tell, workers, dask, config)
    with open_tools(settings, write=typer.echo) as tools:
        return backfill(tools, *days, tell=tell, say=(lambda _progress: None) if quiet else teller())


def _on_workers(
    settings: Settings, days: tuple[date, date], tell: bool, workers: int, dask: str | None, config: Path | None
) -> BackfillReport:
    from flows.cluster import count_workers, run_on_dask

    into_environment(settings)
    workers = count_workers(dask) if dask else workers

    def flow() -> tuple[Any, dict[str, Any]]:
        from flows.backfill import read_past as wanted

        return wanted, {
            "start": days[0],
            "end": days[1],
            "source_ids": list(settings.source_ids),
            "tell": tell,
            "workers": workers,
            "config": str(config.resolve()) if config else None,
            "allow_private": settings.http.allow_private,
        }

    return BackfillReport.model_validate(run_on_dask(flow, workers, dask))


def into_environment(settings: Settings) -> None:
    """Put what the command line said where a flow, which knows only the settings file, finds it."""
    os.environ["CASEWATCH_DATA"] = str(settings.data_folder.resolve())
    if settings.sources_files:
        files = [str(file.resolve()) for file in settings.sources_files]
        os.environ["CASEWATCH_SOURCES"] = os.pathsep.join(files)


def teller() -> Callable[[Progress], None]:
    """Return what shows progress: one line that is written over on a terminal, else a line every tenth."""
    told = -1

    def tell(progress: Progress) -> None:
        nonlocal told
        tenth = 10 * progress.done // progress.total if progress.total else 10
        if sys.stderr.isatty():
            ending = "\n" if progress.done == progress.total else ""
            typer.echo(f"\r{progress.in_words():70}{ending}", err=True, nl=False)
        elif tenth > told:
            typer.echo(progress.in_words(), err=True)
        told = tenth

    return tell


def described(report: BackfillReport) -> str:
    """Return what a backfill did, in a few lines; what failed first."""
    failed = [f"  {failure}" for failure in report.failures]
    waiting = [f"{report.postponed} documents could not be had yet: run it again"] if report.postponed else []
    return "\n".join(
        [
            f"{report.pages} pages asked for, {report.documents} new documents, {report.read} read: "
            f"{report.findings} findings, {report.new_events} new events, {report.new_alerts} alerts, "
            f"in {lasting(report.seconds)}",
            *waiting,
            *failed,
        ]
    )
