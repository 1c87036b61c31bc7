"""Letters that a text says stand for other words."""

import pytest

from extractors.abbreviations import is_short_for_words


@pytest.mark.parametrize(
    ("letters", "text", "short"),
    [
        ("VEB", "the Velgard Estate Board (VEB) matter", True),
        ("HFC", "Fibre (“FTTP”) and Hybrid Fibre-Coaxial (“HFC”)10 networks", True),
        # Small words count, or do not.
        ("FDQ", "la Ligue des Vallées (LV) et la Fédération des Quais (ci-après « FDQ »)", True),
        ("CTQ", "la Collectivité territoriale de Quovera (ci-après la « CTQ »)", True),
        ("BCRs", "Binding Corporate Rules (BCRs)", True),
        # Other words, no brackets, one word, a name and no letters.
        ("ACQ", "een aanvraag van Quovera Beton (hierna: ACQ)", False),
        ("VEB", "the Velgard Estate Board and VEB", False),
        ("Q", "Quovera (Q)", False),
        ("Velgard", "the Velgard Estate Board (Velgard)", False),
    ],
)
def test_letters_behind_the_words_they_begin_are_short_for_them(letters: str, text: str, short: bool) -> None:
    assert is_short_for_words(letters, text) is short
