"""Expressions tried only at words that begin as their matches do: the matches are those of the expression itself."""

import json
import re
from itertools import chain
from pathlib import Path

import pytest

from extractors.beginnings import Begun, beginnings
from extractors.lexicon import PATTERN_LISTS, Lexicon, load_lexicons

CASES = Path(__file__).parents[2] / "data" / "detection"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(r"(?<!\w)(?:fines?|fined) \w+", {"fin"}, id="three letters are a head"),
        pytest.param(r"(?<!\w)(?:is|was)\s+fined", {"is", "was"}, id="a shorter word is its own"),
        pytest.param(r"\b(?:the )?[Cc]ourt", {"the", "cou"}, id="what may be missing, and what then follows"),
        pytest.param(r"(?<!\w)(?=\w+ed)h[eo]ld", {"hel", "hol"}, id="what only looks ahead"),
        pytest.param(r"(?<!\w)l['’]ordre", {"l"}, id="a word ends at an apostrophe"),
        pytest.param(r"(?<!\w)(?:ab)+c", None, id="nobody knows how often it is repeated"),
        pytest.param(r"(?<!\w)(?:fines|\w+verfahren)", None, id="one way begins with any letter"),
        pytest.param(r"(?<!\w)no(?!\w*thing)", None, id="the word may go on behind the expression"),
        pytest.param(r"(?<!\w)(?:§ )?19a", None, id="one way begins with a mark"),
        pytest.param(r"fines", None, id="it may begin within a word"),
    ],
)
def test_the_heads_of_an_expression(pattern: str, expected: set[str] | None) -> None:
    assert beginnings(pattern) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Fined, FINES and fined firms; refined", id="in capitals, in a row, within another word"),
        pytest.param("fines fines fines", id="one match ends where the next word begins"),
        pytest.param("", id="no text"),
    ],
)
def test_matches_are_those_of_the_expression(text: str) -> None:
    pattern = re.compile(r"(?<!\w)(?:fin(?:es|ed)(?:\s+fines)?)(?!\w)", re.IGNORECASE)
    for start, end in ((0, len(text)), (1, len(text) - 1)):
        expected = [match.span() for match in pattern.finditer(text, start, end)]
        assert [match.span() for match in Begun(pattern).finditer(text, start, end)] == expected


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_no_match_of_a_lexicon_is_lost(lexicon: Lexicon) -> None:
    lines = (CASES / f"{lexicon.lang}.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line).get("text", "") for line in lines[::8]]
    texts += [entry.example for entry in lexicon.file.triggers[::8]]
    lists = [lexicon.patterns[name] for name in PATTERN_LISTS]
    tried = [Begun(pattern) for pattern in lists] + [words for words, _ in chain(lexicon.triggers, lexicon.signs)]
    matches = 0
    for text in texts:
        for begun in tried:
            expected = [match.span() for match in begun.pattern.finditer(text)]
            assert [match.span() for match in begun.finditer(text)] == expected, begun.pattern.pattern
            matches += len(expected)
    assert matches
