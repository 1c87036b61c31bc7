"""The end of a pass: sum up first polls, send what waits, record the run, publish."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flows.delivering import deliver, delivered
from flows.gathering import gather
from flows.operations import note_issue
from flows.outcome import first_priority, outcome_of
from flows.reminding import give_up_waiting, remind
from flows.still_watching import tell_still_watching
from flows.summing_up import sum_up_baselines
from flows.tools import Tools
from flows.watchdog import show_life
from schemas.errors import PublishError
from schemas.report import DeliveryReport, RunReport, SourceReport
from schemas.settings import OpsSettings
from schemas.words import Outcome
from store.publish import publish
from store.retention import erase_expired, is_retention_due
from store.runs import last_published, save_run

PUBLISH_AT_LEAST = timedelta(minutes=15)
PUBLISHING = "publish"
WATCHDOG = "watchdog"


def close_run(reports: Sequence[SourceReport], started: datetime, tools: Tools) -> RunReport:
    """End a pass: one summary of all first polls, the waiting alerts, the run's record, the snapshot."""
    sum_up_baselines(tools)
    give_up_waiting(tools)
    remind(tools)
    tell_still_watching(tools)
    gather(tools)
    deliver(tools)
    delivery = delivered(tools)
    erased = erase_daily(tools)
    report = RunReport(
        id=tools.new_id("run"),
        started=started,
        finished=tools.clock(),
        outcome=outcome_of(reports, first_priority(tools.sources)),
        sources=tuple(reports),
        delivery=delivery,
        published=erased or _is_worth_publishing(reports, delivery, tools),
    )
    with tools.database.transaction() as connection:
        save_run(connection, report)
    report = _publish(report, tools) if report.published else report
    _show_life(report, tools)
    return report


def _show_life(report: RunReport, tools: Tools) -> None:
    problems = show_life(report, tools.settings)
    if tools.settings.ops == OpsSettings():
        return
    with tools.database.transaction() as connection:
        note_issue(connection, tools, WATCHDOG, WATCHDOG, "; ".join(problems) or None)


def erase_daily(tools: Tools) -> bool:
    """Once a day, erase what the retention policy says; return whether a reader would see the difference."""
    now = tools.clock()
    with tools.database.transaction() as connection:
        if not is_retention_due(connection, now):
            return False
    settings = tools.settings
    erased = erase_expired(tools.database, settings.retention, settings.raw_folder, now)
    return bool(erased.texts or erased.persons)


def _is_worth_publishing(reports: Sequence[SourceReport], delivery: DeliveryReport, tools: Tools) -> bool:
    """Publish when something changed, else at most every 15 minutes."""
    if not tools.settings.public_file.exists() or delivery != DeliveryReport():
        return True
    if any(_changed_something(report) for report in reports):
        return True
    with tools.database.transaction() as connection:
        before = last_published(connection)
    return before is None or tools.clock() - before >= PUBLISH_AT_LEAST


def _changed_something(report: SourceReport) -> bool:
    new = report.new_documents or report.new_versions or report.read or report.findings
    return bool(new or (report.failures and not report.known_failure))


def _publish(report: RunReport, tools: Tools) -> RunReport:
    problem = publish_snapshot(tools)
    return report if problem is None else _unpublished(report, problem, tools)


def publish_snapshot(tools: Tools) -> str | None:
    """Publish. If that fails the snapshot before still stands, an issue says so, and the reason is returned."""
    problem: str | None = None
    tools.stage("publishing")
    try:
        publish(tools.database, tools.settings.public_file, tools.settings.team_file, tools.clock())
    except PublishError as error:
        problem = str(error)
    with tools.database.transaction() as connection:
        note_issue(connection, tools, PUBLISHING, PUBLISHING, problem)
    return problem


def _unpublished(report: RunReport, problem: str, tools: Tools) -> RunReport:
    """Record that readers do not see what this run found: it may not claim to be complete."""
    outcome = Outcome.PARTIAL if report.outcome is Outcome.COMPLETE else report.outcome
    notes = (*report.notes, problem)
    report = report.model_copy(update={"published": False, "outcome": outcome, "notes": notes})
    with tools.database.transaction() as connection:
        save_run(connection, report)
    return report
