"""The rows the quick network gives are those of spaCy's own layers."""

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from extractors.entity_model import SHIPPED
from extractors.name_network import Floats, NameNetwork, can_run

TEXTS = ["The FTC has sued Quillmoor Labs.", "", "Acme\u00a0Ltd buys Verdanse", "a", "Talgrund sues the FTC."]
CLOSE = 1e-4


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(SHIPPED)


def of_spacy(nlp: Language) -> Floats:
    ner: Any = nlp.get_pipe("ner")
    rows: Floats = ner.model.get_ref("tok2vec").predict([nlp.make_doc(text) for text in TEXTS])
    return rows


def run(nlp: Language, network: NameNetwork) -> Floats:
    rows = network.rows([[token.text for token in nlp.make_doc(text)] for text in TEXTS])
    return rows @ network.weights.T + network.bias


def test_the_rows_are_those_of_spacy(nlp: Language) -> None:
    np.testing.assert_allclose(run(nlp, NameNetwork(nlp)), of_spacy(nlp), atol=CLOSE)


@pytest.mark.parametrize(
    "most", [pytest.param(0, id="nothing is remembered"), pytest.param(16, id="more words than are remembered at once")]
)
def test_what_is_forgotten_changes_no_row(nlp: Language, most: int) -> None:
    network = NameNetwork(nlp, most)
    network.rows([["Other", "words", "before"]])
    np.testing.assert_allclose(run(nlp, network), of_spacy(nlp), atol=CLOSE)


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param({"@architectures": "spacy.MaxoutWindowEncoder.v2", "window_size": 2}, id="wider windows"),
        pytest.param({"@architectures": "spacy.MishWindowEncoder.v2", "window_size": 1}, id="another kind of unit"),
    ],
)
def test_another_network_is_left_to_spacy(encode: dict[str, object]) -> None:
    pieces = {"maxout_pieces": 2} if "Maxout" in str(encode["@architectures"]) else {}
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": 8, "attrs": ["NORM"], "rows": [9],
        "include_static_vectors": False,
    }  # fmt: skip
    tok2vec = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": embed,
        "encode": encode | pieces | {"width": 8, "depth": 1},
    }
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
        "hidden_width": 8, "maxout_pieces": 2, "use_upper": True, "tok2vec": tok2vec,
    }  # fmt: skip
    nlp = spacy.blank("xx")
    nlp.add_pipe("ner", config={"model": parser})
    assert not can_run(nlp)
