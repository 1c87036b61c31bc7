"""Whose step it is: one authority, or a court that reviews what an authority did."""

from datetime import timedelta

from cases.likeness import is_named
from knowledge.catalogue import Catalogue
from schemas.event import Event
from schemas.keys import COURT_ACTIONS, REVIEWED_ACTIONS, happened_at, jurisdiction
from schemas.words import Action

ANSWER = timedelta(days=120)
"""How long after a decision it is still appealed: courts' time limits are of one to three months."""

_OTHER = "other:"


def same_authority(one: str, other: str) -> bool:
    """Return whether two ids (or `other:<name>`) mean one authority."""
    return one.casefold().strip() == other.casefold().strip()


def same_forum(one: str, other: str, action: Action, catalogue: Catalogue) -> bool:
    """Return whether a step may be of one authority; of a ruling some name the court, some the authority."""
    return same_authority(one, other) or (action is Action.RULING and _is_one_place(one, other, catalogue))


def is_review(event: Event, other: Event, catalogue: Catalogue) -> bool:
    """Return whether a court rules on the other's step; of a court nobody knows it may sit anywhere."""
    ruling = Action.RULING in (event.action, other.action) and {event.action, other.action} <= REVIEWED_ACTIONS
    places = {place_of(event.authority, catalogue), place_of(other.authority, catalogue)}
    return ruling and (len(places) == 1 or any(place.startswith(_OTHER) for place in places))


def is_its_court(event: Event, other: Event, catalogue: Catalogue) -> bool:
    """Return whether the court sits where the authority does, or one text names the authority or court of the other."""
    names_it = is_named(_name(event.authority), other) or is_named(_name(other.authority), event)
    return names_it or _is_one_place(event.authority, other.authority, catalogue)


def is_appeal(event: Event, other: Event) -> bool:
    """Return whether a decision goes to court while there is time: such headlines name the court, not the subject."""
    earlier, later = sorted((event, other), key=lambda one: (happened_at(one), one.id))
    decided = earlier.action in REVIEWED_ACTIONS and earlier.action not in COURT_ACTIONS
    in_time = happened_at(later) - happened_at(earlier) <= ANSWER
    return decided and later.action is Action.LITIGATION and in_time


def place_of(authority: str, catalogue: Catalogue) -> str:
    """Return where an authority acts ("eu" of "eu-ec"): of a body without an id as the catalogue says, else itself."""
    known = catalogue.seat_of(authority.removeprefix(_OTHER)) if authority.startswith(_OTHER) else None
    return known or jurisdiction(authority)


def _is_one_place(one: str, other: str, catalogue: Catalogue) -> bool:
    return place_of(one, catalogue) == place_of(other, catalogue)


def _name(authority: str) -> str:
    return authority.removeprefix(_OTHER) if authority.startswith(_OTHER) else authority.split("-")[-1]
