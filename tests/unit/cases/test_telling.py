"""Which words of a text tell its matter from others, and which sentences tell of another one."""

import pytest

from cases.telling import around, is_aside, words_mark
from schemas.finding import Evidence

LOOT = "The authority has fined Krafton. Loot boxes hid their probabilities from gamers. "

ASIDES: list[tuple[str, bool]] = [
    ("Separately, the inspection of October concerned payments.", True),
    ("A sister case about insurance went nowhere.", True),
    ("This is independent of the proceedings on minors.", True),
    ("Die Maßnahme steht in keinem Zusammenhang mit dem Verfahren von Mai.", True),
    ("Das getrennte Verfahren zu Serverlizenzen läuft weiter.", True),
    ("Cette saisine n'a rien à voir avec les playlists.", True),
    ("L'Antitrust apre un'altra istruttoria sulla società.", True),
    ("Esta resolución es independiente del fondo.", True),
    ("Trata-se de outro processo contra a empresa.", True),
    ("De maatregel staat los van het onderzoek naar de roosters.", True),
    ("Het onderzoek gaat niet over prijsafspraken.", True),
    ("Das Verfahren betrifft nicht die Provisionen.", True),
    ("The inquiry is not about vouchers.", True),
    ("Odrębnie toczy się sprawa systemu zamówień.", True),
    ("The company must sell the two services apart within four months.", False),
    ("L'Autorité est une autorité administrative indépendante.", False),
    ("Two other suitors looked at its books.", False),
    ("Otherwise the case will end with a decision on the merits.", False),
    ("It will consider, among other matters, whether data were used.", False),
]


@pytest.mark.parametrize(("sentence", "expected"), ASIDES)
def test_a_sentence_that_tells_of_another_matter(sentence: str, expected: bool) -> None:
    assert is_aside(sentence) is expected


def words(text: str, *names: str, asides: tuple[str, ...] = ()) -> set[str]:
    return set(words_mark("", text, names, asides).removeprefix("words:").split())


def test_words_of_any_matter_and_of_the_firm_do_not_count() -> None:
    found = words(LOOT, "Krafton")
    assert {"probab", "gamers"} <= found
    assert found.isdisjoint({"author", "krafto"})


def test_accents_and_endings_do_not_tell_words_apart() -> None:
    assert words("Les épingles des lycéens") & words("epingler lyceenne") == {"epingl", "lyceen"}


def test_what_an_aside_says_does_not_count() -> None:
    aside = "Separately, a probe into vouchers goes on. "
    assert words(LOOT + aside, "Krafton") == words(LOOT, "Krafton")
    recalled = "In May it had asked about vouchers. "
    assert "vouche" in words(LOOT + recalled)
    assert "vouche" not in words(LOOT + recalled, asides=("asked about vouchers",))


def test_of_a_text_on_several_firms_only_the_line_counts() -> None:
    text = "Korea: Krafton is fined.\nJapan: Sony is searched.\nIndia: nothing."
    start = text.index("Sony")
    evidence = Evidence(text="Sony is searched", start=start, end=start + 16, field="text")
    assert around(evidence, "The week", text) == ("", "Japan: Sony is searched.")
    headline = Evidence(text="The week", start=0, end=8, field="title")
    assert around(headline, "The week", text) == ("The week", "")
