"""What is told because time passed: deadlines that come near, and reports that no authority confirmed."""

from collections.abc import Sequence
from datetime import timedelta

from alerts.message import unconfirmed_message
from alerts.notices import reminder_message
from alerts.routing import Routed
from alerts.timing import due_reminder
from flows.alerting import TELLING, in_its_time, make_alert, silenced, told_channels
from flows.tools import Tools
from schemas.alert import Alert
from schemas.deadline import Deadline
from schemas.event import Case, Event
from schemas.watch import Watch
from schemas.words import AlertKind, AlertState, Standing
from store.database import Connection
from store.deadlines import deadlines_from
from store.events import load_case, load_event, reported_events, save_events
from store.gathered import alerts_of_case
from store.mutes import muted_by
from store.outbox import add_alerts


def remind(tools: Tools) -> None:
    """Queue the reminders that are due, each once, to the channels that were told of the step."""
    yesterday = (tools.clock() - timedelta(days=1)).date()
    with tools.database.transaction() as connection:
        for deadline in deadlines_from(connection, yesterday):
            event, case = _event_and_case(connection, deadline.event)
            if event and case and event.supported:
                told = alerts_of_case(connection, case.id)
                muted = muted_by(connection, case.id)
                reminders = _reminders(deadline, event, case, told, tools)
                add_alerts(connection, [silenced(alert, muted) for alert in reminders])


def _reminders(deadline: Deadline, event: Event, case: Case, told: Sequence[Alert], tools: Tools) -> list[Alert]:
    found: dict[str, Alert] = {}
    for alert in told:
        if alert.event == event.id and alert.kind in TELLING and alert.state is not AlertState.WITHDRAWN:
            found.setdefault(alert.channel, alert)
    reminders = (_reminder(deadline, event, case, first, told, tools) for first in found.values())
    return [reminder for reminder in reminders if reminder is not None]


def _reminder(
    deadline: Deadline, event: Event, case: Case, first: Alert, told: Sequence[Alert], tools: Tools
) -> Alert | None:
    now = tools.clock()
    watches = [watch for watch in tools.settings.watches if watch.id in first.routes]
    due = [
        (days, watch)
        for watch in watches
        if (days := due_reminder(watch, deadline.date, first.created_at, now)) is not None
    ]
    if not due:
        return None
    days, watch = min(due, key=lambda pair: pair[0])
    routed = Routed(channel=first.channel, watches=first.routes, companies=first.companies)
    message = reminder_message(event, deadline, now.astimezone(watch.zone()).date(), routed, tools.catalogue)
    alert = make_alert(AlertKind.REMINDER, event, case, routed, message, told, tools)
    # Its key, so that each reminder of a date is sent once.
    subject = f"{event.id}:{deadline.kind}:{deadline.date}:{days}"
    return alert.model_copy(update={"subject": subject, "revision": 1, "state": AlertState.PENDING, "hold_until": None})


def give_up_waiting(tools: Tools) -> None:
    """Mark reports that no authority confirmed in time as unconfirmed, and say so in their threads."""
    now = tools.clock()
    with tools.database.transaction() as connection:
        for event in reported_events(connection):
            case = load_case(connection, event.case)
            told = [alert for alert in alerts_of_case(connection, event.case) if alert.event == event.id]
            days = _days_to_wait(told, tools)
            if case and told and days and now - told[0].created_at >= timedelta(days=days):
                _mark_unconfirmed(connection, event, case, days, tools)


def _days_to_wait(told: Sequence[Alert], tools: Tools) -> int | None:
    routes = {route for alert in told for route in alert.routes}
    watches: list[Watch] = [watch for watch in tools.settings.watches if watch.id in routes]
    return min((watch.unconfirmed_after_days for watch in watches if watch.unconfirmed_after_days), default=None)


def _mark_unconfirmed(connection: Connection, event: Event, case: Case, days: int, tools: Tools) -> None:
    event = event.model_copy(update={"standing": Standing.UNCONFIRMED, "last_changed": tools.clock()})
    save_events(connection, (event,), (), ())
    told = alerts_of_case(connection, case.id)
    muted = muted_by(connection, case.id)
    for routed in told_channels(event, told).values():
        message = unconfirmed_message(event, case, routed, tools.catalogue, days=days)
        alert = make_alert(AlertKind.CORRECTION, event, case, routed, message, told, tools)
        add_alerts(connection, [silenced(in_its_time(alert, None, tools), muted)])


def _event_and_case(connection: Connection, event_id: str) -> tuple[Event | None, Case | None]:
    event = load_event(connection, event_id)
    return event, load_case(connection, event.case) if event else None
