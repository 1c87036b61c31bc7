"""What is remembered of each source between polls."""

from collections.abc import Sequence

from schemas.source import FeedState
from store.database import Connection
from store.rows import columns, load, to_row, upsert


def load_states(connection: Connection) -> dict[str, FeedState]:
    """Return the states of all sources ever polled, by source id."""
    states = load(connection, FeedState, f"SELECT {columns(FeedState)} FROM record.feed_states")
    return {state.source: state for state in states}


def save_state(connection: Connection, state: FeedState) -> None:
    """Save a source's state, and since when it has been failing."""
    save_states(connection, [state])


def save_states(connection: Connection, states: Sequence[FeedState]) -> None:
    """Save the states of several sources, and since when each has been failing."""
    upsert(connection, "record.feed_states", "source", [to_row(state) for state in states])
    connection.execute(
        """
        UPDATE record.feed_states
        SET failing_since = CASE WHEN failures_in_a_row > 0 THEN coalesce(failing_since, last_poll) END
        WHERE source IN (SELECT unnest(?::VARCHAR[]))
        """,
        [[state.source for state in states]],
    )
