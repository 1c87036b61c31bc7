"""What a sentence makes of the step its words state, in eight languages, and what only tells another step again."""

import pytest

from extractors.pipeline import Reader
from schemas.finding import Finding, Reading, ReadingInput
from schemas.words import Action, Role, Status

INTERIM = [
    ("en", "The CMA ordered Microsoft to restore access pending its investigation."),
    ("de", "Das Bundeskartellamt untersagt Microsoft vorläufig die Kopplung."),
    ("fr", "L'Autorité de la concurrence ordonne à Microsoft, en urgence, de rouvrir son interface."),
    ("es", "La AEPD obliga a Microsoft a borrar los datos con carácter cautelar."),
    ("it", "Il Garante privacy ordina a Microsoft in via d'urgenza di cancellare i dati."),
    ("nl", "De ACM draagt Microsoft tijdelijk op de voorwaarden te wijzigen."),
    ("pl", "UODO nakazał Microsoftowi usunąć dane do czasu wyjaśnienia sprawy."),
    ("pt", "A ANPD determinou, em caráter preventivo, que a Microsoft apague os dados."),
]
PROVISIONAL = [
    ("en", "The European Commission has preliminarily found Microsoft in breach of the Digital Services Act."),
    ("fr", "La Commission européenne a constaté, à titre préliminaire, que Microsoft a enfreint le DSA."),
    ("nl", "De Europese Commissie meldt haar voorlopige standpunt dat Microsoft de regels heeft overtreden."),
]
FIRST_INQUIRIES = [
    ("es", "La AEPD ha iniciado actuaciones previas de investigación a Microsoft."),
    ("pl", "Prezes UOKiK wszczął postępowanie wyjaśniające wobec Microsoftu."),
    ("it", "L'Antitrust ha avviato un'indagine conoscitiva su Microsoft."),
]

LEAD = "Shares in the company rose by three percent on Monday. It sells software to shops all over the world.\n\n"


def read(reader: Reader, lang: str, title: str, text: str) -> Reading:
    return reader.read(
        ReadingInput.model_validate({"id": "a", "lang": lang, "title": title, "text": text, "date": "2026-03-10"})
    )


def findings(reader: Reader, lang: str, title: str, text: str, status: Status = Status.ASSERTED) -> list[Finding]:
    return [finding for finding in read(reader, lang, title, text).findings if finding.status is status]


def actions(reader: Reader, lang: str, title: str, text: str) -> set[Action]:
    return {finding.action for finding in findings(reader, lang, title, text)}


@pytest.mark.parametrize(("lang", "text"), INTERIM)
def test_an_order_for_now_is_an_interim_measure(lang: str, text: str, reader: Reader) -> None:
    assert actions(reader, lang, "", text) == {Action.INTERIM_MEASURES}


def test_a_fine_for_breach_of_interim_measures_is_a_decision(reader: Reader) -> None:
    text = "The European Commission fined Microsoft €480 million for ignoring interim measures."
    assert actions(reader, "en", "", text) == {Action.DECISION}


@pytest.mark.parametrize(("lang", "text"), PROVISIONAL)
def test_what_is_found_provisionally_are_objections(lang: str, text: str, reader: Reader) -> None:
    assert actions(reader, lang, "", text) == {Action.OBJECTIONS}


@pytest.mark.parametrize(("lang", "text"), FIRST_INQUIRIES)
def test_what_comes_before_proceedings_is_an_inquiry(lang: str, text: str, reader: Reader) -> None:
    assert actions(reader, lang, "", text) == {Action.INQUIRY}


def test_a_designation_is_not_told_again_as_a_decision(reader: Reader) -> None:
    title = "Bundeskartellamt stellt überragende Bedeutung von Microsoft fest"
    text = (
        "Das Bundeskartellamt hat Microsoft eine überragende marktübergreifende Bedeutung nach § 19a GWB bescheinigt."
    )
    assert actions(reader, "de", title, text) == {Action.DESIGNATION}


def test_the_decision_a_court_rules_on_is_an_older_one(reader: Reader) -> None:
    text = "Spain's National Court has annulled the decision by which the AEPD forced Worldcoin to stop its scans."
    assert actions(reader, "en", "Court sides with Worldcoin", text) == {Action.RULING}


def test_when_a_cleared_merger_was_notified_is_context(reader: Reader) -> None:
    text = (
        "The European Commission has approved Microsoft's acquisition of Mistral AI. "
        "Both firms make software that writes texts for offices.\n\n"
        "Microsoft notified the European Commission of its acquisition of Mistral AI on 2 February 2026."
    )
    title = "Commission clears Microsoft's acquisition of Mistral AI"
    assert actions(reader, "en", title, text) == {Action.CLEARED}
    assert {f.action for f in findings(reader, "en", title, text, Status.BACKGROUND)} == {Action.NOTIFIED}


def test_those_who_complain_accuse_and_the_authority_does_not_object(reader: Reader) -> None:
    text = "Four publishers filed a complaint against Mistral AI with the CMA, accusing it of abusing its dominance."
    assert actions(reader, "en", "", text) == {Action.COMPLAINT}


@pytest.mark.parametrize(
    "text",
    [
        "The Competition Bureau has dropped its review of Shopify over a tool that came out last year.",
        "The Competition Bureau fined Shopify over its 2020 purchase of Deliverr.",
        "The Competition Bureau opened an investigation into Shopify over a crash that happened two years ago.",
    ],
)
def test_what_a_step_is_about_does_not_date_it(text: str, reader: Reader) -> None:
    body = LEAD + text
    told = findings(reader, "en", "Canada's Competition Bureau and Shopify", body)
    assert [finding.evidence.text for finding in told] == [text]


def test_a_step_dated_itself_stays_an_older_one(reader: Reader) -> None:
    body = LEAD + "The Competition Bureau fined Shopify last year."
    assert not findings(reader, "en", "Canada's Competition Bureau and Shopify", body)


@pytest.mark.parametrize(
    ("lang", "lead", "leads_over", "older"),
    [
        (
            "en",
            "The app has millions of users around the world. It was made by Luka, a firm of forty people in all.",
            "It is not the first time.",
            "Luka was fined by the Garante.",
        ),
        (
            "de",
            "Die App hat Millionen Nutzer in vielen Ländern. Gemacht wird sie von Luka, einer kleinen Firma.",
            "Es ist nicht das erste Mal.",
            "Der Garante bestrafte Luka.",
        ),
        (
            "fr",
            "L'application compte des millions d'utilisateurs. Elle est faite par Luka, une petite société.",
            "Ce n'est pas la première fois.",
            "Le Garante a sanctionné Luka.",
        ),
        (
            "it",
            "L'app ha milioni di utenti in tutto il mondo. La produce Luka, un'azienda di quaranta persone in tutto.",
            "Non è la prima volta.",
            "Luka è stata multata dal Garante.",
        ),
    ],
)
def test_not_the_first_time_leads_over_to_older_steps(
    lang: str, lead: str, leads_over: str, older: str, reader: Reader
) -> None:
    assert findings(reader, lang, "Replika", f"{lead}\n\n{older}")
    assert not findings(reader, lang, "Replika", f"{lead}\n\n{leads_over} {older}")


def test_who_stepped_into_the_proceedings_is_no_party(reader: Reader) -> None:
    text = "The CMA has approved Microsoft's acquisition of Mistral AI after hearing Amazon, which intervened."
    told = findings(reader, "en", "", text)
    assert not {"Amazon"} & {p.name for finding in told for p in finding.parties if p.role is Role.TARGET}


def test_who_buys_stands_before_the_words_of_the_review(reader: Reader) -> None:
    (told,) = findings(reader, "nl", "Microsoft mag Mistral AI overnemen van de ACM", "")
    assert {p.name for p in told.parties if p.role is Role.TARGET} == {"Microsoft", "Mistral AI"}


def test_a_doubtful_name_does_not_stand_in_the_way_of_a_firm(reader: Reader) -> None:
    text = "Die EU-Kommission hat WhatsApp hinsichtlich der Funktion Kanäle als sehr große Online-Plattform benannt."
    (told,) = findings(reader, "de", "", text)
    assert told.action is Action.DESIGNATION
    assert {p.name for p in told.parties if p.role is Role.TARGET} == {"Meta"}


def test_the_only_authority_of_a_short_text_acts(reader: Reader) -> None:
    (told,) = findings(
        reader, "it", "DMA, Meta cede: meno dati personali negli annunci. La Commissione prende atto", ""
    )
    assert (told.authority, told.action) == ("eu-ec", Action.COMMITMENTS)
