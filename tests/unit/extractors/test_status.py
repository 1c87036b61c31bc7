"""In which voice a step is told, by the words around its trigger. The trap is named on each line."""

from datetime import date

import pytest

from extractors.lexicon import load_lexicons
from extractors.parts import Hit, Sentence, Trigger
from extractors.status import judge
from schemas.words import Action, Status


@pytest.mark.parametrize(
    ("lang", "text", "trigger", "status"),
    [
        pytest.param(
            "en", "In addition to the fine, X has opened a separate case against Y.", "opened a separate case",
            Status.ASSERTED, id="a phrase in front tells the older step, the clause behind it the news",
        ),
        pytest.param(
            "en", "In addition to the fine on Y came an order.", "fine on",
            Status.BACKGROUND, id="the step of the phrase in front itself",
        ),
        pytest.param(
            "en", "Earlier this year, X opened a case against Y.", "opened a case",
            Status.BACKGROUND, id="an adverb in front dates the whole sentence",
        ),
        pytest.param(
            "en", "Brokers expect calm after X previously fined Y over its terms.", "fined",
            Status.BACKGROUND, id="the past stands nearer than the guess",
        ),
        pytest.param(
            "en", "As X previously said, it may open a case against Y.", "open a case",
            Status.SPECULATIVE, id="the guess stands nearer than the past",
        ),
        pytest.param(
            "nl", "De aankondiging komt enkele weken nadat X een klacht tegen Y indiende.", "klacht tegen",
            Status.BACKGROUND, id="a Dutch guess before words of the past",
        ),
    ],
)  # fmt: skip
def test_a_cue_counts_for_the_clause_it_stands_in(lang: str, text: str, trigger: str, status: Status) -> None:
    entry = Trigger(Action.OPENED, "", "after", "authority", False, False, False, None, None, "row")
    start = text.index(trigger)
    hit = Hit(entry, start, start + len(trigger), 0)
    sentence = Sentence(0, len(text), text, "text", "body")
    assert judge(hit, sentence, None, load_lexicons()[lang], official=False)[0] is status


@pytest.mark.parametrize(
    ("lang", "text", "trigger", "status"),
    [
        pytest.param(
            "nl", "De FTC onderzoekt of X afspraken uit 2011 heeft geschonden.", "onderzoekt",
            Status.ASSERTED, id="a year of what the step is about",
        ),
        pytest.param(
            "en", "The FTC is investigating whether X broke promises from 2011.", "investigating",
            Status.ASSERTED, id="the same in English",
        ),
        pytest.param(
            "en", "The FTC fined X in 2019 for its promises.", "fined",
            Status.BACKGROUND, id="a year of the step",
        ),
    ],
)  # fmt: skip
def test_a_year_dates_what_it_stands_beside(lang: str, text: str, trigger: str, status: Status) -> None:
    entry = Trigger(Action.OPENED, "", "after", "authority", False, False, False, None, None, "row")
    start = text.index(trigger)
    hit = Hit(entry, start, start + len(trigger), 0)
    sentence = Sentence(0, len(text), text, "text", "body")
    assert judge(hit, sentence, date(2025, 4, 25), load_lexicons()[lang], official=False)[0] is status


@pytest.mark.parametrize(
    ("lang", "text", "trigger", "status"),
    [
        pytest.param(
            "en", "The CMA does not rule out that it will open a case against Y.", "open a case",
            Status.SPECULATIVE, id="a denial that leaves the step open",
        ),
        pytest.param(
            "fr", "La Comco n'exclut pas d'ouvrir une enquête contre Y.", "ouvrir une enquête",
            Status.SPECULATIVE, id="the same in French",
        ),
        pytest.param(
            "pl", "UOKiK nie wyklucza wszczęcia postępowania wobec Y.", "wszczęcia postępowania",
            Status.SPECULATIVE, id="in Polish, whose negation is part of it",
        ),
        pytest.param(
            "de", "Die DPC hat die Untersuchung gegen Y noch nicht eröffnet, schließt sie aber nicht aus.",
            "Untersuchung gegen Y noch nicht eröffnet", Status.DENIED, id="denied for now, left open for later",
        ),
        pytest.param(
            "en", "The CMA did not open a case against Y.", "open a case", Status.DENIED, id="a plain denial",
        ),
        pytest.param(
            "en", "This should not be confused with the case that the CMA opened against Y in 2019.",
            "opened against", Status.BACKGROUND, id="the denial is far from the step, the year beside it",
        ),
        pytest.param(
            "en", "The CMA has not fined Y in 2019 or ever since.", "fined", Status.DENIED,
            id="the denial stands right at a dated step",
        ),
        pytest.param(
            "en", "The CMA opens a case into possible abuse by Y.", "opens a case into", Status.ASSERTED,
            id="what is only possible is what the case is about",
        ),
        pytest.param("en", "A case possible, sources say.", "case", Status.SPECULATIVE, id="the case itself"),
        pytest.param(
            "fr", "La cour d'appel de Paris confirme l'amende de Y.", "confirme l'amende", Status.ASSERTED,
            id="a court of appeal appeals to nobody",
        ),
        pytest.param(
            "fr", "Des élus appellent la Comco à ouvrir une enquête contre Y.", "ouvrir une enquête",
            Status.SPECULATIVE, id="who appeals to an authority",
        ),
    ],
)  # fmt: skip
def test_a_denial_and_a_guess_count_where_they_reach(lang: str, text: str, trigger: str, status: Status) -> None:
    entry = Trigger(Action.OPENED, "", "after", "authority", False, False, False, None, None, "row")
    start = text.index(trigger)
    hit = Hit(entry, start, start + len(trigger), 0)
    sentence = Sentence(0, len(text), text, "text", "body")
    assert judge(hit, sentence, date(2025, 4, 25), load_lexicons()[lang], official=False)[0] is status


@pytest.mark.parametrize(
    ("lang", "text", "trigger", "action", "status"),
    [
        pytest.param(
            "en", "The FTC settled with Y last spring.", "settled with", Action.SETTLED,
            Status.BACKGROUND, id="a season behind the name",
        ),
        pytest.param(
            "en", "Y grew last spring, and the FTC sued Y.", "sued", Action.LITIGATION,
            Status.ASSERTED, id="a season of another clause",
        ),
        pytest.param(
            "de", "Die Bedeutung hat das Amt bislang bei Y festgestellt.",
            "Bedeutung hat das Amt bislang bei Y festgestellt", Action.DESIGNATION,
            Status.BACKGROUND, id="so far, within a German bracket",
        ),
        pytest.param(
            "es", "El grupo Y ofreció compromisos el verano pasado.", "ofreció compromisos", Action.COMMITMENTS,
            Status.BACKGROUND, id="a Spanish season",
        ),
        pytest.param(
            "it", "L'autorità ha sanzionato Y nel marzo 2024; a Berlino il procedimento è tuttora in corso.",
            "ha sanzionato", Action.DECISION, Status.BACKGROUND, id="what runs stands in another part of the sentence",
        ),
        pytest.param(
            "pt", "A Comissão concluiu que Y não cumpre a lei.", "concluiu que", Action.OBJECTIONS,
            Status.ASSERTED, id="a breach told as something not done",
        ),
        pytest.param(
            "pt", "A Comissão não concluiu que Y viola a lei.", "concluiu que", Action.OBJECTIONS,
            Status.DENIED, id="a finding not made",
        ),
        pytest.param(
            "en", "The watchdog has reason to suspect that Y broke the law.", "broke", Action.DECISION,
            Status.SPECULATIVE, id="a suspicion is no finding",
        ),
        pytest.param(
            "en", "The agency said no further action was planned.", "no further action", Action.CLOSED,
            Status.ASSERTED, id="what ends a matter is no guess",
        ),
        pytest.param(
            "en", "The agency said action was planned.", "action", Action.DECISION,
            Status.SPECULATIVE, id="the same words of a step to come",
        ),
        pytest.param(
            "fr", "La CNIL n'examine pas l'offre de Y.", "examine", Action.INQUIRY,
            Status.DENIED, id="a negation of two words",
        ),
    ],
)  # fmt: skip
def test_times_breaches_and_suspicions(lang: str, text: str, trigger: str, action: Action, status: Status) -> None:
    asserted = Status.ASSERTED if action is Action.CLOSED else None
    entry = Trigger(action, "", "after", "authority", False, False, False, asserted, None, "row")
    start = text.index(trigger)
    hit = Hit(entry, start, start + len(trigger), 0)
    sentence = Sentence(0, len(text), text, "text", "body")
    assert judge(hit, sentence, date(2025, 4, 25), load_lexicons()[lang], official=False)[0] is status
