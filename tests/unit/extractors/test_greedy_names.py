"""The names read off in batches are those that spaCy's own parser reads."""

import pytest
import spacy
from spacy.language import Language

from extractors.entity_model import SHIPPED
from extractors.greedy_names import GreedyNames, can_read
from training.records import read_sentences


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(SHIPPED)


def of_spacy(nlp: Language, texts: list[str]) -> list[list[tuple[str, int, int]]]:
    return [[(e.label_, e.start_char, e.end_char) for e in doc.ents] for doc in nlp.pipe(texts)]


def read_off(nlp: Language, texts: list[str]) -> list[list[tuple[str, int, int]]]:
    return GreedyNames(nlp).find(texts)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(
            ["The FTC has sued Quillmoor Labs.", "Nobody knows Verdanse."], id="names of one and of more tokens"
        ),
        pytest.param(
            ["Acme", "The case concerns Acme", "Talgrund Software"], id="a name that begins at the last token"
        ),
        pytest.param(["Acme \n Ltd", "\n", " Acme  Ltd "], id="no name begins with white space"),
        pytest.param(["", "Acme Ltd sued.", ""], id="texts without tokens"),
        pytest.param([], id="no texts"),
        pytest.param(["ACME HOLDINGS GMBH UND TALGRUND SOFTWARE AG GEGEN VERDANSE"], id="names up to the end"),
    ],
)
def test_they_are_those_of_the_parser(nlp: Language, texts: list[str]) -> None:
    assert read_off(nlp, texts) == of_spacy(nlp, texts)


def test_they_are_those_of_the_parser_in_sentences_of_eight_languages(nlp: Language) -> None:
    texts = [record.text for record in read_sentences()[::4]]
    found = read_off(nlp, texts)
    assert found == of_spacy(nlp, texts)
    assert sum(map(len, found)) > len(texts)


def test_another_kind_of_pipeline_is_left_to_spacy(nlp: Language) -> None:
    assert can_read(nlp)
    ruled = spacy.blank("xx")
    ruled.add_pipe("entity_ruler")
    beam = spacy.blank("xx")
    beam.add_pipe("beam_ner", name="ner")
    assert not can_read(ruled)
    assert not can_read(beam)
