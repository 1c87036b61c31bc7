"""How far apart in time two tellings may be of one step, and how far apart they are."""

from datetime import datetime, timedelta

from schemas.event import Event
from schemas.keys import happened_at

SAME_STEP = timedelta(days=7)
"""How far apart two tellings of one step may be."""

SAME_NUMBER = timedelta(days=30)
"""The same, when a case number ties them and at least one is not the authority's own release."""

SAME_FORTNIGHT = timedelta(days=14)
"""The same, when the words tie a newspaper's late account to a step that a case mostly takes once."""

SAME_END = timedelta(days=90)
"""The window of steps that end a case, when a case number or one sum ties them: a translation, the full decision."""

DENIAL = timedelta(days=180)
"""How long after a report a denial still speaks of it."""

SAME_NEWS = timedelta(days=4)
"""Within this, one firm hears of one step: what seems to be another subject is told in other words."""


def told_at(event: Event) -> datetime:
    """Return when the event was told: its publication, else when it was first seen (UTC)."""
    return event.published or event.first_seen


def days_apart(told: Event, event: Event) -> timedelta:
    """Return the whole days between two tellings: a late one counts from the printed day of the step."""
    gaps = (
        abs(told_at(told) - told_at(event)),
        abs(told_at(told) - happened_at(event)),
        abs(happened_at(told) - told_at(event)),
    )
    return timedelta(days=min(gaps).days)
