"""Firms in sentences of our own in the manner of authorities, ten languages: each is named whole, nothing else is."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput

FIRMS = Path(__file__).parents[2] / "data" / "names" / "firms.jsonl"
_FIRMS = frozenset({"company", "candidate"})


class Sentence(NamedTuple):
    """A sentence and the firms it names, as printed and in order."""

    lang: str
    text: str
    firms: list[str]


def sentences() -> list[Sentence]:
    return [Sentence(**json.loads(line)) for line in FIRMS.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("sentence", sentences(), ids=lambda each: each.text[:60])
def test_a_sentence_names_its_firms(reader: Reader, sentence: Sentence) -> None:
    mentions = reader.read(ReadingInput(id="row", text=sentence.text, lang=sentence.lang)).mentions
    assert [mention.surface for mention in mentions if mention.kind in _FIRMS] == sentence.firms
