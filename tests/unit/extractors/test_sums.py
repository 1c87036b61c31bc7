"""What sum a step is about, and where it stands. The trap is named on each line."""

import pytest

from extractors.amounts import find_amounts
from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Status


def sums(reader: Reader, lang: str, title: str, text: str, publisher: str = "") -> set[tuple[float, str] | None]:
    document = ReadingInput(
        id="row", lang=lang, title=title, text=text, date="2026-09-01", publisher=publisher, official=bool(publisher)
    )
    found = [f for f in reader.read(document).findings if f.status is Status.ASSERTED]
    assert found
    return {(f.amount.value, f.amount.currency) if f.amount else None for f in found}


@pytest.mark.parametrize(
    ("lang", "title", "text", "expected", "trap"),
    [
        (
            "en",
            "FTC finalizes order settling charges against Replit",
            "The order was published today. Replit will pay $4.2 million.",
            {(4_200_000, "USD")},
            "the sum stands in a sentence that tells no step",
        ),
        (
            "en",
            "California agency fines Google $345,000",
            "The agency fined Google $345,178 for ignoring requests.",
            {(345_178, "USD")},
            "a headline rounds",
        ),
        (
            "en",
            "FTC settles with Adobe",
            "The order concerns its $1.1 billion acquisition of Figma.",
            {None},
            "the price of a deal",
        ),
        (
            "en",
            "FTC settles with Adobe",
            "Adobe may have to pay up to $50 million for each breach of the order.",
            {None},
            "the most that could be asked",
        ),
        (
            "de",
            "Bundeskartellamt untersagt Amazon die Preiskontrolle",
            "Amazon muss 59 Mio. Euro zahlen.",
            {(59_000_000, "EUR")},
            "the sum stands in a sentence that tells no step",
        ),
        (
            "pt",
            "ANPD determina que a Meta apague os dados",
            "Em caso de descumprimento, a multa diária é de R$ 50 mil.",
            {None},
            "a sum a day",
        ),
        (
            "fr",
            "La cour d'appel de Paris confirme l'amende de 150 millions d'euros infligée à Apple",
            "L'Autorité de la concurrence l'avait prononcée.",
            {None},
            "a court rules on a sum set before",
        ),
    ],
)
def test_the_sum_is_that_of_the_step(
    reader: Reader, lang: str, title: str, text: str, expected: set[tuple[float, str] | None], trap: str
) -> None:
    assert sums(reader, lang, title, text) == expected, trap


@pytest.mark.parametrize(
    ("text", "trap"), [("(T-211/26 R)", "the letter of an urgent case"), ("a list of 3 $ signs", "a sign behind")]
)
def test_a_sign_behind_a_number_makes_no_sum(text: str, trap: str) -> None:
    assert list(find_amounts(text)) == [], trap
