"""What says that two steps are of two cases, though they share firm, authority and law."""

from cases.deals import is_another_deal
from cases.firms import targets_of
from cases.laws import are_two_laws
from cases.likeness import is_another_one
from cases.marks import pages_conflict
from cases.pairs import BEGINNINGS, Pair, pair_of
from cases.sameness import FINES, SURE
from cases.states import CONCLUSIONS, in_order
from cases.sums import sums_conflict
from knowledge.catalogue import Catalogue
from schemas.event import Event
from schemas.keys import ASIDE_MARK, COURT_ACTIONS, happened_at, is_deal, world_order
from schemas.words import Action, Standing

SECTOR = 3
"""Firms from which on an inquiry is one into a sector: a proceeding against one of them is another case."""

_ONCE = (Action.OPENED, Action.OBJECTIONS)

_LATE = (Action.OBJECTIONS, *CONCLUSIONS, *COURT_ACTIONS)


def are_told_apart(event: Event, other: Event, catalogue: Catalogue, *, alike: bool = False) -> bool:
    """Return whether something says that two steps are of two cases; `alike`: they are known to be about one thing."""
    pair = pair_of(event, other, catalogue)
    return _is_told_apart(pair._replace(words=max(pair.words, SURE))) if alike else is_told_apart(pair)


def is_told_apart(pair: Pair) -> bool:
    """Return whether something says that the two steps of a pair are of two cases."""
    return _is_told_apart(pair) or is_of_a_sector(pair.event, pair.other)


def is_of_a_sector(event: Event, other: Event) -> bool:
    """Return whether one step is an inquiry into a sector, and the other one against a firm of it."""
    return _is_sector(event, other) or _is_sector(other, event)


def _is_told_apart(pair: Pair) -> bool:
    event, other = pair.event, pair.other
    return (
        pages_conflict(event.marks, other.marks)
        or are_two_laws(event, other)
        or is_another_deal(event, other, pair.catalogue)
        or _are_two_of_one_text(event, other)
        or _is_begun_anew(event, other)
        or _is_denied(event, other)
        or _are_two_sums(pair)
        or _comes_twice(pair)
        or _asks_anew(pair)
        or _is_beside(pair)
    )


def _is_denied(event: Event, other: Event) -> bool:
    """What the authority denied is the beginning of nothing: what it does later, and be it about the same, is new."""
    return Standing.CONTRADICTED in (event.standing, other.standing)


def _comes_twice(pair: Pair) -> bool:
    """A case is opened twice, in one language and without a word in common: it is two."""
    event, other = pair.event, pair.other
    once = event.action is other.action in _ONCE and not is_deal(event.instrument, event.action)
    return once and event.language == other.language and not pair.words


def _asks_anew(pair: Pair) -> bool:
    """Who asks a firm questions when a case against it is open, without a word of that case, asks about another.

    What is begun when a case is at its charges or its end is another one, too.
    """
    earlier, later = in_order(pair.event, pair.other)
    asks = later.action is Action.INQUIRY and earlier.action in (*_ONCE, *CONCLUSIONS)
    if pair.words:
        return False
    return is_begun_late(later, earlier) or (asks and earlier.language == later.language)


def is_begun_late(event: Event, other: Event) -> bool:
    """Return whether a step begins a proceeding, none of a deal, after the other charged, ended or went to court."""
    late = happened_at(event) > happened_at(other) and other.action in _LATE
    return late and event.action in BEGINNINGS and not is_deal(event.instrument, event.action)


def _is_beside(pair: Pair) -> bool:
    """The later text tells of another matter beside its own, and has no word of this one: this is the other one.

    Of two beginnings of one kind it is so whatever words they share: that is why the text says so.
    """
    earlier, later = in_order(pair.event, pair.other)
    if is_deal(later.instrument, later.action):
        return False
    if ASIDE_MARK in later.marks and earlier.action is later.action and later.action in BEGINNINGS:
        return True
    return ASIDE_MARK in later.marks and pair.words < SURE and not pair.is_review


def _are_two_sums(pair: Pair) -> bool:
    """Two fines on one firm are of two cases, unless they are about the same; who appeals names the one he appeals."""
    actions = {pair.event.action, pair.other.action}
    one_fine = len(actions) == 1 or (Action.LITIGATION in actions and actions & FINES)
    return bool(one_fine) and sums_conflict(pair.event, pair.other) and pair.words < SURE


def _are_two_of_one_text(event: Event, other: Event) -> bool:
    """Two steps of one kind in one text, not taken for one: it tells of two cases."""
    return event.document == other.document and event.action is other.action


def _is_begun_anew(event: Event, other: Event) -> bool:
    """The later of two beginnings is called another one."""
    later = max(event, other, key=world_order)
    return later.action in BEGINNINGS and not is_deal(later.instrument, later.action) and is_another_one(later)


def _is_sector(event: Event, other: Event) -> bool:
    return event.action is Action.INQUIRY and len(targets_of(event)) >= SECTOR > len(targets_of(other))
