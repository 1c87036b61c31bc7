"""Whole stories in few findings: which are one step (first word), which one case (second). Each row names its trap."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, groupby
from typing import Any

import pytest

from cases.assigning import siblings_of
from cases.linking import link, with_all_steps
from cases.marks import marks_of
from cases.names import called_marks
from cases.telling import sentences_of
from knowledge.catalogue import Catalogue
from schemas.catalogue import Basis, Company, OtherBody, Relation
from schemas.event import Case, Event, StoredFinding
from schemas.finding import Amount, Evidence, Finding, Party
from schemas.words import Action, Confidence, Instrument, Role, Status

DAY_0 = datetime(2026, 3, 2, 10, tzinfo=UTC)
KNOWN = Catalogue(
    companies={name.lower(): Company(id=name.lower(), name=name) for name in ("Alphabet", "Google", "Netflix", "Sony")},
    relations=(Relation(kind="parent", company="alphabet", to="google", basis=Basis(kind="general_knowledge")),),
    other_bodies=(OtherBody(name="Raad van State", jurisdiction="NL"), OtherBody(name="High Court", jurisdiction="GB")),
)


def say(
    day: float, action: str, title: str, sentence: str, *firms: str, by: str = "", lang: str = "en", text: str = "",
    document: str = "", status: str = "asserted", authority: str = "nl-acm", law: str = "antitrust", number: str = "",
    sum_: float = 0,
) -> StoredFinding:  # fmt: skip
    """Return a step as one document tells it: the authority's own when `by` names it, else press."""
    given: dict[str, Any] = {"amount": Amount(value=sum_, currency="EUR")} if sum_ else {}
    finding = Finding(
        authority=authority, action=Action(action), status=Status(status), instrument=Instrument(law),
        parties=tuple(_party(name) for name in firms or ("Trapnet",)), cases=(number,) if number else (),
        evidence=Evidence(text=sentence, start=0, end=len(sentence), field="text"),
        confidence=Confidence.HIGH, rule="test", **given,
    )  # fmt: skip
    told = DAY_0 + timedelta(days=day)
    return StoredFinding(
        id=f"{day}-{action}-{sentence}", document=document or f"{day}-{title}", version=1, extractor="test",
        official=bool(by), authority=by or None, publisher=by or "The Newspaper", document_title=title, language=lang,
        published=told, found_at=told, finding=finding,
        marks=(*marks_of(None, text or sentence), *called_marks(firms or ("Trapnet",), sentences_of(text or sentence))),
    )  # fmt: skip


def _party(name: str) -> Party:
    known = KNOWN.company_named(name)
    return Party(name=name, company=known.id if known else None, role=Role.TARGET)


def lived_through(findings: Sequence[StoredFinding]) -> tuple[str, str]:
    """Link document after document; return a letter for each finding's event, and one for its case."""
    events: dict[str, Event] = {}
    cases: dict[str, Case] = {}
    numbers, linked_to = count(1), list[str]()
    for _document, told in groupby(findings, key=lambda finding: finding.document):
        together = list(told)
        for finding in together:
            linked = link(
                finding, list(events.values()), list(cases.values()), finding.found_at,
                lambda prefix: f"{prefix}{next(numbers):03}", catalogue=KNOWN, siblings=siblings_of(finding, together),
            )  # fmt: skip
            assert linked is not None
            for twin in linked.absorbed:
                cases[twin.id] = twin
                moved = [event for event in events.values() if event.case == twin.id]
                events |= {event.id: event.model_copy(update={"case": linked.case.id}) for event in moved}
            events[linked.event.id] = linked.event
            linked = with_all_steps(linked, [event for event in events.values() if event.case == linked.case.id])
            cases[linked.case.id] = linked.case
            linked_to.append(linked.event.id)
    return _letters(linked_to), _letters([events[event].case for event in linked_to])


def _letters(ids: Sequence[str]) -> str:
    order = list(dict.fromkeys(ids))
    return "".join("abcdefgh"[order.index(one)] for one in ids)


ACM, EC = "nl-acm", "eu-ec"
acm, deal = partial(say, by=ACM, lang="nl"), partial(say, authority=EC, law="merger")
filed = partial(deal, by=EC)

STORIES = [
    (
        "an article without numbers tells two openings",
        "abab",
        "abab",
        [
            acm(
                0,
                "opened",
                "Onderzoek naar Trapnet",
                "ACM onderzoekt hoe Trapnet taxiritten prijst",
                number="ACM/26/100",
            ),
            acm(
                4,
                "opened",
                "Onderzoek naar Trapnet",
                "ACM onderzoekt hoe Trapnet koeriers rangschikt",
                number="ACM/26/200",
            ),
            say(
                5,
                "opened",
                "Trapnet onder vuur",
                "De toezichthouder kijkt naar de taxiritten van Trapnet",
                lang="nl",
                document="both",
            ),
            say(
                5, "opened", "Trapnet onder vuur", "Een tweede onderzoek gaat over koeriers", lang="nl", document="both"
            ),
        ],
    ),
    (
        "the same, told in the other order",
        "abba",
        "abba",
        [
            acm(
                0,
                "opened",
                "Onderzoek naar Trapnet",
                "ACM onderzoekt hoe Trapnet taxiritten prijst",
                number="ACM/26/100",
            ),
            acm(
                4,
                "opened",
                "Onderzoek naar Trapnet",
                "ACM onderzoekt hoe Trapnet koeriers rangschikt",
                number="ACM/26/200",
            ),
            say(5, "opened", "Trapnet onder vuur", "Trapnet wordt onderzocht om koeriers", lang="nl", document="both"),
            say(
                5,
                "opened",
                "Trapnet onder vuur",
                "Een ander onderzoek gaat over taxiritten",
                lang="nl",
                document="both",
            ),
        ],
    ),
    (
        "a text that says one step twice",
        "aaa",
        "aaa",
        [
            say(0, "opened", "ACM investigates Trapnet", "ACM is investigating Trapnet over taxi fares", by=ACM),
            say(1, "opened", "Trapnet investigated", "Trapnet investigated", document="press"),
            say(
                1,
                "opened",
                "Trapnet investigated",
                "The Dutch watchdog looks into the fares of taxis",
                document="press",
            ),
        ],
    ),
    (
        "two fines of one week, the first without a number",
        "abb",
        "abb",
        [
            say(0, "decision", "Trapnet fined over fares", "ACM has fined Trapnet 2 million euros", by=ACM, sum_=2e6),
            say(
                3,
                "decision",
                "Trapnet fined over couriers",
                "ACM has fined Trapnet 7 million euros",
                by=ACM,
                sum_=7e6,
                number="ACM/26/200",
            ),
            say(4, "decision", "Seven million for Trapnet", "Trapnet must pay almost 7 million", sum_=6.9e6),
        ],
    ),
    (
        "a deal told under the target's new name, which only the text explains",
        "abb",
        "aaa",
        [
            filed(
                0, "notified", "M.100 SONY / CASTELLAN", "Notification received", "Sony", "Castellan", number="M.100"
            ),
            filed(
                30,
                "opened",
                "EU opens probe into Castellan",
                "The EU will look at the Castellan purchase in depth",
                "Sony",
                "Castellan",
                number="M.100",
            ),
            deal(
                31,
                "opened",
                "Sony's Lumenar deal",
                "Brussels takes a longer look at Sony's Lumenar deal",
                "Sony",
                "Lumenar",
                text="Brussels takes a longer look at Sony's Lumenar deal. Until May Lumenar was known as Castellan.",
            ),
        ],
    ),
    (
        "a buyer told by its group",
        "aa",
        "aa",
        [
            filed(0, "cleared", "Google / Castellan", "Castellan may go to Google", "Google", "Castellan"),
            deal(1, "cleared", "Alphabet may have Castellan", "Alphabet may have Castellan", "Alphabet", "Castellan"),
        ],
    ),
    (
        "a buyer told by its vehicle",
        "aa",
        "aa",
        [
            filed(
                0,
                "notified",
                "ORIOLE BIDCO / CASTELLAN",
                "Acquisition of Castellan by Oriole Bidco",
                "Oriole Bidco",
                "Castellan",
            ),
            deal(1, "notified", "Sony files", "Sony files its acquisition of Castellan", "Sony", "Castellan"),
        ],
    ),
    (
        "two known firms bid for one",
        "ab",
        "ab",
        [
            filed(0, "notified", "SONY / CASTELLAN", "Acquisition of Castellan by Sony", "Sony", "Castellan"),
            deal(1, "notified", "Netflix bids", "Netflix files its acquisition of Castellan", "Netflix", "Castellan"),
        ],
    ),
    (
        "a judgment of a court that the catalogue seats, without a word of the matter",
        "abc",
        "aaa",
        [
            acm(0, "decision", "Trapnet beboet", "De ACM beboet Trapnet om taxiritten"),
            say(50, "litigation", "Trapnet in beroep", "Trapnet gaat in beroep tegen de boete", lang="nl"),
            say(
                500,
                "ruling",
                "Trapnet loses in court",
                "The judges sided with the Dutch",
                authority="other:Raad van State",
            ),
        ],
    ),
    (
        "a court of another country",
        "ab",
        "ab",
        [
            acm(0, "decision", "Trapnet beboet", "De ACM beboet Trapnet om taxiritten"),
            say(
                500,
                "ruling",
                "Trapnet loses in court",
                "The judges sided with the Londoners",
                authority="other:High Court",
            ),
        ],
    ),
    (
        "a judgment that prints its own number and the authority's",
        "abc",
        "aaa",
        [
            acm(0, "decision", "Trapnet beboet", "De ACM beboet Trapnet", number="ACM/26/100"),
            say(1, "litigation", "Trapnet in beroep", "Trapnet gaat in beroep", lang="nl", number="202600123/1/A3"),
            say(
                400,
                "ruling",
                "Uitspraak",
                "Trapnet verliest",
                lang="nl",
                authority="other:Raad van State",
                number="202600123/1/A3",
            ),
        ],
    ),
    (
        "a raid that was denied is the beginning of nothing",
        "aab",
        "aab",
        [
            say(0, "inspection", "Inval bij Trapnet", "De ACM deed een inval bij Trapnet", lang="nl"),
            acm(1, "inspection", "Geen inval", "De ACM deed geen inval bij Trapnet", status="denied"),
            say(
                40,
                "opened",
                "Trapnet investigated",
                "ACM investigates Trapnet over couriers",
                by=ACM,
                number="ACM/26/200",
            ),
        ],
    ),
    (
        "a fine after the other of two cases was closed",
        "abcd",
        "abab",
        [
            acm(0, "opened", "Onderzoek taxiritten", "ACM onderzoekt hoe Trapnet taxiritten prijst"),
            acm(10, "opened", "Onderzoek koeriers", "ACM onderzoekt hoe Trapnet koeriers rangschikt"),
            acm(60, "closed", "Taxiritten: klaar", "ACM sluit het onderzoek naar taxiritten van Trapnet"),
            say(90, "decision", "Dutch fine Trapnet", "Trapnet was fined by the Dutch", sum_=2e6),
        ],
    ),
    (
        "twins in two languages: nobody knows which one the report means",
        "abc",
        "abc",
        [
            acm(0, "opened", "Onderzoek taxiritten", "ACM onderzoekt hoe Trapnet taxiritten prijst"),
            acm(10, "opened", "Onderzoek koeriers", "ACM onderzoekt hoe Trapnet koeriers rangschikt"),
            say(90, "decision", "Dutch fine Trapnet", "Trapnet was fined by the Dutch", sum_=2e6),
        ],
    ),
    (
        "another firm of the trade",
        "ab",
        "ab",
        [
            say(0, "opened", "ACM investigates taxi fares", "ACM investigates the taxi fares of Trapnet", by=ACM),
            say(
                1,
                "opened",
                "ACM investigates taxi fares",
                "ACM investigates the taxi fares of Ritwerk",
                "Ritwerk",
                by=ACM,
            ),
        ],
    ),
    (
        "a misprinted number in the press",
        "aa",
        "aa",
        [
            say(
                0,
                "opened",
                "ACM investigates taxi fares",
                "ACM investigates the taxi fares of Trapnet",
                by=ACM,
                number="ACM/26/018234",
            ),
            say(
                1,
                "opened",
                "Taxi fares of Trapnet",
                "The fares of Trapnet's taxis are investigated",
                number="ACM/26/018324",
            ),
        ],
    ),
    (
        "of two firms a paper prints what one pays, the release what both do",
        "aa",
        "aa",
        [
            say(0, "settled", "Trapnet pays in Den Haag", "Trapnet pays 31 million", "Trapnet", "Ritwerk", sum_=31e6),
            acm(0.1, "settled", "ACM en taxi's", "Samen betalen zij 40 miljoen", "Trapnet", "Ritwerk", sum_=40e6),
        ],
    ),
    (
        "two settlements of the authority with the same two firms, in one week",
        "ab",
        "ab",
        [
            acm(0, "settled", "Schikking koeriers", "Koeriers: 31 miljoen", "Trapnet", "Ritwerk", sum_=31e6),
            acm(0.1, "settled", "Boete taxiritten", "Taxiritten: 40 miljoen", "Trapnet", "Ritwerk", sum_=40e6),
        ],
    ),
    (
        "a study ends after more than a year, in its own words",
        "ab",
        "aa",
        [
            acm(0, "inquiry", "ACM begint marktstudie naar taxiketens", "ACM start marktstudie naar taxiketens"),
            acm(420, "other", "Marktstudie taxiketens klaar", "ACM sluit de marktstudie naar taxiketens af"),
        ],
    ),
    (
        "a search is fought in court before a case is opened",
        "abc",
        "aaa",
        [
            acm(0, "inspection", "ACM doorzoekt Trapnet", "ACM doorzoekt het kantoor van Trapnet"),
            acm(30, "litigation", "Trapnet naar de rechter", "Trapnet vecht de inval bij de rechter aan"),
            say(120, "opened", "ACM opens Trapnet case", "ACM opened proceedings against Trapnet", by=ACM),
        ],
    ),
    (
        "the fine recalled on its anniversary, as if it were new",
        "ab",
        "aa",
        [
            say(0, "decision", "Trapnet fined over taxi fares", "ACM fined Trapnet over taxi fares", by=ACM, sum_=2e6),
            say(
                365,
                "decision",
                "A year on: Trapnet and the taxi fares",
                "ACM fined Trapnet 2 million over taxi fares",
                sum_=2e6,
            ),
        ],
    ),
    (
        "questions about something else while a case is open",
        "ab",
        "ab",
        [
            say(0, "opened", "ACM investigates taxi fares", "ACM investigates the taxi fares of Trapnet", by=ACM),
            say(20, "inquiry", "ACM writes to Trapnet", "ACM wants to know how couriers are ranked by Trapnet", by=ACM),
        ],
    ),
    (
        "an appeal told without a word of the fine, after an opening told in other words",
        "abc",
        "aaa",
        [
            acm(0, "opened", "Hoge prijzen van taxiritten", "Trapnet rekent volgens ACM hoge prijzen voor taxiritten"),
            acm(300, "decision", "Dure taxiritten beboet", "Trapnet betaalt voor de hoge prijzen van taxiritten"),
            say(
                330, "litigation", "Platform bestrijdt sanctie in Rotterdam", "Trapnet wil van de sanctie af", lang="nl"
            ),
        ],
    ),
]

NAMES_AND_NUMBERS = [
    ("the authority writes the company, the press the app it runs", "aa", "aa", [
        say(0, "opened", "ACM investigates Holdwerk", "ACM investigates Holdwerk B.V., the owner of the Rittje app",
            "Holdwerk", by=ACM),
        say(1, "opened", "Rittje investigated", "The Dutch look into the fares of Rittje", "Rittje")]),
    ("the press writes the app first", "aa", "aa", [
        say(0, "opened", "Rittje investigated", "The Dutch look into the fares of Rittje", "Rittje"),
        say(1, "opened", "ACM investigates Holdwerk", "ACM investigates Holdwerk. The company trades as Rittje.",
            "Holdwerk", by=ACM)]),
    ("a later step that only the app is named for, told by the authority without a word of it", "abb", "aaa", [
        say(0, "opened", "ACM investigates Holdwerk", "ACM investigates Holdwerk, known as Rittje, over taxi fares",
            "Holdwerk", by=ACM),
        say(150, "interim_measures", "ACM stops Holdwerk", "Holdwerk may not raise taxi fares", "Holdwerk", by=ACM),
        say(151, "interim_measures", "Rittje stopped", "The Dutch forbid Rittje to raise its taxi fares", "Rittje")]),
    ("who complains owns the app", "ab", "ab", [
        say(0, "opened", "ACM investigates Trapnet",
            "ACM investigates Trapnet after a complaint by Holdwerk, owner of the Rittje app", by=ACM),
        say(1, "opened", "Rittje investigated", "The Dutch look into the fares of Rittje", "Rittje")]),
    ("one owner, two apps", "ab", "ab", [
        say(0, "decision", "ACM fines Holdwerk", "ACM fined Holdwerk, owner of the Rittje app", "Holdwerk", by=ACM),
        say(1, "decision", "Karretje fined", "The Dutch fined Karretje. Holdwerk, the owner of Karretje, appeals.",
            "Karretje")]),
    ("a rival of an owner", "ab", "ab", [
        say(0, "opened", "ACM investigates Trapnet", "ACM looks into Trapnet, a rival of the owner of Rittje", by=ACM),
        say(1, "opened", "Rittje investigated", "The Dutch look into the fares of Rittje", "Rittje")]),
    ("the authority itself changes two digits round in a short number, a year on", "ab", "aa", [
        say(0, "opened", "A573 - Taxi fares", "Trapnet's taxi fares are investigated", by=ACM, number="A573"),
        say(420, "commitments", "A537 - Taxi fares", "Trapnet's offers are binding", by=ACM, number="A537")]),
    ("another case is begun under a number with two digits changed round", "ab", "ab", [
        say(0, "opened", "A573 - Taxi fares", "Trapnet's taxi fares are investigated", by=ACM, number="A573"),
        say(60, "opened", "A537 - Courier wages", "Trapnet's wages of couriers are investigated", by=ACM,
            number="A537")]),
    ("two cases opened in a week, in like words, under numbers with two digits changed round", "ab", "ab", [
        say(0, "opened", "PS/00112/2026", "Trapnet's recordings of calls", by=ACM, number="PS/00112/2026"),
        say(7, "opened", "PS/00121/2026", "Trapnet's calls that reject callers", by=ACM, number="PS/00121/2026")]),
    ("a case really bears the number with two digits changed round", "abc", "abb", [
        say(0, "opened", "A573 - Taxi fares", "Trapnet's taxi fares are investigated", by=ACM, number="A573"),
        say(60, "opened", "A537 - Courier wages", "Trapnet's wages of couriers are looked into", by=ACM, number="A537"),
        say(300, "decision", "A537 - Trapnet fined", "Trapnet is fined over taxi fares", by=ACM, number="A537")]),
    ("twins numbered one after the other", "ab", "ab", [
        say(0, "opened", "A573 - Taxi fares", "Trapnet's taxi fares are investigated", by=ACM, number="A573"),
        say(90, "decision", "A574 - Taxi fares", "Trapnet is fined over taxi fares", by=ACM, number="A574")]),
    ("a sum corrected a day later, and told by the press", "aaa", "aaa", [
        say(0, "decision", "Trapnet fined", "ACM fined Trapnet over fares", by=ACM, number="ACM/26/1", sum_=18.4e6),
        say(1, "decision", "Correction: Trapnet fined", "ACM fined Trapnet over fares", by=ACM, number="ACM/26/1",
            sum_=14.8e6),
        say(2, "decision", "Trapnet fined", "The Dutch fined Trapnet over fares", sum_=14.8e6)]),
    ("a newspaper prints the sum that was corrected the day before", "aaa", "aaa", [
        say(0, "decision", "Trapnet fined", "ACM fined Trapnet over fares", by=ACM, number="ACM/26/1", sum_=18.4e6),
        say(1, "decision", "Correction: Trapnet fined", "ACM fined Trapnet over fares", by=ACM, number="ACM/26/1",
            sum_=14.8e6),
        say(2, "decision", "Trapnet fined", "The Dutch fined Trapnet over fares", sum_=18.4e6)]),
    ("two fines, a day apart, none called a correction", "abb", "abb", [
        say(0, "decision", "Trapnet fined", "ACM fined Trapnet over fares", by=ACM, sum_=18.4e6),
        say(1, "decision", "Trapnet fined", "ACM fined Trapnet over wages", by=ACM, sum_=14.8e6),
        say(2, "decision", "Trapnet fined", "The Dutch fined Trapnet over wages", sum_=14.8e6)]),
    ("a court's ruling told by the press, and by the authority two weeks later", "aa", "aa", [
        say(0, "ruling", "Court fines Trapnet", "The court fined Trapnet", authority="other:Rechtbank", sum_=5.1e6),
        say(13, "ruling", "Trapnet must pay", "The court fined Trapnet", authority="other:Rechtbank", by=ACM,
            sum_=5.1e6)]),
    ("the same, once it is final", "aa", "aa", [
        say(0, "ruling", "Court fines Trapnet", "The court fined Trapnet", authority="other:Rechtbank", sum_=5.1e6),
        say(60, "ruling", "Trapnet must pay", "The court fined Trapnet", authority="other:Rechtbank", by=ACM,
            sum_=5.1e6)]),
    ("the judgment of the second instance has a number of the first one's form", "abc", "aaa", [
        say(0, "decision", "Trapnet fined", "ACM fined Trapnet over fares", by=ACM, number="ACM/26/1"),
        say(90, "ruling", "Fares: fine annulled", "The court annulled it", authority="other:Rechtbank Rotterdam",
            number="123/2026"),
        say(400, "ruling", "Fares: fine restored", "The court restored it", authority="other:Raad van State",
            number="456/2027")]),
    ("a rounded sum tells which fine is annulled", "abc", "aba", [
        acm(0, "decision", "Boete ritprijzen", "ACM beboet Trapnet om ritprijzen", sum_=3_112_000),
        acm(40, "decision", "Boete koeriers", "ACM beboet Trapnet om koeriers", sum_=8_450_000),
        say(300, "ruling", "Fine annulled", "A fine of 3.1m is annulled", authority="other:Rechtbank", sum_=3.1e6)]),
    ("denied, and opened months later about the same", "aab", "aab", [
        say(0, "inspection", "Inval bij Trapnet om ritprijzen", "De ACM deed een inval bij Trapnet", lang="nl"),
        acm(1, "inspection", "Geen inval", "De ACM deed geen inval bij Trapnet om ritprijzen", status="denied"),
        acm(150, "opened", "Onderzoek ritprijzen Trapnet", "De ACM onderzoekt ritprijzen van Trapnet")]),
    ("what is begun after a suit, without a word of it", "ab", "ab", [
        say(0, "litigation", "Trapnet goes to court over fares", "Trapnet appeals over fares"),
        say(24, "opened", "ACM looks at couriers", "ACM opens a case on how Trapnet ranks couriers")]),
    ("a mark at the end of a name is left out", "aa", "aa", [
        say(0, "notified", "Trapnet+ buys", "Trapnet+ notified it", "Trapnet+", "Ritwerk", law="merger"),
        say(1, "notified", "Trapnet buys", "Trapnet notified it", "Trapnet", "Ritwerk", law="merger")]),
]  # fmt: skip


ALL = (*STORIES, *NAMES_AND_NUMBERS)


@pytest.mark.parametrize(("steps", "cases", "findings"), [row[1:] for row in ALL], ids=[row[0] for row in ALL])
def test_a_story(steps: str, cases: str, findings: list[StoredFinding]) -> None:
    assert lived_through(findings) == (steps, cases)
