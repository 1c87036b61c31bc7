"""The weekly word of each route: what was watched, what was silent, and what was named and not told."""

from datetime import timedelta

from alerts.notices import still_watching_message
from alerts.outbox import new_alert
from alerts.routing import is_watched
from alerts.timing import latest_week
from flows.tools import Tools
from schemas.alert import Alert
from schemas.watch import Watch
from schemas.words import AlertKind
from store.database import Connection
from store.outbox import add_alerts
from store.weekly import near_misses_since, silent_sources, watching_since

WEEK = timedelta(days=7)


def tell_still_watching(tools: Tools) -> None:
    """Queue the weekly word of each route whose day has come; the first one a week after the watch began."""
    with tools.database.transaction() as connection:
        since = watching_since(connection)
        if since is None:
            return
        for watch in tools.settings.watches:
            week = latest_week(watch, tools.clock())
            if watch.still_watching and week - since >= WEEK:
                add_alerts(connection, (_word(connection, watch, f"{week:%Y-%m-%d}", tools),))


def _word(connection: Connection, watch: Watch, week: str, tools: Tools) -> Alert:
    now = tools.clock()
    missed = [
        (name, title, reason)
        for company, name, title, reason in near_misses_since(connection, now - WEEK)
        if is_watched(company, watch, tools.catalogue)
    ]
    silent = silent_sources(connection, now)
    return new_alert(
        id=tools.new_id("al"),
        channel=watch.channel,
        subject=f"watching:{watch.id}:{week}",
        kind=AlertKind.SUMMARY,
        routes=(watch.id,),
        message=still_watching_message(watch.id, len(tools.sources), silent, missed),
        now=now,
    )
