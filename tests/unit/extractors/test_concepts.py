"""Words of eight languages stand for the same ideas."""

import tomllib

import pytest

from extractors.concepts import CONCEPTS, ideas_in, ideas_of, signs_of_ideas

LANGUAGES = {"de", "en", "es", "fr", "it", "nl", "pl", "pt"}


def test_every_idea_has_words_in_every_language() -> None:
    table = tomllib.loads(CONCEPTS.read_text(encoding="utf-8"))
    assert {idea: LANGUAGES - set(words) for idea, words in table.items() if set(words) != LANGUAGES} == {}


@pytest.mark.parametrize(
    ("lang", "word", "idea"),
    [
        ("en", "probes", "probe"),
        ("de", "sektoruntersuchung", "study"),
        ("de", "millionenbußgeld", "fine"),  # inside a compound
        ("fr", "enquêtes", "probe"),
        ("nl", "boetes", "fine"),
        ("pl", "karę", "fine"),
        ("pt", "coima", "fine"),
        ("it", "istruttoria", "probe"),
        ("es", "expediente", "proceeding"),
    ],
)
def test_a_word_stands_for_an_idea(lang: str, word: str, idea: str) -> None:
    assert idea in ideas_of(lang, word)


def test_a_whole_word_is_not_the_beginning_of_another() -> None:
    assert "not" in ideas_of("en", "no")
    assert ideas_of("en", "noble") == ()


def test_a_language_nobody_described_has_no_ideas() -> None:
    assert ideas_of("fi", "tutkinta") == ()


def test_two_languages_give_the_same_signs() -> None:
    english = set(signs_of_ideas(ideas_in("en", ["A_", "fines", "F_"]), 2))
    french = set(signs_of_ideas(ideas_in("fr", ["A_", "amende", "F_"]), 2))
    assert {"cL:fine", "ct:A_ fine F_", "cp:before:fine"} <= english & french
