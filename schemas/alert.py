"""An alert on its way to a channel."""

from typing import Any

from pydantic import Field

from schemas.base import Model, UtcDatetime
from schemas.words import AlertKind, AlertState


class Message(Model):
    """What is posted: `text` for the lock screen, `blocks` (Block Kit) as a JSON string."""

    text: str
    blocks: str = "[]"

    def block_list(self) -> list[dict[str, Any]]:
        """Return the Block Kit blocks as Slack takes them."""
        import json

        blocks: list[dict[str, Any]] = json.loads(self.blocks)
        return blocks


class Alert(Model):
    """One message to one channel. Its key is (channel, subject, kind, revision)."""

    id: str
    channel: str
    subject: str
    """Event id for steps; `baseline:<run>` for summaries; `ops:<topic>` for ops messages."""
    kind: AlertKind
    revision: int = Field(default=1, ge=1)
    event: str | None = None
    case: str | None = None
    routes: tuple[str, ...] = ()
    """Ids of the watches that ask for it; several on one channel are one message."""
    companies: tuple[str, ...] = ()
    message: Message
    late: bool = False
    created_at: UtcDatetime
    state: AlertState = AlertState.PENDING
    lease_owner: str | None = None
    lease_until: UtcDatetime | None = None
    attempts: int = Field(default=0, ge=0)
    next_try: UtcDatetime | None = None
    last_attempt: UtcDatetime | None = None
    sent_at: UtcDatetime | None = None
    ts: str | None = None
    """Slack's own id of the message in its channel."""
    error: str | None = None

    def key(self) -> tuple[str, str, str, int]:
        """Return what is unique about it."""
        return (self.channel, self.subject, self.kind.value, self.revision)
