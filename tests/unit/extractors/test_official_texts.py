"""Papers of authorities and courts: operative parts, speeches, careers, lists. The trap is named on each line."""

import pytest

from extractors.case_numbers import find_case_numbers
from extractors.pipeline import Reader
from schemas.finding import Reading, ReadingInput
from schemas.words import Action, Role, Status


def read(reader: Reader, lang: str, publisher: str, title: str, text: str) -> Reading:
    return reader.read(
        ReadingInput(
            id="row",
            lang=lang,
            title=title,
            text=text,
            publisher=publisher,
            official=bool(publisher),
            date="2026-09-01",
        )
    )


def told(reading: Reading) -> set[tuple[str, Action]]:
    return {(t.name, f.action) for f in reading.findings if f.status is Status.ASSERTED for t in f.targets()}


JUDGMENTS = [
    (
        "nl",
        "Rechtbank Rotterdam",
        "Apple Distribution International Ltd., eiseres,\nen\nde Autoriteit Consument en Markt, verweerder.\n\n"
        "Beslissing\nDe rechtbank:\n- verklaart het beroep gegrond;\n- stelt de boete vast op € 480.000.",
        "Apple",
    ),
    (
        "de",
        "Oberlandesgericht Düsseldorf",
        "In der Kartellsache\nGoogle LLC, Beschwerdeführerin,\ngegen\nBundeskartellamt, Beschwerdegegner,\n\n"
        "Die Beschwerde gegen den Beschluss des Bundeskartellamts vom 3. Mai 2025 wird zurückgewiesen.",
        "Google",
    ),
    (
        "es",
        "Audiencia Nacional",
        "Recurso interpuesto por Google LLC contra la resolución de la Agencia Española de Protección de Datos.\n\n"
        "FALLAMOS\nDesestimar el recurso.",
        "Google",
    ),
    (
        "pl",
        "Sąd Okręgowy w Warszawie",
        "WYROK\nSąd Okręgowy w Warszawie po rozpoznaniu sprawy z odwołania Amazon EU SARL przeciwko Prezesowi UOKiK\n"
        "oddala odwołanie.",
        "Amazon",
    ),
    (
        "pt",
        "Tribunal da Concorrência, Regulação e Supervisão",
        "Recorrente: Meta Platforms Ireland Ltd.\nRecorrida: Autoridade da Concorrência\n\n"
        "O Tribunal julga o recurso improcedente e confirma a coima.",
        "Meta",
    ),
]


@pytest.mark.parametrize(("lang", "court", "text", "firm"), JUDGMENTS, ids=[row[0] for row in JUDGMENTS])
def test_the_operative_part_is_told_of_the_firm_at_the_head(
    reader: Reader, lang: str, court: str, text: str, firm: str
) -> None:
    assert (firm, Action.RULING) in told(read(reader, lang, court, "XVII AmA 62/24", text))


def test_a_civil_courts_paper_on_a_private_suit_tells_nothing(reader: Reader) -> None:
    text = (
        "Rechtsstreit\nVerbraucherzentrale Bundesverband e.V., Klägerin,\ngegen\nPerplexity AI, Inc., Beklagte,\n\n"
        "1. Die Beklagte wird verurteilt, es zu unterlassen."
    )
    assert told(read(reader, "de", "Landgericht München I", "Az. 37 O 9981/25", text)) == set()


def test_a_press_release_of_a_court_tells_the_commissions_decision_as_context(reader: Reader) -> None:
    text = (
        "The General Court upholds the Commission's decision on Meta but reduces the fine\n\n"
        "By decision of 14 November 2024, the Commission imposed on Meta Platforms a fine of EUR 797 720 000."
    )
    reading = read(
        reader, "en", "General Court of the European Union", "Judgment in Case T-612/24 | Meta v Commission", text
    )
    assert told(reading) == {("Meta", Action.RULING)}
    assert {f.authority for f in reading.findings if f.status is Status.BACKGROUND} == {"eu-ec"}


@pytest.mark.parametrize(
    ("lang", "publisher", "title", "text", "trap"),
    [
        (
            "en",
            "Information Commissioner's Office",
            "Speech: the Commissioner at a conference",
            "We took Clearview AI all the way to the Upper Tribunal, and we won.",
            "a speech recalls",
        ),
        (
            "de",
            "Bundeskartellamt",
            "Neue Leiterin der Abteilung",
            "Dr. Oest übernimmt die Leitung. Sie führte zuletzt die Verfahren gegen Meta und Google.",
            "a career",
        ),
        (
            "en",
            "Korea Fair Trade Commission",
            "KFTC signs memorandum with platforms",
            "Kakao and Google will report the results to the KFTC by 31 March 2027.",
            "to report results is no complaint",
        ),
        (
            "en",
            "Competition and Markets Authority",
            "Fake reviews",
            "Amazon has improved how it finds fake reviews.",
            "a plural noun is no verb",
        ),
        (
            "pt",
            "Comissão Nacional de Proteção de Dados",
            "Deliberação",
            "Notificada para se pronunciar, a arguida Meta Platforms alegou que os dados são anónimos.",
            "to be heard is no request",
        ),
    ],
)
def test_it_tells_no_step(reader: Reader, lang: str, publisher: str, title: str, text: str, trap: str) -> None:
    assert told(read(reader, lang, publisher, title, text)) == set(), trap


def test_what_a_speech_calls_new_is_told(reader: Reader) -> None:
    text = "Good morning. Today we have opened an investigation into Microsoft."
    told_today = told(read(reader, "en", "Competition and Markets Authority", "Speech by the Chief Executive", text))
    assert told_today == {("Microsoft", Action.OPENED)}


@pytest.mark.parametrize(
    ("lang", "text", "expected", "trap"),
    [
        (
            "de",
            "Die Europäische Kommission führt ein eigenes Verfahren gegen Microsoft nicht fort.",
            {("Microsoft", Action.CLOSED)},
            "the denial stands at the end",
        ),
        (
            "fr",
            "La CNIL a classé sans suite les griefs dirigés contre Mistral AI.",
            {("Mistral AI", Action.CLOSED)},
            "charges that are dropped",
        ),
        (
            "es",
            "La SIC, mediante Resolución No. 61.204 de 2026, formuló pliego de cargos contra Meta.",
            {("Meta", Action.OBJECTIONS)},
            "No. is no denial",
        ),
        (
            "en",
            "Apple has provided the CMA with formal undertakings on its App Store.",
            {("Apple", Action.COMMITMENTS)},
            "provided with",
        ),
        (
            "pt",
            "O Google apresentou embargos de declaração contra a multa do Cade.",
            {("Google", Action.LITIGATION)},
            "a motion is no offer",
        ),
        (
            "nl",
            "De zaak van de ACM tegen Apple ligt nu bij de rechtbank Rotterdam.",
            {("Apple", Action.LITIGATION)},
            "a case that lies with a court",
        ),
        (
            "it",
            "Il ricorso di Google contro la sanzione dell'Antitrust è pendente dinanzi al Tar del Lazio.",
            {("Google", Action.LITIGATION)},
            "an appeal that is pending",
        ),
        (
            "en",
            "The Dutch DPA fined its supplier Capgemini €310,000.",
            {("Capgemini", Action.DECISION)},
            "what it is to somebody does not keep it from being fined",
        ),
    ],
)
def test_words_of_papers_are_read(
    reader: Reader, lang: str, text: str, expected: set[tuple[str, Action]], trap: str
) -> None:
    assert told(read(reader, lang, "", "", text)) == expected, trap


def test_a_parent_body_does_not_act(reader: Reader) -> None:
    text = (
        "A Secretaria Nacional do Consumidor (Senacon), do Ministério da Justiça, notificou a Shein para que explique."
    )
    reading = read(reader, "pt", "", "", text)
    assert {f.authority for f in reading.findings} == {"other:Senacon"}


def test_a_firm_goes_by_the_brand_in_brackets(reader: Reader) -> None:
    text = (
        "The CCI has approved the acquisition of 51% of Axonwise Private Limited (Mistral AI) by Acmeon Limited. "
        "Mistral AI builds language models."
    )
    assert {name for name, _ in told(read(reader, "en", "", "", text))} == {"Mistral AI", "Acmeon"}


def test_an_unknown_publisher_is_who_acts_where_the_text_names_nobody(reader: Reader) -> None:
    text = "Le Conseil a reçu la notification d'un projet de concentration concernant la prise de contrôle d'Agenz S.A."
    reading = read(reader, "fr", "Conseil de la concurrence (Maroc)", "Projet de concentration", text)
    assert {f.authority for f in reading.findings} == {"other:Conseil de la concurrence (Maroc)"}


def test_the_name_of_a_firm_of_ai_makes_its_matter_one_of_ai(reader: Reader) -> None:
    text = "The ICO fined Synthesia £3.2m. " + "The company kept recordings of people who had asked it not to. " * 8
    findings = read(reader, "en", "", "", text).findings
    assert {(f.ai_nexus, f.ai_reason) for f in findings if f.status is Status.ASSERTED} == {(True, "Synthesia")}


def test_numbers_of_older_matters_stay_with_them(reader: Reader) -> None:
    text = (
        "La CNMC ha incoado un expediente contra Amazon (S/0021/25). La investigación no prejuzga su resultado.\n\n"
        "En 2023 sancionó a Apple con 194 millones de euros (S/0013/21)."
    )
    findings = read(reader, "es", "Comisión Nacional de los Mercados y la Competencia", "", text).findings
    assert {f.cases for f in findings if f.status is Status.ASSERTED} == {("S/0021/25",)}


@pytest.mark.parametrize(
    ("text", "authority", "expected"),
    [
        ("Deliberação/2026/611", "other:CNPD (Portugal)", ["Deliberação/2026/611"]),
        ("Concise statement: NSD1487/2026", "au-accc", ["NSD1487/2026"]),
        ("an investigation, numbered 26-31/512-M", "tr-rk", ["26-31/512-M"]),
        ("Provvedimento del 26 maggio 2026 [10284417]", "it-garante", ["10284417"]),
        ("Provvedimento [doc. web n. 10284417]", "it-garante", []),
    ],
)
def test_case_numbers_of_more_authorities(text: str, authority: str, expected: list[str]) -> None:
    assert [number.text for number in find_case_numbers(text, frozenset({authority}))] == expected


def test_complainants_are_no_targets(reader: Reader) -> None:
    text = "Mozilla reported Apple to the CMA over browser engines."
    parties = [p for f in read(reader, "en", "", "", text).findings for p in f.parties]
    assert {(p.name, p.role) for p in parties} == {("Apple", Role.TARGET), ("Mozilla", Role.COMPLAINANT)}
