"""Linear weights learnt from annotated texts: how much each sign speaks for a reading. Data in weights/*.npz.

A sign is a few bytes; its weight stands at its checksum, so no list of words ships. `training/` makes the files again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights"
BITS = 18
_MASK = (1 << BITS) - 1


def places_of(signs: Iterable[bytes]) -> list[int]:
    """Return where the weights of signs stand, each place once, in order: sums come out the same each time."""
    return sorted({crc32(sign) & _MASK for sign in signs})


@dataclass(frozen=True)
class LinearModel:
    """One row of weights a class. `classes` names the rows; with one row it is a yes-or-no question.

    A model of fewer places than 2**BITS, a power of two, folds the others onto them.
    """

    classes: tuple[str, ...]
    weights: NDArray[Any]
    bias: NDArray[Any]

    def scores(self, signs: Iterable[bytes]) -> NDArray[Any]:
        """Return the score of each class, the larger the likelier; of one row alone it is the log-odds of yes."""
        last = self.weights.shape[1] - 1
        places = places_of(signs)
        if last < _MASK:
            places = [place & last for place in places]
        total: NDArray[Any] = self.weights.take(places, axis=1).sum(axis=1, dtype=np.float32) + self.bias
        return total

    def best(self, signs: Iterable[bytes]) -> str:
        """Return the likeliest class."""
        return self.classes[int(self.scores(signs).argmax())]


@cache
def load_weights(name: str, folder: Path = WEIGHTS) -> LinearModel | None:
    """Return the model of that name, None when it has not been made yet."""
    file = folder / f"{name}.npz"
    if not file.exists():
        return None
    with np.load(file, allow_pickle=False) as data:
        return LinearModel(tuple(str(c) for c in data["classes"]), data["weights"], data["bias"])


def save_weights(name: str, model: LinearModel, folder: Path = WEIGHTS) -> None:
    """Write a model in half precision."""
    folder.mkdir(exist_ok=True)
    weights = model.weights.astype(np.float16)
    np.savez_compressed(folder / f"{name}.npz", classes=np.array(model.classes), weights=weights, bias=model.bias)
