"""Headlines and short notes in the manner of papers, each with the trap it sets: who is told of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.contract import as_input, as_output
from extractors.pipeline import Reader

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "press" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['lang']}: {row['trap']}: {row['title'][:60]}")
def test_only_who_is_told_of_alerts(reader: Reader, row: dict[str, Any]) -> None:
    note = as_input({"id": "row", "date": "2026-10-01", **{key: row[key] for key in ("lang", "title", "text")}})
    assert set(as_output(reader.read(note))["alert"]) == set(row["told"]), row["trap"]
