"""What a human does to alerts: lets parked ones go again, takes waiting ones back, tries a channel."""

from collections.abc import Callable

from alerts.message import ops_message
from alerts.outbox import after_unparked, new_alert, withdrawn
from flows.opening import new_id, open_sender, utc_now
from schemas.alert import Alert
from schemas.errors import ConfigurationError
from schemas.settings import Settings
from schemas.words import AlertKind, AlertState
from store.database import Database
from store.outbox import list_alerts, load_alert, save_alert
from store.publish import publish

EVERY = 1_000_000

_ON_THE_WAY = (AlertState.PENDING, AlertState.HELD, AlertState.PARKED)


def unpark(settings: Settings, alert: str | None) -> tuple[str, ...]:
    """Make parked alerts (or the one with this id) due now; return their ids. Raises StoreError."""
    database = Database(settings.live_file)
    with database.transaction() as connection:
        parked = list_alerts(connection, (AlertState.PARKED,), EVERY)
        chosen = [item for item in parked if alert in (None, item.id)]
        for item in chosen:
            save_alert(connection, after_unparked(item, utc_now()), None)
    publish(database, settings.public_file, settings.team_file, utc_now())
    return tuple(item.id for item in chosen)


def withdraw(settings: Settings, alert: str, reason: str) -> Alert:
    """Take an alert back that was not sent yet; return it with the reason.

    Raises ConfigurationError when there is none with this id, or when it is on its way or has ended: what Slack
    may hold already cannot be taken back.
    """
    database = Database(settings.live_file)
    with database.transaction() as connection:
        found = load_alert(connection, alert)
        if found is None:
            raise ConfigurationError(f"there is no alert {alert!r}: see `casewatch alerts list`")
        if found.state not in _ON_THE_WAY:
            raise ConfigurationError(f"alert {alert} is {found.state.value} and cannot be withdrawn any more")
        taken_back = withdrawn(found, reason)
        save_alert(connection, taken_back, None)
    publish(database, settings.public_file, settings.team_file, utc_now())
    return taken_back


def send_test(settings: Settings, channel: str, write: Callable[[str], None]) -> str:
    """Post one message marked as a test to a channel, past the outbox; return its `ts`. Raises SlackError."""
    now = utc_now()
    alert = new_alert(
        id=new_id("test"),
        channel=channel,
        subject=f"test:{now:%Y%m%dT%H%M%S}",
        kind=AlertKind.OPS,
        message=ops_message(f"Test message of {now:%Y-%m-%d %H:%M} UTC. Nothing happened; alerts would come here."),
        now=now,
    )
    return open_sender(settings, write).post(alert)
