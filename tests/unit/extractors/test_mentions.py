"""A mention is the name as printed: whole, without article and possessive."""

from itertools import pairwise

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput


def surfaces(reader: Reader, text: str, lang: str = "en") -> set[tuple[str, str]]:
    reading = reader.read(ReadingInput(id="a", text=text, lang=lang))
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.surface
    return {(mention.kind, mention.surface) for mention in reading.mentions}


@pytest.mark.parametrize(
    ("text", "lang", "mention"),
    [
        (
            "The DPC fined Meta Platforms Ireland Limited on Friday.",
            "en",
            ("company", "Meta Platforms Ireland Limited"),
        ),
        ("The CMA cleared OpenAI's purchase of a start-up.", "en", ("company", "OpenAI")),
        (
            "The European Commission's officials raided the offices of Nvidia.",
            "en",
            ("authority", "European Commission"),
        ),
        ("Das Bundeskartellamt prüft Googles Angebot.", "de", ("company", "Googles")),
        ("L'Autorité de la concurrence sanctionne Google.", "fr", ("authority", "Autorité de la concurrence")),
        (
            "The FTC sued Brixomor Technologies LLC. It denies everything.",
            "en",
            ("candidate", "Brixomor Technologies LLC"),
        ),
    ],
)
def test_a_name_is_whole_and_bare(reader: Reader, text: str, lang: str, mention: tuple[str, str]) -> None:
    assert mention in surfaces(reader, text, lang)


def test_a_product_is_told_from_its_firm(reader: Reader) -> None:
    found = surfaces(reader, "The Garante has banned ChatGPT, made by OpenAI, in Italy.")
    assert ("product", "ChatGPT") in found
    assert ("company", "OpenAI") in found


def test_a_trade_is_no_name(reader: Reader) -> None:
    found = surfaces(reader, "The watchdog and other regulators are looking at OpenAI.")
    assert not {surface for kind, surface in found if kind == "authority"}


def test_mentions_do_not_overlap(reader: Reader) -> None:
    text = "The European Commission fined Meta Platforms, Inc. and Alphabet Inc., the owner of Google Search."
    reading = reader.read(ReadingInput(id="a", text=text, lang="en"))
    places = sorted((mention.start, mention.end) for mention in reading.mentions)
    assert all(first[1] <= second[0] for first, second in pairwise(places))


@pytest.mark.parametrize(
    "text",
    [
        "Write to ACCC@example.gov.au or see @OpenAI.",
        # Letters of a case's number name nobody.
        "The regulator published decision BMA-2026-CC-1 on Monday.",
    ],
)
def test_addresses_and_numbers_name_nobody(reader: Reader, text: str) -> None:
    assert surfaces(reader, text) == set()


def test_letters_that_stand_for_other_words_are_no_firm_of_the_catalogue(reader: Reader) -> None:
    found = surfaces(reader, "The rules cover the simple access protocol (‘SAP’). SAP costs are shared, the CMA said.")
    assert not any(surface == "SAP" for _, surface in found)
    assert ("company", "SAP") in surfaces(reader, "The CMA fined SAP on Friday.")


def test_a_product_of_a_firm_is_no_firm(reader: Reader) -> None:
    found = surfaces(reader, "Das Bundeskartellamt prüft Google Kalender von Google.", "de")
    assert ("product", "Google Kalender") in found
    assert ("company", "Google") in found
