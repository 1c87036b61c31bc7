"""Which tellings are one step. Each row names the trap it sets."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.firms import is_same_firm
from cases.linking import Link, is_linkable, link
from knowledge.catalogue import Catalogue
from schemas.catalogue import Basis, Company, Relation
from schemas.event import Case, Event, StoredFinding
from schemas.finding import Amount, Evidence, Finding, Party
from schemas.words import Action, Confidence, Instrument, Role, Standing, Status

DAY_0 = datetime(2026, 3, 2, 10, tzinfo=UTC)
NOW = datetime(2026, 3, 20, tzinfo=UTC)


def parties(*names: str, role: Role = Role.TARGET) -> tuple[Party, ...]:
    return tuple(Party(name=name, company=name.lower(), role=role) for name in names)


def telling(
    *targets: str,
    day: float | None = 0,
    own: bool = False,
    document: str = "doc",
    version: int = 1,
    official: bool | None = None,
    speaker: str | None = None,
    found: datetime = DAY_0,
    others: tuple[Party, ...] = (),
    sentence: str = "",
    baseline: bool = False,
    marks: tuple[str, ...] = (),
    language: str = "en",
    title: str = "",
    **told: Any,
) -> StoredFinding:
    """Return one document telling one step: press unless `own`, published `day` days after day 0."""
    sentence = sentence or f"A sentence of {document}."
    defaults: dict[str, Any] = {
        "authority": "eu-ec",
        "action": Action.OPENED,
        "status": Status.ASSERTED,
        "instrument": Instrument.ANTITRUST,
        "confidence": Confidence.MEDIUM,
        "rule": "test",
    }
    finding = Finding(
        **{**defaults, **told},
        parties=(*parties(*(targets or ("OpenAI",))), *others),
        evidence=Evidence(text=sentence, start=0, end=len(sentence), field="text"),
    )
    return StoredFinding(
        id=f"f-{document}-{version}-{sentence[-8:]}",
        document=document,
        version=version,
        document_title=title or f"Title of {document}",
        language=language,
        marks=marks,
        extractor="test",
        official=own if official is None else official,
        authority=finding.authority if own else speaker,
        publisher="European Commission" if own else "The Newspaper",
        published=None if day is None else DAY_0 + timedelta(days=day),
        found_at=found,
        baseline=baseline,
        finding=finding,
    )


def ids(first: int = 1, step: int = 1) -> Callable[[str], str]:
    numbers = count(first, step)
    return lambda prefix: f"{prefix}-{next(numbers):05d}"


def told_in_order(
    findings: Iterable[StoredFinding], new_id: Callable[[str], str] | None = None
) -> tuple[list[Link | None], list[Event], list[Case]]:
    """Link the findings one after the other, each against what the ones before left."""
    events: dict[str, Event] = {}
    cases: dict[str, Case] = {}
    links, new_id = [], new_id or ids()
    for finding in findings:
        linked = link(finding, list(events.values()), list(cases.values()), NOW, new_id)
        links.append(linked)
        if linked is not None:
            events[linked.event.id], cases[linked.case.id] = linked.event, linked.case
            for twin in linked.absorbed:
                cases[twin.id] = twin
                steps = [step for step in events.values() if step.case == twin.id]
                events |= {step.id: step.model_copy(update={"case": linked.case.id}) for step in steps}
    return links, list(events.values()), list(cases.values())


ONE, TWO = 1, 2
SAMENESS: list[tuple[str, int, StoredFinding, StoredFinding]] = [
    ("the same release under two URLs", ONE, telling(own=True, document="a"), telling(own=True, document="b")),
    ("press after press", ONE, telling(document="a"), telling(document="b", day=2)),
    ("seven days apart", ONE, telling(document="a"), telling(document="b", day=7)),
    ("eight days apart, in like words", ONE, telling(document="a"), telling(document="b", day=8)),
    ("eight days apart, in other words", TWO,
        telling(document="a", sentence="It looks into the bundle.", title="Bundle of messengers"),
        telling(document="b", day=8, sentence="It asks about licences.", title="Licences of servers")),
    ("fifteen days apart", TWO, telling(document="a"), telling(document="b", day=15)),
    ("told in the wrong order", ONE, telling(document="a", day=5), telling(document="b", day=0)),
    ("another firm", TWO, telling("OpenAI", document="a"), telling("Mistral", document="b")),
    ("another authority, same words: EC and CMA", TWO,
        telling(document="a"), telling(document="b", authority="uk-cma")),
    ("another authority, same case number", TWO,
        telling(document="a", cases=("ME/1234",)), telling(document="b", authority="uk-cma", cases=("ME/1234",))),
    ("another action", TWO, telling(document="a"), telling(document="b", action=Action.DECISION)),
    ("twin cases against one firm on one day", TWO,
        telling(document="a", cases=("AT.40001",)), telling(document="b", cases=("AT.40002",))),
    ("twin cases in one document", TWO,
        telling(document="a", cases=("AT.40001",), sentence="One."),
        telling(document="a", cases=("AT.40002",), sentence="Two.")),
    ("numbers that fold to the same digits", TWO,
        telling(document="a", cases=("B6-22/16",)), telling(document="b", cases=("B6-221/6",))),
    ("one number in two spellings, no target shared", ONE,
        telling("Google", document="a", cases=("AT.40099",)), telling("Alphabet", document="b", cases=("at 40099",))),
    ("only one side knows the number", ONE, telling(document="a"), telling(document="b", cases=("AT.40001",))),
    ("one of two numbers shared", ONE,
        telling(document="a", cases=("AT.40001", "AT.40002")), telling(document="b", cases=("AT.40002",))),
    ("the same number, press three weeks late", ONE,
        telling(document="a", own=True, cases=("M.11111",)), telling(document="b", day=21, cases=("M.11111",))),
    ("phase 1 and phase 2 of one merger are both opened", TWO,
        telling(document="a", own=True, cases=("M.11111",)),
        telling(document="b", own=True, day=36, cases=("M.11111",))),
    ("the bulletin prints a decision weeks after the release", ONE,
        telling(document="a", own=True, action=Action.DECISION, cases=("A599",)),
        telling(document="b", own=True, day=40, action=Action.DECISION, cases=("A599",))),
    ("a decision, and another against one more firm under the same number", TWO,
        telling("Meta", document="a", own=True, action=Action.DECISION, cases=("A599",)),
        telling("Mistral", document="b", own=True, day=40, action=Action.DECISION, cases=("A599",))),
    ("half a year later it is another decision", TWO,
        telling(document="a", own=True, action=Action.DECISION, cases=("A599",)),
        telling(document="b", own=True, day=180, action=Action.DECISION, cases=("A599",))),
    ("a fine, and another one for not obeying", TWO,
        telling(document="a", own=True, action=Action.DECISION, cases=("A599",),
            amount=Amount(value=5e6, currency="EUR")),
        telling(document="b", own=True, day=60, action=Action.DECISION, cases=("A599",),
            amount=Amount(value=1e6, currency="EUR"))),
    ("requests for information come again", TWO,
        telling(document="a", own=True, action=Action.INQUIRY, cases=("A599",)),
        telling(document="b", own=True, day=20, action=Action.INQUIRY, cases=("A599",))),
    ("commitments offered, then accepted a fortnight later, both told by the authority", TWO,
        telling(document="a", own=True, action=Action.COMMITMENTS, cases=("AT.1",)),
        telling(document="b", own=True, day=14, action=Action.COMMITMENTS, cases=("AT.1",))),
    ("printed dates of two different steps", TWO,
        telling(document="a", cases=("AT.1",), step_date=date(2026, 1, 5)),
        telling(document="b", cases=("AT.1",), step_date=date(2026, 3, 2))),
    ("two deals of one buyer in one week", TWO,
        telling("Microsoft", "Mistral", document="a", instrument=Instrument.MERGER, action=Action.NOTIFIED),
        telling("Microsoft", "Inflection", document="b", instrument=Instrument.MERGER, action=Action.NOTIFIED)),
    ("two deals, the law not told", TWO,
        telling("Microsoft", "Mistral", document="a", instrument=Instrument.UNKNOWN, action=Action.CLEARED),
        telling("Microsoft", "Inflection", document="b", instrument=Instrument.UNKNOWN, action=Action.CLEARED)),
    ("one deal, press names the buyer alone", ONE,
        telling("Microsoft", "Mistral", document="a", instrument=Instrument.MERGER, action=Action.NOTIFIED),
        telling("Microsoft", document="b", instrument=Instrument.MERGER, action=Action.NOTIFIED)),
    ("no deal: two firms each, one shared", ONE,
        telling("Google", "Meta", document="a"), telling("Google", "Apple", document="b")),
    ("two laws, both told by the authority", TWO,
        telling("Meta", own=True, document="a", instrument=Instrument.ANTITRUST),
        telling("Meta", own=True, document="b", instrument=Instrument.DMA)),
    ("press calls a gatekeeper matter antitrust", ONE,
        telling("Meta", own=True, document="a", instrument=Instrument.DMA),
        telling("Meta", document="b", instrument=Instrument.ANTITRUST)),
    ("press tells a DSA and an antitrust matter", TWO,
        telling("X", document="a", instrument=Instrument.DSA),
        telling("X", document="b", instrument=Instrument.ANTITRUST)),
    ("the law not told by one", ONE,
        telling("X", document="a", instrument=Instrument.DSA),
        telling("X", document="b", instrument=Instrument.UNKNOWN)),
    ("a shared firm that is no target in one", TWO,
        telling("Google", document="a"), telling("Meta", document="b", others=parties("Google", role=Role.AFFECTED))),
    ("an edited document without a date, found three weeks later", ONE,
        telling(document="a", day=None, sentence="Same  words."),
        telling(document="a", day=None, version=2, found=DAY_0 + timedelta(days=21), sentence="Same words.")),
    ("a living page that tells the next step with the same verb", TWO,
        telling(document="a", day=None, cases=("ME/1",), sentence="Phase 1 began."),
        telling(document="a", day=None, version=2, found=DAY_0 + timedelta(days=60), cases=("ME/1",),
                sentence="Phase 2 began.")),
    ("no date on the later one: when it was found counts", ONE,
        telling(document="a"), telling(document="b", day=None, found=DAY_0 + timedelta(days=3))),
    ("a release in two languages, a month apart", ONE,
        telling("X", document="a", own=True, marks=("release:IP/26/1",)),
        telling("X", document="b", own=True, day=30, language="fr", marks=("release:IP/26/1",))),
    ("a release that tells of two firms", TWO,
        telling("X", document="a", own=True, marks=("release:IP/26/1",), sentence="One."),
        telling("Meta", document="b", own=True, marks=("release:IP/26/1",), sentence="Two.")),
    ("one text at two addresses, weeks apart", ONE,
        telling("X", document="a", own=True, marks=("text:1",)),
        telling("X", document="b", own=True, day=20, marks=("text:1",))),
    ("pages of two cases, designations a day apart", TWO,
        telling("X", document="a", own=True, action=Action.DESIGNATION, marks=("page:search",)),
        telling("X", document="b", own=True, day=1, action=Action.DESIGNATION, marks=("page:mobile",))),
    ("a swapped pair of digits, the register has it right", ONE,
        telling("X", document="a", own=True, cases=("AT.40193",), title="Publishers and AI answers"),
        telling("X", document="b", own=True, cases=("AT.40913",), marks=("number:AT.40913",),
                title="AT.40913 X, AI answers")),
    ("a swapped pair of digits, another subject", TWO,
        telling("X", document="a", own=True, cases=("AT.40193",), title="Publishers and answers"),
        telling("X", document="b", own=True, cases=("AT.40913",), title="Payment by voice")),
    ("a swapped pair of digits, no word of a subject, but both firms of one deal", ONE,
        telling("X", "Y", document="a", own=True, instrument=Instrument.MERGER, action=Action.CLEARED,
                cases=("M.12318",), title="Mergers: approved"),
        telling("X", "Y", document="b", own=True, day=4, instrument=Instrument.MERGER, action=Action.CLEARED,
                cases=("M.12138",), title="M.12138 X / Y")),
    ("a register that prints the day of the release weeks later", ONE,
        telling("X", document="a", own=True), telling("X", document="b", own=True, day=25, step_date=date(2026, 3, 2))),
    ("a register that prints another day", TWO,
        telling("X", document="a", own=True),
        telling("X", document="b", own=True, day=25, step_date=date(2026, 3, 20))),
    ("numbers one after the other are twins, not misprints", TWO,
        telling("X", document="a", own=True, cases=("AT.40913",), title="Publishers and AI answers"),
        telling("X", document="b", own=True, cases=("AT.40914",), title="Publishers and AI answers")),
    ("a court's number and the authority's are no conflict", ONE,
        telling("X", document="a", action=Action.LITIGATION, cases=("T-811/25",)),
        telling("X", document="b", action=Action.LITIGATION, cases=("AT.40718",))),
    ("two weeks' papers of one authority each have a number", ONE,
        telling("X", document="a", day=0, cases=("10208841",)), telling("X", document="b", day=2, cases=("10299120",))),
    ("a ruling: some name the court, some the authority", ONE,
        telling("X", document="a", action=Action.RULING, authority="eu-gc"),
        telling("X", document="b", action=Action.RULING, day=1)),
    ("a suit of two agencies of one country", TWO,
        telling("X", document="a", action=Action.LITIGATION, authority="us-ftc"),
        telling("X", document="b", action=Action.LITIGATION, authority="us-ca-ag")),
    ("a deal whose buyer has a new name", ONE,
        telling("Castellan", "Verbio", document="a", instrument=Instrument.MERGER),
        telling("Lumenar", "Verbio", document="b", day=3, instrument=Instrument.MERGER,
                title="Lumenar, formerly Castellan, buys Verbio")),
    ("other subjects, five days apart", TWO,
        telling("X", document="a", title="Virtual coins for children", sentence="It opened proceedings."),
        telling("X", document="b", day=5, title="Faces generated by software", sentence="It opened another.")),
    ("other words on one day", ONE,
        telling("X", document="a", title="Virtual coins for children"),
        telling("X", document="b", day=1, title="Gambling for pocket money")),
    ("the end of a case, told again when the decision is translated", ONE,
        telling("X", document="a", own=True, action=Action.CLOSED, cases=("AT.1",)),
        telling("X", document="b", own=True, day=45, action=Action.CLOSED, cases=("AT.1",))),
    ("leading zeros", ONE,
        telling("X", document="a", cases=("PRC/2025/7",)), telling("X", document="b", cases=("PRC/2025/07",))),
    ("an authority nobody listed", ONE,
        telling(document="a", authority="other:Bureau of Things"),
        telling(document="b", authority="other:bureau of things")),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "first", "second"), [row[1:] for row in SAMENESS], ids=[row[0] for row in SAMENESS])
def test_two_tellings(steps: int, first: StoredFinding, second: StoredFinding) -> None:
    links, events, _ = told_in_order([first, second])
    assert len(events) == steps
    assert [item.created for item in links if item] == [True, steps == TWO]


@pytest.mark.parametrize(("steps", "first", "second"), [row[1:] for row in SAMENESS], ids=[row[0] for row in SAMENESS])
def test_the_order_of_arrival_decides_nothing(steps: int, first: StoredFinding, second: StoredFinding) -> None:
    assert len(told_in_order([second, first])[1]) == steps


@pytest.mark.parametrize("between", [Action.RULING, Action.CLOSED])
def test_a_decision_that_fell_is_taken_again(between: Action) -> None:
    decision = {"own": True, "action": Action.DECISION, "cases": ("A599",)}
    fallen = telling(document="fallen", day=30, own=True, action=between, cases=("A599",))
    tellings = [telling(document="a", **decision), fallen, telling(document="b", day=60, **decision)]
    _, events, _ = told_in_order(tellings)
    assert [event.action for event in events].count(Action.DECISION) == 2


def test_press_first_then_the_authority() -> None:
    links, (event,), _ = told_in_order([telling(document="press"), telling(document="own", own=True, day=1)])
    assert links[0]
    assert links[0].event.standing is Standing.REPORTED
    assert links[1]
    assert "standing" in links[1].changed
    assert event.standing is Standing.CONFIRMED
    assert (event.document, event.publisher, event.document_title) == (
        "own", "European Commission", "Title of own")  # fmt: skip
    assert event.last_changed == NOW


def test_press_after_the_authority_changes_nothing_it_says() -> None:
    own = telling(document="own", own=True, amount=Amount(value=5e6, currency="EUR"), cases=("AT.1",))
    press = telling(document="press", day=1, amount=Amount(value=9e9, currency="USD"), cases=("AT.1",))
    links, (event,), _ = told_in_order([own, press])
    assert links[1]
    assert links[1].changed == ()
    assert links[1].link.why == "same authority, action and case number AT.1"
    assert event.amount == Amount(value=5e6, currency="EUR")
    assert event.document == "own"


@pytest.mark.parametrize(
    ("trap", "finding", "standing"),
    [
        ("its own text", telling(own=True), Standing.CONFIRMED),
        ("another authority about it", telling(official=True, speaker="uk-cma"), Standing.REPORTED),
        ("an official source that declares no authority", telling(official=True), Standing.REPORTED),
        ("a newspaper filed under the authority", telling(official=False, speaker="eu-ec"), Standing.REPORTED),
    ],
)
def test_what_confirms(trap: str, finding: StoredFinding, standing: Standing) -> None:
    linked = link(finding, [], [], NOW, ids())
    assert linked
    assert linked.event.standing is standing, trap


def test_who_is_a_target_the_authority_says() -> None:
    press = telling("OpenAI", "Microsoft", document="press")
    own = telling("OpenAI", document="own", own=True, others=parties("Mistral", role=Role.COMPLAINANT))
    _, (event,), _ = told_in_order([press, own])
    assert event.target_ids() == {"openai"}
    links, (event,), _ = told_in_order([own, press])
    assert event.target_ids() == {"openai"}
    assert {party.name for party in event.parties} == {"OpenAI", "Mistral"}
    assert links[1]
    assert links[1].changed == ()


def test_press_reports_unite_their_parties_and_numbers() -> None:
    first = telling("OpenAI", document="a")
    second = telling("OpenAI", "Microsoft", document="b", cases=("AT.1",))
    links, (event,), (case,) = told_in_order([first, second])
    assert event.target_ids() == {"openai", "microsoft"}
    assert links[1]
    assert {"parties", "case_numbers"} <= set(links[1].changed)
    assert event.case_numbers == case.case_numbers == ("AT.1",)


def test_a_new_version_of_the_shown_document_takes_its_place() -> None:
    short = telling(document="a", own=True, sentence="Commission opens probe")
    full = telling(document="a", own=True, version=2, ai_nexus=True, ai_reason="chatbots", deadline=date(2026, 9, 1))
    links, (event,), _ = told_in_order([short, full])
    assert (event.document_version, event.ai_reason, event.deadline) == (2, "chatbots", date(2026, 9, 1))
    assert links[1]
    assert {"ai_nexus", "deadline", "evidence"} <= set(links[1].changed)


@pytest.mark.parametrize(
    ("said", "nexus", "reason"),
    [
        ([(True, "chatbots"), (False, None)], True, "chatbots"),
        ([(False, None), (True, "chatbots")], True, "chatbots"),
        ([(None, None), (False, None)], False, None),
        ([(False, None), (None, None)], False, None),
    ],
)
def test_one_document_that_names_ai_is_enough(
    said: list[tuple[bool | None, str | None]], nexus: bool, reason: str | None
) -> None:
    tellings = [telling(document=f"d{n}", ai_nexus=ai, ai_reason=why) for n, (ai, why) in enumerate(said)]
    _, (event,), _ = told_in_order(tellings)
    assert (event.ai_nexus, event.ai_reason) == (nexus, reason)


@pytest.mark.parametrize("status", [Status.SPECULATIVE, Status.BACKGROUND, Status.DENIED])
def test_what_is_not_asserted_makes_no_event(status: Status) -> None:
    finding = telling(status=status)
    assert link(finding, [], [], NOW, ids()) is None
    assert not is_linkable(finding)


DENIALS = [
    ("its own denial", True, telling(own=True, document="d", day=1, status=Status.DENIED)),
    ("the same day", True, telling(own=True, document="d", day=0, status=Status.DENIED)),
    ("of inquiries of any kind", True,
        telling(own=True, document="d", day=1, status=Status.DENIED, action=Action.INQUIRY)),
    ("a newspaper's word", False, telling(document="d", day=1, status=Status.DENIED)),
    ("another firm", False, telling("Meta", own=True, document="d", day=1, status=Status.DENIED)),
    ("another authority", False,
        telling(own=True, document="d", day=1, status=Status.DENIED, authority="uk-cma")),
    ("another step: no decision yet", False,
        telling(own=True, document="d", day=1, status=Status.DENIED, action=Action.DECISION)),
    ("older than the report", False, telling(own=True, document="d", day=-3, status=Status.DENIED)),
    ("of another case", False,
        telling(own=True, document="d", day=1, status=Status.DENIED, cases=("AT.2",))),
]  # fmt: skip


@pytest.mark.parametrize(("contradicts", "denial"), [row[1:] for row in DENIALS], ids=[row[0] for row in DENIALS])
def test_a_denial(contradicts: bool, denial: StoredFinding) -> None:
    links, (event,), _ = told_in_order([telling(document="press", cases=("AT.1",)), denial])
    assert (event.standing is Standing.CONTRADICTED) is contradicts
    assert event.status is Status.ASSERTED
    assert (links[1] is not None and links[1].changed == ("standing",)) is contradicts


def test_a_second_denial_speaks_of_the_same_report() -> None:
    denials = [telling(own=True, document=d, day=1, status=Status.DENIED, language=d) for d in ("nl", "en")]
    links, (event,), _ = told_in_order([telling(document="press"), *denials])
    assert event.standing is Standing.CONTRADICTED
    assert [one and (one.event.id, one.changed) for one in links[1:]] == [(event.id, ("standing",)), (event.id, ())]


def test_a_denial_does_not_touch_what_the_authority_itself_confirmed() -> None:
    links, (event,), _ = told_in_order(
        [telling(own=True, document="a"), telling(own=True, document="d", day=1, status=Status.DENIED)]
    )
    assert (event.standing, links[1]) == (Standing.CONFIRMED, None)


def test_after_a_denial_the_authority_may_still_confirm() -> None:
    denial = telling(own=True, document="d", day=1, status=Status.DENIED)
    links, (event,), _ = told_in_order([telling(document="a"), denial, telling(own=True, document="o", day=3)])
    assert event.standing is Standing.CONFIRMED
    assert links[2]
    assert "standing" in links[2].changed


def test_of_two_cases_the_nearer_one_is_joined() -> None:
    twins = [
        telling("OpenAI", document="a", cases=("AT.1",)),
        telling("OpenAI", "Microsoft", document="b", cases=("AT.2",)),
    ]
    links, events, _ = told_in_order([*twins, telling("OpenAI", "Microsoft", document="c", day=1)])
    assert len(events) == 2
    assert links[2]
    assert links[2].event.case_numbers == ("AT.2",)


def test_what_was_there_at_first_contact_stays_so() -> None:
    _, (event,), _ = told_in_order([telling(document="a", baseline=True), telling(document="b", day=1)])
    assert event.baseline


KEYED = [
    telling("Meta", document="page", own=True, marks=("page:p",)),
    telling("Meta", document="number", own=True, day=20, cases=("AT.1",), action=Action.OBJECTIONS),
    telling("Meta", document="both", own=True, day=40, cases=("AT.1",), marks=("page:p",), action=Action.DECISION),
    telling("Meta", document="twin", own=True, day=3, cases=("AT.2",), marks=("page:q",)),
    telling("Meta", document="twin-later", own=True, day=90, cases=("AT.2",), marks=("page:q",), action=Action.CLOSED),
    telling("Meta", document="release", day=1, marks=("page:q", "release:IP/26/1"), cases=("AT.2",)),
    telling("Meta", document="register", own=True, day=41, cases=("AT.10",), marks=("number:AT.1",),
            action=Action.DECISION),
]  # fmt: skip


@given(st.permutations(KEYED))
def test_where_keys_decide_the_order_of_arrival_does_not(findings: list[StoredFinding]) -> None:
    links, events, _cases = told_in_order(findings)
    case_of = {event.id: event.case for event in events}
    event_of = {f.document: item.event.id for f, item in zip(findings, links, strict=True) if item}
    found = {document: case_of[event] for document, event in event_of.items()}
    assert found["page"] == found["number"] == found["both"] == found["register"]
    assert found["twin"] == found["twin-later"] == found["release"]
    assert found["page"] != found["twin"]
    assert event_of["both"] == event_of["register"]
    assert event_of["twin"] == event_of["release"]
    assert len(set(event_of.values())) == 5


@given(
    st.lists(
        st.builds(
            telling,
            st.sampled_from(["OpenAI", "Meta"]),
            day=st.one_of(st.none(), st.integers(0, 40)),
            own=st.booleans(),
            document=st.sampled_from("abcdef"),
            action=st.sampled_from([Action.OPENED, Action.DECISION]),
            authority=st.sampled_from(["eu-ec", "uk-cma"]),
            cases=st.sampled_from([(), ("AT.1",), ("AT.2",)]),
        ),
        max_size=8,
        unique_by=lambda finding: finding.document,
    )
)
def test_linking_twice_adds_nothing(findings: list[StoredFinding]) -> None:
    """A document read again finds its events: none is new, and every event has a case that is there."""
    _, events, cases = told_in_order(findings)
    for finding in findings:
        again = link(finding, events, cases, NOW, ids())
        assert again is not None
        assert not again.created
        assert again.event.authority == finding.finding.authority
    assert {event.case for event in events} <= {case.id for case in cases}


FAMILY = Catalogue(
    companies={c: Company(id=c, name=n) for c, n in (("linkedin", "LinkedIn"), ("microsoft", "Microsoft"))},
    relations=(Relation(kind="parent", company="microsoft", to="linkedin", basis=Basis(kind="general_knowledge")),),
)

KIN = [
    ("the parent's text names the subsidiary", ONE, "LinkedIn, of Microsoft, is looked into"),
    ("one subject", ONE, "Advertising to members without consent"),
    ("nothing but the family ties them", TWO, "Licences of servers"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "title"), [row[1:] for row in KIN], ids=[row[0] for row in KIN])
def test_a_subsidiary_and_its_parent(steps: int, title: str) -> None:
    child = telling("LinkedIn", document="a", title="Members targeted by advertising")
    parent = telling("Microsoft", document="b", day=1, title=title)
    first = link(child, [], [], NOW, ids())
    assert first
    second = link(parent, [first.event], [first.case], NOW, ids(), catalogue=FAMILY)
    assert second
    assert second.created is (steps == TWO)


@pytest.mark.parametrize(
    ("trap", "one", "other", "same"),
    [
        ("a subsidiary nobody listed", "OpenAI", "OpenAI Ireland Limited", True),
        ("a legal form", "Kernlicht GmbH", "Kernlicht", True),
        ("a name that goes on in the middle of a word", "Grok", "Groq", False),
        ("another firm of the same family name", "Meta Materials", "Meta Platforms", False),
        ("no name at all", "Meta", "…", False),
    ],
)
def test_names_nobody_listed(trap: str, one: str, other: str, same: bool) -> None:
    first, second = (Party(name=name, role=Role.TARGET) for name in (one, other))
    assert is_same_firm(first, second) is is_same_firm(second, first) is same, trap


def of_one_moment(random: Random) -> list[StoredFinding]:
    """Return many tellings of a few days, all found at once, among them steps taken at the very same moment."""
    actions = [Action.INQUIRY, Action.OPENED, Action.OBJECTIONS, Action.COMMITMENTS, Action.CLOSED]
    return [
        telling(
            random.choice(["OpenAI", "Mistral"]),
            document=f"doc-{number:02d}",
            day=random.choice([0, 0, 10, 40, 200]),
            own=random.random() < 0.7,
            action=random.choice(actions),
            title=random.choice(["Licences of servers", "Bundle of messengers", "Terms of models"]),
        )
        for number in range(16)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_ids_that_are_drawn_by_chance_decide_nothing(seed: int) -> None:
    findings = of_one_moment(Random(seed))
    up, down = told_in_order(findings)[1], told_in_order(findings, ids(99_999, -1))[1]
    assert [event.document for event in up] == [event.document for event in down]
    assert together(up) == together(down)


def together(events: Iterable[Event]) -> set[frozenset[str]]:
    """Return which documents' steps are of one case."""
    cases = defaultdict[str, set[str]](set)
    for event in events:
        cases[event.case].add(event.document)
    return {frozenset(documents) for documents in cases.values()}
