"""Two steps, and what they have in common: firms, words, authority, time."""

from datetime import timedelta
from typing import NamedTuple

from cases.authorities import is_appeal, is_review, same_authority
from cases.firms import shared_targets
from cases.likeness import is_other_matter, shared_words, subject_of
from cases.states import in_order
from cases.telling import shared_telling
from knowledge.catalogue import Catalogue
from schemas.event import Event
from schemas.keys import happened_at
from schemas.words import Action

ALIKE = 2
"""Telling words that two texts share, from which on headlines with no word in common are not of two matters."""

BEGINNINGS = (Action.INQUIRY, Action.INSPECTION, Action.OPENED)


class Pair(NamedTuple):
    """Two steps, and what they have in common."""

    event: Event
    other: Event
    shared: tuple[str, ...]
    """The names of their common targets."""
    words: int
    is_other_matter: bool
    gap: timedelta
    same_authority: bool
    is_review: bool
    """One is a court's ruling on what the other is a step of."""
    catalogue: Catalogue

    @property
    def firms(self) -> str:
        """The common targets, to be read."""
        return ", ".join(self.shared)


def pair_of(event: Event, other: Event, catalogue: Catalogue) -> Pair:
    """Return two steps with what they have in common."""
    ours, theirs = subject_of(event), subject_of(other)
    telling = 0 if _is_a_beginning(event, other) else len(shared_telling(event, other))
    return Pair(
        event=event,
        other=other,
        shared=shared_targets(event, other, catalogue),
        words=shared_words(ours, theirs) + telling,
        is_other_matter=is_other_matter(ours, theirs) and telling < ALIKE and not is_appeal(event, other),
        gap=abs(happened_at(event) - happened_at(other)),
        same_authority=same_authority(event.authority, other.authority),
        is_review=is_review(event, other, catalogue),
        catalogue=catalogue,
    )


def have_nothing_in_common(event: Event, other: Event) -> bool:
    """Return whether two texts of one language share no telling word, and their headlines tell of two matters."""
    is_other = is_other_matter(subject_of(event), subject_of(other)) and not is_appeal(event, other)
    return is_other and not shared_telling(event, other)


def _is_a_beginning(event: Event, other: Event) -> bool:
    """Whether the later step begins a proceeding, and the earlier one is more than what leads to it.

    A firm's second case begins with words of its first one: its business is the same.
    """
    earlier, later = in_order(event, other)
    if (earlier.action, later.action) == (Action.OPENED, Action.INSPECTION):
        return False
    return later.action in BEGINNINGS and earlier.action not in (Action.COMPLAINT, Action.INQUIRY, Action.INSPECTION)
