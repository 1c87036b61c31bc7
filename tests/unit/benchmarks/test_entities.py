"""The benchmark of names prints rates for the model and for the whole reading."""

import json
from pathlib import Path

import pytest

from benchmarks.entities import main, with_unseen_firms
from training.records import read_entities

LINES = [
    {"id": "1", "lang": "en", "text": "The FTC sued OpenAI.", "ents": [[4, 7, "AUTHORITY"], [13, 19, "COMPANY"]]},
    {"id": "2", "lang": "en", "text": "Nothing happened.", "ents": []},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sentences.jsonl"
    path.write_text("\n".join(map(json.dumps, LINES)), encoding="utf-8")
    return path


def test_figures_of_both_are_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["whole reading"]["COMPANY"]["wanted"] == 1
    assert figures["whole reading"]["AUTHORITY"]["recall"] == 1.0
    assert set(figures["model alone"]) >= {"COMPANY", "AUTHORITY", "PERSON"}


def test_firms_can_be_given_unseen_names(file: Path) -> None:
    first, second = with_unseen_firms(read_entities(file), 1)
    start, end, label = first.spans[1]
    assert label == "COMPANY"
    assert first.text[start:end] != "OpenAI"
    assert first.text.startswith("The FTC sued ")
    assert second.text == "Nothing happened."


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err
