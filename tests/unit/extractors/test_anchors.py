"""Words a sentence must hold for an expression to match: no match may be lost by asking for them first."""

import json
from pathlib import Path

import pytest

from extractors.anchors import Anchored, anchors
from extractors.case_numbers import find_case_numbers, load_patterns
from extractors.lexicon import SIGNS, Lexicon, load_lexicons
from extractors.parts import Sentence

CASES = Path(__file__).parents[2] / "data" / "detection"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?<!\w)(?:fines?|fined)(?!\w)", [{"fine"}]),
        (r"(?<!\w)(?:fines|sanctions) \w+", [{"fines", "sanctions"}]),
        (r"(?<!\w)(?:under|facing)\s+(?:an?\s+)?(?:probe|inquiry)", [{"under.", "facing."}, {"probe", "inquiry"}]),
        (r"(?<!\w)\w+\s+investigation", [{"investigation"}]),
        (r"(?:a|b)?\s+order", [{"order"}]),
        (r"^\s*order of the court", [{"order."}, {"of."}, {"the."}, {"court"}]),
        (r"(?<!\w)(?:AGs?|court)(?:(?<=['’])|(?!\w))", [{"ag", "court."}]),
        (r"\b(?:l['’]|the )court\b", [{"l.", "the."}, {"court."}]),
        (r"(?<!\w)(?:U\.S\.|EU)", [{"u.", "eu"}]),
        (r"^\s*order\s+of\s+the\s+court", [{"order."}, {"of."}, {"the."}, {"court"}]),
        # An end of a word ("…verfahren") begins none, but stands in one.
        (r"(?<!\w)\w*verfahren", [{"*verfahren"}]),
        (r"(?<!\w)(?:fines|\w+verfahren)", [{"fines", "*verfahren"}]),
        # Nothing says that a word begins here: "disorder" matches too.
        (r"order", [{"*order"}]),
        (r"(?<!\w)(?:fines|\w+)", []),
    ],
)
def test_the_anchors_of_an_expression_are_words_every_match_holds(pattern: str, expected: list[set[str]]) -> None:
    assert anchors(pattern) == expected


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_no_trigger_is_lost_by_asking_for_its_words_first(lexicon: Lexicon) -> None:
    lines = (CASES / f"{lexicon.lang}.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line).get("text", "") + " " + json.loads(line).get("title", "") for line in lines]
    texts += [entry.example for entry in lexicon.file.triggers]
    matches = 0
    for text in texts:
        for words in (lexicon.triggers, lexicon.instrument_words, lexicon.signs):
            expected = [meaning for pattern, meaning in words if pattern.search(text)]
            found = [meaning for pattern, meaning in words.candidates(text) if pattern.search(text)]
            assert found == expected, text
            matches += len(found)
    assert matches


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_the_signs_of_a_sentence_are_those_its_lists_match(lexicon: Lexicon) -> None:
    for entry in lexicon.file.triggers:
        sentence = Sentence(0, len(entry.example), entry.example, "text", "body")
        expected = tuple(name for name in SIGNS if lexicon.patterns[name].search(entry.example))
        assert lexicon.signs_in(sentence) == expected


def test_no_case_number_is_lost_by_asking_for_its_words_first() -> None:
    for entry, expression in load_patterns():
        for example in entry.examples if entry.kind == "case" else ():
            found = find_case_numbers(example, frozenset(entry.authorities))
            assert any(number.pattern == entry.id or expression.search(number.text) for number in found), example


def test_few_expressions_are_tried_on_a_sentence() -> None:
    lexicon = load_lexicons()["en"]
    assert isinstance(lexicon.triggers, Anchored)
    assert len(lexicon.triggers.candidates("The weather will be fair in the north.")) < len(list(lexicon.triggers)) / 10
