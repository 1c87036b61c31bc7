"""When two tellings are the same step: the comparisons behind the linking, each a small question."""

from collections.abc import Sequence
from datetime import date, timedelta

from cases.authorities import same_authority, same_forum
from cases.deals import is_another_deal, is_one_deal
from cases.deciding import created_event
from cases.firms import NOTHING_KNOWN, shared_targets
from cases.laws import are_two_laws, laws_conflict
from cases.likeness import is_other_matter, shared_words, subject_of
from cases.marks import pages_conflict, shared_mark
from cases.numbers import differing_in_a_digit, misprinted, numbers_conflict, shared_numbers, swapped
from cases.reprints import is_reprint
from cases.sums import may_be_a_part, sums_conflict
from cases.telling import shared_telling
from cases.times import DENIAL, SAME_END, SAME_FORTNIGHT, SAME_NEWS, SAME_NUMBER, SAME_STEP, days_apart, told_at
from knowledge.catalogue import Catalogue
from schemas.base import Model
from schemas.event import Event, StoredFinding
from schemas.keys import is_deal, told_order
from schemas.words import Action, Confidence, Standing, Status

_ONCE = frozenset({Action.CLOSED, Action.CLEARED, Action.PROHIBITED})
"""Steps that end a case: a second telling weeks later is mostly no second step."""

FINES = frozenset({Action.DECISION, Action.SETTLED})
"""Steps whose sum is what the firm has to pay."""

_MOSTLY_ONCE = frozenset({Action.OPENED, Action.OBJECTIONS, *FINES, Action.DESIGNATION})
"""Steps that mostly come once in a case that is none of a merger."""

SURE = 2
"""Words in common from which on two steps are about the same."""

_LOOKING_INTO = frozenset({Action.INQUIRY, Action.OPENED})


class Match(Model):
    """An event a finding belongs to, why, and how sure that is."""

    event: Event
    why: str
    confidence: Confidence


def best_match(finding: StoredFinding, events: Sequence[Event], catalogue: Catalogue = NOTHING_KNOWN) -> Match | None:
    """Return the event the finding tells of, if there is one; of several the one with most in common."""
    told = created_event(finding, "", finding.found_at)
    found = matches_of(told, events, catalogue)
    return min(
        found, key=lambda match: (*_distance(told, match.event, catalogue), *told_order(match.event)), default=None
    )


def matches_of(told: Event, events: Sequence[Event], catalogue: Catalogue) -> list[Match]:
    """Return all the events that a step, told anew, may be, each with the reason."""
    return [match for event in events if (match := _match(told, event, events, catalogue))]


def contradicted_by(
    denial: StoredFinding, events: Sequence[Event], catalogue: Catalogue = NOTHING_KNOWN
) -> Event | None:
    """Return the unconfirmed report that an authority's own denial speaks of, the newest if several.

    It may be denied already: the denial comes in a second language, or at a second address.
    """
    told = created_event(denial, "", denial.found_at)
    found = [event for event in events if _denies(told, event, catalogue)]
    return max(found, key=lambda event: (told_at(event), *told_order(event)), default=None)


def is_same_sentence(told: Event, event: Event) -> bool:
    """Return whether a document says it in the very words in which it said the event before."""
    ours, theirs = told.evidence.text, event.evidence.text
    return told.document == event.document and ours.split() == theirs.split()


def _match(told: Event, event: Event, events: Sequence[Event], catalogue: Catalogue) -> Match | None:
    if told.action is not event.action or not same_forum(told.authority, event.authority, told.action, catalogue):
        return None
    if is_same_sentence(told, event):
        return Match(event=event, why="the same sentence of the same document", confidence=Confidence.HIGH)
    if _dates_conflict(told.step_date, event.step_date):
        return None
    shared = shared_targets(told, event, catalogue)
    return (
        _by_release(told, event, shared)
        or _by_number(told, event, events, shared)
        or _by_misprint(told, event, events, shared, catalogue)
        or _by_target(told, event, shared, catalogue)
    )


def _by_release(told: Event, event: Event, shared: Sequence[str]) -> Match | None:
    release = shared_mark("release", told, event)
    if not (release or shared_mark("text", told, event)) or not shared:
        return None
    if numbers_conflict(told.case_numbers, event.case_numbers) or pages_conflict(told.marks, event.marks):
        return None
    why = f"the same release {release}" if release else "the same release, word for word"
    return Match(event=event, why=why, confidence=Confidence.HIGH)


def _by_number(told: Event, event: Event, events: Sequence[Event], shared: Sequence[str]) -> Match | None:
    both_own = told.standing is event.standing is Standing.CONFIRMED
    numbers = shared_numbers(told.case_numbers, event.case_numbers)
    page = shared_mark("page", told, event) if shared else None
    window = SAME_END if told.action in _ONCE else SAME_STEP if both_own else SAME_NUMBER
    in_time = days_apart(told, event) <= window or (shared and is_reprint(told, event, events))
    if not (numbers or page) or not in_time:
        return None
    what = f"case number {numbers[0]}" if numbers else f"page {page}"
    return Match(event=event, why=f"same authority, action and {what}", confidence=Confidence.HIGH)


def _by_misprint(
    told: Event, event: Event, events: Sequence[Event], shared: Sequence[str], catalogue: Catalogue
) -> Match | None:
    copied = Standing.REPORTED in (told.standing, event.standing)
    translated = told.language != event.language and not _is_borne(told, event, events)
    turned = swapped(told.case_numbers, event.case_numbers) if translated else None
    slip = turned or misprinted(told.case_numbers, event.case_numbers, copied=copied)
    if slip is None and told.action in FINES and told.amount is not None and told.amount == event.amount:
        # The fine is the same to the last unit.
        slip = differing_in_a_digit(told.case_numbers, event.case_numbers)
    if slip is None or not shared or days_apart(told, event) > SAME_STEP:
        return None
    if _is_told_apart(told, event, catalogue, misprint=True):
        return None
    words = shared_words(subject_of(told), subject_of(event)) + len(shared_telling(told, event))
    if not (is_one_deal(told, event, shared) or words or turned):
        return None
    why = f"same authority, action and target, and {slip[0]} is {slip[1]} misprinted"
    return Match(event=event, why=why, confidence=Confidence.MEDIUM)


def _is_borne(told: Event, event: Event, events: Sequence[Event]) -> bool:
    """Whether another case really bears the number that may be a misprint."""
    others = (other for other in events if other.case != event.case)
    return any(shared_numbers(told.case_numbers, other.case_numbers) for other in others)


def _by_target(told: Event, event: Event, shared: Sequence[str], catalogue: Catalogue) -> Match | None:
    gap, one_deal = days_apart(told, event), is_one_deal(told, event, shared)
    both_own = told.standing is event.standing is Standing.CONFIRMED
    words = shared_words(subject_of(told), subject_of(event))
    long = not both_own and (one_deal or told.action in _ONCE)
    late = not both_own and words >= SURE and told.action in _MOSTLY_ONCE and not is_deal(told.instrument, told.action)
    late_sum = not both_own and _is_one_sum(told, event)
    window = SAME_END if late_sum else SAME_NUMBER if long else SAME_FORTNIGHT if late else SAME_STEP
    if not shared or gap > window or _is_told_apart(told, event, catalogue):
        return None
    is_other = is_other_matter(subject_of(told), subject_of(event)) and not shared_telling(told, event)
    if gap > SAME_NEWS and not one_deal and is_other:
        return None
    why = f"same authority, action and target ({', '.join(shared)}), {gap.days} days apart"
    return Match(event=event, why=why, confidence=Confidence.MEDIUM)


def _is_one_sum(told: Event, event: Event) -> bool:
    """Whether both tell of what a firm has to pay: a court's release, or that it is final, follows weeks later."""
    return told.action in (*FINES, Action.RULING) and told.amount is not None and told.amount == event.amount


def _is_told_apart(told: Event, event: Event, catalogue: Catalogue, *, misprint: bool = False) -> bool:
    return (
        (not misprint and numbers_conflict(told.case_numbers, event.case_numbers))
        or pages_conflict(told.marks, event.marks)
        or _are_two_laws(told, event)
        or is_another_deal(told, event, catalogue)
        or (told.action in FINES and not _is_one_payment(told, event) and sums_conflict(told, event))
    )


def _is_one_payment(told: Event, event: Event) -> bool:
    """Whether a document corrects its own sum, or a paper of the first days prints what one of several firms pays.

    Two sums of one reading are kept apart elsewhere.
    """
    both_own = told.standing is event.standing is Standing.CONFIRMED
    is_news = not both_own and days_apart(told, event) <= SAME_NEWS
    return told.document == event.document or (is_news and may_be_a_part(told, event))


def _are_two_laws(told: Event, event: Event) -> bool:
    """On the first days a newspaper may call by merger law what is opened under another one, and the reverse."""
    both_own = told.standing is event.standing is Standing.CONFIRMED
    if not both_own and days_apart(told, event) <= SAME_NEWS:
        return laws_conflict(told.instrument, event.instrument, both_own=False)
    return are_two_laws(told, event)


def _dates_conflict(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs(one - other) > SAME_STEP


def _denies(denial: Event, event: Event, catalogue: Catalogue) -> bool:
    same_action = denial.action is event.action or {denial.action, event.action} <= _LOOKING_INTO
    after = told_at(denial).date() - told_at(event).date()
    return (
        event.status is Status.ASSERTED
        and event.standing is not Standing.CONFIRMED
        and same_authority(denial.authority, event.authority)
        and same_action
        and bool(shared_targets(denial, event, catalogue))
        and not numbers_conflict(denial.case_numbers, event.case_numbers)
        and timedelta() <= after <= DENIAL
    )


def _distance(told: Event, event: Event, catalogue: Catalogue) -> tuple[bool, bool, bool, int, int, timedelta]:
    return (
        not is_same_sentence(told, event),
        not shared_mark("release", told, event),
        not shared_numbers(told.case_numbers, event.case_numbers),
        -len(shared_targets(told, event, catalogue)),
        -shared_words(subject_of(told), subject_of(event)),
        days_apart(told, event),
    )
