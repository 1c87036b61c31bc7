"""Letters that a text says stand for other words."""

import pytest

from extractors.abbreviations import has_article, is_short_for_a_thing, is_short_for_words


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


@pytest.mark.parametrize(
    ("text", "article"), [("under the QVR", True), ("The QVR", True), ("by QVR", False), ("bathe QVR", False)]
)
def test_letters_with_an_article_name_no_firm(text: str, article: bool) -> None:
    assert has_article("QVR", text.index("QVR"), text) is article


def test_words_with_an_article_may_be_a_firm() -> None:
    assert not has_article("Quovera", 4, "the Quovera")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("the simple access protocol (‘SAP’) applies", True),
        ("the Sale of Assets Programme (SAP) applies", False),  # a name in capitals may be a firm's
        ("SAP (the firm) applies", False),
    ],
)
def test_letters_for_small_words_name_a_thing(text: str, thing: bool) -> None:
    assert is_short_for_a_thing("SAP", text) is thing
