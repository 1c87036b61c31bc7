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
