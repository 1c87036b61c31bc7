"""By which printed day somebody must act, and whose day it is. The trap is named on each line."""

from datetime import date

import pytest

from extractors.pipeline import Reader
from schemas.finding import Finding, ReadingInput
from schemas.words import Action, Status

DAY = date(2026, 10, 9)


def news(reader: Reader, lang: str, title: str, text: str) -> tuple[Finding, ...]:
    reading = reader.read(ReadingInput(id="row", lang=lang, title=title, text=text, date="2026-09-01"))
    return tuple(f for f in reading.findings if f.status is Status.ASSERTED and f.targets())


@pytest.mark.parametrize(
    ("lang", "title", "text", "trap"),
    [
        (
            "en",
            "CMA opens merger inquiry into Adobe's purchase of Synthesia",
            "Date | Action\n9 October 2026 | Deadline for phase 1 decision",
            "a table puts the day before its noun",
        ),
        (
            "en",
            "CMA seeks views on remedies offered by Adobe",
            "The deadline for submitting comments on possible remedies is 5pm on Friday 9 October 2026.",
            "the day stands far behind its noun",
        ),
        (
            "de",
            "Bundeskartellamt eröffnet Verfahren gegen Amazon",
            "Die Frist für Stellungnahmen von Händlern und Verbänden endet am 9. Oktober 2026.",
            "noun and day apart",
        ),
        (
            "fr",
            "L'Autorité de la concurrence ouvre une procédure contre Google",
            "La date limite de dépôt des observations des tiers intéressés est fixée au 9 octobre 2026.",
            "noun and day apart",
        ),
        (
            "es",
            "La CNMC abre un expediente a Google",
            "El plazo para que los interesados presenten observaciones termina el 9 de octubre de 2026.",
            "noun and day apart",
        ),
        (
            "it",
            "L'Antitrust avvia un'istruttoria su Google",
            "Il termine per la presentazione delle osservazioni da parte dei terzi è il 9 ottobre 2026.",
            "noun and day apart",
        ),
        (
            "nl",
            "ACM opent onderzoek naar Apple",
            "De uiterste datum waarop belanghebbenden kunnen reageren is vrijdag 9 oktober 2026.",
            "noun and day apart",
        ),
        (
            "pl",
            "UOKiK wszczyna postępowanie przeciwko Apple",
            "Termin na przedstawienie stanowisk przez zainteresowane strony to 9 października 2026 r.",
            "noun and day apart",
        ),
        (
            "pt",
            "AdC abre processo contra a Google",
            "O prazo para a apresentação de observações pelos interessados termina em 9 de outubro de 2026.",
            "noun and day apart",
        ),
    ],
)
def test_a_day_is_read_where_its_noun_stands_apart(reader: Reader, lang: str, title: str, text: str, trap: str) -> None:
    assert {finding.deadline for finding in news(reader, lang, title, text)} == {DAY}, trap


def test_of_several_matters_each_has_its_own_day(reader: Reader) -> None:
    text = (
        "The Commission opened a formal investigation into Workday.\n\n"
        "The CMA accepted undertakings from Adobe. Adobe must comply by 9 October 2026.\n\n"
        "The CNIL fined Doctolib."
    )
    days = {t.name: f.deadline for f in news(reader, "en", "This week", text) for t in f.targets()}
    assert days == {"Workday": None, "Adobe": DAY, "Doctolib": None}


def test_what_is_over_sets_no_day_that_another_sentence_prints(reader: Reader) -> None:
    text = "The Italian authority raided Google's offices in Milan. The proceedings must end by 9 October 2026."
    found = news(reader, "en", "AGCM opens investigation into Google", text)
    assert {f.deadline for f in found if f.action is Action.OPENED} == {DAY}
    assert {f.deadline for f in found if f.action is Action.INSPECTION} <= {None}


def test_a_past_day_is_none(reader: Reader) -> None:
    found = news(reader, "en", "CMA opens inquiry into Adobe", "The deadline for comments was 9 August 2026.")
    assert {f.deadline for f in found} == {None}
