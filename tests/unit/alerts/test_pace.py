"""The gap between two messages in one channel."""

import itertools

import pytest

from alerts.pace import SECONDS_PER_MESSAGE, wait_before

NOW = 5_000.0


@pytest.mark.parametrize(
    ("trap", "last_sent", "wait"),
    [
        ("the first message", {}, 0),
        ("another channel is busy", {"C2": NOW}, 0),
        ("just sent", {"C1": NOW}, SECONDS_PER_MESSAGE),
        ("half a second ago", {"C1": NOW - 0.5}, SECONDS_PER_MESSAGE - 0.5),
        ("long ago", {"C1": NOW - 3e5}, 0),
        ("sent before the machine began anew", {"C1": NOW + 3600}, 0),
    ],
)
def test_wait_before(trap: str, last_sent: dict[str, float], wait: float) -> None:
    assert wait_before("C1", last_sent, NOW) == pytest.approx(wait), trap


def test_a_backlog_of_500_never_exceeds_one_a_second() -> None:
    now, sent = NOW, [NOW]
    for _ in range(499):
        now += 0.003  # what a post takes
        now += wait_before("C1", {"C1": sent[-1]}, now)
        sent.append(now)
    assert min(later - earlier for earlier, later in itertools.pairwise(sent)) >= 1
    assert sent[-1] - sent[0] < 499 * 1.06
