"""Tables of single sentences for instruments, explanations, lines and registers. The trap is named on each line."""

import pytest

from extractors.boilerplate import BoilerplateSentence, is_boilerplate, load_boilerplate
from extractors.laws import Law, cited_law, load_laws
from extractors.pipeline import Reader
from extractors.words import Words
from schemas.finding import Reading, ReadingInput
from schemas.words import Role


def read(reader: Reader, title: str, text: str, **more: object) -> Reading:
    return reader.read(
        ReadingInput.model_validate({"id": "row", "title": title, "text": text, "date": "2026-03-10", **more})
    )


@pytest.mark.parametrize("entry", [entry for entry, _ in load_boilerplate()], ids=lambda entry: entry.example[:40])
def test_explanations_are_no_steps(reader: Reader, entry: BoilerplateSentence) -> None:
    assert is_boilerplate(Words(entry.example), entry.lang)
    assert read(reader, "", entry.example, lang=entry.lang).findings == ()


def test_a_step_beside_an_explanation_is_told() -> None:
    sentence = "The Commission opened proceedings against Meta without prejudging the outcome."
    assert not is_boilerplate(Words(sentence), "en")


def test_of_several_laws_cited_the_first_of_the_file_decides() -> None:
    laws = load_laws()
    for first, _ in laws:
        for second, _ in laws:
            text = f"{second.example} and {first.example}"
            expected = next(law.instrument for law, pattern in laws if pattern.search(text))
            assert cited_law(Words(text)) == expected, text
    assert cited_law(Words("It cites no law.")) is None


@pytest.mark.parametrize("entry", [entry for entry, _ in load_laws()], ids=lambda entry: entry.example[:40])
def test_citations_decide_the_law(entry: Law) -> None:
    assert cited_law(Words(entry.example)) == entry.instrument


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        pytest.param(
            "The Commission opened a formal antitrust investigation into Microsoft's investment in Mistral AI.",
            "antitrust",
            id="investment under Article 102",
        ),
        pytest.param(
            "The Commission opened proceedings (AT.49901) into Microsoft's acquisition of data.",
            "antitrust",
            id="number",
        ),
        pytest.param("The regulator opened an investigation into Nvidia.", "unknown", id="no law named"),
        pytest.param("The Commission opened an investigation into Nvidia.", "antitrust", id="what it mostly applies"),
        pytest.param("L’Autorité de la concurrence inflige une amende à Nvidia.", "antitrust", id="competition alone"),
    ],
)
def test_instruments(reader: Reader, text: str, instrument: str) -> None:
    assert {finding.instrument.value for finding in read(reader, "", text).findings} == {instrument}


def test_a_line_ends_a_sentence(reader: Reader) -> None:
    text = "Commission fines Meta over its use of data by AI models\nThe Commission has fined Meta €5 million."
    assert all("\n" not in finding.evidence.text for finding in read(reader, "", text).findings)


@pytest.mark.parametrize("lang", ["en", "it", "fr"])
def test_a_listed_name_with_capitals_inside_is_not_unlisted(reader: Reader, lang: str) -> None:
    names = {
        (m.name, m.id) for m in read(reader, "Texas sues Character.AI", "", lang=lang).mentions if m.kind != "authority"
    }
    assert names == {("Character.AI", "character-ai")}


def test_a_register_order_is_the_news_and_names_who_brought_it(reader: Reader) -> None:
    text = (
        "COMPETITION COMMISSION OF INDIA\nIn re:\nM/s Zephyr Prints Private Limited …Informant\nAnd\n"
        "Google India Private Limited …Opposite Party\nOrder under Section 26(2) of the Competition Act, 2002\n"
    )
    title = "Case No. 99/2025 - M/s Zephyr Prints Private Limited vs. Google India Private Limited"
    reading = read(reader, title, text, official=True, authority="in-cci")
    assert reading.alert() == ("Google",)
    roles = {(party.name, party.role) for finding in reading.findings for party in finding.parties}
    assert roles == {("Google", Role.TARGET), ("Zephyr Prints", Role.COMPLAINANT)}


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        pytest.param(
            "Commission seeks feedback on commitments offered by Meta",
            "The European Commission invites comments from all interested parties on commitments offered by Meta.",
            {("commitments", "asserted")},
            id="comments on commitments are no inquiry",
        ),
        pytest.param(
            "Statement on Nvidia",
            "In reply to questions from the press, a spokesperson said that the CMA is not investigating Nvidia.",
            {("opened", "denied")},
            id="the press asks, no authority does",
        ),
        pytest.param(
            "Stellungnahme zu Nvidia",
            "Auf Nachfrage von Journalisten teilte das Bundeskartellamt mit, dass es gegen Nvidia nicht ermittelt.",
            {("opened", "denied")},
            id="German press asks",
        ),
        pytest.param(
            "Nvidia",
            "Interrogée par la presse, l’Autorité de la concurrence a dit ne pas enquêter sur Nvidia.",
            {("opened", "denied")},
            id="French press asks",
        ),
        pytest.param(
            "Commission questions Nvidia",
            "The European Commission has sent questions to Nvidia about its sales.",
            {("inquiry", "asserted")},
            id="the authority asks",
        ),
    ],
)
def test_a_step_is_told_once_and_only_by_who_takes_it(
    reader: Reader, title: str, text: str, told: set[tuple[str, str]]
) -> None:
    findings = read(reader, title, text).findings
    assert {(finding.action.value, finding.status.value) for finding in findings} == told


def told(reading: Reading) -> set[tuple[str, str, str]]:
    return {(finding.authority, finding.action.value, finding.status.value) for finding in reading.findings}


@pytest.mark.parametrize(
    ("text", "recalled"),
    [
        pytest.param(
            "Last year, it fined OpenAI 15 million euros.", {("it-garante", "decision", "background")}, id="pronoun"
        ),
        pytest.param("It sells ChatGPT too.", set(), id="no step"),
        pytest.param(
            "The Garante is one of Europe's most active privacy watchdogs. In 2023, it fined OpenAI 15 million euros.",
            {("it-garante", "decision", "background")},
            id="whom a description speaks of is no other authority",
        ),
    ],
)
def test_what_is_recalled_without_naming_who_acted_is_context(
    reader: Reader, text: str, recalled: set[tuple[str, str, str]]
) -> None:
    lead = (
        "Italy's data protection authority, the Garante, has fined Luka 5 million euros. Luka sells Replika to adults. "
    )
    reading = read(reader, "Garante fines Luka", lead + "The company did not comment. " + text)
    assert told(reading) == {("it-garante", "decision", "asserted"), *recalled}
    assert reading.alert() == ("Luka",)


def test_a_judgment_on_an_authority_is_the_news_and_recounts_the_rest(reader: Reader) -> None:
    text = (
        "APPROVED [2026] IEHC 999\nTHE HIGH COURT\nTIKTOK TECHNOLOGY LIMITED\nand\nDATA PROTECTION COMMISSION\n"
        "JUDGMENT of Ms Justice Example delivered on 9 March 2026\n"
        "The DPC found that TikTok had infringed Article 46 of the GDPR."
    )
    title = "TikTok Technology Limited v Data Protection Commission"
    reading = read(reader, title, text, official=True, authority="ie-dpc")
    assert told(reading) == {
        ("other:HIGH COURT", "ruling", "asserted"),
        ("ie-dpc", "decision", "background"),
    }


def test_a_suit_of_an_authority_is_no_judgment(reader: Reader) -> None:
    text = "UNITED STATES DISTRICT COURT\nFEDERAL TRADE COMMISSION, Plaintiff, v. META PLATFORMS, INC., Defendant."
    title = "FTC v. Meta Platforms, Inc.: complaint"
    reading = read(reader, title, text, official=True, authority="us-ftc")
    assert {finding.authority for finding in reading.findings if finding.status == "asserted"} <= {"us-ftc"}
