"""Cases nobody wants to hear of any more. Rows are added and ended, never deleted."""

from datetime import datetime

from store.database import Connection
from store.rows import count, fetch, insert

_OPEN = 'SELECT muted_by FROM record.mutes WHERE "case" = ? AND ended_at IS NULL'


def muted_by(connection: Connection, case: str) -> str | None:
    """Return who muted a case, when it is muted."""
    rows = fetch(connection, _OPEN, [case])
    return str(rows[0]["muted_by"]) if rows else None


def mute(connection: Connection, case: str, by: str, now: datetime) -> bool:
    """Mute a case from `now` (UTC) on; False when it is muted already."""
    if muted_by(connection, case) is not None:
        return False
    row = {"case": case, "muted_by": by, "muted_at": now.isoformat(), "ended_by": None, "ended_at": None}
    insert(connection, "record.mutes", [row])
    return True


def unmute(connection: Connection, case: str, by: str, now: datetime) -> bool:
    """End the mute of a case; False when it is not muted."""
    sql = 'UPDATE record.mutes SET ended_by = ?, ended_at = ? WHERE "case" = ? AND ended_at IS NULL'
    return count(connection, sql, [by, now, case]) > 0


def take_mute_along(connection: Connection, case: str, twin: str, by: str, now: datetime) -> None:
    """Let the mute of a case that went into another one be that one's, in the name of who muted it."""
    muted = fetch(
        connection, 'SELECT muted_by, muted_at FROM record.mutes WHERE "case" = ? AND ended_at IS NULL', [twin]
    )
    for row in muted:
        mute(connection, case, row["muted_by"], row["muted_at"])
        unmute(connection, twin, by, now)
