"""How fast one channel may be written to."""

from collections.abc import Mapping
from datetime import datetime

SECONDS_PER_MESSAGE = 1.05
"""Slack takes about one message a second in a channel, and hides some of those that come faster.
https://docs.slack.dev/apis/web-api/rate-limits"""


def wait_before(
    channel: str,
    last_sent: Mapping[str, datetime],
    now: datetime,
    seconds_per_message: float = SECONDS_PER_MESSAGE,
) -> float:
    """Return the seconds to wait before `channel` may get its next message: 0 when it is quiet long enough."""
    if channel not in last_sent:
        return 0.0
    passed = (now - last_sent[channel]).total_seconds()
    # A clock set back must not hold a channel for longer than one gap.
    return min(seconds_per_message, max(0.0, seconds_per_message - passed))
