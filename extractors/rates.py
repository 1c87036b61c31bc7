"""The figures of an evaluation: rates with their intervals, shares, and all of them together."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Pair = tuple[str, str]
"""Document and firm."""


@dataclass(frozen=True)
class Rate:
    """Right, wanted and given; precision, recall and F1 follow. Nothing wanted and nothing given is perfect."""

    hit: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """Return the share of what was given that is right."""
        return self.hit / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """Return the share of what was wanted that was given."""
        return self.hit / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the rate with its 95 % Wilson intervals."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "hit": self.hit,
            "gold": self.gold,
            "predicted": self.predicted,
            "precision_ci": wilson(self.hit, self.predicted),
            "recall_ci": wilson(self.hit, self.gold),
        }


@dataclass(frozen=True)
class Share:
    """How many of some are so."""

    hit: int
    of: int

    def as_dict(self) -> dict[str, Any]:
        """Return the share; of none it is 0."""
        return {"share": self.hit / self.of if self.of else 0.0, "hit": self.hit, "of": self.of}


@dataclass(frozen=True)
class Figures:
    """All figures by name, and the watched pairs that were missed or wrong."""

    documents: int
    unanswered: int
    rates: Mapping[str, Rate]
    shares: Mapping[str, Share]
    missed: tuple[Pair, ...] = ()
    wrong: tuple[Pair, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return every figure as plain values."""
        rates = {name: rate.as_dict() for name, rate in self.rates.items()}
        shares = {name: share.as_dict() for name, share in self.shares.items()}
        return {"documents": self.documents, "unanswered": self.unanswered, **rates, **shares}


def wilson(hit: int, total: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share."""
    if not total:
        return (0.0, 1.0)
    share, z = hit / total, 1.96
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return ((middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total))
