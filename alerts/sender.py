"""The way out of the outbox, as the pipeline sees it."""

from datetime import datetime
from typing import Protocol

from schemas.alert import Alert


class Sender(Protocol):
    """Posts an alert, and finds out whether it was posted before."""

    def post(self, alert: Alert) -> str:
        """Post the alert once, with its id attached, and return the message's own id (`ts`).

        Raises SlackRetryError when it was surely not posted and may be later, SlackRefusedError when it
        will not be posted until a human changes something, SlackUnclearError when nobody can say.
        """
        ...

    def find(self, alert: Alert, oldest: datetime) -> str | None:
        """Return the `ts` of the message that carries this alert's id, looking back to `oldest` (UTC).

        None: the channel does not hold it. Raises as `post` does when the channel cannot be read.
        """
        ...
