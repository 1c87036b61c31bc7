"""Whose case a step goes on with when no word says so: that of an older step its text recalls, or the only one."""

from collections.abc import Iterable, Sequence

from cases.apart import are_told_apart, is_of_a_sector
from cases.authorities import goes_to_court, is_its_court, is_review, same_authority
from cases.deciding import created_event
from cases.firms import shared_targets
from cases.laws import are_two_laws
from cases.numbers import misprinted, numbers_conflict, shared_numbers, swapped
from cases.pairs import BEGINNINGS, have_nothing_in_common
from cases.states import concludes, is_further
from cases.sums import sums_conflict
from cases.ties import SAME_WORDS, WHOLE_CASE, Strength, Tie
from knowledge.catalogue import Catalogue
from schemas.event import Event, StoredFinding
from schemas.keys import ASIDE_MARK, COURT_ACTIONS, happened_at, is_deal, world_order
from schemas.words import Action, Confidence

_BEGUN_BY = {
    (Action.COMPLAINT, Action.OPENED),
    (Action.INSPECTION, Action.OPENED),
    (Action.OPENED, Action.INSPECTION),
}

_ENDS = (Action.CLOSED, Action.CLEARED, Action.PROHIBITED, Action.SETTLED, Action.DECISION, Action.COMMITMENTS)

_ASKED = (Action.INQUIRY, Action.OTHER)

_OF_THE_OPEN = (Action.OBJECTIONS, Action.COMMITMENTS, Action.DECISION)
"""Steps that what is no more than asked does not come to, where another case is open."""

_BEFORE_COURT = (*_ENDS, *COURT_ACTIONS)

_LOOKED_INTO = (Action.INQUIRY, Action.INSPECTION, Action.OPENED)


def recalled_ties(
    event: Event, recalled: Iterable[StoredFinding], events: Sequence[Event], catalogue: Catalogue
) -> list[Tie]:
    """Return the ties of a step to the cases of older steps its document recalls, which it leads on from.

    "The searches of last November" are of the case when they lead to what is told: an older fine beside a new one is
    another's, and so is what the sentence itself calls another matter.
    """
    older = (created_event(one, "", one.found_at) for one in recalled if ASIDE_MARK not in one.marks)
    meant = (meant_by(step, event.document, events, catalogue) for step in older if _may_lead_to(step, event))
    return [
        _tie(event, step, f"its document recalls that step: {step.action.value}", _recalled(event, step))
        for step in meant
        if step and not are_told_apart(event, step, catalogue, alike=True)
    ]


def _recalled(event: Event, step: Event) -> Strength:
    """Return how much a recalled step ties: a number may be misprinted, an inquiry into a sector be background."""
    if is_of_a_sector(event, step):
        return Strength.NEXT
    slip = misprinted(event.case_numbers, step.case_numbers) or swapped(event.case_numbers, step.case_numbers)
    return (
        Strength.MISPRINTED if slip and numbers_conflict(event.case_numbers, step.case_numbers) else Strength.RECALLED
    )


def meant_by(told: Event, document: str, events: Sequence[Event], catalogue: Catalogue) -> Event | None:
    """Return the earlier step that a recalled one means: the last of its kind, if those known are of one case."""
    meant = [event for event in events if event.document != document and _may_be_meant(told, event, catalogue)]
    named = [event for event in meant if shared_numbers(told.case_numbers, event.case_numbers)]
    meant = named or [event for event in meant if event.action is told.action]
    return meant[-1] if len({event.case for event in meant}) == 1 else None


def next_tie(event: Event, events: Sequence[Event], catalogue: Catalogue) -> Tie | None:
    """Return the tie of a step to the only case it may go on with: of one authority, one firm and one law.

    Two such cases at a time are rare, and texts then say so: where this one does, the other has to be known, too. The
    step has to lead on from the last one of the case. That is not over, but for an appeal, and an authority's own suit
    comes before its end. Of a case that is open and one with no more than questions asked, it is the open one.
    """
    last: dict[str, Event] = {}
    beside: set[str] = set()
    for step in sorted(events, key=world_order):
        if _may_go_on(event, step, catalogue):
            last[step.case] = step
        elif same_authority(event.authority, step.authority) and shared_targets(event, step, catalogue):
            beside.add(step.case)
    fitting = [step for case, step in last.items() if case not in beside and _is_next(event, step, catalogue)]
    if len(fitting) > 1 and event.action in _OF_THE_OPEN:
        fitting = [step for step in fitting if step.action not in _ASKED]
    if len(fitting) != 1 or (ASIDE_MARK in event.marks and len(last.keys() | beside) < 2):
        return None
    return _tie(event, fitting[0], "the next step of the only case of this authority against this firm", Strength.NEXT)


def _is_next(event: Event, last: Event, catalogue: Catalogue) -> bool:
    to_court = event.action in COURT_ACTIONS
    goes_on = (last.action in _BEFORE_COURT or _is_suit(event, last)) if to_court else last.action not in _ENDS
    later = happened_at(event) >= happened_at(last) and _leads_to(last, event)
    if not (goes_on and later) or have_nothing_in_common(event, last) or is_of_a_sector(event, last):
        return False
    return not are_told_apart(event, last, catalogue, alike=ASIDE_MARK in event.marks)


def _is_suit(event: Event, last: Event) -> bool:
    """Whether an authority that cannot fine by itself takes to court what it looked into."""
    sues = event.action is Action.LITIGATION and goes_to_court(event.authority)
    return sues and last.action in _LOOKED_INTO


def _tie(event: Event, step: Event, why: str, strength: Strength) -> Tie:
    gap = abs(happened_at(event) - happened_at(step))
    return Tie(step.case, why, Confidence.LOW, strength, gap=gap)


def _may_lead_to(older: Event, event: Event) -> bool:
    if older.action is event.action or (older.action in COURT_ACTIONS and not concludes(event, older)):
        return False
    ended = older.action in _ENDS and event.action not in COURT_ACTIONS
    return not ended and _leads_to(older, event)


def _leads_to(older: Event, event: Event) -> bool:
    """Whether a step comes after another one: further on the ladder, the end of a suit, or a search in an open case.

    What is opened follows a complaint or a search; a question or a letter may have been about anything.
    """
    if event.action in BEGINNINGS:
        return (older.action, event.action) in _BEGUN_BY
    return older.action is not Action.OTHER and (is_further(event, older) or concludes(event, older))


def _may_be_meant(told: Event, event: Event, catalogue: Catalogue) -> bool:
    return (
        same_authority(told.authority, event.authority)
        and bool(shared_targets(told, event, catalogue))
        and not numbers_conflict(told.case_numbers, event.case_numbers)
        and not are_two_laws(told, event)
        and not sums_conflict(told, event)
    )


def _may_go_on(event: Event, step: Event, catalogue: Catalogue) -> bool:
    """Whether a step is of the firm, authority and law of another one, so that its case may be this one's."""
    review = is_review(event, step, catalogue) and is_its_court(event, step, catalogue)
    within = SAME_WORDS if is_deal(step.instrument, step.action) else WHOLE_CASE
    return (
        (review or same_authority(event.authority, step.authority))
        and bool(shared_targets(event, step, catalogue))
        and not are_two_laws(event, step)
        and abs(happened_at(event) - happened_at(step)) <= within
    )
