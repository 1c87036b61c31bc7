"""Detection does not get worse: figures on documents in eight languages stay above their floor.

tests/data/detection/<lang>.jsonl hold annotated documents written for this project, full of traps.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.contract import read_lines
from extractors.pipeline import Reader
from extractors.rates import Figures
from extractors.score_names import names_of_catalogue
from extractors.scoring import evaluate
from tests.bundled import bundled

DATA = Path(__file__).parents[2] / "data" / "detection"


@pytest.fixture(scope="module")
def figures(reader: Reader) -> Figures:
    lines = [line for path in sorted(DATA.glob("??.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    gold: list[dict[str, Any]] = [json.loads(line) for line in lines]
    answers = {answer["id"]: answer for answer, _ in read_lines(lines, reader)}
    catalogue = bundled()
    return evaluate(gold, answers, names_of_catalogue(catalogue.companies.values(), catalogue.authorities))


@pytest.mark.parametrize(
    ("figure", "precision", "recall"),
    [("watched", 0.80, 0.55), ("watched, authority", 0.68, 0.45), ("any firm", 0.65, 0.38)],
)
def test_rates_stay_above_their_floor(figures: Figures, figure: str, precision: float, recall: float) -> None:
    rate = figures.rates[figure]
    assert rate.precision >= precision, rate
    assert rate.recall >= recall, rate


def test_every_document_is_answered_and_quotes_itself(figures: Figures) -> None:
    assert figures.unanswered == 0
    assert figures.shares["alert list differs from events"].hit == 0
    assert figures.shares["evidence"].hit >= 0.75 * figures.shares["evidence"].of
