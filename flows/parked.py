"""What a human decides about alerts: parked ones go again, waiting ones are withdrawn."""

from alerts.outbox import after_unparked, withdrawn
from flows.opening import utc_now
from schemas.alert import Alert
from schemas.errors import ConfigurationError
from schemas.settings import Settings
from schemas.words import AlertState
from store.database import Database
from store.outbox import list_alerts, load_alert, save_alert

EVERY = 1_000_000

_ON_THE_WAY = (AlertState.PENDING, AlertState.HELD, AlertState.PARKED)


def unpark(settings: Settings, alert: str | None) -> tuple[str, ...]:
    """Make parked alerts (or the one with this id) due now; return their ids. Raises StoreError."""
    with Database(settings.live_file).transaction() as connection:
        parked = list_alerts(connection, (AlertState.PARKED,), EVERY)
        chosen = [item for item in parked if alert in (None, item.id)]
        for item in chosen:
            save_alert(connection, after_unparked(item, utc_now()), None)
    return tuple(item.id for item in chosen)


def withdraw(settings: Settings, alert: str, reason: str) -> Alert:
    """Take an alert back that was not sent yet; return it with the reason.

    Raises ConfigurationError when there is none with this id, or when it is on its way or has ended: what Slack
    may hold already cannot be taken back.
    """
    with Database(settings.live_file).transaction() as connection:
        found = load_alert(connection, alert)
        if found is None:
            raise ConfigurationError(f"there is no alert {alert!r}: see `casewatch alerts list`")
        if found.state not in _ON_THE_WAY:
            raise ConfigurationError(f"alert {alert} is {found.state.value} and cannot be withdrawn any more")
        taken_back = withdrawn(found, reason)
        save_alert(connection, taken_back, None)
    return taken_back
