"""The shipped model of names, and another spaCy pipeline in its place."""

import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
import spacy
from threadpoolctl import threadpool_info, threadpool_limits

from extractors.entities import MOST_SENTENCES, has_unknown_name, worth_seeing
from extractors.entity_model import SHIPPED, EntityModel, load_entity_models
from extractors.parts import Name, Sentence
from extractors.pipeline import Reader, load_reader
from knowledge.catalogue import Catalogue
from schemas.errors import ConfigurationError
from schemas.finding import Mention, ReadingInput
from schemas.settings import ReadingSettings
from tests.bundled import bundled
from training.evaluating import rates
from training.records import is_held_out, read_sentences


@cache
def shipped() -> EntityModel:
    (model,) = load_entity_models(ReadingSettings())
    return model


def names(text: str, settings: ReadingSettings | None = None) -> list[tuple[str, str]]:
    model = load_entity_models(settings)[0] if settings else shipped()
    return [(text[entity.start : entity.end], entity.label) for entity in model.find([text])[0]]


def mentions(reader: Reader, text: str, lang: str = "en") -> dict[str, Mention]:
    reading = reader.read(ReadingInput(id="a", text=text, lang=lang))
    return {mention.surface: mention for mention in reading.mentions}


def few() -> Catalogue:
    """Two authorities of the catalogue: what is asked here is whom the model sees."""
    return Catalogue(authorities={id: bundled().authorities[id] for id in ("us-ftc", "de-bkarta")})


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A pipeline with labels of its own."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "ORG", "pattern": "Quillmoor"},
            {"label": "GPE", "pattern": "Oslo"},
            {"label": "DATE", "pattern": "Monday"},
            {"label": "WATCHDOG", "pattern": "Fenwick Board"},
        ]
    )
    nlp.to_disk(tmp_path / "pipeline")
    return tmp_path / "pipeline"


def test_the_shipped_model_is_small_and_loads_at_once() -> None:
    assert sum(file.stat().st_size for file in SHIPPED.rglob("*") if file.is_file()) < 10_000_000
    started = time.process_time()
    assert load_entity_models(ReadingSettings())
    assert time.process_time() - started < 1
    assert "Apache-2.0" in (SHIPPED / "ATTRIBUTION.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The Federal Trade Commission has sued Quillmoor Labs over its chatbot.", "Quillmoor Labs", "COMPANY"),
        (
            "Das Bundeskartellamt leitet ein Verfahren gegen die Talgrund Software GmbH ein.",
            "Bundeskartellamt",
            "AUTHORITY",
        ),
        ("La CNIL inflige une amende de 2 millions d'euros à Verdanse.", "Verdanse", "COMPANY"),
        ("De ACM onderzoekt de overname van Lichtpunt door Zeewolde Energie.", "Lichtpunt", "COMPANY"),
        ("UOKiK wszczął postępowanie przeciwko spółce Brzozowa AI.", "Brzozowa AI", "COMPANY"),
        ("The merger was notified in Germany under the Digital Markets Act.", "Digital Markets Act", "LAW"),
    ],
)
def test_it_finds_names_nobody_listed(text: str, name: str, label: str) -> None:
    assert (name, label) in names(text)


def test_it_stays_above_its_floor_on_sentences_it_never_saw() -> None:
    held = [record for record in read_sentences() if is_held_out(record)]
    found = shipped().find([record.text for record in held])
    given = [[(entity.start, entity.end, entity.label) for entity in entities] for entities in found]
    figures = rates([record.spans for record in held], given, ("COMPANY", "AUTHORITY", "PLACE"))
    assert figures["COMPANY"].f1 > 0.75, figures
    assert figures["AUTHORITY"].f1 > 0.80, figures
    assert figures["PLACE"].f1 > 0.5, figures


def test_marks_and_open_brackets_are_no_part_of_a_name(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "“Quovera” (Brindal"}, {"label": "ORG", "pattern": "Velmo Inc ("}])
    nlp.to_disk(tmp_path / "pipeline")
    found = names("the “Quovera” (Brindal and Velmo Inc (V)", ReadingSettings(spacy_model=str(tmp_path / "pipeline")))
    assert found == [("Quovera", "COMPANY"), ("Velmo Inc", "COMPANY")]


def test_another_pipeline_takes_its_place(stand_in: Path) -> None:
    settings = ReadingSettings(spacy_model=str(stand_in))
    text = "The Fenwick Board met Quillmoor in Oslo on Monday."
    assert names(text, settings) == [("Quillmoor", "COMPANY"), ("Oslo", "PLACE")]
    reader = load_reader(few(), settings)
    assert mentions(reader, text)["Quillmoor"].kind == "candidate"


def test_its_labels_can_be_given_another_meaning(stand_in: Path) -> None:
    settings = ReadingSettings(spacy_model=str(stand_in), spacy_labels={"WATCHDOG": "AUTHORITY", "ORG": "IGNORE"})
    text = "The Fenwick Board met Quillmoor in Oslo."
    assert names(text, settings) == [("Fenwick Board", "AUTHORITY"), ("Oslo", "PLACE")]
    found = mentions(load_reader(few(), settings), text)["Fenwick Board"]
    assert (found.kind, found.id) == ("authority", "other:Fenwick Board")


def test_a_pipeline_that_is_not_installed_is_told() -> None:
    with pytest.raises(ConfigurationError, match=r"reading\.spacy_model: no spaCy pipeline 'xx_not_there'"):
        load_entity_models(ReadingSettings(spacy_model="xx_not_there"))


def test_a_pipeline_that_finds_no_names_is_told(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(ConfigurationError, match="no component that finds names"):
        load_entity_models(ReadingSettings(spacy_model=str(tmp_path / "bare")))


def test_settings_can_be_read_without_spacy() -> None:
    program = "import sys, schemas.settings, flows.settings; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_it_is_shown_headline_lead_and_what_may_tell_a_step() -> None:
    def sentence(number: int, section: str) -> Sentence:
        return Sentence(number, number + 1, f"Sentence {number}", "text", section)  # type: ignore[arg-type]

    sentences = [sentence(0, "title"), sentence(1, "lead"), *(sentence(n, "body") for n in range(2, 60))]
    assert worth_seeing(sentences, [], 50_000) == sentences[:2]
    assert len(worth_seeing(sentences, [], 300)) == 2 + MOST_SENTENCES


def test_a_pipeline_of_one_language_leaves_the_others_to_the_shipped_model(stand_in: Path) -> None:
    reader = load_reader(few(), ReadingSettings(spacy_model=str(stand_in)))
    text = "Das Bundeskartellamt leitet ein Verfahren gegen die Talgrund Software GmbH ein. Quillmoor wartet."
    assert "Talgrund Software GmbH" in mentions(reader, text, "de")
    assert "Quillmoor" in mentions(reader, "The FTC met Quillmoor.", "en")


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("The Commission has opened a formal investigation into the matter.", False),
        ("The Commission has opened a formal investigation into Quillmoor.", True),
        ("The company fooMoor makes software.", True),
        ("OpenAI did not answer.", False),
    ],
)
def test_a_sentence_whose_names_are_all_known_is_passed_over(text: str, unknown: bool) -> None:
    known = [Name("company", "openai", "OpenAI", 0, 6)] if text.startswith("OpenAI") else []
    assert has_unknown_name(Sentence(0, len(text), text, "text", "body"), known) is unknown


def test_the_model_computes_in_one_thread() -> None:
    """On a busy machine the second thread is waited for with each product of matrices."""

    def threads() -> set[int]:
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    with threadpool_limits(limits=2, user_api="blas"):
        assert threads() == {2}
        load_entity_models(ReadingSettings())
        assert threads() == {1}
