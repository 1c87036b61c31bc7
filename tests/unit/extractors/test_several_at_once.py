"""Texts that tell of several authorities or matters at once: each step keeps its own authority, firm and action."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status

SEVERAL = Path(__file__).parents[2] / "data" / "several"


class Row(NamedTuple):
    """A text, and what is news in it: "firm action authority"."""

    lang: str
    title: str
    text: str
    told: list[str]


def rows() -> list[Row]:
    return [
        Row(**json.loads(line))
        for file in sorted(SEVERAL.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize("row", rows(), ids=lambda row: (row.title or row.text)[:60])
def test_each_step_keeps_who_took_it(reader: Reader, row: Row) -> None:
    given = ReadingInput(id="row", title=row.title, text=row.text, lang=row.lang, date="2026-06-02", publisher="Daily")
    news = [finding for finding in reader.read(given).findings if finding.status is Status.ASSERTED]
    told = {
        f"{firm.company} {finding.action} {finding.authority}"
        for finding in news
        for firm in finding.targets()
        if firm.company
    }
    assert sorted(told) == row.told
