"""Which numbers are one, which are two, and which are one misprinted."""

import pytest

from cases.numbers import differing_in_a_digit, is_misprint, is_one_number, numbers_conflict


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
    ("trap", "one", "other", "expected"),
    [
        ("a newspaper swaps two digits of three", "A577", "A757", True),
        ("it swaps the digits at the end of a long number", "08700.005107/2024-36", "08700.005107/2024-63", True),
        ("it writes the next number", "A577", "A578", False),
        ("a short number, another digit", "B9-12/24", "B9-22/24", False),
    ],
)
def test_misprints_of_who_copies_a_number(trap: str, one: str, other: str, expected: bool) -> None:
    assert is_misprint(one, other, copied=True) is expected, trap
    assert is_misprint(one, other) is False, trap


def test_a_digit_more_makes_another_number_unless_something_else_says_they_are_one() -> None:
    assert differing_in_a_digit(["DOK-4.410.18.2024"], ["DOK-4.410.8.2024"])
    assert not is_one_number(["DOK-4.410.8.2024", "DOK-4.410.25.2024"])
    assert is_one_number(["DOK-4.410.18.2024", "DOK-4.410.8.2024"])
    assert differing_in_a_digit(["A577"], ["A57"]) is None


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
        ("a Polish file of another class follows the first", ["DOK-3.400.9.2024"], ["DOK-3.410.6.2025"], False),
        ("two Polish files of one class", ["DOK-3.410.9.2024"], ["DOK-1.410.6.2025"], True),
    ],
)
def test_conflicts(trap: str, ours: list[str], theirs: list[str], expected: bool) -> None:
    assert numbers_conflict(ours, theirs) is numbers_conflict(theirs, ours) is expected, trap
