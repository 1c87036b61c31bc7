"""How fast one channel may be written to."""

import math
from collections.abc import Mapping

SECONDS_PER_MESSAGE = 1.05
"""Slack takes about one message a second in a channel, and hides some of those that come faster.
https://docs.slack.dev/apis/web-api/rate-limits"""


def wait_before(
    channel: str, last_sent: Mapping[str, float], now: float, seconds_per_message: float = SECONDS_PER_MESSAGE
) -> float:
    """Return the seconds to wait before `channel` may get its next message: 0 when it is quiet long enough.

    All times are seconds of the steady clock: the wall's may be set while a channel is busy.
    """
    passed = now - last_sent.get(channel, -math.inf)
    # The steady clock begins anew with the machine: what seems to lie ahead was sent before that.
    return max(0.0, seconds_per_message - passed) if passed >= 0 else 0.0
