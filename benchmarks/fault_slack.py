"""Slack as a value in a simulation: channels, threads, and a clock of its own that is right."""

from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.alert import Alert
from schemas.errors import SlackRefusedError


class Accepted(NamedTuple):
    """A message Slack took."""

    shown: float
    """When the history begins to show it."""
    alert: str
    channel: str
    thread: str | None
    ts: str


@dataclass
class SimulatedSlack:
    """What was accepted, what is archived, and which threads lost their first message."""

    accepted: list[Accepted] = field(default_factory=list)
    archived: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def accept(self, alert: Alert, now: float, lag: float = 0.0) -> str:
        """Take a message; return its `ts`. Raises SlackRefusedError: the channel is archived, or the thread gone."""
        self.check(alert.channel)
        if alert.posted_in in self.gone:
            raise SlackRefusedError("Slack, chat.postMessage: thread_not_found", "thread")
        ts = f"{now:.3f}.{len(self.accepted)}"
        self.accepted.append(Accepted(now + lag, alert.id, alert.channel, alert.posted_in, ts))
        return ts

    def find(self, alert: Alert, oldest: float, now: float) -> str | None:
        """Return the `ts` of the alert's message: in its thread, or in the channel, as the history shows it `now`."""
        self.check(alert.channel)
        for message in self.accepted:
            there = message.channel == alert.channel and message.thread in (None, alert.posted_in)
            if message.alert == alert.id and there and oldest <= message.shown <= now:
                return message.ts
        return None

    def check(self, channel: str) -> None:
        """Raise SlackRefusedError when the channel is archived."""
        if channel in self.archived:
            raise SlackRefusedError("Slack: is_archived")
