"""When two names mean one firm: written otherwise, or a group and its subsidiary."""

from collections.abc import Iterable

from cases.likeness import is_named, shared_words, subject_of
from knowledge.catalogue import Catalogue
from knowledge.names import fold
from schemas.event import Event, party_key
from schemas.finding import Party
from schemas.words import Role

NOTHING_KNOWN = Catalogue()
"""For those who know of no firm's parents and of no court's country."""


def targets_of(event: Event) -> tuple[Party, ...]:
    """Return the parties an event is directed at."""
    return tuple(party for party in event.parties if party.role is Role.TARGET)


def shared_targets(event: Event, other: Event, catalogue: Catalogue = NOTHING_KNOWN) -> tuple[str, ...]:
    """Return the names of those of an event's targets that are also the other's.

    A group stands for its subsidiary when one text names the other's firm, or both tell of one subject.
    """
    ours, theirs = targets_of(event), targets_of(other)
    same = [one.name for one in ours if is_among(one, theirs)]
    if not same:
        same = [one.name for one in ours for two in theirs if _is_kin(one, two, event, other, catalogue)]
    return tuple(dict.fromkeys(same))


def is_among(party: Party, others: Iterable[Party]) -> bool:
    """Return whether a firm is one of others, however it is written."""
    return any(is_same_firm(party, other) for other in others)


def is_same_firm(one: Party, other: Party) -> bool:
    """Return whether two parties are one: by the catalogue, else when one name begins with the other."""
    if one.company and other.company:
        return one.company == other.company
    if party_key(one) == party_key(other):
        return True
    ours, theirs = sorted((fold(one.name).split(), fold(other.name).split()), key=len)
    return bool(ours) and ours == theirs[: len(ours)]


def _is_kin(one: Party, two: Party, event: Event, other: Event, catalogue: Catalogue) -> bool:
    if one.company is None or two.company is None or two.name not in catalogue.relatives(one.company):
        return False
    named = is_named(two.name, event) or is_named(one.name, other)
    return named or shared_words(subject_of(event), subject_of(other)) > 0
