"""Stretches of a text: quick answers must be the plain ones."""

from hypothesis import given
from hypothesis import strategies as st

from extractors.parts import Name, Taken, names_within

STRETCHES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))))


@given(STRETCHES, STRETCHES)
def test_what_is_free_overlaps_nothing_taken(taken: list[tuple[int, int]], asked: list[tuple[int, int]]) -> None:
    held = Taken(taken)
    for start, end in asked:
        assert held.is_free(start, end) == all(end <= a or b <= start for a, b in taken)


@given(STRETCHES, st.integers(0, 60), st.integers(0, 60))
def test_names_of_a_stretch_begin_in_it(stretches: list[tuple[int, int]], start: int, end: int) -> None:
    names = [Name("company", None, "A", a, b) for a, b in sorted(stretches)]
    assert names_within(names, start, end) == [name for name in names if start <= name.start < end]
