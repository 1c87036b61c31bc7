"""Courts, ministries and prosecutors by the form of their names; bodies with one law; short names of a publisher."""

import pytest

from extractors.anchored import Sparse
from extractors.bodies import Body, load_bodies
from extractors.pipeline import Reader
from schemas.finding import ReadingInput


def named(reader: Reader, text: str, lang: str, publisher: str = "A paper", official: bool = False) -> set[str]:
    document = ReadingInput(
        id="row", title="", text=text, lang=lang, date="2026-03-10", publisher=publisher, official=official
    )
    doc = reader.analyse(document)
    return {doc._.layout.joined[name.start : name.end] for name in doc._.authorities if name.method == "catalogue"}


@pytest.mark.parametrize(("entry", "form"), load_bodies(), ids=[entry.example[:40] for entry, _ in load_bodies()])
def test_examples(entry: Body, form: Sparse) -> None:
    assert form.pattern.search(entry.example)
    assert entry.counter is None or not form.pattern.search(entry.counter)


@pytest.mark.parametrize(
    ("lang", "text", "bodies"),
    [
        pytest.param(
            "en",
            "A suit was filed in the United States District Court for the Southern District of Texas.",
            {"United States District Court for the Southern District of Texas"},
            id="the longest name",
        ),
        pytest.param(
            "en",
            "The Court of Justice of the European Union heard Google.",
            {"Court of Justice of the European Union"},
            id="an authority of the catalogue keeps its name",
        ),
        pytest.param(
            "en",
            "The Ministry of Commerce and Industry and the Ministry of Railways replied.",
            {"Ministry of Commerce and Industry", "Ministry of Railways"},
            id="two, not one",
        ),
        pytest.param("en", "The FTC Act applies to Google.", set(), id="a law, not who acts"),
        pytest.param("en", "Case SEC-SAU-4 was closed.", set(), id="letters of a number"),
        pytest.param("de", "Der Kläger ASICS gewann vor dem Landgericht Köln.", {"Landgericht Köln"}, id="no ASIC"),
        pytest.param("pl", "Sąd Okręgowy w Warszawie oddalił odwołanie.", {"Sąd Okręgowy w Warszawie"}, id="Polish"),
    ],
)
def test_names_of_bodies(reader: Reader, lang: str, text: str, bodies: set[str]) -> None:
    assert named(reader, text, lang) == bodies


@pytest.mark.parametrize(
    ("text", "publisher", "official", "bodies"),
    [
        ("The Bureau closed its inquiry into Google.", "CA/CompetitionBureau", True, {"Bureau"}),
        ("The Bureau closed its inquiry into Google.", "A paper", False, set()),  # anybody's bureau
        ("Moody's said the AP had reported it.", "A paper", False, set()),  # the news agency
    ],
)
def test_an_authority_may_use_its_shortest_name(
    reader: Reader, text: str, publisher: str, official: bool, bodies: set[str]
) -> None:
    assert named(reader, text, "en", publisher, official) == bodies


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("NHTSA opened an investigation into Tesla's market power claims.", "other"),  # road safety, whatever the words
        ("The Hellenic Data Protection Authority fined Clearview AI.", "data_protection"),
        ("Israel Competition Authority fined Google.", "antitrust"),
    ],
)
def test_a_body_with_one_law(reader: Reader, text: str, instrument: str) -> None:
    findings = reader.read(ReadingInput(id="row", title="", text=text, lang="en", date="2026-03-10")).findings
    assert {finding.instrument.value for finding in findings} == {instrument}
