"""Alerts that wait to be told together, and those that belong to one case."""

from schemas.alert import Alert
from schemas.keys import case_key
from store.database import Connection
from store.rows import columns, fetch, load

_ALERT = f"SELECT {columns(Alert)} FROM record.alerts"
_IN_ORDER = "ORDER BY created_at, number, id"


def alerts_of_case(connection: Connection, case: str) -> tuple[Alert, ...]:
    """Return the alerts of a case, oldest first; with those of steps that came to it by a merge or a split."""
    held = fetch(connection, 'SELECT DISTINCT event FROM record.event_keys WHERE "key" = ?', [case_key(case)])
    steps = [row["event"] for row in held]
    return load(
        connection, Alert, f'{_ALERT} WHERE "case" = ? OR list_contains(?::VARCHAR[], event) {_IN_ORDER}', [case, steps]
    )


def alerts_to_gather(connection: Connection) -> tuple[Alert, ...]:
    """Return the alerts held for a digest, oldest first."""
    return load(connection, Alert, f"{_ALERT} WHERE state = 'held' AND hold_until IS NULL {_IN_ORDER}")
