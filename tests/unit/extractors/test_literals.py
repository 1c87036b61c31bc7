"""What every match of an expression must hold, and that nothing is missed by asking for it first."""

import pytest

from extractors.case_numbers import find_case_numbers, load_patterns
from extractors.literals import Literals, literals_of


@pytest.mark.parametrize(
    ("pattern", "strings", "digits", "one_of"),
    [
        pytest.param(r"\bM\.\d{4,5}\b", ("M.",), 4, (), id="a run of letters and marks, and a row of digits"),
        pytest.param(r"\b[RS] ?\d{1,2}/\d{2}\b", ("/",), 2, (), id="what may be left out is not asked for"),
        pytest.param(r"(?:AB|CD)-\d+", ("-",), 1, (("AB", "CD"),), id="of branches one"),
        pytest.param(r"(?:AB|[CD])-\d+", ("-",), 1, (), id="of branches nothing where one holds nothing as written"),
        pytest.param(r"\d+-(?:X/1|X/2)|Y-\d", (), 0, (("-X/", "Y-"),), id="of each branch what is longest"),
        pytest.param(r"(?P<n>X/\d{3})+", ("X/",), 3, (), id="of a group what it holds"),
        pytest.param(r"(?i:ab)-\d", ("-",), 0, (), id="letters of any case are not asked for"),
        pytest.param(r"(?:AB)?\d{2}(?=\sFile)", (), 2, (), id="what stands behind a match is none of it"),
        pytest.param(r"20\d{2}", ("20",), 2, (), id="digits written out are a string"),
    ],
)
def test_literals(pattern: str, strings: tuple[str, ...], digits: int, one_of: tuple[tuple[str, ...], ...]) -> None:
    assert literals_of(pattern) == Literals(strings, digits, one_of)


def test_every_example_of_a_case_number_holds_what_its_form_asks_for() -> None:
    for entry, _ in load_patterns():
        if entry.kind == "case" and not entry.ignore_case:
            for example in entry.examples:
                longest = max(
                    (len(row) for row in "".join(c if c.isdigit() else " " for c in example).split()), default=0
                )
                assert literals_of(entry.pattern).may_be_in(example, longest), (entry.id, example)


def test_a_row_of_digits_on_the_edge_of_a_stretch_counts_whole() -> None:
    text = f"Case M.10{'x' * 58} and {'y ' * 70}Case M.12345"
    assert [number.text for number in find_case_numbers(text, frozenset({"eu-ec"}))] == ["M.12345"]
