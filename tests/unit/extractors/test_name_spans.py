"""How far a firm's name goes."""

import pytest

from extractors.name_spans import is_in_an_address, with_rest_of_row


@pytest.mark.parametrize(
    ("text", "lang", "whole"),
    [
        ("Quovera Brindalby og andre", "da", "Quovera Brindalby"),
        ("Quovera Commission and others", "en", "Quovera"),
        ("Quovera and Brindalby", "en", "Quovera"),
        # In German every noun has a capital.
        ("Quovera Brindalby und andere", "de", "Quovera"),
    ],
)
def test_the_rest_of_a_row_of_capitals_belongs_to_the_name(text: str, lang: str, whole: str) -> None:
    assert text[: with_rest_of_row(len("Quovera"), text, lang)] == whole


@pytest.mark.parametrize(("text", "within"), [("QVR@qvr.example", True), ("@QVR", True), ("QVR at home", False)])
def test_half_an_address_is_no_name(text: str, within: bool) -> None:
    start = text.index("QVR")
    assert is_in_an_address(start, start + 3, text) is within
