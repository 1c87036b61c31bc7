"""Which known step a newer reading tells again, and what is left of a step. Each row names its trap."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from cases.proceedings import case_with
from cases.rereading import KnownStep, decided_again, material, met_again, read_again
from schemas.event import Event, StoredFinding
from schemas.finding import Evidence, Party
from schemas.words import Action, Role, Standing, Status
from tests.samples import NOW, case, event, finding, stored_finding

LATER = NOW + timedelta(days=1)


def parties(*firms: str) -> tuple[Party, ...]:
    return tuple(Party(name=firm, company=firm, role=Role.TARGET) for firm in firms)


def told(id: str, *firms: str, at: int = 0, **given: Any) -> StoredFinding:
    """Return a finding of the authority itself whose evidence begins `at` so many characters."""
    own: dict[str, Any] = {"official": True, "authority": "nl-acm"}
    place = {name: given.pop(name) for name in ("document", "official", "authority") if name in given}
    evidence = Evidence(text="a" * 10, start=at, end=at + 10, field="text")
    said = finding(**{"parties": parties(*firms or ("openai",)), "evidence": evidence, **given})
    return stored_finding(id, **{**own, **place}, finding=said)


def known(id: str, *firms: str, at: int = 0, alone: bool = True, **given: Any) -> KnownStep:
    """Return a step its document told of before, by a sentence that begins `at` so many characters."""
    step = event(id, parties=parties(*firms or ("openai",)), **given)
    return KnownStep(step, (told(f"f-{id}", *firms, at=at, action=step.action),), alone)


@pytest.mark.parametrize(
    ("trap", "finding", "steps", "expected"),
    [
        ("the same", told("f"), [known("e1")], "e1"),
        ("the same step in another sentence", told("f", at=50), [known("e1")], "e1"),
        ("one firm more", told("f", "openai", "microsoft"), [known("e1")], "e1"),
        ("another firm, the same sentence", told("f", "microsoft"), [known("e1")], "e1"),
        ("another firm in a digest's other item", told("f", "microsoft", at=50), [known("e1")], None),
        ("another action, the same sentence", told("f", action=Action.DECISION), [known("e1")], "e1"),
        ("another action elsewhere", told("f", action=Action.DECISION, at=50), [known("e1")], None),
        ("other documents tell of it, too", told("f", action=Action.DECISION), [known("e1", alone=False)], None),
        ("another authority", told("f", authority="fr-adlc"), [known("e1", authority="fr-adlc")], None),
        ("the firm decides which", told("f", "microsoft"), [known("e1"), known("e2", "microsoft", at=50)], "e2"),
        ("more firms in common", told("f", "a", "b"), [known("e2", "a"), known("e1", "a", "b")], "e1"),
        ("the sentence decides which", told("f", at=50), [known("e2"), known("e1", at=50)], "e1"),
    ],
)
def test_which_step_is_met_again(
    trap: str, finding: StoredFinding, steps: Sequence[KnownStep], expected: str | None
) -> None:
    met = met_again([finding], steps)
    assert (met[finding.id].event.id if met else None) == expected


def test_each_step_is_met_once_and_the_same_action_comes_first() -> None:
    steps = [known("e1")]
    findings = [told("other", action=Action.DECISION), told("same"), told("again", at=50)]
    assert {name: step.event.id for name, step in met_again(findings, steps).items()} == {"same": "e1"}


def test_why_says_what_is_the_same() -> None:
    assert read_again(known("e1"), told("f")).why == "the same step of the same document, read again by 1"
    other = read_again(known("e1"), told("f", action=Action.DECISION))
    assert (other.event, other.finding) == ("e1", "f")
    assert "the same sentence" in other.why


@pytest.mark.parametrize(
    ("before", "findings", "expected"),
    [
        pytest.param({}, [told("f")], {}, id="the same"),
        pytest.param({}, [], {"supported": False}, id="nothing tells of it"),
        pytest.param({}, [told("f", status=Status.DENIED)], {"supported": False}, id="only a denial is left"),
        pytest.param({"supported": False}, [told("f")], {"supported": True}, id="found again"),
        pytest.param({}, [told("f", action=Action.RULING)], {"action": Action.RULING}, id="another action"),
        pytest.param({}, [told("f", "a")], {"parties": parties("a")}, id="another firm"),
        pytest.param(
            {"standing": Standing.REPORTED},
            [told("p", official=False, authority=None), told("f", status=Status.DENIED)],
            {"standing": Standing.CONTRADICTED},
            id="an authority denies it",
        ),
        pytest.param(
            {"standing": Standing.UNCONFIRMED},
            [told("p", official=False, authority=None)],
            {"standing": Standing.UNCONFIRMED},
            id="unconfirmed stays so",
        ),
    ],
)
def test_what_is_left_of_a_step(
    before: dict[str, Any], findings: Sequence[StoredFinding], expected: dict[str, Any]
) -> None:
    first = told("f").finding
    same = ("instrument", "evidence", "confidence", "parties")
    plain = {name: getattr(first, name) for name in same}
    step = event(**{**plain, "case": "c9", "baseline": True, "first_seen": NOW - timedelta(days=9), **before})
    after, changed = decided_again(step, findings, LATER)
    assert {name: getattr(after, name) for name in expected} == expected
    assert set(changed) == {name for name in expected if getattr(step, name) != expected[name]}
    kept = ("id", "case", "first_seen", "baseline")
    assert [getattr(after, name) for name in kept] == [getattr(step, name) for name in kept]
    assert after.last_changed == (LATER if changed else step.last_changed)


def test_of_the_parties_only_other_targets_are_material() -> None:
    step = event()
    rival = (*step.parties, Party(name="Rival", company="rival", role=Role.AFFECTED))
    bystander = step.model_copy(update={"parties": rival})
    assert material(("parties", "evidence"), step, bystander) == ()
    assert material(("parties", "amount"), step, event(parties=parties("rival"))) == ("parties", "amount")


def steps_of_a_case() -> list[Event]:
    return [
        event("e1", action=Action.OPENED, published=NOW),
        event("e2", action=Action.OBJECTIONS, published=NOW + timedelta(days=30)),
        event("e3", action=Action.DECISION, published=NOW + timedelta(days=60), supported=False),
    ]


def test_a_case_stands_where_its_latest_supported_step_is() -> None:
    now = case_with(case(state=Action.DECISION), steps_of_a_case())
    assert (now.state, now.last_step) == (Action.OBJECTIONS, NOW + timedelta(days=30))
    nothing_left = case_with(case(state=Action.DECISION), steps_of_a_case()[2:])
    assert nothing_left.state is Action.DECISION
