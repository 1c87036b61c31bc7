"""An alert on its way to a channel."""

from datetime import datetime
from typing import Any, NamedTuple

from pydantic import Field

from schemas.base import Model, UtcDatetime
from schemas.words import AlertKind, AlertState, Placement


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
    thread: str | None = None
    """Id of the case whose thread in the channel the message belongs to. The first one sent opens the thread."""
    placement: Placement = Placement.TOP
    """Where it goes when that thread is there; without a thread it stands on its own, and opens it."""
    parent: Message | None = None
    """What the thread's first message is changed to once this one is sent."""
    late: bool = False
    created_at: UtcDatetime
    state: AlertState = AlertState.PENDING
    hold_until: UtcDatetime | None = None
    """Not sent before. One in state `held` without it waits to be gathered into a digest."""
    lease_owner: str | None = None
    lease_until: UtcDatetime | None = None
    attempts: int = Field(default=0, ge=0)
    next_try: UtcDatetime | None = None
    last_attempt: UtcDatetime | None = None
    steady: float | None = None
    """The last attempt by the machine's steady clock, in seconds."""
    sent_at: UtcDatetime | None = None
    ts: str | None = None
    """Slack's own id of the message in its channel."""
    error: str | None = None
    posted_in: str | None = None
    """The `ts` of the thread it was last posted into; None: into the channel itself."""
    parent_updated_at: UtcDatetime | None = None
    digest: str | None = None
    """Id of the alert that tells it, when it was digested."""
    reason: str | None = None
    """Why it was withdrawn."""

    def key(self) -> tuple[str, str, str, int]:
        """Return what is unique about it."""
        return (self.channel, self.subject, self.kind.value, self.revision)


class Moment(NamedTuple):
    """A time by two clocks: the wall's, in UTC, which can be set wrong and jump, and the machine's steady one."""

    wall: datetime
    steady: float
    """Seconds since some time in the past; never turned back while the machine runs."""


class Waiting(NamedTuple):
    """What decides whether an alert may go: one that has not ended, without its message."""

    id: str
    channel: str
    case: str | None
    state: AlertState
    number: int
    """Its place in the order of creation."""
    next_try: datetime | None
    hold_until: datetime | None
    lease_owner: str | None
    last_attempt: datetime | None
    steady: float | None
