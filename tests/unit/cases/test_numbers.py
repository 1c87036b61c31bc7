"""Which numbers are one, which are two, and which are one misprinted."""

import pytest

from cases.numbers import is_misprint, numbers_conflict


@pytest.mark.parametrize(
    ("trap", "one", "other", "expected"),
    [
        ("two digits swapped", "AT.40193", "AT.40913", True),
        ("a wrong digit", "AT.40193", "AT.40793", True),
        ("a missing digit", "M.12011", "M.1201", True),
        ("twins, numbered one after the other", "AT.41120", "AT.41121", False),
        ("the last two digits swapped", "AT.40913", "AT.40931", True),
        ("two slips", "AT.40193", "AT.49013", False),
        ("another law", "AT.40193", "M.40193", False),
        ("short numbers are counted, not misprinted", "B7-14/26", "B7-24/26", False),
        ("the same", "AT.40193", "AT 40193", False),
        ("a phase more", "C-123/20", "C-123/20 P", False),
    ],
)
def test_misprints(trap: str, one: str, other: str, expected: bool) -> None:
    assert is_misprint(one, other) is is_misprint(other, one) is expected, trap


@pytest.mark.parametrize(
    ("trap", "ours", "theirs", "expected"),
    [
        ("twins", ["AT.1"], ["AT.2"], True),
        ("one of two shared", ["AT.1", "AT.2"], ["AT.2"], False),
        ("one side knows none", ["AT.1"], [], False),
        ("a court counts otherwise", ["AT.40718"], ["T-811/25"], False),
        ("a file and a decision", ["24/0071 F"], ["26-D-17"], False),
        ("two decisions of one case", ["26-D-17"], ["27-D-03"], False),
        ("two papers of one case", ["10208841"], ["10299120"], False),
        ("leading zeros", ["PRC/2025/7"], ["PRC/2025/07"], False),
    ],
)
def test_conflicts(trap: str, ours: list[str], theirs: list[str], expected: bool) -> None:
    assert numbers_conflict(ours, theirs) is numbers_conflict(theirs, ours) is expected, trap
