"""Firms that the words around them give away: phrases of registers, captions, lists, and what a document calls them."""

import json
from pathlib import Path

import pytest

from extractors.formulas import _anchored, _phrases, firms_of_formulas
from extractors.pipeline import Reader
from extractors.words import Words
from schemas.errors import DataFileError
from schemas.finding import ReadingInput

CASES = Path(__file__).parents[2] / "data" / "detection"


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("Quovera notifica a aquisição do controlo exclusivo sobre a Brindal.", ["Quovera", "Brindal"]),
        ("Quovera e Brindal notificam a aquisição do negócio.", ["Quovera", "Brindal"]),
        (
            "AFGØRELSE Quovera Lastbils overtagelse af Brindal og Velmo er godkendt",
            ["Quovera Lastbils", "Brindal", "Velmo"],
        ),
        ("AFGØRELSE QUOVERA-koncernens erhvervelse af Brindal", ["QUOVERA", "Brindal"]),
        ("la prise de contrôle exclusif de la société Quovera par la société Brindal", ["Quovera", "Brindal"]),
        ("Quovera darf die Kontrolle über die PB Brindal übernehmen.", ["Quovera", "PB Brindal"]),
        ("The shop trades under a name of a subsidiary of Quovera.2 It sells bread.", ["Quovera"]),
        # A municipality and assets are no firms.
        ("AFGØRELSE Holby Kommune og Quoveras etablering af et selskab", ["Quoveras"]),
        ("notificam a aquisição", []),
        # What somebody is, owns or was fined for says that it is a firm.
        ("Quovera, which fishes, is a wholly owned subsidiary of Brindal.", ["Brindal"]),
        ("In 2019 Quovera was a mid-sized supplier of wire.", ["Quovera"]),
        ("Quovera is a city of wire and glass.", []),
        ("It imposes financial penalties on Quovera and Brindal of 2 million each.", ["Quovera", "Brindal"]),
        ("Quovera's market share and Brindal’s shareholders", ["Quovera", "Brindal"]),
        ("They may collectively bargain for four years with Quovera.", ["Quovera"]),
        ("Anteile an der Quovera; Gemeinschaftsunternehmen von Brindal und Velmo", ["Quovera", "Brindal", "Velmo"]),
        ("Il fatturato realizzato da Quovera e la quota di Brindal", ["Quovera", "Brindal"]),
        # So does what it does, and what is done to it.
        ("In May Quovera infringed the Act; Brindal agreed to pay.", ["Quovera", "Brindal"]),
        ("Quovera and its subsidiaries compete with Brindal and Velmo.", ["Quovera", "Brindal", "Velmo"]),
        ("an investigation into Quovera, a complaint against Brindal", ["Quovera", "Brindal"]),
        ("une enquête contre Quovera; un procedimento nei confronti di Brindal", ["Quovera", "Brindal"]),
        ("There was a change against winter and an inquiry into Spring Roads here.", []),
        ("operação de concentração 12/2026 - Quovera / Brindal", ["Quovera", "Brindal"]),
        # A trade before it, where it sits, whose it is, and what it says in a decision.
        ("the airline Quovera and its rival Brindal", ["Quovera", "Brindal"]),
        ("Der Möbelhändler Quovera klagt; die Brindal-Gruppe auch.", ["Quovera", "Brindal"]),
        ("Quovera, based in Leeds; Brindal, met zetel te Gent", ["Quovera", "Brindal"]),
        ("exploitée par Quovera; propiedad de Brindal", ["Quovera", "Brindal"]),
        ("Selon elle, Quovera fait valoir que oui. heeft Brindal aangegeven", ["Quovera", "Brindal"]),
        ("the Quovera/Brindal merger", ["Quovera", "Brindal"]),
        ("Quovera et Fils ont notifié l’achat", ["Quovera et Fils"]),
        ("the founder is Anna Keller CEO", []),  # a person
        ("contrôle conjoint de Quovera par M. Brindal", ["Quovera"]),
    ],
)
def test_phrases_of_registers_name_firms(text: str, firms: list[str]) -> None:
    found = sorted({(name.start, name.end) for name in firms_of_formulas(Words(text))})
    assert [text[start:end] for start, end in found] == firms


def test_no_phrase_is_lost_by_asking_a_text_for_its_words() -> None:
    texts = [
        json.loads(line).get("text", "") for file in CASES.glob("*.jsonl") for line in file.read_text().splitlines()
    ]
    texts += [f"{needed} Quovera" for phrase in _phrases() for needed in phrase.needs]
    held = 0
    for text in texts:
        matching = {phrase for phrase in _phrases() if phrase.expression.search(text)}
        assert matching <= {phrase for _, phrase in _anchored().candidates(Words(text))}, text
        held += len(matching)
    assert held


def test_a_phrase_that_is_no_expression_is_told_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "formulas.toml"
    file.write_text('[[formula]]\nneeds = "x"\npattern = "x("\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"formulas\.toml"):
        _phrases(file)


def test_a_phrase_with_words_that_nobody_knows_is_told_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "formulas.toml"
    file.write_text('[[formula]]\nneeds = "x"\npattern = "x {numbered}"\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"formulas\.toml:3.*numbered"):
        _phrases(file)


def named(reader: Reader, text: str, lang: str) -> set[tuple[str, str]]:
    reading = reader.read(ReadingInput(id="a", text=text, lang=lang))
    return {(mention.kind, mention.surface) for mention in reading.mentions}


@pytest.mark.parametrize(
    ("text", "lang", "firm"),
    [
        # A caption's parties and links are no part of the name behind them.
        (
            "Case 4 First Respondent QUOVERA TRADING PROPRIETARY LIMITED AND OTHERS",
            "en",
            "QUOVERA TRADING PROPRIETARY LIMITED",
        ),
        ("The tender was won by Quovera South Limited T/A Brindal Sofas.", "en", "Quovera South Limited"),
        # A letter that the document says stands for a firm.
        ("Een aanvraag van Asfalt Quovera v.o.f. (hierna: QVA of aanvraagster). QVA is klein.", "nl", "QVA"),
        ("Contra QUOVERA S.L.U., con NIF B1 (en adelante, la reclamada o QVRS). QVRS no responde.", "es", "QVRS"),
        # Legal forms of two parts, and words that elsewhere are no part of a name.
        ("The order binds Quovera Trading Co., Ltd. from today.", "en", "Quovera Trading Co., Ltd."),
        ("La multa a Quovera Redes S.A.U. es firme.", "es", "Quovera Redes S.A.U."),
        ("The lender Federal Quovera Holdings Limited was warned.", "en", "Federal Quovera Holdings Limited"),
        ("The buyer is Quovera Homes Limited of Brindal Holdings Limited fame.", "en", "Quovera Homes Limited"),
        # What ends a name ends it before "of" too.
        ("It cleared the acquisition by Brindal Group of Quovera Ltd in May.", "en", "Quovera Ltd"),
        ("It cleared the acquisition by Brindal Group of Quovera Ltd in May.", "en", "Brindal Group"),
        # Joined with a firm.
        ("The network linked Nvidia and Quovera for years.", "en", "Quovera"),
    ],
)
def test_forms_tell_where_a_firm_begins_and_ends(reader: Reader, text: str, lang: str, firm: str) -> None:
    assert ("candidate", firm) in named(reader, text, lang)


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("The fine on Nvidia is SGD2,793,700 in all.", "en", "SGD2,793,700"),
        ("The Organization for Economic Co-operation met Nvidia.", "en", "Economic Co"),
        ("Nvidia and Germany signed it.", "en", "Germany"),
        # A province, a judge, somebody in capitals, somebody with small words in the name, a share's letters.
        ("The Bureau looked into Nvidia's purchase of the heater business in Ontario.", "en", "Ontario"),
        ("Nvidia relied on the judgment of Velgard J. of 9 May.", "en", "Velgard J."),
        (
            "BRADLEY JONATHAN VELGARD Applicant and NVIDIA CORPORATION First Respondent",
            "en",
            "BRADLEY JONATHAN VELGARD",
        ),
        ("Nvidia e Mário Paulo Velga da Silva notificam a aquisição do negócio.", "pt", "Mário Paulo Velga da Silva"),
        ("Quovera Limited is listed on the exchange (ASX: QVR) in Sydney.", "en", "QVR"),
        # Letters that the text says stand for other words.
        ("Nvidia left the Velgard Hotel Owners’ Guild (VHOG) in May; VHOG regrets it.", "en", "VHOG"),
    ],
)
def test_sums_parts_of_words_and_places_are_no_firms(reader: Reader, text: str, lang: str, words: str) -> None:
    assert words not in {surface for _, surface in named(reader, text, lang)}
