"""The outbox: alerts on their way to a channel, and the threads of cases. What may go now is decided elsewhere."""

from collections.abc import Sequence
from datetime import datetime

from schemas.alert import Alert, Waiting
from schemas.words import AlertState
from store.database import Connection
from store.rows import columns, count, fetch, insert, load, to_row

_ALERT = f"SELECT {columns(Alert)} FROM record.alerts"
_IN_ORDER = "ORDER BY created_at, id"
_CHANGING = (
    "state", "lease_owner", "lease_until", "attempts", "next_try", "last_attempt", "steady", "sent_at", "ts", "error",
    "posted_in", "parent_updated_at", "digest", "reason",
)  # fmt: skip


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


def waiting_alerts(connection: Connection) -> tuple[Waiting, ...]:
    """Return what decides about the alerts that have not ended, in order of creation."""
    sql = """
        SELECT id, channel, coalesce(thread, "case"), state, number, next_try, hold_until, lease_owner,
            last_attempt, steady
        FROM record.alerts WHERE state IN ('pending', 'sending', 'held', 'parked') ORDER BY number
    """
    rows = connection.execute(sql).fetchall()
    return tuple(Waiting(*row)._replace(state=AlertState(row[3])) for row in rows)


def last_sent(connection: Connection, since: float, until: float) -> dict[str, float]:
    """Return when each channel last got (or may have got) a message, in seconds of the steady clock."""
    sql = "SELECT channel, max(steady) AS at FROM record.alerts WHERE steady > ? AND steady <= ? GROUP BY channel"
    return {row["channel"]: row["at"] for row in fetch(connection, sql, [since, until])}


def load_alerts(connection: Connection, ids: Sequence[str]) -> tuple[Alert, ...]:
    """Return these alerts, in order of creation."""
    sql = f"{_ALERT} WHERE id IN (SELECT unnest(?::VARCHAR[])) ORDER BY number"
    return load(connection, Alert, sql, [list(ids)])


def save_alert(connection: Connection, alert: Alert, owner: str | None) -> bool:
    """Save what became of an alert if its lease is `owner`'s (None: nobody's); return whether it was.

    Its key, its message and its time of creation never change.
    """
    changes = ", ".join(f"{name} = ?" for name in _CHANGING)
    values = [getattr(alert, name) for name in _CHANGING]
    sql = f"UPDATE record.alerts SET {changes} WHERE id = ? AND lease_owner IS NOT DISTINCT FROM ?"
    return count(connection, sql, [*values, alert.id, owner]) == 1


def probe_parked(connection: Connection, channel: str, now: datetime | None) -> None:
    """Make the alerts due that a channel refused: it takes messages again."""
    sql = "UPDATE record.alerts SET next_try = ? WHERE channel = ? AND state = 'parked' AND next_try IS NOT NULL"
    connection.execute(sql, [now, channel])


def parents_due(connection: Connection) -> tuple[Alert, ...]:
    """Return the sent alerts that ask for a change of their thread's first message, not made yet, in order."""
    sql = f"""
        {_ALERT} WHERE state = 'sent' AND parent IS NOT NULL AND thread IS NOT NULL
            AND parent_updated_at IS NULL ORDER BY sent_at, number
    """
    return load(connection, Alert, sql)


def thread_of(connection: Connection, channel: str, case: str) -> str | None:
    """Return the `ts` of the first message of a case's thread in a channel."""
    sql = 'SELECT ts FROM record.threads WHERE channel = ? AND "case" = ?'
    row = connection.execute(sql, [channel, case]).fetchone()
    return str(row[0]) if row else None


def open_thread(connection: Connection, alert: Alert) -> None:
    """Remember a sent alert as the first message of its case's thread in its channel."""
    row = {"channel": alert.channel, "case": alert.thread, "ts": alert.ts, "alert": alert.id}
    insert(connection, "record.threads", [row], ignore=True)


def close_thread(connection: Connection, channel: str, case: str | None, ts: str) -> None:
    """Forget the thread of a case that begins with this message."""
    sql = 'DELETE FROM record.threads WHERE channel = ? AND "case" = ? AND ts = ?'
    connection.execute(sql, [channel, case, ts])


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
