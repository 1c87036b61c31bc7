"""Why a step may belong to the case of another one: by a name of the case, or by what the two are about."""

from collections.abc import Sequence
from datetime import timedelta
from enum import IntEnum
from typing import NamedTuple

from cases.firms import Relatives, shared_targets, targets_of
from cases.likeness import is_another_one, is_named, is_other_matter, shared_words, subject_of
from cases.marks import pages_conflict, shared_mark
from cases.numbers import misprinted, numbers_conflict, shared_numbers
from cases.sameness import is_another_deal, is_one_deal, laws_conflict, same_authority
from cases.states import ladder_of
from schemas.event import Event
from schemas.keys import COURT_ACTIONS, REVIEWED_ACTIONS, happened_at, is_deal, jurisdiction
from schemas.words import Action, Confidence, Standing

SAME_CASE = timedelta(days=180)
"""How far apart two steps against one firm under one law may be and count as one case without a word in common."""

SAME_WORDS = timedelta(days=400)
"""The same when they have words in common, lead on from each other, or are steps towards one deal."""

WHOLE_CASE = timedelta(days=900)
"""How long after it was begun a proceeding that is still open may come to its decision."""

ANSWER = timedelta(days=120)
"""How long after a decision it is still appealed: courts' time limits are of one to three months."""

REVIEW = timedelta(days=5 * 365)
"""How long after a decision a court may rule on it."""

SECTOR = 3
"""Firms from which on an inquiry is one into a sector: a proceeding against one of them is another case."""

_BEGINNINGS = (Action.INQUIRY, Action.INSPECTION, Action.OPENED)
_CONCLUSIONS = (Action.COMMITMENTS, Action.CLOSED, Action.SETTLED, Action.DECISION)


class Strength(IntEnum):
    """How good a reason is. A page tells of one case, a text may print the numbers of two."""

    LIKE = 1
    REVIEWED = 2
    DEAL = 3
    MISPRINTED = 4
    ONE_OF_MORE_NUMBERS = 5
    NUMBER = 6
    PAGE = 7


class Tie(NamedTuple):
    """Why a step belongs to the case of another one. The greatest strength, then the most words, then the least gap."""

    case: str
    why: str
    confidence: Confidence
    strength: Strength
    words: int = 0
    gap: timedelta = timedelta()
    identical: bool = False
    """The two bear one name of a case: their cases are one even if they were taken for two."""


def tie_between(event: Event, other: Event, relatives: Relatives) -> Tie | None:
    """Return why the event may belong to the other's case, None when nothing says so or something tells them apart."""
    return _by_name(event, other) or _by_what_it_is(event, other, shared_targets(event, other, relatives))


def rank(tie: Tie) -> tuple[int, int, timedelta, str]:
    """Return the order of ties, the best first."""
    return -tie.strength, -tie.words, tie.gap, tie.case


def _by_name(event: Event, other: Event) -> Tie | None:
    page, numbers = shared_mark("page", event, other), shared_numbers(event.case_numbers, other.case_numbers)
    if not (page or numbers) or not _same_house(event, other):
        return None
    one_number = len(event.case_numbers) <= 1 and len(other.case_numbers) <= 1
    if not page and not one_number and pages_conflict(event.marks, other.marks):
        return None
    strength = Strength.PAGE if page else Strength.NUMBER if one_number else Strength.ONE_OF_MORE_NUMBERS
    why = f"the same case page {page}" if page else f"the same case number {numbers[0]}"
    gap = abs(happened_at(event) - happened_at(other))
    identical = same_authority(event.authority, other.authority) and strength >= Strength.NUMBER
    return Tie(other.case, why, Confidence.HIGH, strength, gap=gap, identical=identical)


def _by_what_it_is(event: Event, other: Event, shared: Sequence[str]) -> Tie | None:
    if not shared or _is_told_apart(event, other):
        return None
    gap, firms = abs(happened_at(event) - happened_at(other)), ", ".join(shared)
    ours, theirs = subject_of(event), subject_of(other)
    words = shared_words(ours, theirs)
    other_matter = is_other_matter(ours, theirs) and not _is_appeal(event, other)
    if not same_authority(event.authority, other.authority):
        if other_matter or gap > REVIEW or not _is_review(event, other) or not (words or _is_its_court(event, other)):
            return None
        why = f"a court's step towards {firms} under the same law"
        return Tie(other.case, why, Confidence.MEDIUM, Strength.REVIEWED, words, gap)
    if numbers_conflict(event.case_numbers, other.case_numbers):
        is_sure = words >= 2 or is_one_deal(event, other, shared)
        return _by_misprint(event, other, firms, words, gap) if is_sure else None
    if gap <= SAME_WORDS and is_deal(event.instrument, event.action) and _both_name_a_deal(event, other):
        return Tie(other.case, f"the same deal: {firms}", Confidence.HIGH, Strength.DEAL, words, gap)
    if other_matter or not (words or event.instrument is other.instrument):
        return None
    return _by_firm_and_law(event, other, firms, words, gap)


def _by_misprint(event: Event, other: Event, firms: str, words: int, gap: timedelta) -> Tie | None:
    slip = misprinted(event.case_numbers, other.case_numbers)
    if slip is None or gap > SAME_WORDS:
        return None
    why = f"{slip[0]} is {slip[1]} misprinted: the same authority, firm ({firms}) and subject"
    return Tie(other.case, why, Confidence.MEDIUM, Strength.MISPRINTED, words, gap)


def _by_firm_and_law(event: Event, other: Event, firms: str, words: int, gap: timedelta) -> Tie | None:
    if gap > _within(event, other, words):
        return None
    sure, alike = (Confidence.MEDIUM, ", alike in words") if words else (Confidence.LOW, "")
    why = f"the same authority, firm ({firms}) and law, {gap.days} days apart{alike}"
    return Tie(other.case, why, sure, Strength.LIKE, words, gap)


def _within(event: Event, other: Event, words: int) -> timedelta:
    if _is_review(event, other):
        return REVIEW
    if _concludes(event, other):
        return WHOLE_CASE
    return SAME_WORDS if words or _leads_on(event, other) else SAME_CASE


def _both_name_a_deal(event: Event, other: Event) -> bool:
    return min(len(targets_of(event)), len(targets_of(other))) >= 2


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


def _concludes(event: Event, other: Event) -> bool:
    earlier, later = _in_order(event, other)
    begun = earlier.action in (Action.OPENED, Action.OBJECTIONS) and later.action in _CONCLUSIONS
    return begun and not is_deal(later.instrument, later.action)


def _is_appeal(event: Event, other: Event) -> bool:
    """Whether a decision goes to court while there is time to: such headlines name the court and not the subject."""
    earlier, later = _in_order(event, other)
    decided = earlier.action in REVIEWED_ACTIONS and earlier.action not in COURT_ACTIONS
    in_time = happened_at(later) - happened_at(earlier) <= ANSWER
    return decided and later.action is Action.LITIGATION and in_time


def _in_order(event: Event, other: Event) -> tuple[Event, Event]:
    earlier, later = sorted((event, other), key=lambda one: (happened_at(one), one.id))
    return earlier, later


def _leads_on(event: Event, other: Event) -> bool:
    earlier, later = _in_order(event, other)
    ladder = ladder_of(event.instrument)
    return ladder.index(later.action) > ladder.index(earlier.action)
