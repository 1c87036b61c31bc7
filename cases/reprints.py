"""When an authority tells one decision twice: its bulletin, or the full text, comes weeks after the release."""

from collections.abc import Iterable
from datetime import timedelta

from cases.numbers import shared_numbers
from schemas.event import Event
from schemas.keys import happened_at
from schemas.words import Action

REPRINT = timedelta(days=120)
"""How long after a decision its bulletin or its full text comes out."""

_UNDONE_BY = frozenset({Action.CLOSED, Action.RULING})


def is_reprint(told: Event, event: Event, events: Iterable[Event]) -> bool:
    """Return whether two decisions under one number may be one: not of two sums, and nothing undone between them.

    Offers, requests and extensions come again in a case, and so do openings: those of two phases.
    """
    if told.action is not Action.DECISION or not shared_numbers(told.case_numbers, event.case_numbers):
        return False
    if told.amount and event.amount and told.amount != event.amount:
        return False
    first, last = sorted((happened_at(told), happened_at(event)))
    between = (other for other in events if other.action in _UNDONE_BY and first < happened_at(other) < last)
    return last - first <= REPRINT and not any(shared_numbers(one.case_numbers, event.case_numbers) for one in between)
