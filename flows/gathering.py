"""Tell what was held for a digest, or came in one burst, in one message."""

from collections import defaultdict
from collections.abc import Sequence

from alerts.notices import DIGEST_SHOWN, digest_message
from alerts.outbox import digested, new_alert
from alerts.timing import gathered_at
from flows.tools import Tools
from schemas.alert import Alert
from schemas.watch import Watch
from schemas.words import AlertKind, AlertState
from store.database import Connection
from store.gathered import alerts_to_gather
from store.outbox import add_alerts, save_alert

NAMES = {"daily": "Daily digest", "weekly": "Weekly digest", "at_once": "In short order"}


def gather(tools: Tools) -> None:
    """Queue the digests whose time has come, and mark what they tell as digested, in one transaction."""
    with tools.database.transaction() as connection:
        by_channel: defaultdict[str, list[Alert]] = defaultdict(list)
        for alert in alerts_to_gather(connection):
            by_channel[alert.channel].append(alert)
        for alerts in by_channel.values():
            if _is_due(alerts, tools):
                _gather_channel(connection, alerts, tools)


def _is_due(alerts: Sequence[Alert], tools: Tools) -> bool:
    now = tools.clock()
    return any(gathered_at(watch, alert.created_at) <= now for alert in alerts for watch in _watches(alert, tools)) or (
        # The route is gone from the settings: nothing is to wait for ever.
        any(not _watches(alert, tools) for alert in alerts)
    )


def _gather_channel(connection: Connection, alerts: Sequence[Alert], tools: Tools) -> None:
    if len(alerts) == 1:
        save_alert(connection, alerts[0].model_copy(update={"state": AlertState.PENDING}), None)
        return
    for start in range(0, len(alerts), DIGEST_SHOWN):
        part = alerts[start : start + DIGEST_SHOWN]
        digest = _digest(part, tools)
        add_alerts(connection, (digest,))
        for alert in part:
            save_alert(connection, digested(alert, digest.id), None)


def _digest(alerts: Sequence[Alert], tools: Tools) -> Alert:
    paces = {watch.send for alert in alerts for watch in _watches(alert, tools)}
    name = next((NAMES[pace] for pace in ("at_once", "daily", "weekly") if pace in paces), "Digest")
    return new_alert(
        id=tools.new_id("al"),
        channel=alerts[0].channel,
        subject=f"digest:{alerts[0].id}",
        kind=AlertKind.DIGEST,
        routes=tuple(dict.fromkeys(route for alert in alerts for route in alert.routes)),
        companies=tuple(dict.fromkeys(firm for alert in alerts for firm in alert.companies)),
        message=digest_message(alerts, name),
        now=tools.clock(),
    )


def _watches(alert: Alert, tools: Tools) -> list[Watch]:
    return [watch for watch in tools.settings.watches if watch.id in alert.routes]
