"""When two names mean one firm: written otherwise, or a group and its subsidiary."""

from collections.abc import Iterable

from cases.likeness import is_named, shared_words, subject_of
from cases.names import are_called_one, are_tied
from cases.telling import shared_telling, tells_of
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

    A text may tie two names of one firm (`cases.names`). A group stands for its subsidiary when one text names the
    other's firm, or both tell of one subject.
    """
    ours, theirs = targets_of(event), targets_of(other)
    same = [one.name for one in ours if any(_is_one_firm(one, two, catalogue) for two in theirs)]
    if not same:
        same = [one.name for one in ours for two in theirs if are_tied(one, two, event, other)]
    if not same:
        same = [one.name for one in ours for two in theirs if _is_kin(one, two, event, other, catalogue)]
    return tuple(dict.fromkeys(same))


def listed_as(name: str, catalogue: Catalogue) -> str | None:
    """Return the id of the company whose name or alias a longer name begins with ("1&1 Telecom")."""
    words = fold(name).split()
    begins = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((found.id for begin in begins if (found := catalogue.company_named(begin))), None)


def _is_one_firm(one: Party, two: Party, catalogue: Catalogue) -> bool:
    if is_same_firm(one, two):
        return True
    listed, unlisted = (one, two) if one.company else (two, one)
    return bool(listed.company and not unlisted.company) and listed_as(unlisted.name, catalogue) == listed.company


def is_among(party: Party, others: Iterable[Party]) -> bool:
    """Return whether a firm is one of others, however it is written."""
    return any(is_same_firm(party, other) for other in others)


def is_same_firm(one: Party, other: Party) -> bool:
    """Return whether two parties are one: by the catalogue, else when one name begins with the other."""
    if one.company and other.company:
        return one.company == other.company
    if party_key(one) == party_key(other):
        return True
    ours, theirs = sorted((_words(one.name), _words(other.name)), key=len)
    return bool(ours) and ours == theirs[: len(ours)]


def _words(name: str) -> list[str]:
    """Return the words of a name; many leave out the mark at its end ("Canal+")."""
    return [word.rstrip("+") or word for word in fold(name).split()]


def _is_kin(one: Party, two: Party, event: Event, other: Event, catalogue: Catalogue) -> bool:
    if one.company is None or two.company is None or two.name not in catalogue.relatives(one.company):
        return False
    named = is_named(two.name, event) or is_named(one.name, other) or are_called_one(one, two, event, other)
    alike = shared_words(subject_of(event), subject_of(other)) + len(shared_telling(event, other))
    return named or tells_of(event, two.name) or tells_of(other, one.name) or alike > 0
