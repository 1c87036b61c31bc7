"""Headlines of our own in the languages of the lexicons: each is told of exactly the firms beside it, or of none."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status

HEADLINES = Path(__file__).parents[2] / "data" / "headlines"


class Headline(NamedTuple):
    """A headline and the firms towards which it tells a step as news."""

    lang: str
    text: str
    told: list[str]


def headlines() -> list[Headline]:
    return [
        Headline(**json.loads(line))
        for file in sorted(HEADLINES.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize("headline", headlines(), ids=lambda each: each.text[:60])
def test_a_headline_is_told_of_its_firms(reader: Reader, headline: Headline) -> None:
    reading = reader.read(ReadingInput(id="row", title=headline.text, text="", lang=headline.lang, date="2026-06-01"))
    news = [finding for finding in reading.findings if finding.status is Status.ASSERTED]
    assert sorted({party.name for finding in news for party in finding.targets()}) == headline.told
