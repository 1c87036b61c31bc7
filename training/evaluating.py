"""Compares names found with names annotated: a name is right when its span and its label are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from training.records import UNKNOWN, Span


@dataclass(frozen=True)
class Rate:
    """How many names were wanted, given, and both."""

    wanted: int
    given: int
    right: int

    @property
    def precision(self) -> float:
        """Return the share of names given that are right; 1 when none is given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Return the share of names wanted that are given; 1 when none is wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def rates(wanted: Sequence[Iterable[Span]], given: Sequence[Iterable[Span]], labels: Iterable[str]) -> dict[str, Rate]:
    """Return the rate of each label over texts; what is given over words of unknown label does not count."""
    counts: Counter[tuple[str, str]] = Counter()
    for want, give in zip(wanted, given, strict=True):
        right = set(want)
        unknown = [(start, end) for start, end, label in right if label == UNKNOWN]
        for _, _, label in right:
            counts["wanted", label] += 1
        for span in set(give):
            if any(span[0] < end and start < span[1] for start, end in unknown):
                continue
            counts["given", span[2]] += 1
            counts["right", span[2]] += span in right
    return {label: Rate(counts["wanted", label], counts["given", label], counts["right", label]) for label in labels}


def printed(found: dict[str, Rate]) -> str:
    """Return rates as lines of a table."""
    return "\n".join(
        f"  {label:<10} P {rate.precision:.3f}  R {rate.recall:.3f}  F1 {rate.f1:.3f}  "
        f"({rate.wanted} wanted, {rate.given} given)"
        for label, rate in found.items()
    )
