"""What a channel is told in one message: steps that were there before it was watched, or found later."""

from alerts.outbox import new_alert
from alerts.routing import route
from alerts.sums import summary_message
from flows.tools import Tools
from schemas.alert import Alert, Message
from schemas.event import Event
from schemas.words import AlertKind
from store.baselines import baseline_counts, baseline_events, mark_summed_up, open_baselines
from store.outbox import add_alerts


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
    watches = [watch for watch in tools.settings.watches if watch.channel == channel]
    mine = tuple(event for event in events if route(event, watches, tools.catalogue))
    message = summary_message(counts, mine, tools.catalogue, now=tools.clock())
    return summing_up(channel, "baseline", message, tools)


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
