"""Matters that other authorities still pursue against the firms of the news. The trap is named on each line."""

from pathlib import Path

import pytest

from extractors.lexicon import load_lexicons
from extractors.pending import Pending, load_pending
from extractors.pipeline import Reader
from schemas.errors import DataFileError
from schemas.finding import Reading, ReadingInput
from schemas.words import Status

NEWS = "The European Commission has cleared Microsoft's takeover of Mistral AI. It said so on Monday."


def read(reader: Reader, text: str) -> Reading:
    return reader.read(ReadingInput(id="row", title="", text=text, date="2026-03-10"))


def asserted(reading: Reading) -> set[tuple[str, str]]:
    news = [finding for finding in reading.findings if finding.status is Status.ASSERTED]
    return {(finding.authority, party.name) for finding in news for party in finding.targets()}


@pytest.mark.parametrize("pending", load_pending(), ids=lambda pending: f"{pending.lang} {pending.example[:40]}")
def test_each_pattern_is_met_in_its_example(pending: Pending) -> None:
    assert load_lexicons()[pending.lang].compile(pending.pattern).search(pending.example)


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        pytest.param(
            "A parallel review by the CMA is still pending.", {"Microsoft", "Mistral AI"}, id="both sides of the deal"
        ),
        pytest.param("The CMA is still looking into the terms of Microsoft.", {"Microsoft"}, id="only whom it names"),
        pytest.param("No review by the CMA is pending.", set(), id="denied"),
        pytest.param("A review by the CMA is under way against Cohere.", set(), id="a firm the news is not about"),
        pytest.param("A private suit before a court in London is still pending.", set(), id="no authority's matter"),
        pytest.param("The CMA welcomed the decision.", set(), id="nothing runs"),
    ],
)
def test_a_matter_that_runs_elsewhere_is_told_of_the_firms_of_the_news(
    reader: Reader, text: str, firms: set[str]
) -> None:
    told = asserted(read(reader, f"{NEWS} The price was not named. {text}"))
    assert {firm for authority, firm in told if authority == "uk-cma" and firm != "Cohere"} == firms
    assert {firm for authority, firm in told if authority == "eu-ec"} == {"Microsoft", "Mistral AI"}


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        pytest.param(
            "Ofcom said that it will undertake a swift assessment of the matter.", {"Microsoft"}, id="plain words"
        ),
        pytest.param("Ofcom looked into its terms.", set(), id="words that may tell an older step"),
    ],
)
def test_plain_words_of_another_authority_speak_of_the_firms_of_the_news(
    reader: Reader, text: str, firms: set[str]
) -> None:
    news = "The European Commission has opened an investigation into Microsoft. It said so on Monday."
    told = asserted(read(reader, f"{news} The company declined to comment. {text}"))
    assert {firm for authority, firm in told if authority == "uk-ofcom"} == firms


def test_each_authority_pursues_its_own_matter(reader: Reader) -> None:
    reading = read(
        reader,
        f"{NEWS} The price was not named. Proceedings before the CMA and the Bundeskartellamt are still pending.",
    )
    assert {authority for authority, _ in asserted(reading)} == {"eu-ec", "uk-cma", "de-bkarta"}


def test_no_news_no_matter_beside_it(reader: Reader) -> None:
    text = "Microsoft and Mistral AI work together. They met in May. A review by the CMA is still pending."
    assert asserted(read(reader, text)) == set()


@pytest.mark.parametrize("text", ['[[pending]]\nlang = "en"\nexample = "x"\n', ""], ids=["an odd entry", "no entry"])
def test_a_broken_file_is_named(text: str, tmp_path: Path) -> None:
    broken = tmp_path / "pending.toml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"pending\.toml"):
        load_pending(broken)
