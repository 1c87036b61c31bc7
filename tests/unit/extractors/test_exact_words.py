"""Which words tell a step: the exact action before the general one, and the one firm that "the company" means."""

from extractors.pipeline import Reader
from schemas.finding import ReadingInput
from schemas.words import Action, Status


def told(reader: Reader, title: str, text: str, lang: str = "en") -> set[tuple[Action, str]]:
    reading = reader.read(ReadingInput(id="row", lang=lang, title=title, text=text, date="2026-05-05"))
    return {(f.action, p.name) for f in reading.findings if f.status is Status.ASSERTED for p in f.parties}


def test_an_interim_order_that_forbids_is_no_decision_besides(reader: Reader) -> None:
    text = "Die Hamburger Datenschutzbehörde hat Meta per Eilanordnung untersagt, Kontaktdaten zu nutzen."
    assert told(reader, "", text, "de") == {(Action.INTERIM_MEASURES, "Meta")}


def test_the_company_is_the_one_the_sentence_before_names(reader: Reader) -> None:
    title = "ICO statement on Meta and Snap"
    text = (
        "The Information Commissioner's Office has read reports about both.\n\nIt has talked to users for weeks.\n\n"
        "Meta sells smart glasses. The ICO is making enquiries with the company."
    )
    assert (Action.INQUIRY, "Snap") not in told(reader, title, text)


def test_a_stopped_clock_is_a_review_that_runs(reader: Reader) -> None:
    text = "The European Commission has stopped the clock on Microsoft's acquisition of Mistral AI."
    assert (Action.OPENED, "Mistral AI") in told(reader, "", text)
    assert (Action.INTERIM_MEASURES, "Mistral AI") not in told(reader, "", text)


def test_a_case_that_ends_with_commitments_is_not_settled_besides(reader: Reader) -> None:
    title = "Was die Einigung zwischen Brüssel und Microsoft bedeutet"
    text = "Die EU-Kommission hat die Zusagen von Microsoft für bindend erklärt."
    assert told(reader, title, text, "de") == {(Action.COMMITMENTS, "Microsoft")}


def test_what_objections_suspect_is_no_case_of_its_own(reader: Reader) -> None:
    text = "L'Autorité de la concurrence a adressé une notification de griefs à Nvidia, soupçonné d'un abus."
    assert told(reader, "", text, "fr") == {(Action.OBJECTIONS, "Nvidia")}


def test_an_order_that_requires_something_is_no_interim_measure(reader: Reader) -> None:
    title = "FTC Finalizes Order Against AI Detection Company"
    text = "The Federal Trade Commission finalized an order requiring Workado, LLC to stop advertising its product."
    assert Action.INTERIM_MEASURES not in {action for action, _ in told(reader, title, text)}


def test_what_was_done_since_a_year_that_is_past_is_no_news(reader: Reader) -> None:
    text = (
        "Since 2021 the Bundeskartellamt has designated Amazon and Meta as undertakings of paramount significance for "
        "competition across markets."
    )
    assert told(reader, "Key takeaways", text) == set()
