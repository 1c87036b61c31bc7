"""Where the names of firms and bodies end, and what is neither: rules of form beside lists and model."""

from pathlib import Path

import pytest

from extractors.abbreviations import words_of_letters
from extractors.associations import associations_and_bodies, is_association, is_other_organisation
from extractors.body_names import is_first_of_a_firm, is_widened_by_nothing, without_paper
from extractors.brands import is_brand
from extractors.entity_model import Entity
from extractors.lexicon import load_lexicons
from extractors.merger_titles import apart
from extractors.name_expressions import name_expressions
from extractors.name_spans import behind_article, is_beside_a_place, is_in_a_place, to_small_word
from extractors.parts import Name
from extractors.pipeline import Reader
from extractors.whole_names import whole
from schemas.errors import DataFileError
from schemas.finding import ReadingInput


def firm(text: str, surface: str) -> Name:
    start = text.index(surface)
    return Name("company", None, surface, start, start + len(surface), "known")


@pytest.mark.parametrize(
    ("text", "surface", "lang", "name"),
    [
        ("Brixo Co-Operative Dairies sells milk.", "Brixo Co", "en", "Brixo Co-Operative"),  # over a hyphen
        ("The firm K-Brixomor sells milk.", "Brixomor", "en", "K-Brixomor"),
        ("Die Brixo-Tochter verkauft Milch.", "Brixo", "de", "Brixo"),  # German joins what is no name
        ("den Erwerb der Brixomor-Anteile an", "Brixomor-Anteile", "de", "Brixomor"),
        ("door de groep De Brixomor Media", "Brixomor Media", "nl", "De Brixomor Media"),  # a particle
        ("o fornecedor Brixomor Donuts e outros", "Brixomor", "pt", "Brixomor Donuts"),  # a row of capitals
        ("o fornecedor Brixomor em Portugal", "Brixomor", "pt", "Brixomor"),
        ("The baker Brixomor Monday said", "Brixomor", "en", "Brixomor"),  # in English a row says nothing
        ("af Brixomors erhvervelse af Zandor", "Brixomors", "da", "Brixomor"),  # a genitive
        ("og Brixomors har svaret", "Brixomors", "da", "Brixomors"),
        ("a Brixomor árait vizsgálta", "Brixomor árait", "hu", "Brixomor"),  # what is spoken of
        ("žalba na odluku BRX-a i drugih", "BRX", "hr", "BRX-a"),  # a case
    ],
)
def test_a_firm_goes_as_far_as_its_language_writes(text: str, surface: str, lang: str, name: str) -> None:
    lexicons = load_lexicons()
    (grown,) = whole([firm(text, surface)], text, lang, lexicons.get(lang, lexicons["en"]))
    assert text[grown.start : grown.end] == name


def test_no_name_grows_into_another() -> None:
    text = "o fornecedor Brixomor Donuts e outros"
    names = [firm(text, "Brixomor"), firm(text, "Donuts")]
    assert whole(names, text, "pt", load_lexicons()["pt"])[0] == names[0]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Brixomor and Zandor", ["Brixomor", "Zandor"]),
        ("Brixomor, Zandor", ["Brixomor", "Zandor"]),
        ("Brixomor – Zandor", ["Brixomor", "Zandor"]),
        ("Brixomor Ltd, Zandor LLP", ["Brixomor Ltd", "Zandor LLP"]),
        ("Brixomor and Zandor Ltd", ["Brixomor and Zandor Ltd"]),  # a legal form ends both
        ("Brixomor and Zandor Group", ["Brixomor and Zandor Group"]),
        ("Brixomor S.p.A., Zandor S.r.l. e Luce", ["Brixomor S.p.A.", "Zandor S.r.l.", "Luce"]),
        ("Brixomor GmbH & Co. KG", ["Brixomor GmbH & Co. KG"]),
        ("Brixomor and Services", ["Brixomor and Services"]),  # nobody is called Services
    ],
)
def test_two_firms_seen_as_one_are_told_apart(words: str, parts: list[str]) -> None:
    assert [words[part.start : part.end] for part in apart(Entity("COMPANY", 0, len(words)), words)] == parts


@pytest.mark.parametrize(
    ("text", "surface", "place"),
    [
        ("a shop in Brixomor, which", "Brixomor", True),
        ("the municipality of Brixomor asked", "Brixomor", True),
        ("a stake in Brixomor, which", "Brixomor", False),
        ("invested in Brixomor, which", "Brixomor", False),
        ("losses in Brixomor's bakery", "Brixomor", False),
        ("a deal with Brixomor, which", "Brixomor", False),
    ],
)
def test_what_stands_where_a_place_does_is_one(text: str, surface: str, place: bool) -> None:
    start = text.index(surface)
    assert is_in_a_place(start, start + len(surface), text) is place


def test_a_firm_ends_before_a_small_word_and_begins_behind_its_article() -> None:
    assert to_small_word(0, 18, "Brixomor in Italia") == 8
    assert to_small_word(0, 18, "Brixomor de Italia") == 18
    assert behind_article(0, 18, "The Brixomor Group") == 4
    assert behind_article(0, 19, "De Coöperatie Brixo") == 3
    assert behind_article(0, 12, "De Roo Groep") == 0


@pytest.mark.parametrize(
    ("text", "surface", "brand"),
    [
        ("Brixomor stores in May", "Brixomor", True),
        ("its Brixomor helps", "Brixomor", True),
        ("Brixomor customers in May", "Brixomor", False),
        ("it is Brixomor that helps", "Brixomor", False),
    ],
)
def test_words_beside_a_name_say_that_it_is_a_brand(text: str, surface: str, brand: bool) -> None:
    start = text.index(surface)
    assert is_brand(start, start + len(surface), text) is brand


@pytest.mark.parametrize(
    ("name", "association"),
    [
        ("Canadian Growers' Federation", True),
        ("CHU de Nantes", True),
        ("Verband Deutscher Papierfabriken", True),
        ("Conseil de la concurrence", False),
        ("Competition Council", False),
        ("University Court of Appeal", False),
        ("Competition Bureau", False),
    ],
)
def test_an_association_is_told_by_its_words(name: str, association: bool) -> None:
    assert is_association(name) is association


def test_letters_of_what_is_no_body_name_none() -> None:
    assert is_other_organisation("CGF", "the Canadian Growers' Federation (CGF) said")
    assert is_other_organisation("NAL", "issued a No Action Letter (NAL) in May")
    assert not is_other_organisation("CMB", "the Competition and Markets Bureau (CMB) said")
    assert not is_other_organisation("CMB", "the CMB said")
    assert "No Action Letter" in words_of_letters("NAL", "issued a No Action Letter (NAL)")


def test_a_file_of_associations_that_breaks_its_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('words = ["("]\nbodies = []\n', encoding="utf-8")
    with pytest.raises(DataFileError):
        associations_and_bodies(tmp_path / "a.toml")


@pytest.mark.parametrize(
    "name", ["Royal Borough of Kensington", "Surrey County Council", "Ville de Laval", "Ativos da Zeta", "Zeta App"]
)
def test_councils_and_apps_are_no_firms(name: str) -> None:
    assert name_expressions().no_firm.search(name)


@pytest.mark.parametrize(
    ("text", "lang", "kind", "surface"),
    [
        ("The order binds the New Brixo Housing Authority.", "en", "authority", "New Brixo Housing Authority"),
        ("Das Jobcenter Fulda antwortet.", "de", "authority", "Jobcenter Fulda"),
        ("The draft of the FR SA was shared.", "en", "authority", "FR SA"),
        ("Der Antrag beim Bundesamt für Wirtschaft und Ausfuhrkontrolle ruht.", "de", "authority",
         "Bundesamt für Wirtschaft und Ausfuhrkontrolle"),
        ("das LG Bonn hat es herabgesetzt, so die BfDI.", "de", "authority", "LG Bonn"),
        ("The proposed acquisition of Zandor's coatings division by Brixomor Inc.", "en", "candidate", "Zandor"),
        ("AUCHAN and ZANDOR buy together.", "en", "candidate", "AUCHAN"),
    ],
)  # fmt: skip
def test_bodies_and_firms_are_named_whole(reader: Reader, text: str, lang: str, kind: str, surface: str) -> None:
    reading = reader.read(ReadingInput(id="a", text=text, lang=lang))
    assert (kind, surface) in {(mention.kind, mention.surface) for mention in reading.mentions}


@pytest.mark.parametrize(
    ("text", "lang", "surface"),
    [
        (
            "The Agreement on the Establishment of a Surveillance Authority binds Norway.",
            "en",
            "Surveillance Authority",
        ),
        ("The Government of Canada has asked the Competition Bureau.", "en", "Government of Canada"),
        ("A report to the European Parliament and the Commission was due.", "en", "European Parliament"),
    ],
)
def test_what_names_no_body_of_its_own_is_none(reader: Reader, text: str, lang: str, surface: str) -> None:
    reading = reader.read(ReadingInput(id="a", text=text, lang=lang))
    assert surface not in {mention.surface for mention in reading.mentions}


def test_words_before_letters_belong_to_a_body_if_they_speak_of_one() -> None:
    assert is_widened_by_nothing(0, (11, 15), "Orzeczenia UODO")
    assert not is_widened_by_nothing(0, (7, 11), "Prezes UODO")
    assert not is_widened_by_nothing(0, (9, 12), "HELLENIC DPA")


def test_a_plaintiff_state_is_no_body(reader: Reader) -> None:
    reading = reader.read(ReadingInput(id="a", text="UNITED STATES OF AMERICA v. BRIXOMOR CORP.", lang="en"))
    assert "UNITED STATES OF AMERICA" not in {mention.surface for mention in reading.mentions}


@pytest.mark.parametrize(
    ("before", "is_one"),
    [
        ("con sede legale in ", True),
        ("mit Sitz in ", True),
        ("stores in Frankfurt und ", True),
        ("a stake held by Ostrel and ", False),
        ("la sede di ", False),
    ],
)
def test_a_town_is_told_by_what_stands_before_it(before: str, is_one: bool) -> None:
    assert is_beside_a_place(len(before), f"{before}Brixomor") is is_one


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Garante n. 123/2020", "Garante"),
        ("Landgericht Brixstadt Beschluss", "Landgericht Brixstadt"),
        ("Consejo de la", "Consejo"),
        ("Landgericht Brixstadt", "Landgericht Brixstadt"),
    ],
)
def test_a_body_ends_before_its_paper(words: str, body: str) -> None:
    assert words[: without_paper(0, len(words), words)] == body


def test_letters_of_a_body_are_a_firms_where_its_name_says_so() -> None:
    body = Name("authority", "x", "ACM", 0, 3)
    assert is_first_of_a_firm(body, "ACM has to pay; ACM Finance Group Ltd appeals.")
    assert not is_first_of_a_firm(body, "ACM fines Brixomor Foods Ltd; ACM Brixomor Ltd.")
