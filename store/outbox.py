"""The outbox: alerts on their way to a channel, claimed by one owner at a time.

pending → sending (under a lease) → sent; what an owner did not finish is looked up before it is sent again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from schemas.alert import Alert
from schemas.words import AlertState
from store.database import Connection
from store.rows import columns, count, insert, load, to_row

_ALERT = f"SELECT {columns(Alert)} FROM record.alerts"
_IN_ORDER = "ORDER BY created_at, id"


def add_alerts(connection: Connection, alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """Insert the alerts whose key (channel, subject, kind, revision) is not there; return those inserted."""
    kept = load(connection, Alert, f"{_ALERT} WHERE subject IN (SELECT unnest(?::VARCHAR[]))",
                [[alert.subject for alert in alerts]])  # fmt: skip
    known = {alert.key() for alert in kept}
    new: dict[tuple[str, str, str, int], Alert] = {}
    for alert in alerts:
        if alert.key() not in known:
            new.setdefault(alert.key(), alert)
    first = 1 + count(connection, "SELECT coalesce(max(number), 0) FROM record.alerts")
    rows = [{**to_row(alert), "number": number} for number, alert in enumerate(new.values(), start=first)]
    insert(connection, "record.alerts", rows)
    return tuple(new.values())


def claim(connection: Connection, owner: str, now: datetime, lease_seconds: float, limit: int) -> tuple[Alert, ...]:
    """Take up to `limit` due alerts for `owner`, oldest first, and return them in state sending.

    An alert waits while an older one of its case on its channel is being sent or waits for its next try,
    so that a case is told in order. Call it in a transaction of its own: the claim counts once committed.
    """
    sql = f"""
        UPDATE record.alerts
        SET state = 'sending', lease_owner = ?, lease_until = ?, last_attempt = ?, attempts = attempts + 1
        WHERE id IN (
            SELECT a.id FROM record.alerts a
            WHERE a.state = 'pending' AND (a.next_try IS NULL OR a.next_try <= ?)
              AND NOT EXISTS (
                FROM record.alerts b
                WHERE b.channel = a.channel AND b."case" = a."case"
                  AND (b.created_at, b.id) < (a.created_at, a.id)
                  AND (b.state = 'sending' OR (b.state = 'pending' AND b.next_try > ?))
              )
            ORDER BY a.created_at, a.id LIMIT ?
        )
        RETURNING {columns(Alert)}
    """
    until = now + timedelta(seconds=lease_seconds)
    return _ordered(load(connection, Alert, sql, [owner, until, now, now, now, limit]))


def unclear(
    connection: Connection, owner: str, now: datetime, settle_seconds: float, lease_seconds: float
) -> tuple[Alert, ...]:
    """Take over the alerts nobody finished, to be looked up in their channels before anything is sent.

    These are in state sending, their lease is over, and the last attempt is older than the settle time:
    how long after it Slack may still accept the message.
    """
    sql = f"""
        UPDATE record.alerts SET lease_owner = ?, lease_until = ?, last_attempt = ?
        WHERE state = 'sending' AND (lease_until IS NULL OR lease_until < ?)
          AND (last_attempt IS NULL OR last_attempt <= ?)
        RETURNING {columns(Alert)}
    """
    until = now + timedelta(seconds=lease_seconds)
    settled = now - timedelta(seconds=settle_seconds)
    return _ordered(load(connection, Alert, sql, [owner, until, now, now, settled]))


def save_alert(connection: Connection, alert: Alert, owner: str | None) -> bool:
    """Save what became of an alert if its lease is `owner`'s (None: nobody's); return whether it was.

    Its key, its message and its time of creation never change.
    """
    sql = """
        UPDATE record.alerts
        SET state = ?, lease_owner = ?, lease_until = ?, attempts = ?, next_try = ?, last_attempt = ?,
            sent_at = ?, ts = ?, error = ?
        WHERE id = ? AND lease_owner IS NOT DISTINCT FROM ?
    """
    values = [
        alert.state.value,
        alert.lease_owner,
        alert.lease_until,
        alert.attempts,
        alert.next_try,
        alert.last_attempt,
        alert.sent_at,
        alert.ts,
        alert.error,
    ]
    return count(connection, sql, [*values, alert.id, owner]) == 1


def load_alert(connection: Connection, alert: str) -> Alert | None:
    """Return an alert by its id."""
    found = load(connection, Alert, f"{_ALERT} WHERE id = ?", [alert])
    return found[0] if found else None


def list_alerts(connection: Connection, states: Sequence[AlertState] = (), limit: int = 100) -> tuple[Alert, ...]:
    """Return the newest alerts, newest first, in these states (none named: in all)."""
    sql = f"""
        {_ALERT} WHERE len(?::VARCHAR[]) = 0 OR list_contains(?::VARCHAR[], state)
        ORDER BY created_at DESC, id DESC LIMIT ?
    """
    names = [state.value for state in states]
    return load(connection, Alert, sql, [names, names, limit])


def alerts_of_event(connection: Connection, event: str) -> tuple[Alert, ...]:
    """Return the alerts about an event, oldest first."""
    return load(connection, Alert, f"{_ALERT} WHERE event = ? {_IN_ORDER}", [event])


def next_due(connection: Connection) -> datetime | None:
    """Return when the next waiting alert is due: a time that may be past, or None when none waits.

    Alerts being sent count with the end of their lease.
    """
    sql = """
        SELECT min(CASE state WHEN 'pending' THEN coalesce(next_try, created_at) ELSE lease_until END)
        FROM record.alerts WHERE state IN ('pending', 'sending')
    """
    row = connection.execute(sql).fetchone()
    due: datetime | None = row[0] if row else None
    return due


def _ordered(alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    # RETURNING gives rows in the order of the table.
    return tuple(sorted(alerts, key=lambda alert: (alert.created_at, alert.id)))
