"""The case an event belongs to, why, and what the case then says.

A case number or a page of a case decides, wherever it stands; else the deal; else the firm, the law, the time and the
words, and only when one case fits better than all others: a case too many is mended by hand, a wrong one is not seen.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from cases.firms import Relatives, alone, shared_targets, targets_of
from cases.likeness import is_another_one, is_named, is_other_matter, shared_words, subject_of
from cases.marks import pages_conflict, shared_mark
from cases.numbers import misprinted, numbers_conflict, shared_numbers, united_numbers
from cases.sameness import is_another_deal, laws_conflict, same_authority
from cases.states import ladder_of, present_state
from schemas.base import Model
from schemas.event import Case, Event
from schemas.keys import REVIEWED_ACTIONS, happened_at, is_deal, jurisdiction
from schemas.words import Action, Confidence, Instrument, Standing

SAME_CASE = timedelta(days=180)
"""How far apart two steps against one firm under one law may be and count as one case without a word in common."""

SAME_WORDS = timedelta(days=400)
"""The same when they have words in common, lead on from each other, or are steps towards one deal."""

SECTOR = 3
"""Firms from which on an inquiry is one into a sector: a proceeding against one of them is another case."""

REVIEW = timedelta(days=5 * 365)
"""How long after a decision a court may rule on it."""

_BEGINNINGS = (Action.INQUIRY, Action.INSPECTION, Action.OPENED)
_VAGUE = (Instrument.UNKNOWN, Instrument.OTHER)


class Tie(NamedTuple):
    """Why a step belongs to the case of another one. The greatest strength, then the most words, then the least gap."""

    case: str
    why: str
    confidence: Confidence
    strength: int
    words: int = 0
    gap: timedelta = timedelta()
    identical: bool = False
    """The two bear one name of a case: their cases are one even if they were taken for two."""


class Placed(Model):
    """The case of an event, why it belongs there, and the cases that turn out to be the same."""

    case: Case
    why: str
    confidence: Confidence
    absorbed: tuple[Case, ...] = ()


def place(
    event: Event,
    events: Sequence[Event],
    cases: Sequence[Case],
    new_id: Callable[[str], str],
    relatives: Relatives = alone,
    apart: Collection[frozenset[str]] = (),
) -> Placed:
    """Return the event's case with this step taken into it: its own, a known one that fits, or a new one.

    `apart` are pairs of cases that a person has split: no document makes them one again.
    """
    known = {case.id: case for case in cases}
    others = [other for other in events if other.id != event.id and other.case in known]
    ties = [tie for other in others if (tie := _tie(event, other, relatives)) and _fits(event, tie, known)]
    own = known.get(event.case)
    named = sorted(
        {_merged(known[tie.case], known).id: tie for tie in reversed(_ranked(ties)) if tie.strength >= _NAMED}.values(),
        key=_rank,
    )
    if own is not None:
        tie = Tie(own.id, event.case_why, event.case_confidence, _NAMED)
    elif named:
        tie = named[0]
    else:
        tie = _likeliest(ties, known) or Tie("", "the first step that is known of it", Confidence.HIGH, 0)
    if not tie.case:
        case = new_case(event, new_id("ca"))
        return Placed(case=case, why=tie.why, confidence=tie.confidence)
    case = _merged(known[tie.case], known)
    twins = [_merged(known[other.case], known) for other in named if other.identical]
    absorbed = [twin for twin in twins if twin.id != case.id and _may_join(case, twin, apart)]
    case, absorbed = _oldest_of(case, absorbed)
    steps = [step for step in events if step.case in {case.id, *(twin.id for twin in absorbed)} and step.id != event.id]
    return Placed(
        case=case_with(case, [*steps, event]), why=tie.why, confidence=tie.confidence,
        absorbed=tuple(twin.model_copy(update={"merged_into": case.id}) for twin in absorbed),
    )  # fmt: skip


def case_with(case: Case, steps: Sequence[Event]) -> Case:
    """Return the case as its steps tell it: numbers, state, first and last day, law. It keeps id and title.

    What the authority denied and what no document supports any more moves nothing, as long as there is something else.
    """
    holding = [s for s in steps if s.supported and s.standing is not Standing.CONTRADICTED] or list(steps)
    if not holding:
        return case
    in_order = sorted(steps, key=lambda step: (happened_at(step), step.id))
    told = [step.instrument for step in in_order if step.instrument not in _VAGUE]
    instrument = case.instrument if case.instrument not in _VAGUE or not told else told[0]
    return case.model_copy(
        update={
            "case_numbers": united_numbers((), (number for step in in_order for number in step.case_numbers)),
            "instrument": instrument,
            "state": present_state(instrument, holding),
            "opened": happened_at(in_order[0]),
            "last_step": max(happened_at(step) for step in holding),
        }
    )


def new_case(event: Event, case_id: str) -> Case:
    """Return the case that a first step makes."""
    return Case(
        id=case_id,
        authority=event.authority,
        instrument=event.instrument,
        title=_title(event),
        case_numbers=event.case_numbers,
        state=event.action,
        opened=happened_at(event),
        last_step=happened_at(event),
    )


_NAMED, _MISPRINTED, _DEAL, _REVIEWED, _LIKE = 5, 4, 3, 2, 1


def _tie(event: Event, other: Event, relatives: Relatives) -> Tie | None:
    return _by_name(event, other) or _by_what_it_is(event, other, shared_targets(event, other, relatives))


def _fits(event: Event, tie: Tie, cases: dict[str, Case]) -> bool:
    """Whether the case as a whole has no other number: a step without one may have come between two numbered cases."""
    numbers = _merged(cases[tie.case], cases).case_numbers
    return tie.strength >= _MISPRINTED or not numbers_conflict(event.case_numbers, numbers)


def _by_name(event: Event, other: Event) -> Tie | None:
    page, numbers = shared_mark("page", event, other), shared_numbers(event.case_numbers, other.case_numbers)
    if not (page or numbers) or not _same_house(event, other):
        return None
    if not page and pages_conflict(event.marks, other.marks) and len(event.case_numbers) > 1:
        return None
    why = f"the same case page {page}" if page else f"the same case number {numbers[0]}"
    gap = abs(happened_at(event) - happened_at(other))
    alone_named = len(event.case_numbers) <= 1 and len(other.case_numbers) <= 1
    identical = same_authority(event.authority, other.authority) and (bool(page) or alone_named)
    # A page tells of one case, a text may print the numbers of two.
    return Tie(other.case, why, Confidence.HIGH, _NAMED + bool(page) * 2 + alone_named, gap=gap, identical=identical)


def _by_what_it_is(event: Event, other: Event, shared: Sequence[str]) -> Tie | None:
    if not shared or _is_told_apart(event, other):
        return None
    gap, firms = abs(happened_at(event) - happened_at(other)), ", ".join(shared)
    ours, theirs = subject_of(event), subject_of(other)
    words, other_matter = shared_words(ours, theirs), is_other_matter(ours, theirs)
    if not same_authority(event.authority, other.authority):
        if not _is_review(event, other) or gap > REVIEW or other_matter or not (_is_its_court(event, other) or words):
            return None
        why = f"a court's step towards {firms} under the same law"
        return Tie(other.case, why, Confidence.MEDIUM, _REVIEWED, words, gap)
    slip = misprinted(event.case_numbers, other.case_numbers)
    if numbers_conflict(event.case_numbers, other.case_numbers):
        if slip is None or words < 2 or gap > SAME_WORDS:
            return None
        why = f"{slip[0]} is {slip[1]} misprinted: the same authority, firm ({firms}) and subject"
        return Tie(other.case, why, Confidence.MEDIUM, _MISPRINTED, words, gap)
    both_name_a_deal = min(len(targets_of(event)), len(targets_of(other))) >= 2
    if both_name_a_deal and is_deal(event.instrument, event.action) and gap <= SAME_WORDS:
        return Tie(other.case, f"the same deal: {firms}", Confidence.HIGH, _DEAL, words, gap)
    if (
        gap > (SAME_WORDS if words else SAME_CASE)
        or other_matter
        or not (words or event.instrument is other.instrument)
    ):
        return None
    sure = Confidence.MEDIUM if words else Confidence.LOW
    why = f"the same authority, firm ({firms}) and law, {gap.days} days apart" + (", alike in words" if words else "")
    return Tie(other.case, why, sure, _LIKE, words, gap)


def _same_house(event: Event, other: Event) -> bool:
    """A number counts inside an authority, and before the courts that review it."""
    return same_authority(event.authority, other.authority) or _is_review(event, other)


def _is_review(event: Event, other: Event) -> bool:
    """Whether a court rules on the other's step; of a court without an id nobody knows the jurisdiction."""
    ruling = Action.RULING in (event.action, other.action) and {event.action, other.action} <= REVIEWED_ACTIONS
    places = {jurisdiction(event.authority), jurisdiction(other.authority)}
    return ruling and (len(places) == 1 or any(place.startswith("other:") for place in places))


def _is_its_court(event: Event, other: Event) -> bool:
    """The court is one of the authority's jurisdiction, or its judgment names the authority."""
    names_it = is_named(event.authority.split("-")[-1], other) or is_named(other.authority.split("-")[-1], event)
    return names_it or jurisdiction(event.authority) == jurisdiction(other.authority)


def _is_told_apart(event: Event, other: Event) -> bool:
    both_own = event.standing is other.standing is Standing.CONFIRMED
    return (
        pages_conflict(event.marks, other.marks)
        or laws_conflict(event.instrument, other.instrument, both_own=both_own)
        or is_another_deal(event, other)
        or _are_two_of_one_text(event, other)
        or _is_begun_anew(event, other)
        or _is_sector(event, other)
        or _is_sector(other, event)
    )


def _are_two_of_one_text(event: Event, other: Event) -> bool:
    """Two steps of one kind in one text, not taken for one: it tells of two cases."""
    return event.document == other.document and event.action is other.action


def _is_begun_anew(event: Event, other: Event) -> bool:
    """The later of two beginnings is called another one."""
    later = max(event, other, key=lambda one: (happened_at(one), one.id))
    return later.action in _BEGINNINGS and not is_deal(later.instrument, later.action) and is_another_one(later)


def _is_sector(event: Event, other: Event) -> bool:
    return event.action is Action.INQUIRY and len(targets_of(event)) >= SECTOR > len(targets_of(other))


def _leads_on(event: Event, other: Event) -> bool:
    earlier, later = sorted((event, other), key=lambda one: (happened_at(one), one.id))
    ladder = ladder_of(event.instrument)
    return ladder.index(later.action) > ladder.index(earlier.action)


def _likeliest(ties: Sequence[Tie], cases: dict[str, Case]) -> Tie | None:
    """Return the tie to the one case that fits; None when two fit equally well."""
    best: dict[str, Tie] = {}
    for tie in _ranked(ties):
        best.setdefault(_merged(cases[tie.case], cases).id, tie)
    first, *others = [*best.values(), None]
    second = others[0] if others else None
    if first is None or second is None:
        return first
    return first if (first.strength, first.words) > (second.strength, second.words) else None


def _ranked(ties: Sequence[Tie]) -> list[Tie]:
    return sorted(ties, key=_rank)


def _rank(tie: Tie) -> tuple[int, int, timedelta, str]:
    return -tie.strength, -tie.words, tie.gap, tie.case


def _may_join(case: Case, twin: Case, apart: Collection[frozenset[str]]) -> bool:
    return frozenset({case.id, twin.id}) not in apart and not numbers_conflict(case.case_numbers, twin.case_numbers)


def _oldest_of(case: Case, twins: list[Case]) -> tuple[Case, list[Case]]:
    oldest, *others = sorted([case, *twins], key=lambda one: (one.opened, one.id))
    return oldest, others


def _merged(case: Case, cases: dict[str, Case]) -> Case:
    """Follow the redirects of merged cases, each at most once."""
    seen = {case.id}
    while case.merged_into in cases and case.merged_into not in seen:
        seen.add(case.merged_into)
        case = cases[case.merged_into]
    return case


def _title(event: Event) -> str:
    names = [party.name for party in targets_of(event)]
    firms = " / ".join(dict.fromkeys(names)) or "no firm named as target"
    return f"{firms} ({event.instrument.value.replace('_', ' ')})"
