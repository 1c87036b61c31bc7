"""Send what the outbox holds. Delivery works from the table alone: a crash anywhere loses and repeats nothing.

An alert is claimed in a committed update before it is posted; after a crash or a lost answer it is
looked for in the channel's history, once its lease is over and Slack has had time to settle,
before it is posted again.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from alerts.outbox import after_refused, after_retry, after_sent, after_unclear, lease_covers
from alerts.pace import wait_before
from flows.operations import note_issue
from flows.tools import Tools
from schemas.alert import Alert
from schemas.errors import SlackRefusedError, SlackRetryError, SlackUnclearError
from schemas.report import DeliveryReport
from schemas.words import AlertState
from store.outbox import claim, save_alert, unclear

SLACK = "slack"
"""The source of issues about channels."""

BATCH = 20
"""Alerts under one lease: few enough to be sent well within it."""

OUTCOMES = {AlertState.SENT: "sent", AlertState.PARKED: "parked"}
"""As what an alert counts in the report; in any other state it is tried again."""

LOOK_BACK = timedelta(hours=1)
"""How long before the first try the history is searched: clocks differ."""


def deliver(tools: Tools) -> None:
    """Send every alert that may go now, oldest first, at the pace Slack shows all of them.

    What became of them is noted in `tools.deliveries`.
    """
    with tools.sending:
        report = _settle(tools)
        while batch := _claim(tools):
            for alert in _post_in_order(batch, tools):
                report = _count(report, OUTCOMES.get(alert.state, "retry"))
        tools.deliveries.append(report)


def delivered(tools: Tools) -> DeliveryReport:
    """Return what all deliveries of this pass did together, and begin to count anew."""
    with tools.sending:
        reports = [report.model_dump() for report in tools.deliveries]
        tools.deliveries.clear()
    return DeliveryReport(**{name: sum(report[name] for report in reports) for name in DeliveryReport.model_fields})


def _settle(tools: Tools) -> DeliveryReport:
    """Find out what became of alerts whose answer was lost, and send those that never arrived."""
    slack = tools.settings.slack
    with tools.database.transaction() as connection:
        alerts = unclear(connection, tools.owner, tools.clock(), slack.settle_seconds, slack.lease_seconds)
    report = DeliveryReport()
    for alert in alerts:
        if lease_covers(alert, tools.clock(), slack.timeout_seconds):
            report = _count(report, _find_or_post(alert, tools))
    return report


def _find_or_post(alert: Alert, tools: Tools) -> str:
    """Look for an alert in its channel, and post it if it is not there; return as what it counts."""
    oldest = (alert.last_attempt or alert.created_at) - LOOK_BACK
    try:
        ts = tools.sender.find(alert, oldest)
    except SlackRefusedError as error:
        return OUTCOMES[_save(after_refused(alert, str(error), tools.clock()), tools).state]
    except (SlackRetryError, SlackUnclearError) as error:
        _save(after_unclear(alert, str(error), tools.clock()), tools)
        return "retry"
    if ts:
        _save(after_sent(alert, ts, tools.clock()), tools)
        return "reconciled"
    return OUTCOMES.get(_post(alert, tools).state, "retry")


def _claim(tools: Tools) -> tuple[Alert, ...]:
    with tools.database.transaction() as connection:
        alerts = claim(connection, tools.owner, tools.clock(), tools.settings.slack.lease_seconds, BATCH)
    if alerts:
        tools.stage("claimed")
    return alerts


def _post_in_order(batch: Sequence[Alert], tools: Tools) -> Iterator[Alert]:
    """Post a batch; once an alert of a case could not be sent, the later ones of that case wait for it."""
    waiting: set[tuple[str, str | None]] = set()
    for alert in batch:
        place = (alert.channel, alert.case)
        if alert.case and place in waiting:
            continue
        outcome = _post(alert, tools)
        if outcome.state is not AlertState.SENT:
            waiting.add(place)
        yield outcome


def _post(alert: Alert, tools: Tools) -> Alert:
    """Post an alert while its lease surely lasts; else leave it to whoever takes it over when that is over."""
    pause = wait_before(alert.channel, tools.last_sent, tools.clock(), tools.settings.slack.seconds_per_message)
    if pause:
        tools.sleep(pause)
    if not lease_covers(alert, tools.clock(), tools.settings.slack.timeout_seconds):
        return alert
    try:
        ts = tools.sender.post(alert)
    except SlackRefusedError as error:
        return _save(after_refused(alert, str(error), tools.clock()), tools)
    except SlackRetryError as error:
        return _save(after_retry(alert, str(error), error.retry_after, tools.clock()), tools)
    except SlackUnclearError as error:
        return _save(after_unclear(alert, str(error), tools.clock()), tools)
    tools.stage("accepted")
    tools.last_sent[alert.channel] = tools.clock()
    return _save(after_sent(alert, ts, tools.clock()), tools)


def _save(alert: Alert, tools: Tools) -> Alert:
    """Store what became of an alert. A channel that refuses is an issue until it takes a message again."""
    with tools.database.transaction() as connection:
        save_alert(connection, alert, tools.owner)
        if alert.state is AlertState.PARKED:
            note_issue(connection, tools, SLACK, alert.channel, f"alerts are parked: {alert.error}")
        if alert.state is AlertState.SENT:
            note_issue(connection, tools, SLACK, alert.channel, None)
    return alert


def _count(report: DeliveryReport, field: str) -> DeliveryReport:
    return report.model_copy(update={field: getattr(report, field) + 1})
