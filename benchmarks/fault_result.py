"""What a schedule came to: which alerts were lost, told twice, or told in the wrong order."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.fault_slack import Accepted
from schemas.alert import Alert


@dataclass(frozen=True)
class Result:
    """The figures of a schedule."""

    crashes: int
    ambiguous: int
    accepted: int
    lost: int
    doubled: int
    reordered: int


def judged(
    expected: Sequence[Alert], accepted: Sequence[Accepted], *, never_queued: int, crashes: int, ambiguous: int
) -> Result:
    """Compare the messages Slack took with the alerts that were to be told, both oldest first."""
    times = Counter(message.alert for message in accepted)
    return Result(
        crashes=crashes,
        ambiguous=ambiguous,
        accepted=len(accepted),
        lost=sum(1 for alert in expected if not times[alert.id]) + never_queued,
        doubled=sum(count - 1 for count in times.values()),
        reordered=_reordered(expected, accepted),
    )


def _reordered(expected: Sequence[Alert], accepted: Sequence[Accepted]) -> int:
    """Count the messages of a case that stand in its channel behind one that should follow them."""
    cases = {alert.id: (alert.channel, alert.thread) for alert in expected}
    order = {alert.id: number for number, alert in enumerate(expected)}
    told: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for message in accepted:
        if cases[message.alert][1] is not None:
            told[cases[message.alert]].append(order[message.alert])
    return sum(after < before for numbers in told.values() for before, after in pairwise(numbers))
