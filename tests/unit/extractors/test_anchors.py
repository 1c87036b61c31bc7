"""Words a sentence must hold for an expression to match: no match may be lost by asking for them first."""

import json
from pathlib import Path

import pytest

from extractors.anchors import Anchored, anchors
from extractors.lexicon import Lexicon, load_lexicons

CASES = Path(__file__).parents[2] / "data" / "detection"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?<!\w)(?:fines?|fined)(?!\w)", {"fine"}),
        (r"(?<!\w)(?:fines|sanctions) \w+", {"fines", "sanctions"}),
        (r"(?<!\w)(?:under|facing)\s+(?:an?\s+)?(?:probe|inquiry)", {"under", "facing"}),
        (r"(?<!\w)\w+\s+investigation", {"investigation"}),
        (r"(?:a|b)?\s+order", {"order"}),
        # An end of a word ("…verfahren") begins none: nothing to ask for.
        (r"(?<!\w)\w*verfahren", None),
        (r"(?<!\w)(?:fines|\w+)", None),
    ],
)
def test_the_anchors_of_an_expression_are_words_every_match_holds(pattern: str, expected: set[str] | None) -> None:
    assert anchors(pattern) == expected


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_no_trigger_is_lost_by_asking_for_its_words_first(lexicon: Lexicon) -> None:
    lines = (CASES / f"{lexicon.lang}.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line).get("text", "") + " " + json.loads(line).get("title", "") for line in lines]
    texts += [entry.example for entry in lexicon.file.triggers]
    matches = 0
    for text in texts:
        expected = [trigger for pattern, trigger in lexicon.triggers if pattern.search(text)]
        found = [trigger for pattern, trigger in lexicon.triggers.candidates(text) if pattern.search(text)]
        assert found == expected, text
        matches += len(found)
    assert matches


def test_few_expressions_are_tried_on_a_sentence() -> None:
    lexicon = load_lexicons()["en"]
    assert isinstance(lexicon.triggers, Anchored)
    assert len(lexicon.triggers.candidates("The weather will be fair in the north.")) < len(list(lexicon.triggers)) / 10
