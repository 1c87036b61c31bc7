"""What a document says of firms beside its steps, and which words tell a step best. The trap is named on each line."""

from pathlib import Path

import pytest

from extractors.asides import Aside, load_asides
from extractors.lexicon import load_lexicons
from extractors.pipeline import Reader
from schemas.errors import DataFileError
from schemas.finding import Reading, ReadingInput
from schemas.words import Action, Status

OPENED = "The European Commission has opened a formal investigation into Microsoft."


def read(reader: Reader, title: str, text: str, **more: object) -> Reading:
    return reader.read(
        ReadingInput.model_validate({"id": "row", "title": title, "text": text, "date": "2026-03-10", **more})
    )


def told(reading: Reading, firm: str) -> set[tuple[str, Status]]:
    return {(f.authority, f.status) for f in reading.findings for p in f.parties if p.name == firm}


@pytest.mark.parametrize("aside", load_asides(), ids=lambda aside: f"{aside.lang} {aside.example[:40]}")
def test_each_aside_is_met_in_its_example(aside: Aside) -> None:
    assert load_lexicons()[aside.lang].compile(aside.pattern).search(aside.example)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("Mistral AI is not concerned by the proceedings.", Status.DENIED, id="not concerned"),
        pytest.param("Neither Mistral AI nor Cohere is accused of anything.", Status.DENIED, id="neither … nor"),
        pytest.param("A consumer group wants it to go after Mistral AI next.", Status.SPECULATIVE, id="wanted"),
        pytest.param("Mistral AI may be next, lawyers say.", Status.SPECULATIVE, id="next in line"),
        pytest.param("Mistral AI opened an office in Brussels.", None, id="no word of the matter"),
    ],
)
def test_a_firm_beside_the_step_is_let_off_or_guessed_at(reader: Reader, text: str, status: Status | None) -> None:
    reading = read(reader, "", f"{OPENED} It began on Monday. {text}")
    assert told(reading, "Mistral AI") == ({("eu-ec", status)} if status else set())
    assert reading.alert() == ("Microsoft",)


def test_a_firm_is_let_off_from_the_step_that_is_told(reader: Reader) -> None:
    text = "The European Commission has fined Microsoft 30 million euros. The decision came on Monday."
    reading = read(reader, "", f"{text} Mistral AI is not concerned by it.")
    assert {f.action for f in reading.findings if f.status is Status.DENIED} == {Action.DECISION}


def test_the_target_of_a_step_is_not_let_off_from_it(reader: Reader) -> None:
    reading = read(reader, "", f"{OPENED} It began on Monday. Microsoft was not charged with any other infringement.")
    assert told(reading, "Microsoft") == {("eu-ec", Status.ASSERTED)}


def test_who_asks_is_not_asked_about(reader: Reader) -> None:
    reading = read(reader, "", "OpenAI called on the European Commission to go after Mistral AI before the summer.")
    assert ("eu-ec", Status.SPECULATIVE) in told(reading, "Mistral AI")
    assert ("eu-ec", Status.SPECULATIVE) not in told(reading, "OpenAI")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(
            "Mistral AI is not concerned by these proceedings.", Status.DENIED, id="what lets it off is present"
        ),
        pytest.param("Mistral AI may be next, lawyers say.", Status.BACKGROUND, id="a guess leaves the older step"),
        pytest.param("It isn't a party.", Status.BACKGROUND, id="words that name nobody say nothing of it"),
    ],
)
def test_an_older_step_is_outweighed_by_words_that_let_off(reader: Reader, text: str, status: Status) -> None:
    older = "The European Commission fined Mistral AI five million euros in 2019."
    reading = read(reader, "", f"{OPENED} It began on Monday. {older} The decision was long. {text}")
    strongest = Status.DENIED if ("eu-ec", Status.DENIED) in told(reading, "Mistral AI") else Status.BACKGROUND
    assert strongest is status
    assert ("eu-ec", Status.BACKGROUND) in told(reading, "Mistral AI")


def test_a_sentence_that_names_nobody_speaks_of_the_firms_of_the_document(reader: Reader) -> None:
    reading = read(
        reader, "Apple tells the European Commission that it plays fair", "The two met. It has not filed a complaint."
    )
    assert ("eu-ec", Status.DENIED) in told(reading, "Apple")


def test_a_line_that_repeats_the_headline_is_no_better_evidence(reader: Reader) -> None:
    title = "EU opens antitrust probe into Microsoft"
    lead = "The European Commission has opened an antitrust probe into Microsoft, it said on Tuesday."
    reading = read(reader, title, f"# {title}\n\n{lead}")
    assert {f.evidence.text for f in reading.findings} == {lead}


def test_a_heading_of_a_paper_is_no_evidence_where_its_words_say_what_is_decided(reader: Reader) -> None:
    said = "stellt fest, dass ihr eine überragende marktübergreifende Bedeutung für den Wettbewerb zukommt."
    text = f"Feststellung der Normadressateneigenschaft\n\nMicrosoft Corporation\n\nDie Beschlussabteilung {said}"
    paper = read(reader, "B6-99/25", text, lang="de", publisher="Bundeskartellamt", official=True)
    assert {f.evidence.text for f in paper.findings if f.status is Status.ASSERTED} == {
        f"Die Beschlussabteilung {said}"
    }


@pytest.mark.parametrize(
    "text",
    ['[[aside]]\nlang = "en"\nstatus = "asserted"\npattern = "x"\nexample = "x"\n', ""],
    ids=["an odd entry", "no entry"],
)
def test_a_broken_file_is_named(text: str, tmp_path: Path) -> None:
    broken = tmp_path / "asides.toml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"asides\.toml"):
        load_asides(broken)
