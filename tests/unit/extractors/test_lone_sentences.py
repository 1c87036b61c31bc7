"""Headlines read alone, in eight languages, each a trap of its own.

tests/data/detection/lone/<lang>.tsv, four columns: firms (`+` must be told, `-` must stay quiet), the action or what
the sentence is instead, the headline, and what makes it hard.
"""

from pathlib import Path
from typing import Any

import pytest

from extractors.contract import as_input, as_output
from extractors.pipeline import Reader
from extractors.score_names import names_of_catalogue
from extractors.scoring import evaluate
from tests.bundled import bundled

DATA = Path(__file__).parents[2] / "data" / "detection" / "lone"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")


def headlines(lang: str) -> list[dict[str, Any]]:
    rows = [line.split("\t") for line in (DATA / f"{lang}.tsv").read_text(encoding="utf-8").splitlines()]
    return [headline(f"{lang}-{number}", lang, *row) for number, row in enumerate(rows, 1)]


def headline(identity: str, lang: str, firms: str, action: str, title: str, trap: str) -> dict[str, Any]:
    signed = [firm.strip() for firm in firms.split(",")]
    alert = [firm[1:] for firm in signed if firm[0] == "+"]
    event = {"authority": None, "action": action, "status": "asserted"}
    parties = [{"name": firm, "role": "target"} for firm in alert]
    return {
        "id": identity, "lang": lang, "date": "2026-03-03", "publisher": "", "official": False, "url": "", "text": "",
        "title": title, "events": [{**event, "parties": parties}] if alert else [], "alert": alert,
        "quiet": [firm[1:] for firm in signed if firm[0] == "-"], "trap": trap,
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lone_headlines_stay_above_their_floor(lang: str, reader: Reader) -> None:
    gold = headlines(lang)
    answers = {one["id"]: as_output(reader.read(as_input(one))) for one in gold}
    catalogue = bundled()
    names = names_of_catalogue(catalogue.companies.values(), catalogue.authorities)
    rate = evaluate(gold, answers, names).rates["watched"]
    assert rate.precision >= 0.84, rate
    assert rate.recall >= 0.8, rate
