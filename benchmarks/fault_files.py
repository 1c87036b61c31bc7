"""The outbox of a schedule in a DuckDB file of its own; a crash closes the file as a dying process does."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.delivering import StoredOutbox
from schemas.alert import Alert, Waiting
from schemas.words import AlertState
from store.database import Connection, Database, attached, detach
from store.outbox import load_alert


class LeaselessOutbox(StoredOutbox):
    """An outbox whose claims hold nothing: what `--break claim` must be caught with."""

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the alerts, those being sent as if nobody sent them."""
        return tuple(_unclaimed(alert) for alert in super().waiting())

    def save(self, alert: Alert, owner: str | None) -> bool:
        """Save whoever asks."""
        kept = load_alert(self.connection, alert.id)
        return super().save(alert, kept.lease_owner if kept else None)


class FileStore:
    """A copy of an empty file, kept open between transactions; all schedules share one engine."""

    def __init__(self, empty: Path, broken: str | None, engine: Connection) -> None:
        self._file = Path(shutil.copy(empty, empty.with_name("schedule.duckdb")))
        self._file.with_name("schedule.duckdb.wal").unlink(missing_ok=True)
        self._kind = LeaselessOutbox if broken == "claim" else StoredOutbox
        self._engine = engine
        self._connection = attached(engine.cursor(), self._file)

    @contextmanager
    def transaction(self) -> Iterator[StoredOutbox]:
        """Yield the outbox in one transaction of the file."""
        self._connection.execute("BEGIN")
        try:
            yield self._kind(self._connection, _tell_nobody)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def crash(self) -> None:
        """Close the file and open it again."""
        self.close()
        self._connection = attached(self._engine.cursor(), self._file)

    def close(self) -> None:
        """Close the file."""
        detach(self._connection)
        self._connection.close()


def template(folder: Path) -> Path:
    """Make an empty file with the newest schema; return its path."""
    path = folder / "empty.duckdb"
    with Database(path).transaction():
        pass
    return path


def _tell_nobody(_connection: Connection, _topic: str, _problem: str | None) -> None:
    return


def _unclaimed(alert: Waiting) -> Waiting:
    sending = alert.state is AlertState.SENDING and alert.lease_owner is not None
    return alert._replace(state=AlertState.PENDING) if sending else alert
