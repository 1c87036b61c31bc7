"""Languages of a brief lexicon: when a text is read as one of them. The trap is named on each line."""

import pytest

from extractors.language import detect_language
from extractors.lexicon import load_lexicons
from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        pytest.param("AZTN pokrenuo postupak", "hr", "hr", id="declared, and no small word"),
        pytest.param("Datatilsynet ilegger Meta gebyr", "nb", "no", id="a form of Norwegian"),
        pytest.param("Úřad uvedl, že řízení proti firmě není skončeno", None, "cs", id="nothing declared"),
        pytest.param(
            "The office of the company has opened in a new town", "da", "en", id="declared, but plainly English"
        ),
        pytest.param("Kara dla spółki za złe praktyki", "pl", "pl", id="a neighbour that is declared"),
        pytest.param("Kara na spółkę", None, "pl", id="a neighbour, and nothing declared"),
        pytest.param("Konkurentsiamet alustas menetlust", "et", "et", id="no lexicon at all"),
    ],
)
def test_when_a_brief_lexicon_is_chosen(text: str, declared: str | None, language: str) -> None:
    assert detect_language(text, load_lexicons(), declared) == language


@pytest.mark.parametrize(
    ("lang", "title", "text", "firms"),
    [
        pytest.param(
            "cs",
            "Pokuta pro provozovatele tržiště",
            "Úřad pro ochranu hospodářské soutěže uložil společnosti Amazon pokutu 12 milionů korun. V roce 2018 "
            "uložila Evropská komise pokutu společnosti Google.",
            {"Amazon"},
            id="an older fine beside the news",
        ),
        pytest.param(
            "sv",
            "Sanktionsavgift för sökjätten",
            "Integritetsskyddsmyndigheten har i dag beslutat om en sanktionsavgift på 75 miljoner kronor mot Google.",
            {"Google"},
            id="a sum between the fine and its firm",
        ),
        pytest.param(
            "hr",
            "Savjetovanje o digitalnim tržištima",
            "Na savjetovanju su govorili predstavnici Googlea i Microsofta. AZTN ne vodi nikakav postupak.",
            set(),
            id="guests of a conference",
        ),
    ],
)
def test_short_texts(reader: Reader, lang: str, title: str, text: str, firms: set[str]) -> None:
    reading = reader.read(ReadingInput(id="row", title=title, text=text, lang=lang, date="2026-06-01"))
    news = [finding for finding in reading.findings if finding.status is Status.ASSERTED]
    assert {party.name for finding in news for party in finding.targets()} == firms
