"""The edges of names that nobody listed, and what the model mistakes for a firm or takes for none: rules of form."""

from pathlib import Path

import pytest

from extractors.brands import is_product_name
from extractors.entity_model import Entity
from extractors.mistaken_names import _words, as_firm, is_mistaken
from extractors.name_edges import with_edges
from extractors.parts import Name
from schemas.errors import DataFileError


def seen(text: str, surface: str, method: str = "model") -> Name:
    start = text.index(surface)
    return Name("company", None, surface, start, start + len(surface), method)


def edged(text: str, surface: str, lang: str, method: str = "model") -> list[str]:
    return [text[name.start : name.end] for name in with_edges([seen(text, surface, method)], text, lang)]


@pytest.mark.parametrize(
    ("text", "surface", "lang", "firm"),
    [
        ("Le Groupe Brixomor exploite un port.", "Le Groupe Brixomor", "fr", "Groupe Brixomor"),
        ("La Brixomor exploite un port.", "La Brixomor", "fr", "La Brixomor"),  # "La Poste" is a name
        ("A Brixomor Vida vende seguros.", "A Brixomor Vida", "pt", "Brixomor Vida"),
        ("Both Brixomor Foods and Zandor", "Both Brixomor Foods", "en", "Brixomor Foods"),
        ("and the Swedish Brixo Kemi AB are", "Swedish Brixo Kemi AB", "en", "Brixo Kemi AB"),
        ("and Swedish Brixo Kemi AB are", "Swedish Brixo Kemi AB", "en", "Swedish Brixo Kemi AB"),
        ("Former Brixomor employees said", "Brixomor employees", "en", "Brixomor"),
        ("from Brixomor plc and others", "Brixomor plc", "en", "Brixomor plc"),  # a legal form is no small word
        ("con Brixomor terminó en mayo", "Brixomor terminó", "es", "Brixomor"),
        ("Zandor Ltd and Brixomor Ltd.", "Brixomor Ltd.", "en", "Brixomor Ltd"),  # the dot ends the sentence
        ("Zandor Ltd. and Brixomor Ltd.", "Brixomor Ltd.", "en", "Brixomor Ltd."),
        ("tussen Zandor en Brixomor B.V..", "Brixomor B.V", "nl", "Brixomor B.V."),
        ("Brixomor Insurance Company of Canada sold", "Brixomor Insurance Company", "en", "{} of Canada"),
        ("Brixomor Insurance Company of Leeds sold", "Brixomor Insurance Company", "en", "{}"),
        ("PS11287 - BRIXOMOR-MANCATA CONSEGNA", "BRIXOMOR-MANCATA CONSEGNA", "it", "BRIXOMOR"),
        ("BRIXO SONS AND OTHERS", "BRIXO SONS AND OTHERS", "en", "BRIXO SONS"),
        ("BRIXOMOR FOODS Decision Number 4", "BRIXOMOR FOODS Decision Number", "en", "BRIXOMOR FOODS"),
        ("BRIXOMOR Corporation was fined", "BRIXOMOR Corporation", "en", "{}"),
        ("Brixomor Decision Systems was fined", "Brixomor Decision Systems", "en", "{}"),
        ("con Brixomor[12 y otros", "Brixomor[12", "es", "Brixomor"),
        ("said that company Brixomor sells", "company Brixomor", "en", "Brixomor"),
    ],
)
def test_a_name_is_cut_and_completed_at_its_edges(text: str, surface: str, lang: str, firm: str) -> None:
    assert edged(text, surface, lang) == [firm.format(surface)]


def test_a_row_of_capitals_holds_two_firms() -> None:
    assert edged("BRIXO LTD OF ZANDOR FOODS LIMITED", "BRIXO LTD OF ZANDOR FOODS LIMITED", "en") == [
        "BRIXO LTD",
        "ZANDOR FOODS LIMITED",
    ]


def test_a_buyer_is_parted_from_what_it_buys() -> None:
    surface = "Brixo of Zandor Foods"
    assert edged(f"Anticipated acquisition by {surface}", surface, "en") == ["Brixo", "Zandor Foods"]
    assert edged(f"A letter by {surface}", surface, "en") == [surface]


def test_only_what_nobody_listed_is_cut() -> None:
    text = "Former Brixomor employees said"
    listed = Name("company", "brixomor", "Brixomor", 7, 25)
    assert with_edges([listed], text, "en") == [listed]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("at Brixomor Street in", "Brixomor Street"),
        ("near Lake Brixomor in", "Lake Brixomor"),
        ("Brixomor Zandor 12 00-950 Warszawa", "Brixomor Zandor"),  # a number and a postal code
        ("RELATOR Professor Brixomor Zandor", "RELATOR Professor Brixomor Zandor"),
        ("the Brixomor Growers Federation said", "Brixomor Growers Federation"),
        ("a drug called Brixomor is", "Brixomor"),
        ("la marque Brixomor est", "Brixomor"),
        ("Menu Akty prawneHistoria Menu", "prawneHistoria"),  # plain words that lost their blank
    ],
)
def test_what_only_the_model_takes_for_a_firm_may_be_none(text: str, surface: str) -> None:
    start = text.index(surface)
    assert is_mistaken(start, start + len(surface), text)
    assert edged(text, surface, "en") == []
    assert edged(text, surface, "en", "formula") == [surface]


@pytest.mark.parametrize("text", ["said Brixomor in May", "the appeal of Brixomor", "BrixomorZandor said"])
def test_an_unknown_name_by_itself_is_no_mistake(text: str) -> None:
    surface = next(word for word in text.split() if word.startswith("Brixomor"))
    start = text.index(surface)
    assert not is_mistaken(start, start + len(surface), text)


@pytest.mark.parametrize(
    ("label", "surface", "becomes"),
    [
        ("AUTHORITY", "Brixomor Care Group", "COMPANY"),
        ("ORG_OTHER", "Groupe Brixomor", "COMPANY"),
        ("AUTHORITY", "Digital Policy Working Group", "AUTHORITY"),
        ("PERSON", "Petra Brixo Labs", "COMPANY"),
        ("PERSON", "Petra Brixo", "PERSON"),
        ("PLACE", "Brixomor Group", "PLACE"),
    ],
)
def test_a_name_may_say_that_it_is_a_firms(label: str, surface: str, becomes: str) -> None:
    assert as_firm(Entity(label, 0, len(surface)), surface).label == becomes


def test_a_product_word_behind_a_firm_makes_a_product_of_the_whole_name() -> None:
    assert is_product_name(0, 12, "Google Cloud")
    assert not is_product_name(0, 6, "Google Cloud")
    assert not is_product_name(0, 14, "Google Ireland")


def test_a_word_file_that_breaks_its_form_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mistaken_names.toml"
    file.write_text("places = 3\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"mistaken_names\.toml"):
        _words(file)
