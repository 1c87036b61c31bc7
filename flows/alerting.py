"""From a linked event to the alerts it calls for, and the one message that sums up a quiet first poll."""

from datetime import timedelta

from alerts.message import confirmed_message, contradicted_message, step_message, summary_message
from alerts.outbox import new_alert
from alerts.routing import Routed, route
from cases.linking import Link
from flows.tools import Tools
from schemas.alert import Alert
from schemas.document import Document
from schemas.event import Event
from schemas.words import AlertKind, Standing
from store.baselines import baseline_counts, baseline_events, mark_summed_up, open_baselines
from store.outbox import add_alerts

LATE_AFTER = timedelta(hours=48)
"""An alert about a text published longer ago than this says that it is late."""


_BUILDERS = {
    AlertKind.STEP: step_message,
    AlertKind.CONFIRMED: confirmed_message,
    AlertKind.CONTRADICTED: contradicted_message,
}


def alerts_for(linked: Link, document: Document, tools: Tools) -> tuple[Alert, ...]:
    """Return the alerts this link calls for. Those already in the outbox are recognised by their key there."""
    kind = _kind(linked)
    if kind is None:
        return ()
    routed = route(linked.event, tools.settings.watches, tools.catalogue)
    return tuple(_alert(linked, document, kind, item, tools) for item in routed)


def _kind(linked: Link) -> AlertKind | None:
    """Decide why this link is worth a message, if it is. What was there at first contact is no news."""
    if "standing" in linked.changed and linked.event.standing is Standing.CONFIRMED:
        return AlertKind.CONFIRMED
    if "standing" in linked.changed and linked.event.standing is Standing.CONTRADICTED:
        return AlertKind.CONTRADICTED
    return None if linked.event.baseline else AlertKind.STEP


def _alert(linked: Link, document: Document, kind: AlertKind, routed: Routed, tools: Tools) -> Alert:
    now, event = tools.clock(), linked.event
    late = document.published is not None and now - document.published > LATE_AFTER
    build = _BUILDERS[kind]
    return new_alert(
        id=tools.new_id("al"),
        channel=routed.channel,
        subject=event.id,
        kind=kind,
        event=event.id,
        case=linked.case.id,
        routes=routed.watches,
        companies=routed.companies,
        message=build(event, linked.case, routed, tools.catalogue, late=late),
        late=late,
        now=now,
    )


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
