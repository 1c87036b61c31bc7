"""What is learnt stands beside the rules: it tells what they missed, and drops what the document contradicts."""

from pathlib import Path

import numpy as np
import pytest

from extractors.mention_features import mention_features, view
from extractors.pipeline import Reader
from extractors.weighing import Models, dense_score, load_models, probability, weigh
from extractors.weights import BITS, LinearModel, load_weights, places_of, save_weights
from schemas.finding import ReadingInput
from schemas.words import Action, Status

TEXT = "The Commission has fined Meta. Its rival Amazon welcomed the fine."


def constant(odds: float) -> Models:
    """Return models that answer the same for every firm, whatever the text."""
    rows = np.zeros((1, 8))
    actions = np.zeros((2, 8))
    return Models(
        mention=LinearModel(("target",), rows, np.array([odds])),
        document=LinearModel(("best",), np.array([[1.0]]), np.array([0.0])),
        action=LinearModel(("decision", "opened"), actions, np.array([0.0, 1.0])),
    )


def read(reader: Reader, text: str):  # type: ignore[no-untyped-def]
    doc = reader.analyse(ReadingInput(id="d", title="", text=text, date="2026-03-01"))
    return doc, [step for step in doc._.steps if not step.learnt]


def test_signs_mask_the_names_and_keep_what_is_said_of_each(reader: Reader) -> None:
    doc, steps = read(reader, TEXT)
    seen = view(doc, steps)
    first, second = seen.sentences
    about_meta, about_amazon = mention_features(seen, first, "meta"), mention_features(seen, second, "amazon")
    assert {b"b:fined F_", b"rule:target:asserted", b"hit:decision:behind", b"authority:before:1"} <= about_meta
    assert b"l2:its rival" in about_amazon
    assert not any(b"meta" in sign.lower() for sign in about_meta)


def test_a_firm_the_weights_do_not_believe_is_not_told(reader: Reader) -> None:
    doc, steps = read(reader, TEXT)
    assert any(step.status is Status.ASSERTED for step in steps)
    left = weigh(doc, steps, constant(-9.0))
    assert not [step for step in left if step.status is Status.ASSERTED]
    assert "meta" in doc._.doubted


def test_a_firm_the_weights_are_sure_of_is_told_with_the_action_they_learnt(reader: Reader) -> None:
    doc, steps = read(reader, TEXT)
    told = [step for step in weigh(doc, steps, constant(9.0)) if step.learnt]
    assert [(step.targets()[0].key, step.action) for step in told] == [("amazon", Action.OPENED)]
    assert told[0].hit.trigger.rule == "en-opened-learnt"


def test_without_models_the_rules_stand_alone(reader: Reader) -> None:
    doc, steps = read(reader, TEXT)
    assert weigh(doc, steps, None) is steps


def test_weights_are_stored_and_loaded_as_they_were(tmp_path: Path) -> None:
    weights = np.zeros((2, 1 << BITS), dtype=np.float32)
    weights[1, places_of([b"u:fined"])] = 0.5
    save_weights("action", LinearModel(("opened", "decision"), weights, np.array([0.25, 0.0])), tmp_path)
    loaded = load_weights("action", tmp_path)
    assert loaded is not None
    assert loaded.best([b"u:fined"]) == "decision"
    assert loaded.best([b"u:opened"]) == "opened"
    assert load_weights("mention", tmp_path) is None


def test_a_smaller_model_folds_the_places_of_a_larger_one() -> None:
    model = LinearModel(("target",), np.full((1, 16), 0.5), np.array([1.0]))
    assert model.scores([b"a"]) == pytest.approx([1.5])


def test_numbers_a_model_does_not_know_count_nothing() -> None:
    model = LinearModel(("best",), np.array([[2.0]]), np.array([-1.0]))
    assert dense_score({"best": 1.5, "unheard of": 99.0}, model) == pytest.approx(2.0)
    assert probability(0.0) == pytest.approx(0.5)
    assert 0 < probability(-1e9) < probability(1e9) < 1


def test_the_shipped_models_are_there_and_small() -> None:
    assert load_models() is not None
    files = list((Path(__file__).parents[3] / "extractors" / "weights").glob("*.npz"))
    assert {file.stem for file in files} == {"action", "document", "mention"}
    assert sum(file.stat().st_size for file in files) < 2_000_000
