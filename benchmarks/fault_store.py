"""An outbox in memory: what was committed survives a crash, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from schemas.alert import Alert, Waiting
from schemas.words import AlertState

_ENDED = (AlertState.SENT, AlertState.DIGESTED, AlertState.WITHDRAWN)


class MemoryOutbox:
    """Alerts and threads in two dictionaries, in order of creation.

    `honours_leases` False shows every alert that is being sent as if nobody held it, and lets anyone save it:
    a store whose claims hold nothing.
    """

    def __init__(self, honours_leases: bool = True) -> None:
        self.alerts: dict[str, Alert] = {}
        self.threads: dict[tuple[str, str], str] = {}
        self._honours_leases = honours_leases

    @contextmanager
    def transaction(self) -> Iterator["MemoryOutbox"]:
        """Yield the outbox; whatever is raised within undoes what was changed."""
        alerts, threads = dict(self.alerts), dict(self.threads)
        try:
            yield self
        except BaseException:
            self.alerts, self.threads = alerts, threads
            raise

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what decides about the alerts that have not ended."""
        numbered = enumerate(self.alerts.values())
        return tuple(self._waiting(alert, number) for number, alert in numbered if alert.state not in _ENDED)

    def last_sent(self, since: float, until: float) -> Mapping[str, float]:
        """Return when each channel last got a message."""
        tried = [(alert.channel, alert.steady) for alert in self.alerts.values() if alert.steady is not None]
        return dict(sorted((channel, at) for channel, at in tried if since < at <= until))

    def load(self, ids: Sequence[str]) -> tuple[Alert, ...]:
        """Return these alerts, in order of creation."""
        return tuple(alert for alert in self.alerts.values() if alert.id in ids)

    def add(self, alert: Alert) -> bool:
        """Queue an alert; False when its key is there."""
        if any(alert.key() == known.key() for known in self.alerts.values()):
            return False
        self.alerts[alert.id] = alert
        return True

    def save(self, alert: Alert, owner: str | None) -> bool:
        """Save what became of an alert if its lease is `owner`'s."""
        if self._honours_leases and self.alerts[alert.id].lease_owner != owner:
            return False
        self.alerts[alert.id] = alert
        return True

    def probe(self, channel: str, now: datetime | None) -> None:
        """Let the refused alerts of a channel be tried again."""
        for alert in self.alerts.values():
            if alert.channel == channel and alert.state is AlertState.PARKED and alert.next_try is not None:
                self.alerts[alert.id] = alert.model_copy(update={"next_try": now})

    def parents(self) -> tuple[Alert, ...]:
        """Return the sent alerts that ask for a change of their thread's first message, not made yet."""
        return tuple(
            alert
            for alert in self.alerts.values()
            if alert.state is AlertState.SENT and alert.parent and alert.thread and not alert.parent_updated_at
        )

    def thread(self, channel: str, case: str) -> str | None:
        """Return the `ts` of the first message of a case's thread."""
        return self.threads.get((channel, case))

    def open_thread(self, alert: Alert) -> None:
        """Remember a sent alert as the first message of its case's thread."""
        self.threads.setdefault((alert.channel, alert.thread or ""), alert.ts or "")

    def close_thread(self, channel: str, case: str | None, ts: str) -> None:
        """Forget the thread with this first message."""
        if self.threads.get((channel, case or "")) == ts:
            del self.threads[(channel, case or "")]

    def note(self, topic: str, problem: str | None) -> None:
        """Tell nobody."""

    def _waiting(self, alert: Alert, number: int) -> Waiting:
        state = alert.state
        if not self._honours_leases and state is AlertState.SENDING and alert.lease_owner:
            state = AlertState.PENDING
        return Waiting(
            id=alert.id,
            channel=alert.channel,
            case=alert.thread or alert.case,
            state=state,
            number=number,
            next_try=alert.next_try,
            hold_until=alert.hold_until,
            lease_owner=alert.lease_owner,
            last_attempt=alert.last_attempt,
            steady=alert.steady,
        )
