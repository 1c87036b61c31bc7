"""Names that lists and forms tell, whatever the model sees: known firms and bodies, joined parties, whole spans."""

import re
from pathlib import Path

import pytest

from extractors.entity_model import Entity
from extractors.firm_names import no_firms
from extractors.known_names import (
    KnownName,
    all_known_bodies,
    all_known_firms,
    everyday_names,
    find_known_names,
    is_letters,
    named_entities,
)
from extractors.layout import Layout
from extractors.markup import without_markup
from extractors.merger_titles import apart, parties_of_mergers
from extractors.name_spans import is_no_firm
from extractors.pipeline import Reader
from extractors.plain_words import is_plain
from schemas.errors import DataFileError
from schemas.finding import ReadingInput


def found(text: str, lang: str = "en") -> set[tuple[str, str]]:
    names = find_known_names(Layout("", text).words, lang)
    return {(text[name.start : name.end], name.label) for name in names}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Carrefour and Auchan buy together.", {("Carrefour", "COMPANY"), ("Auchan", "COMPANY")}),
        ("Carrefour Poland was fined.", {("Carrefour Poland", "COMPANY")}),  # the member of its group in a country
        ("The Arcadis Group applied.", {("Arcadis Group", "COMPANY")}),
        ("The Bundesbank spoke.", {("Bundesbank", "AUTHORITY")}),
        ("He had a shell and a target.", set()),  # everyday words
        ("Shell is a firm, and a word.", set()),  # … also with a capital
        ("The carrefour of two roads", set()),  # small letters
        ("Auchans are none, nor is an X-Auchan.", set()),  # inside a longer word
    ],
)
def test_known_names_are_found_as_written(text: str, names: set[tuple[str, str]]) -> None:
    assert found(text) == names


def test_letters_mean_a_body_where_its_language_is_written() -> None:
    assert ("BMG", "AUTHORITY") in found("Das BMG antwortet.", "de")
    assert found("The BMG label", "en") == {("BMG", "COMPANY")}


def test_the_lists_hold_names_and_no_name_twice() -> None:
    firms, bodies = all_known_firms(), all_known_bodies()
    assert len(firms) > 3500
    of_some_languages = {name for name, langs in bodies.items() if langs and is_letters(name)}
    assert not set(firms) & set(bodies) - of_some_languages - everyday_names()
    assert not (set(firms) - everyday_names()) & no_firms()
    assert everyday_names() <= set(firms)
    assert all(re.search(r"\w", name) and name == name.strip() for name in (*firms, *bodies))


def test_a_list_that_breaks_its_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "trade.toml").write_text('[trade]\nfirms = ["Velra"]\n', encoding="utf-8")
    with pytest.raises(DataFileError):
        all_known_firms(tmp_path)


def test_the_longer_name_wins_and_a_list_tells_more_than_the_model() -> None:
    seen = [Entity("COMPANY", 0, 12), Entity("AUTHORITY", 20, 25)]
    known = [KnownName("COMPANY", 0, 5), KnownName("COMPANY", 20, 25)]
    assert named_entities(seen, known) == [seen[0], known[1]]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("na operação de concentração Velra*Bolcom / Tarmix.", ["Velra", "Bolcom", "Tarmix"]),
        ("operação de concentração 12/2026 - Velra / Quinta do Lago.", ["Velra", "Quinta do Lago"]),
        ("Case M.10123 - Velra / Bolcom / JV", ["Velra", "Bolcom"]),  # a joint venture is no party
        ("Articles 101 / 102 of the Treaty", []),  # no merger
        ("The merger of Velra and Bolcom", []),  # nothing joined by a mark
    ],
)
def test_parties_of_a_merger_title_are_told_apart(text: str, parties: list[str]) -> None:
    assert [text[party.start : party.end] for party in parties_of_mergers(text)] == parties


def test_a_name_of_the_model_is_cut_at_the_mark_that_joins_two() -> None:
    text = "Velra*Bolcom"
    assert [text[part.start : part.end] for part in apart(Entity("COMPANY", 0, 12), text)] == ["Velra", "Bolcom"]


@pytest.mark.parametrize("text", ["&quot;VELRA S.A.&quot; bought", "anti&#8209;competitive", "A &amp; B", "AT&T; &x"])
def test_references_become_marks_and_no_character_moves(text: str) -> None:
    marked = without_markup(text)
    assert len(marked) == len(text)
    assert "&quot;" not in marked
    assert [m.start() for m in re.finditer("VELRA|bought", marked)] == [
        m.start() for m in re.finditer("VELRA|bought", text)
    ]


@pytest.mark.parametrize(
    ("text", "lang", "kind", "surface"),
    [
        # a reference is a mark
        ("Acquisition of &quot;BRIXOMOR S.A.&quot; by AKTOR.", "en", "candidate", "BRIXOMOR S.A."),
        # the legal form of the firm before it is none of a name
        ("Brixomor (Pty) Ltd And Zandora (Pty) Ltd merge.", "en", "candidate", "Zandora (Pty) Ltd"),
        # an order in front of capitals is none of a name
        ("Orders BRIXOMOR S.A. to stop.", "en", "candidate", "BRIXOMOR S.A."),
        # a legal form written with blanks
        ("Carlsberg A / S er godkendt.", "da", "candidate", "Carlsberg A / S"),
        ("A Autoridade ouviu o Grupo Auchan em maio.", "pt", "candidate", "Grupo Auchan"),
        # brackets, small words and dashes stand inside a name that a legal form ends
        ("The decision on Brixomor (Data Services) Limited is final.", "en", "candidate",
         "Brixomor (Data Services) Limited"),
        ("A ordem visa a BRX – Brixomor Construções, S.A. e outras.", "pt", "candidate",
         "BRX – Brixomor Construções, S.A."),
        ("WSP buys Brixomor Sales and Marketing Pty Ltd from QBE.", "en", "candidate",
         "Brixomor Sales and Marketing Pty Ltd"),
        ("Brixomor III K/S er godkendt.", "da", "candidate", "Brixomor III K/S"),
        # an office is none of a body's name
        ("President of UOKiK brings charges against Google.", "en", "authority", "UOKiK"),
        # a bracket that closes behind the name
        ("Memorandum between the Commissioner of Competition (Canada) and others.", "en", "authority",
         "Commissioner of Competition"),
        # part and whole of a body are one name
        ("Le Service de Première Ligne de l'Autorité de protection des données clôture la plainte.", "fr", "authority",
         "Service de Première Ligne de l'Autorité de protection des données"),
    ],
)  # fmt: skip
def test_a_name_goes_as_far_as_it_goes(reader: Reader, text: str, lang: str, kind: str, surface: str) -> None:
    reading = reader.read(ReadingInput(id="a", text=text, lang=lang))
    assert (kind, surface) in {(mention.kind, mention.surface) for mention in reading.mentions}


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("We found that the Norwegian authorities had answered.", "Norwegian authorities"),  # nobody in particular
        ("We wrote to the Commission.", "We"),  # a pronoun
        ("The OECD and the API of Google are mentioned.", "OECD"),  # an association is no firm
        ("The OECD and the API of Google are mentioned.", "API"),  # nor are letters of a thing
    ],
)
def test_what_names_nobody_is_no_mention(reader: Reader, text: str, surface: str) -> None:
    reading = reader.read(ReadingInput(id="a", text=text, lang="en"))
    assert surface not in {mention.surface for mention in reading.mentions}


@pytest.mark.parametrize(
    ("surface", "lang", "behind"),
    [
        ("Marie-Claude Keller", "fr", " signe"),  # a person
        ("Bestpreisregelungen", "de", " sind verboten"),  # a German noun of two
        ("Zuschlagsfeldern", "de", " und Karten"),  # one in a case
        ("XII", "en", " of the Agreement"),  # a number
        ("2024/262", "en", " of the Court"),  # of a file
        ("SB60", "de", ", Haltestelle"),  # of a bus
        ("mid-2023", "en", " to the present"),  # a time
        ("Wettbew", "de", " erb ist"),  # a word that a scan tore
    ],
)
def test_what_the_model_takes_for_a_firm_may_be_something_else(surface: str, lang: str, behind: str) -> None:
    entity = Entity("COMPANY", 0, len(surface))
    assert is_plain(surface, lang) or is_no_firm(surface, entity, surface + behind)


@pytest.mark.parametrize(
    ("surface", "lang"),
    [
        ("Europa HC Care", "en"),  # two capitals by themselves
        ("Care Services Limited", "en"),  # a legal form
        ("Aria", "en"),  # a plain word of another language
    ],
)
def test_what_is_made_of_plain_words_may_be_a_name(surface: str, lang: str) -> None:
    assert not is_plain(surface, lang)
    assert is_plain("Aria", "it")
    assert is_plain("Care EU Services", "en")


def test_a_street_is_no_firm() -> None:
    text = "sede: C/ Quovera, 6"
    assert is_no_firm("Quovera", Entity("COMPANY", 9, 16), text)


def test_a_firm_with_the_words_of_a_person_keeps_its_legal_form() -> None:
    assert not is_no_firm("Anna Keller GmbH & Co.", Entity("COMPANY", 0, 22), "Anna Keller GmbH & Co.")


def test_a_known_firm_alone_is_party_to_nothing(reader: Reader) -> None:
    reading = reader.read(ReadingInput(id="a", text="Auchan opened forty shops in May.", lang="en"))
    assert [mention.surface for mention in reading.mentions if mention.kind == "candidate"] == ["Auchan"]
    assert not reading.findings
