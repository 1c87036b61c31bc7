"""Which case a step belongs to, and what the case then says."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from cases.numbers import number_key
from cases.proceedings import place
from schemas.event import Case, Event
from schemas.finding import Evidence, Party
from schemas.words import Action, Confidence, Instrument, Role, Standing, Status

DAY_0 = datetime(2026, 3, 2, 10, tzinfo=UTC)


def step(
    event_id: str,
    *targets: str,
    day: int = 0,
    action: Action = Action.OPENED,
    case: str = "",
    numbers: tuple[str, ...] = (),
    instrument: Instrument = Instrument.ANTITRUST,
    authority: str = "eu-ec",
) -> Event:
    told = DAY_0 + timedelta(days=day)
    return Event(
        id=event_id,
        case=case,
        authority=authority,
        action=action,
        status=Status.ASSERTED,
        standing=Standing.CONFIRMED,
        instrument=instrument,
        parties=tuple(Party(name=name, company=name.lower(), role=Role.TARGET) for name in targets or ("Meta",)),
        case_numbers=numbers,
        confidence=Confidence.HIGH,
        evidence=Evidence(text="x", start=0, end=1, field="text"),
        document="d",
        document_version=1,
        publisher="European Commission",
        published=told,
        first_seen=told,
        last_changed=told,
    )


def told(steps: list[Event]) -> dict[str, Case]:
    """Take the steps in, one after the other; return each step's case by the step's id."""
    cases: dict[str, Case] = {}
    known: list[Event] = []
    numbers = count(1)
    for item in steps:
        case = place(item, known, list(cases.values()), lambda prefix: f"{prefix}{next(numbers)}").case
        cases[case.id] = case
        known.append(item.model_copy(update={"case": case.id}))
    return {item.id: cases[item.case] for item in known}


ROWS = [
    ("one number, years apart", True,
        step("1", numbers=("AT.1",)), step("2", numbers=("AT.1",), day=900, action=Action.DECISION)),
    ("no number, one firm, one law, 180 days", True, step("1"), step("2", day=180, action=Action.OBJECTIONS)),
    ("no number, 181 days", False, step("1"), step("2", day=181, action=Action.OBJECTIONS)),
    ("twin cases", False, step("1", numbers=("AT.1",)), step("2", numbers=("AT.2",))),
    ("another law", False, step("1"), step("2", instrument=Instrument.DSA)),
    ("another authority", False, step("1"), step("2", authority="uk-cma")),
    ("another authority with the same number", False,
        step("1", numbers=("7/26",)), step("2", numbers=("7/26",), authority="uk-cma")),
    ("another firm", False, step("1", "Meta"), step("2", "Google")),
    ("two deals of one buyer", False,
        step("1", "Meta", "A", instrument=Instrument.MERGER), step("2", "Meta", "B", instrument=Instrument.MERGER)),
    ("one deal, notified and cleared", True,
        step("1", "Meta", "A", instrument=Instrument.MERGER, action=Action.NOTIFIED),
        step("2", "Meta", "A", instrument=Instrument.MERGER, action=Action.CLEARED, day=30)),
]  # fmt: skip


@pytest.mark.parametrize(("same", "one", "other"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_two_steps(same: bool, one: Event, other: Event) -> None:
    cases = told([one, other])
    assert (cases["1"].id == cases["2"].id) is same


def test_the_state_is_the_latest_step_in_whatever_order_it_is_told() -> None:
    opened = step("1", numbers=("AT.1",))
    objections = step("2", numbers=("AT.1",), day=50, action=Action.OBJECTIONS)
    for order in ([opened, objections], [objections, opened]):
        case = told(order)["1"]
        assert case.state is Action.OBJECTIONS
        assert (case.opened, case.last_step) == (DAY_0, DAY_0 + timedelta(days=50))


def test_a_step_told_again_keeps_its_case() -> None:
    case = told([step("1", numbers=("AT.1",))])["1"]
    again = step("1", case=case.id, numbers=("AT.1",))
    assert place(again, [again], [case], lambda _: "never").case == case


def test_a_merged_case_sends_its_steps_on_and_a_circle_ends() -> None:
    first = step("1", case="gone", numbers=("AT.1",))
    gone = told([step("1", numbers=("AT.1",))])["1"].model_copy(update={"id": "gone", "merged_into": "kept"})
    kept = gone.model_copy(update={"id": "kept", "merged_into": None})
    assert place(step("2", numbers=("AT.1",)), [first], [gone, kept], str).case.id == "kept"
    circle = kept.model_copy(update={"merged_into": "gone"})
    assert place(step("2", numbers=("AT.1",)), [first], [gone, circle], str).case.id in {"kept", "gone"}


def test_the_title_names_firms_and_law() -> None:
    case = told([step("1", "Meta", "Mistral", instrument=Instrument.DATA_PROTECTION)])["1"]
    assert case.title == "Meta / Mistral (data protection)"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("AT.40099", "at 40099", True),
        ("AT.40099", "AT40099", True),
        ("C-123/20", "C-12/320", False),
        ("C-123/20", "C-123/20 P", False),
        ("B6-22/16", "B6-221/6", False),
        ("ME/1234/26", "ME-1234-26", True),
    ],
)
def test_spellings_of_case_numbers(one: str, other: str, same: bool) -> None:
    assert (number_key(one) == number_key(other)) is same
