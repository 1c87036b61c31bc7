"""Where a court sits, and whose step it rules on."""

import pytest

from cases.authorities import body_marks, place_of
from knowledge.load import load_catalogue

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("court", "place"),
    [
        ("US District Court for the Northern District of California", "us"),
        ("Oberlandesgericht Düsseldorf", "de"),
        ("Oberlandesgericht Wien", "at"),
        ("Verwaltungsgericht Köln", "de"),
        ("Tribunal da Relação de Lisboa", "pt"),
        ("Tribunal Regional Federal da 1ª Região", "br"),
        ("Marktenhof", "be"),
        ("Sąd Ochrony Konkurencji i Konsumentów", "pl"),
        ("Seoul High Court", "kr"),
        ("Federal Court", "other:Federal Court"),
    ],
)
def test_a_court_sits_where_its_name_says(court: str, place: str) -> None:
    assert place_of(f"other:{court}", CATALOGUE) == place


def test_a_text_names_the_authority_by_any_of_its_names() -> None:
    text = "The judge let the Federal Trade Commission's case go on; the states' case is another."
    assert "body:us-ftc" in set(body_marks(text, CATALOGUE))
    assert "body:uk-cma" not in set(body_marks(text, CATALOGUE))
