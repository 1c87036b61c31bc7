"""From a linked event to the alerts it calls for, and the one message that sums up a quiet first poll."""

from collections.abc import Sequence
from datetime import timedelta

from alerts.message import (
    confirmed_message,
    contradicted_message,
    correction_message,
    step_message,
    summary_message,
)
from alerts.outbox import new_alert
from alerts.routing import Routed, route
from cases.linking import Link
from flows.tools import Tools
from schemas.alert import Alert, Message
from schemas.event import Event, StoredFinding
from schemas.words import AlertKind, Standing
from store.baselines import baseline_counts, baseline_events, mark_summed_up, open_baselines
from store.database import Connection
from store.outbox import add_alerts, alerts_of_event

LATE_AFTER = timedelta(hours=48)
"""An alert about a text published longer ago than this says that it is late."""


def queue_alerts(connection: Connection, linked: Link, finding: StoredFinding, tools: Tools) -> int:
    """Queue the alerts a newly linked finding calls for; return how many are new."""
    told = alerts_of_event(connection, linked.event.id)
    return len(add_alerts(connection, alerts_for(linked, finding, told, tools)))


def alerts_for(linked: Link, finding: StoredFinding, told: Sequence[Alert], tools: Tools) -> tuple[Alert, ...]:
    """Return the alerts a link calls for; `told` are those about its event so far.

    A channel that was told of the step hears again only that it is confirmed, contradicted or corrected.
    """
    routed = {item.channel: item for item in route(linked.event, tools.settings.watches, tools.catalogue)}
    before = {alert.channel: _route_of(alert) for alert in told}
    kind = _kind(linked)
    channels = {**before, **routed} if kind is not AlertKind.STEP else routed
    return tuple(
        _alert(linked, finding, why, item, told, tools)
        for item in channels.values()
        if (why := _kind_for(item.channel, kind, linked, told)) is not None
    )


def _route_of(alert: Alert) -> Routed:
    return Routed(channel=alert.channel, watches=alert.routes, companies=alert.companies)


def _kind(linked: Link) -> AlertKind:
    """Decide what a link means to those who were told of the event."""
    if linked.created:
        return AlertKind.STEP
    if "standing" in linked.changed and linked.event.standing is Standing.CONFIRMED:
        return AlertKind.CONFIRMED
    if "standing" in linked.changed and linked.event.standing is Standing.CONTRADICTED:
        return AlertKind.CONTRADICTED
    return AlertKind.CORRECTION if "parties" in linked.changed else AlertKind.STEP


def _kind_for(channel: str, kind: AlertKind, linked: Link, told: Sequence[Alert]) -> AlertKind | None:
    """Decide why a channel gets a message, if it does. What was there at first contact is no news."""
    knows = any(alert.channel == channel for alert in told)
    if knows or kind is AlertKind.CONFIRMED:
        return None if kind is AlertKind.STEP else kind
    return None if linked.event.baseline or kind is AlertKind.CONTRADICTED else AlertKind.STEP


def _alert(
    linked: Link, finding: StoredFinding, kind: AlertKind, routed: Routed, told: Sequence[Alert], tools: Tools
) -> Alert:
    now, event = tools.clock(), linked.event
    late = finding.published is not None and now - finding.published > LATE_AFTER
    earlier = [alert for alert in told if alert.channel == routed.channel and alert.kind is kind]
    return new_alert(
        id=tools.new_id("al"),
        channel=routed.channel,
        subject=event.id,
        kind=kind,
        revision=1 + max((alert.revision for alert in earlier), default=0),
        event=event.id,
        case=linked.case.id,
        routes=routed.watches,
        companies=routed.companies,
        message=_message(linked, finding, kind, routed, late, tools),
        late=late,
        now=now,
    )


def _message(
    linked: Link, finding: StoredFinding, kind: AlertKind, routed: Routed, late: bool, tools: Tools
) -> Message:
    about = (linked.event, linked.case, routed, tools.catalogue)
    if kind is AlertKind.CONFIRMED:
        return confirmed_message(*about, late=late)
    if kind is AlertKind.CONTRADICTED:
        return contradicted_message(*about, late=late, denial=finding)
    if kind is AlertKind.CORRECTION:
        return correction_message(*about, changed=("parties",))
    return step_message(*about, late=late)


def sum_up_baselines(tools: Tools) -> None:
    """Queue one summary a channel for all first polls that none has summed up yet.

    A channel hears of the sources and of the steps of its own watchlist that were already there.
    """
    with tools.database.transaction() as connection:
        sources = open_baselines(connection)
        if not sources:
            return
        counts = baseline_counts(connection, sources)
        events = baseline_events(connection, sources)
        alerts = tuple(_summary(channel, counts, events, tools) for channel in _channels(tools))
        add_alerts(connection, alerts)
        mark_summed_up(connection, sources, tools.clock())


def _channels(tools: Tools) -> tuple[str, ...]:
    return tuple(dict.fromkeys(watch.channel for watch in tools.settings.watches))


def _summary(channel: str, counts: dict[str, int], events: tuple[Event, ...], tools: Tools) -> Alert:
    watches = tuple(watch for watch in tools.settings.watches if watch.channel == channel)
    mine = tuple(event for event in events if route(event, watches, tools.catalogue))
    now = tools.clock()
    return new_alert(
        id=tools.new_id("al"),
        channel=channel,
        subject=f"baseline:{now:%Y%m%dT%H%M%S.%f}",
        kind=AlertKind.SUMMARY,
        routes=tuple(watch.id for watch in watches),
        message=summary_message(counts, mine, tools.catalogue, now=now),
        now=now,
    )
