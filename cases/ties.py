"""Why a step may belong to the case of another one: by a name of the case, or by what the two are about."""

from datetime import timedelta
from enum import IntEnum
from typing import NamedTuple

from cases.apart import is_told_apart
from cases.authorities import is_its_court, names_other
from cases.deals import is_one_deal
from cases.firms import targets_of
from cases.marks import pages_conflict, shared_mark
from cases.numbers import is_one_number, is_one_of_each_form, misprinted, numbers_conflict, shared_numbers, swapped
from cases.pairs import BEGINNINGS, Pair, pair_of
from cases.sameness import SURE
from cases.states import concludes, in_order, is_further, leads_on
from cases.sums import is_one_sum
from knowledge.catalogue import Catalogue
from schemas.event import Event
from schemas.keys import REVIEWED_ACTIONS, is_deal
from schemas.words import Confidence

SAME_CASE = timedelta(days=180)
"""How far apart two steps against one firm under one law may be and count as one case without a word in common."""

SAME_WORDS = timedelta(days=400)
"""The same when they have words in common, lead on from each other, or are steps towards one deal."""

WHOLE_CASE = timedelta(days=900)
"""How long after it was begun a proceeding that is still open may come to its decision."""

REVIEW = timedelta(days=5 * 365)
"""How long after a decision a court may rule on it."""

NAMED = 3
"""Words in common that the name of the authority counts for."""


class Strength(IntEnum):
    """How good a reason is. A page tells of one case, a text may print the numbers of two."""

    NEXT = 0
    LIKE = 1
    REVIEWED = 2
    RECALLED = 3
    DEAL = 4
    MISPRINTED = 5
    ONE_OF_MORE_NUMBERS = 6
    NUMBER = 7
    PAGE = 8


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


def tie_between(event: Event, other: Event, catalogue: Catalogue) -> Tie | None:
    """Return why the event may belong to the other's case, None when nothing says so or something tells them apart."""
    pair = pair_of(event, other, catalogue)
    return _by_name(pair) or _by_what_it_is(pair)


def rank(tie: Tie) -> tuple[int, int, timedelta]:
    """Return the order of ties, the best first. Two as good stay as they come: ids of cases are drawn by chance."""
    return -tie.strength, -tie.words, tie.gap


def _by_name(pair: Pair) -> Tie | None:
    """A number counts inside an authority, and before the courts that review it."""
    event, other = pair.event, pair.other
    page, numbers = shared_mark("page", event, other), shared_numbers(event.case_numbers, other.case_numbers)
    if not (page or numbers) or not (pair.same_authority or pair.is_review or _is_cited(pair)):
        return None
    if not (page or pair.shared or pair.words):
        # A misprint may hit the number of another firm's case.
        return None
    one_number = _bear_one_number(pair)
    if not page and not one_number and pages_conflict(event.marks, other.marks):
        return None
    strength = Strength.PAGE if page else Strength.NUMBER if one_number else Strength.ONE_OF_MORE_NUMBERS
    why = f"the same case page {page}" if page else f"the same case number {numbers[0]}"
    return Tie(other.case, why, Confidence.HIGH, strength, gap=pair.gap, identical=strength >= Strength.NUMBER)


def _is_cited(pair: Pair) -> bool:
    """Whether another authority decides under the number of this one, on the same firm and law: a board, a court."""
    same_law = pair.event.instrument is pair.other.instrument
    later = in_order(pair.event, pair.other)[1]
    decides = later.action in REVIEWED_ACTIONS and not is_deal(later.instrument, later.action)
    return bool(pair.shared) and same_law and decides


def _bear_one_number(pair: Pair) -> bool:
    """Whether neither bears the numbers of two cases; a judgment bears its own beside the authority's."""
    sides = (pair.event.case_numbers, pair.other.case_numbers)
    if pair.is_review:
        return all(is_one_of_each_form(numbers) for numbers in sides)
    return all(is_one_number(numbers) for numbers in sides)


def _by_what_it_is(pair: Pair) -> Tie | None:
    event, other = pair.event, pair.other
    if not pair.shared or is_told_apart(pair):
        return None
    if not pair.same_authority:
        return _by_review(pair)
    if numbers_conflict(event.case_numbers, other.case_numbers):
        is_sure = pair.words >= SURE or is_one_deal(event, other, pair.shared)
        return _by_swapped_digits(pair) or (_by_misprint(pair) if is_sure else None)
    if pair.gap <= SAME_WORDS and is_deal(event.instrument, event.action) and _both_name_a_deal(event, other):
        why = f"the same deal: {pair.firms}"
        return Tie(other.case, why, Confidence.HIGH, Strength.DEAL, pair.words, pair.gap)
    if pair.is_other_matter or not (pair.words or event.instrument is other.instrument):
        return None
    return _by_firm_and_law(pair)


def _by_review(pair: Pair) -> Tie | None:
    named = names_other(pair.event, pair.other, pair.catalogue)
    if not pair.is_review or pair.gap > REVIEW or (pair.is_other_matter and not named):
        return None
    if not (pair.words or is_its_court(pair.event, pair.other, pair.catalogue)):
        return None
    # A court that is told of beside two authorities rules on the one that is named.
    words = pair.words + NAMED * named
    why = f"a court's step towards {pair.firms} under the same law"
    return Tie(pair.other.case, why, Confidence.MEDIUM, Strength.REVIEWED, words, pair.gap)


def _by_swapped_digits(pair: Pair) -> Tie | None:
    """Two digits changed round in the number of a later step: of a beginning they make another case."""
    earlier, later = in_order(pair.event, pair.other)
    slip = swapped(pair.event.case_numbers, pair.other.case_numbers)
    goes_on = is_further(later, earlier) and later.action not in BEGINNINGS
    is_alike = bool(pair.words) or pair.event.language != pair.other.language
    is_alike = is_alike or is_one_deal(pair.event, pair.other, pair.shared)
    within = WHOLE_CASE if concludes(later, earlier) else SAME_WORDS
    if slip is None or not goes_on or not is_alike or pair.gap > within:
        return None
    why = f"{slip[0]} is {slip[1]}, two digits changed round: a further step of that authority towards {pair.firms}"
    return Tie(pair.other.case, why, Confidence.LOW, Strength.MISPRINTED, pair.words, pair.gap)


def _by_misprint(pair: Pair) -> Tie | None:
    slip = misprinted(pair.event.case_numbers, pair.other.case_numbers)
    if slip is None or pair.gap > SAME_WORDS:
        return None
    why = f"{slip[0]} is {slip[1]} misprinted: the same authority, firm ({pair.firms}) and subject"
    return Tie(pair.other.case, why, Confidence.MEDIUM, Strength.MISPRINTED, pair.words, pair.gap)


def _by_firm_and_law(pair: Pair) -> Tie | None:
    if pair.gap > _within(pair):
        return None
    sure, alike = (Confidence.MEDIUM, ", alike in words") if pair.words else (Confidence.LOW, "")
    why = f"the same authority, firm ({pair.firms}) and law, {pair.gap.days} days apart{alike}"
    return Tie(pair.other.case, why, sure, Strength.LIKE, pair.words, pair.gap)


def _within(pair: Pair) -> timedelta:
    if pair.is_review or _is_one_fine(pair):
        return REVIEW
    if concludes(pair.event, pair.other) or pair.words >= SURE:
        return WHOLE_CASE
    return SAME_WORDS if pair.words or leads_on(pair.event, pair.other) else SAME_CASE


def _is_one_fine(pair: Pair) -> bool:
    """One fine, and what became of it."""
    ours, theirs = pair.event.amount, pair.other.amount
    if ours is None or theirs is None or ours.currency != theirs.currency:
        return False
    return is_one_sum(ours.value, theirs.value) and pair.event.action is not pair.other.action


def _both_name_a_deal(event: Event, other: Event) -> bool:
    return min(len(targets_of(event)), len(targets_of(other))) >= 2
