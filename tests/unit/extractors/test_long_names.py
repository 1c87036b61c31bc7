"""Long names of firms by legal form: small words, initials, half words, what the firm does, several forms."""

from pathlib import Path

import pytest

from extractors.brands import end_of_product
from extractors.entity_model import Entity
from extractors.formal_names import find_formal_names
from extractors.long_names import _parts, find_long_names
from extractors.merger_titles import parties_of_mergers
from extractors.name_spans import behind_description, is_no_firm
from extractors.persons import is_person
from schemas.errors import DataFileError


def long_names(text: str) -> list[str]:
    return [text[name.start : name.end] for name in find_long_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("contrôle de la Société des Carrières du Lac SA et", "Société des Carrières du Lac SA"),
        ("Die Quovera Bau- und Verwaltungs GmbH klagt.", "Quovera Bau- und Verwaltungs GmbH"),
        ("aanvraag van H.J. Brindalby B.V. te Gouda", "H.J. Brindalby B.V."),
        ("melding van Aannemersbedrijf Gebr. de Brinda B.V. op 3 mei", "Aannemersbedrijf Gebr. de Brinda B.V."),
        ("Gegen die Verkehrsbetriebe Brinda am Main mbH wurde", "Verkehrsbetriebe Brinda am Main mbH"),
        ("nałożył na Quovera sp. z o.o. sp. k. karę", "Quovera sp. z o.o. sp. k."),
        ("da Quovera – Indústria, comércio e Lazer, S.A. e", "Quovera – Indústria, comércio e Lazer, S.A."),
        ("coima ao Hospital de Brinda, E.P.E. em maio", "Hospital de Brinda, E.P.E."),
        ("compra Hermanos Brinda Obras y Tierras, S.L. en 2024", "Hermanos Brinda Obras y Tierras, S.L."),
        ("devralan Quovera Sanayi ve Ticaret A.Ş. bildirdi", "Quovera Sanayi ve Ticaret A.Ş."),
        ("nei confronti di 2i Quovera S.p.A. è", "2i Quovera S.p.A."),
        ("multado a Grupo 5 Quovera Social, S.A. con", "Grupo 5 Quovera Social, S.A."),
        ("condenou a Quovera Sul do Brasil S.A. em", "Quovera Sul do Brasil S.A."),
        ("multou o Hospital Quovera Sul, EPE em", "Hospital Quovera Sul, EPE"),
        ("Gegen die Quovera OHG wurde", "Quovera OHG"),  # a form that no rule of steps needs
    ],
)  # fmt: skip
def test_a_long_name_is_whole(text: str, name: str) -> None:
    assert long_names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The firm Quovera Ltd was fined.",  # a row of capitals is found elsewhere
        "La décision du conseil de Quovera SA a été",  # small words before a name that begins with none of the words
        "Quovera Ltd and Brindalby Ltd merged.",  # two firms
        "La société Brinda et Quovera SA ont",  # two names, of which only one has a form
        "They met. J. said no.",
    ],
)
def test_what_goes_on_to_the_left_is_not_always_the_name(text: str) -> None:
    assert long_names(text) == []


def test_a_legal_form_may_stand_first_and_an_article_is_no_part() -> None:
    text = "la société SAS Quovera a saisi; Die Quovera SE & Co. KG klagt."
    assert {text[n.start : n.end] for n in find_formal_names(text)} == {"SAS Quovera", "Quovera SE & Co. KG"}


def test_words_that_break_their_form_are_told(tmp_path: Path) -> None:
    file = tmp_path / "long_names.toml"
    file.write_text('heads = "Banco"\n', encoding="utf-8")
    with pytest.raises(DataFileError):
        _parts(file)


def test_parties_of_registers_may_have_numbers_and_initials() -> None:
    text = "na operação de concentração 12/2026 - Q.V.R. Capital*3T Brinda / Ativos Quovera."
    assert [text[n.start : n.end] for n in parties_of_mergers(text)] == ["Q.V.R. Capital", "3T Brinda", "Quovera"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [("Ativos Quovera", "Quovera"), ("Firma Quovera", "Quovera"), ("Sociedade Quovera", "Sociedade Quovera")],
)
def test_a_description_is_no_part_and_a_kind_of_firm_is(text: str, rest: str) -> None:
    assert text[behind_description(0, len(text), text) :] == rest


@pytest.mark.parametrize(
    ("text", "is_none"), [("Mr Quovera said", True), ("Shri A. Quovera said", True), ("At Quovera we", False)]
)
def test_who_has_a_title_is_no_firm(text: str, is_none: bool) -> None:
    start = text.index("Quovera")
    assert is_no_firm("Quovera", Entity("COMPANY", start, start + 7), text) is is_none


@pytest.mark.parametrize(
    ("surface", "person"), [("Anna Keller", True), ("Anna Keller Capital", False), ("Sandeep Quovera", True)]
)
def test_a_first_name_and_the_last_word_of_a_firm_tell_persons(surface: str, person: bool) -> None:
    assert is_person(surface) is person


@pytest.mark.parametrize(
    ("text", "product"), [("Google Kalender ist", "Google Kalender"), ("Google said", None), ("Google Mapsoft", None)]
)
def test_a_word_behind_a_firm_makes_a_product_of_it(text: str, product: str | None) -> None:
    end = end_of_product(len("Google"), text)
    assert (text[:end] if end else None) == product
