"""Rules of form that fresh documents asked for: who acts, on whom, and what is news. The trap is named on each line."""

from datetime import date

import pytest

from extractors.lexicon import load_lexicons
from extractors.parts import Hit, Sentence, Trigger
from extractors.pipeline import Reader
from extractors.status import judge
from schemas.finding import Reading, ReadingInput
from schemas.words import Action, Role, Status


def read(reader: Reader, title: str, text: str, **more: object) -> Reading:
    return reader.read(
        ReadingInput.model_validate({"id": "form", "title": title, "text": text, "date": "2026-03-10", **more})
    )


def told(reading: Reading) -> set[tuple[str | None, str, str]]:
    """Return (authority, action, firm) of what is asserted."""
    return {
        (finding.authority, finding.action.value, party.name)
        for finding in reading.findings
        if finding.status is Status.ASSERTED
        for party in finding.parties
        if party.role is Role.TARGET
    }


def test_a_headline_of_several_items_keeps_them_apart(reader: Reader) -> None:
    title = "Business live: shares hit record; watchdog fines Reddit; Tesco lifts forecast"
    text = "The Information Commissioner's Office has fined Reddit £7.4m over children's data."
    assert {firm for _, _, firm in told(read(reader, title, text))} == {"Reddit"}


def test_those_listed_with_a_rival_are_rivals(reader: Reader) -> None:
    text = (
        "Komisja Europejska nałożyła na Metę grzywnę. Wprowadziła środki tymczasowe, by rywale tacy jak OpenAI czy "
        "Perplexity nie wypadli z rynku."
    )
    assert not {"OpenAI", "Perplexity"} & {firm for _, _, firm in told(read(reader, "", text, lang="pl"))}


def test_where_a_suit_is_lodged_nobody_has_ruled(reader: Reader) -> None:
    text = (
        "Texas Attorney General Ken Paxton has sued Character.AI, accusing the chatbot maker of deceit. The complaint, "
        "filed Thursday in Travis County district court, says the company violated consumer law."
    )
    assert told(read(reader, "", text)) == {("us-tx-ag", "litigation", "Character.AI")}


def test_the_complaint_an_authority_files_is_a_suit(reader: Reader) -> None:
    text = "The Federal Trade Commission filed a complaint against Snap over its chatbot."
    assert told(read(reader, "", text)) == {("us-ftc", "litigation", "Snap")}


def test_what_the_tribunal_of_a_body_rules_is_its_decision(reader: Reader) -> None:
    text = "O Tribunal do Cade condenou o Google ao pagamento de multa de R$ 1,2 bilhão por abuso de posição dominante."
    assert told(read(reader, "", text, lang="pt")) == {("br-cade", "decision", "Google")}


def test_officials_are_those_of_the_body_the_paragraph_names(reader: Reader) -> None:
    text = (
        "The Korea Fair Trade Commission has launched an investigation into Kakao. Officials visited the company's "
        "headquarters on Tuesday.\n\nThe Federal Trade Commission did not comment."
    )
    assert ("kr-kftc", "inspection", "Kakao") in told(read(reader, "", text))


def test_a_suit_to_block_a_deal_blocks_nothing_yet(reader: Reader) -> None:
    text = "The Federal Trade Commission filed a lawsuit to block the acquisition of Arm by Nvidia."
    assert {action for _, action, _ in told(read(reader, "", text))} == {"litigation"}


def test_what_an_interviewer_leads_up_with_is_no_news(reader: Reader) -> None:
    text = (
        "Die Wettbewerbskommission will nun genauer hinschauen. "
        "Das sagt ihre Präsidentin im Gespräch mit der Zeitung.\n\n"
        "Was haben Sie vor?\nWir prüfen vieles.\n\n"
        "Die EU hat Apple und Meta gebüsst. Ist die Schweiz zu zahm?\nDas entscheidet die Politik."
    )
    assert told(read(reader, "Was die Weko vorhat", text, lang="de")) == set()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        pytest.param(
            "pl", "Osobno urząd wysłał pytania do firmy Grammarly. – Nie prowadzimy sprawy.", id="dash of speech"
        ),
        pytest.param("fr", "La CNIL a clos l'enquête qu'elle menait sur X. Il recommande la prudence.", id="name X"),
    ],
)
def test_a_sentence_ends_before_a_dash_and_behind_a_letter_that_is_a_name(reader: Reader, lang: str, text: str) -> None:
    document = ReadingInput.model_validate({"id": "s", "title": "", "text": text, "lang": lang})
    assert len(reader.analyse(document)._.sentences) == 2


def test_the_initial_of_a_name_ends_no_sentence(reader: Reader) -> None:
    document = ReadingInput.model_validate(
        {"id": "s", "title": "", "text": "The judge is James E. Boasberg of Washington."}
    )
    assert len(reader.analyse(document)._.sentences) == 1


@pytest.mark.parametrize(
    ("lang", "text", "trigger", "actor", "action", "status"),
    [
        pytest.param(
            "en", "The FTC sued to stop the deal of the two chip makers in 2021.", "sued", "authority",
            Action.LITIGATION, Status.BACKGROUND, id="a year dates the suit of an authority",
        ),
        pytest.param(
            "en", "Y, which spent years fighting the rules of Z, says it is content.", "fighting", "firm",
            Action.LITIGATION, Status.BACKGROUND, id="what a relative clause adds is context",
        ),
        pytest.param(
            "pt", "A Y informou que vai recorrer.", "recorrer", "firm", Action.LITIGATION,
            Status.SPECULATIVE, id="an appeal that is only announced",
        ),
        pytest.param(
            "de", "Bislang hat das Amt eine solche Stellung von Y, Z und zwei weiteren Unternehmen festgestellt.",
            "festgestellt", "authority", Action.DECISION, Status.BACKGROUND, id="so far",
        ),
        pytest.param(
            "en", "Y has been under investigation by the agency since 2023.", "under investigation", "authority",
            Action.OPENED, Status.ASSERTED, id="it runs since then",
        ),
        pytest.param(
            "fr", "L'Autorité prolonge l'instruction sans notifier de griefs à Y.", "notifier de griefs", "authority",
            Action.OBJECTIONS, Status.DENIED, id="without doing so",
        ),
    ],
)  # fmt: skip
def test_the_voice_of_a_step(lang: str, text: str, trigger: str, actor: str, action: Action, status: Status) -> None:
    entry = Trigger(action, "", "after", actor, False, False, False, None, None, "row")  # type: ignore[arg-type]
    start = text.index(trigger)
    hit = Hit(entry, start, start + len(trigger), 0)
    sentence = Sentence(0, len(text), text, "text", "body")
    assert judge(hit, sentence, date(2026, 2, 25), load_lexicons()[lang], official=False)[0] is status
