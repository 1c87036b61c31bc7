"""Who complained: associations, and firms beside the words. The trap is named on each line."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Role


def complainants(reader: Reader, lang: str, title: str, text: str) -> set[str]:
    reading = reader.read(ReadingInput(id="row", lang=lang, title=title, text=text, date="2026-09-01"))
    assert reading.findings
    return {p.name for f in reading.findings for p in f.parties if p.role is Role.COMPLAINANT}


@pytest.mark.parametrize(
    ("lang", "title", "text", "expected", "trap"),
    [
        (
            "en",
            "CMA closes case against Arm",
            "The complainant, Qualcomm, has been informed.",
            {"Qualcomm"},
            "apposition",
        ),
        (
            "en",
            "FTC closes inquiry into Shopify",
            "Stripe and Adyen, which had raised the issue, declined to comment.",
            {"Stripe", "Adyen"},
            "a list before a relative clause",
        ),
        (
            "de",
            "EU-Kommission eröffnet Verfahren gegen Microsoft",
            "Salesforce, dessen Beschwerde die Ermittlungen ausgelöst hatte, sprach von einem Anfang.",
            {"Salesforce"},
            "whose complaint",
        ),
        (
            "de",
            "Bundeskartellamt leitet Verfahren gegen Amazon ein",
            "Auch Otto und Zalando hatten sich beschwert.",
            {"Otto", "Zalando"},
            "a reflexive verb",
        ),
        (
            "es",
            "La CNMC incoa un expediente contra Amazon",
            "La investigación parte de una denuncia de la asociación Adigital.",
            {"Adigital"},
            "one word, called an association",
        ),
        (
            "it",
            "L'AGCM avvia un'istruttoria nei confronti di TikTok",
            "Il procedimento trae origine da una segnalazione di Altroconsumo.",
            {"Altroconsumo"},
            "a known association",
        ),
        (
            "nl",
            "",
            "De Consumentenbond heeft bij de ACM een handhavingsverzoek tegen Temu ingediend.",
            {"Consumentenbond"},
            "an association is no authority",
        ),
        (
            "pl",
            "",
            "Fundacja Panoptykon złożyła do Prezesa UODO skargę na serwis X.",
            {"Fundacja Panoptykon"},
            "who complains, and about whom",
        ),
        (
            "pt",
            "",
            "A ANACOM analisou a queixa apresentada pela DECO contra a OLX e decidiu encerrar o procedimento.",
            {"DECO"},
            "an association is no authority",
        ),
        (
            "pt",
            "Cade instaura processo contra a Meta",
            "A investigação teve início após representação das empresas Luzia e Zapia.",
            {"Luzia", "Zapia"},
            "a list behind its kind",
        ),
        ("en", "CMA fines Google", "A complaint by Jane Miller started it.", set(), "a person"),
        ("en", "CMA fines Google", "Counsel complained to the CMA about delays.", set(), "a plain word first"),
        ("en", "CMA fines Google", "The News Media Association welcomed the fine.", set(), "praise is no complaint"),
    ],
)
def test_who_complained_is_told_beside_the_target(
    reader: Reader, lang: str, title: str, text: str, expected: set[str], trap: str
) -> None:
    assert complainants(reader, lang, title, text) == expected, trap
