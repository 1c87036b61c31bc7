"""What a channel is told in one message: steps that were there before it was watched, or found later."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.outbox import new_alert
from alerts.routing import route
from alerts.sums import new_route_message, summary_message
from flows.tools import Tools
from schemas.alert import Alert, Message
from schemas.event import Event
from schemas.watch import Watch
from schemas.words import AlertKind
from store.baselines import (
    baseline_counts,
    baseline_events,
    held_events,
    mark_summed_up,
    open_baselines,
    routes_not_summed_up,
)
from store.database import Connection
from store.outbox import add_alerts

SOURCES, ROUTES = "baseline", "route"
"""What a summary is of: first polls, or what was held when a route was new."""

LOOKED_BACK = timedelta(days=180)
"""How old a step may be that is summed up for a new route."""


def sum_up_baselines(tools: Tools) -> None:
    """Queue one summary a channel for its routes that are new, and one for all first polls none has summed up yet.

    A channel hears of the sources and of the steps of its own watchlist that were already there.
    """
    with tools.database.transaction() as connection:
        add_alerts(connection, _of_new_routes(connection, tools))
        sources = open_baselines(connection)
        if not sources:
            return
        counts = baseline_counts(connection, sources)
        events = baseline_events(connection, sources)
        alerts = tuple(_summary(channel, counts, events, tools) for channel in _channels(tools))
        add_alerts(connection, alerts)
        mark_summed_up(connection, sources, tools.clock())


def _of_new_routes(connection: Connection, tools: Tools) -> tuple[Alert, ...]:
    watches = tools.settings.watches
    ids = routes_not_summed_up(connection, [watch.id for watch in watches], (SOURCES, ROUTES))
    if not ids:
        return ()
    since = tools.clock() - LOOKED_BACK
    events = held_events(connection, since)
    new = [watch for watch in watches if watch.id in ids]
    return tuple(
        summing_up(channel, ROUTES, _held(channel, new, events, since, tools), tools)
        for channel in dict.fromkeys(watch.channel for watch in new)
    )


def _held(channel: str, new: Sequence[Watch], events: Sequence[Event], since: datetime, tools: Tools) -> Message:
    mine = [watch for watch in new if watch.channel == channel]
    asked_for = [event for event in events if route(event, mine, tools.catalogue)]
    return new_route_message([watch.id for watch in mine], asked_for, tools.catalogue, since=since)


def _channels(tools: Tools) -> tuple[str, ...]:
    return tuple(dict.fromkeys(watch.channel for watch in tools.settings.watches))


def _summary(channel: str, counts: dict[str, int], events: tuple[Event, ...], tools: Tools) -> Alert:
    watches = [watch for watch in tools.settings.watches if watch.channel == channel]
    mine = tuple(event for event in events if route(event, watches, tools.catalogue))
    message = summary_message(counts, mine, tools.catalogue, now=tools.clock())
    return summing_up(channel, SOURCES, message, tools)


def summing_up(channel: str, what: str, message: Message, tools: Tools) -> Alert:
    """Return the alert that sums something up, now, for all routes of a channel."""
    now = tools.clock()
    return new_alert(
        id=tools.new_id("al"),
        channel=channel,
        subject=f"{what}:{now:%Y%m%dT%H%M%S.%f}",
        kind=AlertKind.SUMMARY,
        routes=tuple(watch.id for watch in tools.settings.watches if watch.channel == channel),
        message=message,
        now=now,
    )
