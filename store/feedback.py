"""What readers say of alerts. It hangs on the alert and its event, so a new reading does not touch it."""

from schemas.feedback import Feedback
from store.database import Connection
from store.rows import columns, insert, load, to_row


def save_feedback(connection: Connection, feedback: Feedback) -> None:
    """Add a verdict."""
    insert(connection, "record.feedback", [to_row(feedback)])


def latest_feedback(connection: Connection) -> tuple[Feedback, ...]:
    """Return the last verdict about each alert, oldest first."""
    sql = f"""
        SELECT {columns(Feedback)} FROM record.feedback
        QUALIFY row_number() OVER (PARTITION BY alert ORDER BY given_at DESC, id DESC) = 1
        ORDER BY given_at, id
    """
    return load(connection, Feedback, sql)
