"""What a delivery works on, as it sees them: the outbox in one transaction, and the way to Slack."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.alert import Alert, Waiting


class Outbox(Protocol):
    """The alerts and threads, within one transaction."""

    def waiting(self) -> tuple[Waiting, ...]:
        """Return all alerts that have not ended, in order of creation."""
        ...

    def last_sent(self, since: float, until: float) -> Mapping[str, float]:
        """Return when each channel last got (or may have got) a message, in seconds of the steady clock."""
        ...

    def load(self, ids: Sequence[str]) -> tuple[Alert, ...]:
        """Return these alerts, in order of creation."""
        ...

    def add(self, alert: Alert) -> bool:
        """Queue an alert; False when its key is there."""
        ...

    def save(self, alert: Alert, owner: str | None) -> bool:
        """Save what became of an alert if its lease is `owner`'s (None: nobody's); return whether it was."""
        ...

    def probe(self, channel: str, now: datetime | None) -> None:
        """Let the refused alerts of a channel be tried again `now`: it takes messages."""
        ...

    def parents(self) -> tuple[Alert, ...]:
        """Return the sent alerts that ask for a change of their thread's first message, not made yet, in order."""
        ...

    def thread(self, channel: str, case: str) -> str | None:
        """Return the `ts` of the first message of a case's thread in a channel."""
        ...

    def open_thread(self, alert: Alert) -> None:
        """Remember a sent alert as the first message of its case's thread."""
        ...

    def close_thread(self, channel: str, case: str | None, ts: str) -> None:
        """Forget the thread with this first message."""
        ...

    def note(self, topic: str, problem: str | None) -> None:
        """Open (or, with None, close) the issue about a channel or an alert, and tell those who run casewatch."""
        ...


class Sender(Protocol):
    """Posts an alert, and finds out whether it was posted before."""

    def post(self, alert: Alert) -> str:
        """Post the alert once, with its id attached, and return the message's own id (`ts`).

        It goes into the thread `alert.posted_in`, when there is one. Raises SlackRetryError when it was surely
        not posted and may be later, SlackRefusedError when it will not be posted until a human changes
        something, SlackUnclearError when nobody can say.
        """
        ...

    def find(self, alert: Alert, oldest: datetime) -> str | None:
        """Return the `ts` of the message that carries this alert's id, looking back to `oldest` (UTC).

        None: the channel does not hold it. Raises as `post` does when the channel cannot be read.
        """
        ...

    def thread_is_there(self, alert: Alert) -> bool:
        """Return whether the first message of the thread `alert.posted_in` still stands; True when nobody can say."""
        ...

    def update_parent(self, alert: Alert, ts: str) -> None:
        """Change the first message `ts` of a thread to `alert.parent`. Raises as `post` does."""
        ...
