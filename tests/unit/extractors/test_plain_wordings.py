"""Plain wordings of every action in eight languages: tests/data/detection/wordings/<lang>.tsv, action and headline.

Each names an authority, and Microsoft (or ChatGPT) as the firm that must be told. Whoever adds words to one lexicon
looks here for the line that the others lack.
"""

from pathlib import Path

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Action, Role, Status

DATA = Path(__file__).parents[2] / "data" / "detection" / "wordings"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
FIRMS = {"Microsoft", "OpenAI"}
TOLD, WITH_THE_ACTION = 0.93, 0.89


def rows(lang: str) -> list[tuple[str, str]]:
    lines = (DATA / f"{lang}.tsv").read_text(encoding="utf-8").splitlines()
    return [(action, headline) for action, headline in (line.split("\t") for line in lines)]


def actions_told(reader: Reader, lang: str, headline: str) -> set[Action]:
    entry = ReadingInput(id="wording", title=headline, text="", lang=lang)
    return {
        finding.action
        for finding in reader.read(entry).findings
        if finding.status is Status.ASSERTED
        for party in finding.parties
        if party.role is Role.TARGET and party.name in FIRMS
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plain_wordings_are_told(lang: str, reader: Reader) -> None:
    told = [(Action(action), actions_told(reader, lang, headline)) for action, headline in rows(lang)]
    assert sum(bool(actions) for _, actions in told) >= TOLD * len(told)
    assert sum(action in actions for action, actions in told) >= WITH_THE_ACTION * len(told)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_wordings_hold_every_action(lang: str) -> None:
    assert {action for action, _ in rows(lang)} == {action.value for action in Action}
