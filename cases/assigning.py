"""Which events the steps of one document are, when it tells several of one kind: each has an event of its own."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from cases.deciding import created_event
from cases.firms import NOTHING_KNOWN, shared_targets
from cases.laws import laws_conflict
from cases.likeness import is_called_another, shared_words, subject_of
from cases.marks import shared_mark
from cases.numbers import numbers_conflict, shared_numbers
from cases.sameness import FINES, Match, is_same_sentence, matches_of
from cases.sums import sums_conflict
from cases.times import told_at
from knowledge.catalogue import Catalogue
from schemas.event import Event, StoredFinding
from schemas.keys import told_order
from schemas.words import Status

MOST = 6
"""Steps of one kind, and events for each of them, that are weighed against one another."""


class Weight(NamedTuple):
    """How well steps fit events: first the sentences, then the numbers, then how many find one, then the rest."""

    sentences: float = 0
    numbers: float = 0
    found: float = 0
    firms: float = 0
    words: float = 0
    nearness: float = 0.0

    def plus(self, other: "Weight") -> "Weight":
        """Return the sum of both."""
        return Weight(*(ours + theirs for ours, theirs in zip(self, other, strict=True)))


def siblings_of(finding: StoredFinding, findings: Sequence[StoredFinding]) -> tuple[StoredFinding, ...]:
    """Return the findings of the same document that tell of another step of this kind: one authority, action and firm.

    What tells them apart are numbers, laws, printed dates, fines, or that one is called another one. A text that
    says a step twice, in other words, has one.
    """
    told = created_event(finding, "", finding.found_at)
    asserted = [other for other in findings if other.finding.status is finding.finding.status is Status.ASSERTED]
    same = [other for other in asserted if other.document == finding.document and other.id != finding.id]
    return tuple(other for other in same if _are_two_of_a_kind(told, created_event(other, "", other.found_at)))[
        : MOST - 1
    ]


def without_headline(step: Event) -> Event:
    """Return one of several steps of a text: the headline over them says of none what it is about."""
    return step.model_copy(update={"document_title": ""})


def assigned(
    findings: Sequence[StoredFinding], events: Sequence[Event], catalogue: Catalogue = NOTHING_KNOWN
) -> Mapping[str, Match]:
    """Return by its id for each finding the event it tells of, if there is one; no two are given the same."""
    steps = [without_headline(created_event(finding, "", finding.found_at)) for finding in findings]
    choices = [_best(step, matches_of(step, events, catalogue), catalogue) for step in steps]
    _weight, chosen = _heaviest(choices, frozenset())
    return {finding.id: match for finding, match in zip(findings, chosen, strict=True) if match}


def _best(step: Event, matches: Sequence[Match], catalogue: Catalogue) -> list[tuple[Weight, Match]]:
    weighed = [(_weight(step, match.event, catalogue), match) for match in matches]
    return sorted(weighed, key=lambda pair: (tuple(-value for value in pair[0]), told_order(pair[1].event)))[:MOST]


def _heaviest(
    choices: Sequence[Sequence[tuple[Weight, Match]]], taken: frozenset[str]
) -> tuple[Weight, list[Match | None]]:
    """Return the heaviest way of giving each step one of its events or none, and its weight."""
    if not choices:
        return Weight(), []
    none, rest = _heaviest(choices[1:], taken)
    best: tuple[Weight, list[Match | None]] = (none, [None, *rest])
    for weight, match in choices[0]:
        if match.event.id not in taken:
            others, rest = _heaviest(choices[1:], taken | {match.event.id})
            best = max(best, (weight.plus(others), [match, *rest]), key=lambda one: one[0])
    return best


def _weight(step: Event, event: Event, catalogue: Catalogue) -> Weight:
    apart: timedelta = abs(told_at(step) - told_at(event))
    return Weight(
        sentences=is_same_sentence(step, event),
        numbers=bool(shared_numbers(step.case_numbers, event.case_numbers) or shared_mark("release", step, event)),
        found=1,
        firms=len(shared_targets(step, event, catalogue)),
        words=shared_words(subject_of(step), subject_of(event)),
        nearness=-apart.total_seconds(),
    )


def _are_two_of_a_kind(one: Event, other: Event) -> bool:
    if one.authority != other.authority or one.action is not other.action or not shared_targets(one, other):
        return False
    return (
        numbers_conflict(one.case_numbers, other.case_numbers)
        or laws_conflict(one.instrument, other.instrument, both_own=True)
        or (one.step_date is not None and other.step_date is not None and one.step_date != other.step_date)
        or (one.action in FINES and sums_conflict(one, other))
        or is_called_another(one.evidence.text) is not is_called_another(other.evidence.text)
    )
