"""Registers, lists and cards of authorities, which hold no verbs: each tells its firms and what was done."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status

REGISTERS = Path(__file__).parents[2] / "data" / "registers"


class RegisterEntry(NamedTuple):
    """An entry of an authority's register, or words like it in the press where no authority stands beside them.

    `told`: each watched firm with the action that is news of it ("acme cleared").
    """

    lang: str
    authority: str
    title: str
    text: str
    told: list[str]


def entries() -> list[RegisterEntry]:
    return [
        RegisterEntry(**json.loads(line))
        for file in sorted(REGISTERS.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize("entry", entries(), ids=lambda each: f"{each.authority} {each.title[:60]}")
def test_an_entry_of_a_register_is_told_of_its_firms(reader: Reader, entry: RegisterEntry) -> None:
    reading = reader.read(
        ReadingInput(
            id="row",
            title=entry.title,
            text=entry.text,
            lang=entry.lang,
            date="2026-06-02",
            publisher=entry.authority or "The Daily Reader",
            official=bool(entry.authority),
            authority=entry.authority or None,
        )
    )
    news = [finding for finding in reading.findings if finding.status is Status.ASSERTED]
    told = {f"{firm.company} {finding.action}" for finding in news for firm in finding.targets() if firm.company}
    assert sorted(told) == entry.told
