"""`casewatch run`: one pass, or one every so often, without Prefect."""

import signal
import threading

import typer

from flows.opening import open_tools, refreshed
from flows.outcome import exit_code, known_failures
from flows.pipeline import watch_once
from flows.tools import Tools
from schemas.report import RunReport
from schemas.settings import Settings


def run_passes(settings: Settings, *, every_source: bool, every: float | None, as_json: bool) -> int:
    """Make one pass, or repeat it every `every` seconds until SIGTERM or Ctrl-C. Returns the exit code."""
    with open_tools(settings, write=typer.echo) as tools:
        if every is None:
            return _one(tools, every_source, as_json)
        stop = _stop_on_signals()
        code = 0
        while not stop.is_set():
            code = _one(refreshed(tools), every_source, as_json)
            stop.wait(every)
        return code


def _one(tools: Tools, every_source: bool, as_json: bool) -> int:
    report = watch_once(tools, every_source=every_source)
    typer.echo(report.model_dump_json() if as_json else describe(report))
    return exit_code(report.outcome)


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def describe(report: RunReport) -> str:
    """Return what a run did in a few lines: its claim first, then the failures by name."""
    total = {
        name: sum(getattr(source, name) for source in report.sources)
        for name in ("new_documents", "new_versions", "findings", "new_events", "new_alerts")
    }
    due = [source for source in report.sources if source.due]
    lines = [
        f"{report.outcome.value.upper()}: {sum(s.polled for s in due)} of {len(due)} due sources read, "
        f"{total['new_documents']} new documents, {total['new_versions']} new versions, "
        f"{total['new_events']} events, {total['new_alerts']} alerts queued, {report.delivery.sent} sent"
    ]
    if report.delivery.parked:
        lines.append(f"  {report.delivery.parked} alerts parked: see `casewatch alerts list --state parked`")
    lines += [
        f"  {failure.stage} failed, {source.source}: {failure.reason} ({failure.url})"
        for source in report.sources
        for failure in source.failures
        if not source.known_failure
    ]
    known = known_failures(report)
    if known:
        lines.append(f"  {len(known)} sources still fail as reported before: {', '.join(known)}")
    return "\n".join([*lines, *(f"  {note}" for note in report.notes)])
