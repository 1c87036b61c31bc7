"""The case an event belongs to, why, and what the case then says.

A case number or a page of a case decides, wherever it stands; else the deal; else the firm, the law, the time and the
words, and only when one case fits better than all others: a case too many is mended by hand, a wrong one is not seen.
"""

from collections.abc import Callable, Collection, Sequence

from cases.apart import is_begun_late
from cases.authorities import is_appeal, same_authority
from cases.firms import NOTHING_KNOWN, targets_of
from cases.following import next_tie, recalled_ties
from cases.laws import VAGUE, are_two_laws
from cases.likeness import is_other_matter, subject_of
from cases.numbers import numbers_conflict, united_numbers
from cases.states import ENDS, present_state
from cases.ties import SAME_WORDS, Strength, Tie, rank, tie_between
from knowledge.catalogue import Catalogue
from schemas.base import Model
from schemas.event import Case, Event, StoredFinding
from schemas.keys import COURT_ACTIONS, happened_at, told_order, world_order
from schemas.words import Action, Confidence, Standing

_DROPPED = (Action.CLOSED, Action.CLEARED, Action.PROHIBITED, Action.SETTLED)
"""After these the authority does nothing more, but for a case that says why."""

_MORE = 2
"""Words by which a step has to be more like one case than like another that it shares words with, too."""


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
    catalogue: Catalogue = NOTHING_KNOWN,
    apart: Collection[frozenset[str]] = (),
    others: Collection[str] = (),
    recalled: Sequence[StoredFinding] = (),
) -> Placed:
    """Return the event's case with this step taken into it: its own, a known one that fits, or a new one.

    `apart` are pairs of cases that a person has split: no document makes them one again. `others` are events that its
    document holds apart from this one: only a number or page makes their case its own.
    """
    known = {case.id: case for case in cases}
    taken = {_merged(known[step.case], known).id for step in events if step.id in others and step.case in known}
    found = _best_ties(event, events, known, recalled, catalogue)
    best = [tie for tie in found if tie.case not in taken or _is_named(tie)]
    tie = _own_tie(event, known) or _likeliest(best)
    if tie is None and not others and not any(found.words for found in best):
        tie = _next(event, events, known, catalogue)
    if tie is None:
        return Placed(
            case=new_case(event, new_id("ca")), why="the first step that is known of it", confidence=Confidence.HIGH
        )
    case = known[tie.case]
    is_alone = event.case in known and not any(step.case == case.id and step.id != event.id for step in events)
    same = [other for other in best if other.identical or (is_alone and other.strength >= Strength.RECALLED)]
    told = case.model_copy(update={"case_numbers": united_numbers(case.case_numbers, event.case_numbers)})
    twins = [known[other.case] for other in same if other.case != case.id]
    case, *absorbed = _oldest_first(case, [twin for twin in twins if _may_join(told, twin, apart)])
    ids = {case.id, *(twin.id for twin in absorbed)}
    steps = [step for step in events if step.case in ids and step.id != event.id]
    return Placed(
        case=case_with(case, [*steps, event]),
        why=tie.why,
        confidence=tie.confidence,
        absorbed=tuple(twin.model_copy(update={"merged_into": case.id}) for twin in absorbed),
    )


def case_with(case: Case, steps: Sequence[Event]) -> Case:
    """Return the case as its steps tell it: numbers, state, first and last day, law. It keeps id and title.

    What the authority denied and what no document supports any more moves nothing, as long as there is something else.
    """
    holding = [s for s in steps if s.supported and s.standing is not Standing.CONTRADICTED] or list(steps)
    if not holding:
        return case
    in_order = sorted(steps, key=world_order)
    told = [step.instrument for step in in_order if step.instrument not in VAGUE]
    instrument = case.instrument if case.instrument not in VAGUE or not told else told[0]
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


def _next(event: Event, events: Sequence[Event], cases: dict[str, Case], catalogue: Catalogue) -> Tie | None:
    """Return the tie to the only case of this authority against this firm, if it may go on with this step."""
    others = [step for step in events if step.id != event.id and step.case in cases]
    steps = [step.model_copy(update={"case": _merged(cases[step.case], cases).id}) for step in others]
    tie = next_tie(event, steps, catalogue)
    return None if tie is None or numbers_conflict(event.case_numbers, cases[tie.case].case_numbers) else tie


def _best_ties(
    event: Event,
    events: Sequence[Event],
    cases: dict[str, Case],
    recalled: Sequence[StoredFinding],
    catalogue: Catalogue,
) -> list[Tie]:
    """Return the best tie to each case that fits, under its present id, the best first; of two as good, the one to the
    step that was told first.
    """
    best: dict[str, Tie] = {}
    told = sorted(events, key=told_order)
    others = [other for other in told if other.id != event.id and other.case in cases]
    ties = [tie for other in others if (tie := tie_between(event, other, catalogue))]
    for tie in sorted([*ties, *recalled_ties(event, recalled, others, catalogue)], key=rank):
        case = _merged(cases[tie.case], cases)
        steps = [other for other in others if _merged(cases[other.case], cases).id == case.id]
        if _fits(event, tie, case, steps):
            best.setdefault(case.id, tie._replace(case=case.id))
    return list(best.values())


def _fits(event: Event, tie: Tie, case: Case, steps: Sequence[Event]) -> bool:
    """Whether the case as a whole has no other number, and was not over long before.

    A step without a number may have come between two numbered cases.
    """
    if tie.strength >= Strength.MISPRINTED:
        return True
    over = tie.gap > SAME_WORDS and case.state in ENDS and event.action not in COURT_ACTIONS
    if over or numbers_conflict(event.case_numbers, _numbers_beside(event, case, steps)):
        return False
    if tie.strength is Strength.LIKE and any(are_two_laws(event, step) for step in steps):
        return False
    return bool(tie.words) or tie.strength is not Strength.LIKE or _fits_without_a_word(event, case, steps)


def _numbers_beside(event: Event, case: Case, steps: Sequence[Event]) -> list[str]:
    """Return the case's numbers but those that only another court's ruling bears: each court counts for itself."""
    rulings = [step for step in steps if step.action is event.action is Action.RULING]
    theirs = {n for step in rulings if not same_authority(step.authority, event.authority) for n in step.case_numbers}
    borne = {number for step in steps if step not in rulings for number in step.case_numbers}
    return [number for number in case.case_numbers if number not in theirs - borne]


def _fits_without_a_word(event: Event, case: Case, steps: Sequence[Event]) -> bool:
    """Whether a step that shares no word with the case may be of it: nothing ended it, nothing tells another matter."""
    is_after = happened_at(event) > case.last_step and event.action not in COURT_ACTIONS
    if is_after and case.state in _DROPPED:
        return False
    if any(is_begun_late(event, step) for step in steps) and not _is_searched_before_court(steps):
        return False
    if any(is_appeal(event, step) for step in steps):
        return True
    subject = subject_of(event)
    return not any(is_other_matter(subject, subject_of(step)) for step in steps)


def _is_searched_before_court(steps: Sequence[Event]) -> bool:
    """Whether a firm fought its search in court and nothing else was decided: what is opened after it goes on."""
    actions = {step.action for step in steps}
    return Action.INSPECTION in actions and actions <= {Action.INSPECTION, *COURT_ACTIONS}


def _own_tie(event: Event, cases: dict[str, Case]) -> Tie | None:
    if event.case not in cases:
        return None
    own = _merged(cases[event.case], cases).id
    return Tie(own, event.case_why, event.case_confidence, Strength.PAGE)


def _likeliest(best: Sequence[Tie]) -> Tie | None:
    """Return the best tie; None when two cases are equally like and neither bears the step's name."""
    if not best or _is_named(best[0]) or len(best) == 1:
        return best[0] if best else None
    first, second = best[:2]
    if first.strength > second.strength:
        return first
    more = _MORE if second.words else 1
    return first if first.words >= second.words + more else None


def _is_named(tie: Tie) -> bool:
    return tie.strength >= Strength.ONE_OF_MORE_NUMBERS


def _may_join(case: Case, twin: Case, apart: Collection[frozenset[str]]) -> bool:
    return frozenset({case.id, twin.id}) not in apart and not numbers_conflict(case.case_numbers, twin.case_numbers)


def _oldest_first(case: Case, twins: Sequence[Case]) -> list[Case]:
    return sorted([case, *twins], key=lambda one: (one.opened, one.title, one.id))


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
