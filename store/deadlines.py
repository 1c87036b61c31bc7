"""Deadlines printed in texts, one a step and kind; a date that is moved is counted."""

from datetime import date

from schemas.deadline import Deadline
from store.database import Connection
from store.rows import columns, load


def save_deadline(connection: Connection, deadline: Deadline) -> None:
    """Save a deadline, or move the one of its step and kind."""
    sql = """
        INSERT INTO record.deadlines (event, kind, date, sentence, document, version, sequence)
        VALUES (?, ?, ?, ?, ?, ?, 0)
        ON CONFLICT (event, kind) DO UPDATE SET
            sequence = sequence + (date <> excluded.date)::INTEGER,
            date = excluded.date, sentence = excluded.sentence,
            document = excluded.document, version = excluded.version
    """
    values = [deadline.event, deadline.kind, deadline.date, deadline.sentence, deadline.document, deadline.version]
    connection.execute(sql, values)


def drop_deadlines(connection: Connection, event: str) -> None:
    """Forget the deadlines of a step: its texts do not print them, or not as the end of that kind of step."""
    connection.execute("DELETE FROM record.deadlines WHERE event = ?", [event])


def deadlines_from(connection: Connection, day: date) -> tuple[Deadline, ...]:
    """Return the deadlines on this day or later, the next one first."""
    sql = f"SELECT {columns(Deadline)} FROM record.deadlines WHERE date >= ? ORDER BY date, event, kind"
    return load(connection, Deadline, sql, [day])
