"""How the demo looks on a terminal: stages, messages as they stand in Slack, and what was not told."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from textwrap import wrap
from typing import Any

from alerts.terminal import plain_text
from schemas.alert import Alert

_WIDTH = 100


class ScreenSender:
    """Stands where Slack does: prints each alert in a frame and keeps it in `sent`."""

    def __init__(self, write: Callable[[str], None], clock: Callable[[], datetime]) -> None:
        self.sent: list[Alert] = []
        self._write, self._clock = write, clock

    def post(self, alert: Alert) -> str:
        """Print the alert. Its message id is made of the alert's own."""
        self.sent.append(alert)
        self._write(framed(alert.channel, self._clock(), plain_text(alert.message)))
        return f"demo-{alert.id}"

    def find(self, alert: Alert, oldest: datetime) -> str | None:
        """Return the message id of an alert that was printed, or None."""
        return f"demo-{alert.id}" if any(sent.id == alert.id for sent in self.sent) else None

    def thread_is_there(self, alert: Alert) -> bool:
        """What was printed stands."""
        return True

    def update_parent(self, alert: Alert, ts: str) -> None:
        """Do nothing: what was printed cannot be changed."""


def heading(stage: int, now: datetime, text: str) -> str:
    """Return the heading of a stage."""
    return f"\n{'━' * _WIDTH}\n{stage}. {now:%A %d %B %Y, %H:%M} UTC\n   {text}\n{'━' * _WIDTH}\n"


def framed(channel: str, now: datetime, text: str) -> str:
    """Return a message with a bar at its left and where it stands above, its lines wrapped."""
    lines = [part for line in text.splitlines() for part in _wrapped(line)]
    return "\n".join([f"┌ {channel}   casewatch APP  {now:%H:%M}", *(f"│ {line}".rstrip() for line in lines), "└"])


def not_told(rows: Sequence[Sequence[Any]]) -> str:
    """Return the texts that named firms and told nothing of them, and why.

    `rows` are publisher, title, company and reason, sorted.
    """
    lines = ["Named and not told:"]
    for (publisher, title), group in groupby(rows, key=lambda row: row[:2]):
        lines += [f"  {publisher}: {title}", *(f"    {company}: {reason}" for _, _, company, reason in group)]
    return "\n".join([*lines, ""]) if rows else ""


def _wrapped(line: str) -> list[str]:
    own = line[: len(line) - len(line.lstrip(" ·"))]
    indent = " " * len(own)
    if len(line) <= _WIDTH or "http" in line:  # a broken address could not be opened
        return [line]
    return wrap(line[len(own) :], _WIDTH, initial_indent=own, subsequent_indent=indent)
