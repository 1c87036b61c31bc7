import pytest

from knowledge.names import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("OpenAI, Inc.", "openai"),
        ("Telefónica", "telefonica"),  # accents
        ("L'Oréal", "loreal"),  # an apostrophe joins
        ("Autorità S.p.A.", "autorita"),  # a legal form spelt with full stops
        ("H Company", "h"),  # what is left is still a name
        ("Company", "company"),  # nothing but a legal form stays
        ("Run:ai", "run ai"),
        ("H&M", "h&m"),  # the ampersand is part of the name
        ("네이버", "네이버"),  # another script, composed and decomposed alike
        ("Яндекс", "яндекс"),
    ],
)
def test_folds(written: str, folded: str) -> None:
    assert fold(written) == fold(folded)
    assert folded.isascii() is False or fold(written) == folded
