"""The gap between two messages in one channel."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from alerts.pace import SECONDS_PER_MESSAGE, wait_before

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("trap", "last_sent", "wait"),
    [
        ("the first message", {}, 0),
        ("another channel is busy", {"C2": NOW}, 0),
        ("just sent", {"C1": NOW}, SECONDS_PER_MESSAGE),
        ("half a second ago", {"C1": NOW - timedelta(seconds=0.5)}, SECONDS_PER_MESSAGE - 0.5),
        ("long ago", {"C1": NOW - timedelta(days=3)}, 0),
        ("the clock was set back an hour", {"C1": NOW + timedelta(hours=1)}, SECONDS_PER_MESSAGE),
    ],
)
def test_wait_before(trap: str, last_sent: dict[str, datetime], wait: float) -> None:
    assert wait_before("C1", last_sent, NOW) == pytest.approx(wait), trap


def test_a_backlog_of_500_never_exceeds_one_a_second() -> None:
    now, sent = NOW, [NOW]
    for _ in range(499):
        now += timedelta(milliseconds=3)  # what a post takes
        now += timedelta(seconds=wait_before("C1", {"C1": sent[-1]}, now))
        sent.append(now)
    gaps = [later - earlier for earlier, later in itertools.pairwise(sent)]
    assert min(gaps) >= timedelta(seconds=1)
    assert sent[-1] - sent[0] < timedelta(seconds=499 * 1.06)
