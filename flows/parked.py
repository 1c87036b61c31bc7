"""Parked alerts wait for a human: this lets them go again."""

from alerts.outbox import after_unparked
from flows.opening import utc_now
from schemas.settings import Settings
from schemas.words import AlertState
from store.database import Database
from store.outbox import list_alerts, save_alert

EVERY = 1_000_000


def unpark(settings: Settings, alert: str | None) -> tuple[str, ...]:
    """Make parked alerts (or the one with this id) pending again; return their ids. Raises StoreError."""
    with Database(settings.live_file).transaction() as connection:
        parked = list_alerts(connection, (AlertState.PARKED,), EVERY)
        chosen = [item for item in parked if alert in (None, item.id)]
        for item in chosen:
            save_alert(connection, after_unparked(item, utc_now()), None)
    return tuple(item.id for item in chosen)
