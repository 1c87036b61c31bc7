"""Alerts that wait to be told together, and those that belong to one case."""

from schemas.alert import Alert
from store.database import Connection
from store.rows import columns, load

_ALERT = f"SELECT {columns(Alert)} FROM record.alerts"
_IN_ORDER = "ORDER BY created_at, number, id"


def alerts_of_case(connection: Connection, case: str) -> tuple[Alert, ...]:
    """Return the alerts of a case, oldest first."""
    return load(connection, Alert, f'{_ALERT} WHERE "case" = ? {_IN_ORDER}', [case])


def alerts_to_gather(connection: Connection) -> tuple[Alert, ...]:
    """Return the alerts held for a digest, oldest first."""
    return load(connection, Alert, f"{_ALERT} WHERE state = 'held' AND hold_until IS NULL {_IN_ORDER}")
