"""Steps of a text that are told in two sentences or two halves: who acts in one, towards whom in the other."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status

DATA = Path(__file__).parents[2] / "data" / "two_sentences"
ROWS = DATA / "told.jsonl"
DOCUMENTS = [json.loads(line) for line in (DATA / "documents.jsonl").read_text("utf-8").splitlines()]
AND_THEN = {
    "en": "Analysts were not surprised.",
    "de": "Beobachter waren nicht überrascht.",
    "fr": "Les observateurs ne sont pas surpris.",
    "it": "Gli osservatori non sono sorpresi.",
    "es": "Los observadores no se sorprenden.",
    "nl": "Waarnemers zijn niet verrast.",
    "pl": "Obserwatorzy nie są zaskoczeni.",
    "pt": "Os observadores não se surpreendem.",
}


@pytest.mark.parametrize("row", [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()])
def test_both_halves_are_read_together(reader: Reader, row: dict[str, str]) -> None:
    text = f"{row['text']} {AND_THEN[row['lang']]}"
    reading = reader.read(ReadingInput(id="row", title="", text=text, lang=row["lang"], date="2026-06-01"))
    news = [finding for finding in reading.findings if finding.status is Status.ASSERTED]
    assert sorted({party.name for finding in news for party in finding.targets()}) == row["told"]


def test_what_a_sector_inquiry_mentions_far_on_is_no_target(reader: Reader) -> None:
    text = (
        "The European Commission opened a sector inquiry on Tuesday. It concerns the terms of cloud contracts in "
        "general, as small sellers on Amazon had asked."
    )
    reading = reader.read(ReadingInput(id="row", title="", text=text, lang="en", date="2026-06-01"))
    assert not [finding for finding in reading.findings if finding.status is Status.ASSERTED]


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["lang"] + " " + row["title"])
def test_a_firm_is_told_that_another_sentence_names_than_who_acts(reader: Reader, row: dict[str, Any]) -> None:
    reading = reader.read(
        ReadingInput(id="row", title=row["title"], text=row["text"], lang=row["lang"], date="2026-06-01")
    )
    news = [finding for finding in reading.findings if finding.status is Status.ASSERTED]
    assert sorted({party.name for finding in news for party in finding.targets()}) == row["told"]


@pytest.mark.parametrize(
    "then",
    [
        "Google said it would read the decision.",
        "Google supplied the software.",
        "According to Google, the decision is wrong.",
        "Google can look back on a good year.",
        "Google had stored the data for the clinic.",
    ],
)
def test_what_the_next_sentence_says_besides_makes_no_target(reader: Reader, then: str) -> None:
    text = f"The Italian data protection authority fined a clinic 200,000 euros on Tuesday. {then}"
    reading = reader.read(ReadingInput(id="row", title="", text=text, lang="en", date="2026-06-01"))
    assert not [finding for finding in reading.findings if finding.status is Status.ASSERTED]
