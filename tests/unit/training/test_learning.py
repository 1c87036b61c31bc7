"""Training runs from end to end on a few sentences, and the same data give the same model."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.training import Example

from extractors.tokens import blank_language
from training.__main__ import main
from training.evaluating import rates
from training.examples import examples, gold_doc
from training.learning import Shape, train
from training.records import UNKNOWN, Labelled
from training.saving import save, size_of

SMALL = Shape(
    width=32, depth=1, hidden=32, rows=(500, 100, 200, 100), batch_words=(60, 120), steps=100, rate=0.01, dropout=0.0
)
TEXTS = [
    Labelled(
        "1", "en", "The FTC sued Velmont in Oslo.", ((4, 7, "AUTHORITY"), (13, 20, "COMPANY"), (24, 28, "PLACE")), ""
    ),
    Labelled("2", "en", "The FTC fined Brixo Ltd.", ((4, 7, "AUTHORITY"), (14, 23, "COMPANY")), ""),
    Labelled("3", "en", "Nothing happened on Monday.", (), ""),
]


def some(nlp: Language) -> list[Example]:
    return examples(nlp, TEXTS)


@pytest.fixture(scope="module")
def trained() -> Language:
    return train(some, SMALL)


def names(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in nlp(text).ents]


def test_a_model_learns_what_it_is_shown(trained: Language) -> None:
    assert names(trained, TEXTS[1].text) == [("FTC", "AUTHORITY"), ("Brixo Ltd", "COMPANY")]


def test_a_saved_model_is_small_and_finds_the_same(trained: Language, tmp_path: Path) -> None:
    save(trained, tmp_path / "model", "# From nowhere\n", ["nothing"])
    again = spacy.load(tmp_path / "model")
    assert names(again, TEXTS[0].text) == names(trained, TEXTS[0].text) != []
    assert (tmp_path / "model" / "ATTRIBUTION.md").read_text(encoding="utf-8") == "# From nowhere\n"
    assert (tmp_path / "model" / "words.txt").read_text(encoding="utf-8") == "nothing\n"
    assert size_of(tmp_path / "model") < 1_000_000


def test_the_same_data_give_the_same_model(trained: Language) -> None:
    again = train(some, SMALL)
    assert again.get_pipe("ner").model.to_bytes() == trained.get_pipe("ner").model.to_bytes()


def test_nothing_is_learnt_from_words_of_unknown_label() -> None:
    doc = gold_doc(blank_language(), Labelled("4", "en", "Acme met Brixo", ((0, 4, "COMPANY"), (9, 14, UNKNOWN)), ""))
    assert [token.ent_iob_ for token in doc] == ["B", "O", ""]


def test_a_name_inside_a_word_is_left_open() -> None:
    doc = gold_doc(blank_language(), Labelled("5", "de", "Das Metaverfahren", ((4, 8, "COMPANY"),), ""))
    assert [token.ent_iob_ for token in doc] == ["O", ""]


def test_a_name_is_right_when_span_and_label_are() -> None:
    wanted = [((0, 4, "COMPANY"), (9, 12, "LAW")), ((0, 3, UNKNOWN),)]
    given = [((0, 4, "COMPANY"), (9, 12, "PLACE"), (20, 22, "COMPANY")), ((0, 3, "COMPANY"),)]
    found = rates(wanted, given, ("COMPANY", "LAW"))
    assert (found["COMPANY"].right, found["COMPANY"].given, found["COMPANY"].wanted) == (1, 2, 1)
    assert found["COMPANY"].f1 == pytest.approx(2 / 3)
    assert found["LAW"].recall == 0


@pytest.mark.slow
def test_the_command_makes_a_model_and_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "model"
    assert main(["--out", str(out), "--steps", "2", "--frames", "0", "--limit", "10"]) == 0
    assert "COMPANY" in capsys.readouterr().out
    assert spacy.load(out).pipe_names == ["ner"]
    # Ten of our own sentences and ten of our own registers.
    assert "20 sentences" in (out / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert (out / "words.txt").stat().st_size > 1000
