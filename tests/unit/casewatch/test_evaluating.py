"""`casewatch evaluate` prints the figures of the scoring script on the same files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from casewatch.evaluating import evaluation
from casewatch.reading_files import answers
from schemas.errors import ConfigurationError
from schemas.settings import Settings

GOLD = Path(__file__).parents[4] / "shared" / "gold"


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated real documents are not here")
def test_the_figures_are_those_of_the_scoring_script(tmp_path: Path) -> None:
    gold, stored = tmp_path / "gold.jsonl", tmp_path / "answers.jsonl"
    some = (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()[::4]
    gold.write_text("\n".join(some), encoding="utf-8")
    lines = (json.dumps(answer, ensure_ascii=False) for answer, _good in answers(gold, Settings()))
    stored.write_text("\n".join(lines), encoding="utf-8")
    ours = json.loads(evaluation(gold, stored, Settings(), 0, False, True))
    command = [sys.executable, str(GOLD / "score.py"), str(gold), str(stored), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert {name: ours[name] for name in theirs} == theirs


def test_the_figures_are_printed_with_the_errors(tmp_path: Path) -> None:
    right = {
        "id": "a",
        "lang": "en",
        "official": True,
        "date": "2026-11-19",
        "title": "CMA opens investigation into OpenAI",
        "text": "",
        "events": [
            {"authority": "uk-cma", "action": "opened", "status": "asserted",
             "parties": [{"name": "OpenAI", "role": "target"}]}
        ],
        "alert": ["OpenAI"],
    }  # fmt: skip
    wrong = {**right, "id": "b", "title": "OpenAI presents a new model"}
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, [right, wrong])), encoding="utf-8")
    printed = evaluation(gold, None, Settings(), 5, True, False)
    assert "(1 right, 2 wanted, 1 given)" in printed
    assert "MISSED openai in b: OpenAI presents a new model" in printed


def test_a_file_that_is_not_jsonl_is_told(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("not json", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"gold\.jsonl"):
        evaluation(tmp_path / "gold.jsonl", None, Settings(), 0, False, False)
