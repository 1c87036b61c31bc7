"""When two sums are one: printed in full, rounded, or taken back by who printed it."""

from decimal import Decimal

from schemas.event import Event
from schemas.keys import sum_mark
from schemas.words import Role

_ROUNDED = 0.1
"""The part of a sum by which another may miss it and be the same one: "nearly 800 million" may be 741."""

_TELLING = 2
"""Digits from which on a rounded sum says which one it is: "3.1 million" of 3,112,000."""


_SEVERAL = 2
"""Firms from which on a fine may be printed for each and for all of them."""


def sums_conflict(one: Event, other: Event) -> bool:
    """Return whether two sums in one currency are not the same one rounded; one that was taken back is still told."""
    if one.amount is None or other.amount is None or one.amount.currency != other.amount.currency:
        return False
    if {sum_mark(one.amount), sum_mark(other.amount)} & {*one.marks, *other.marks}:
        return False
    ours, theirs = one.amount.value, other.amount.value
    return abs(ours - theirs) > _ROUNDED * max(ours, theirs)


def may_be_a_part(one: Event, other: Event) -> bool:
    """Return whether the lesser sum may be what one firm pays of the greater, which is of several firms."""
    if one.amount is None or other.amount is None:
        return False
    less, more = (one, other) if one.amount.value <= other.amount.value else (other, one)
    return _firms(more) >= max(_SEVERAL, _firms(less))


def _firms(event: Event) -> int:
    return sum(party.role is Role.TARGET for party in event.parties)


def is_one_sum(ours: float | None, theirs: float | None) -> bool:
    """Return whether two sums are equal, or one is the other rounded to two digits or more."""
    if ours is None or theirs is None:
        return False
    return ours == theirs or _is_rounded(ours, theirs) or _is_rounded(theirs, ours)


def _is_rounded(rounded: float, exact: float) -> bool:
    digits = len(Decimal(str(rounded)).normalize().as_tuple().digits)
    return digits >= _TELLING and float(f"{exact:.{digits - 1}e}") == rounded
