"""What firms sell under is no firm."""

import pytest

from extractors.brands import is_brand


@pytest.mark.parametrize(
    ("text", "word", "brand"),
    [
        ("The group sells cheese under various brands including Velmo, Brindal and Quovera.", "Quovera", True),
        ("Elle exploite des concessions sous les enseignes Velmo et Brindal.", "Brindal", True),
        ("It sold its “Velmo”, “Brindal” and “Quovera” brands.", "Velmo", True),
        ("The brands were sold to Velmo. Brindal made an offer.", "Brindal", False),
        ("It agreed with “Velmo” and others to fix prices.", "Velmo", False),
        ("Velmo owns many brands.", "Velmo", False),
    ],
)
def test_a_name_in_a_list_of_brands_is_a_brand(text: str, word: str, brand: bool) -> None:
    start = text.index(word)
    assert is_brand(start, start + len(word), text) is brand
