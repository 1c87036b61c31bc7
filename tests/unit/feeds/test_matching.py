"""As many pairs as can be: beside a search through all ways, and for crowds."""

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.matching import most_pairs

KEYS = st.lists(st.integers(0, 4), max_size=3)


def pairs_at_best(askers: Sequence[Sequence[int]], places: dict[str, list[int]]) -> int:
    """Try every way to give the places."""
    return max(
        sum(place is not None and bool({*keys} & {*places[place]}) for keys, place in zip(askers, way, strict=False))
        for way in permutations([*places, *([None] * len(askers))], len(askers))
    )


@given(askers=st.lists(KEYS, max_size=4), keys=st.lists(KEYS, max_size=4))
def test_no_way_gives_more_pairs(askers: list[list[int]], keys: list[list[int]]) -> None:
    places = {f"p{number}": of_it for number, of_it in enumerate(keys)}
    found = most_pairs(askers, places)
    assert len(found) == len(set(found.values())) == pairs_at_best(askers, places)
    assert all({*askers[asker]} & {*places[place]} for asker, place in found.items())


@pytest.mark.parametrize(
    ("askers", "places", "pairs", "crowd"),
    [
        ([["a"]] * 20_000, {str(n): ["a"] for n in range(20_000)}, 20_000, "all share one key"),
        ([["a"]] * 20_000, {str(n): ["a"] for n in range(10_000)}, 10_000, "half of them in vain"),
        (
            [[n, n + 1] for n in range(1, 5_000)] + [[1]],
            {str(n): [n] for n in range(1, 5_001)},
            5_000,
            "the last one moves all the others",
        ),
    ],
)
def test_a_crowd_takes_no_long_time(
    askers: list[list[object]], places: dict[str, list[object]], pairs: int, crowd: str
) -> None:
    assert len(most_pairs(askers, places)) == pairs, crowd  # type: ignore[arg-type]
