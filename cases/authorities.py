"""Whose step it is: one authority, or a court that reviews what an authority did."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, lru_cache
from pathlib import Path

from cases.likeness import is_named
from knowledge.catalogue import Catalogue
from schemas.base import Model
from schemas.data_files import compiled, read_file
from schemas.event import Event
from schemas.keys import BODY_MARK, COURT_ACTIONS, REVIEWED_ACTIONS, happened_at, jurisdiction, world_order
from schemas.words import Action

COURTS = Path(__file__).parent / "courts.toml"


class CourtsOfPlace(Model):
    """Where courts sit whose names hold one of the patterns: the code of a country, or "eu"."""

    place: str
    names: tuple[str, ...]


class Courts(Model):
    """The form of courts.toml."""

    suing: frozenset[str]
    court: tuple[CourtsOfPlace, ...]


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
    return names_other(event, other, catalogue) or _is_one_place(event.authority, other.authority, catalogue)


def names_other(event: Event, other: Event, catalogue: Catalogue) -> bool:
    """Return whether headline or sentence of one step name the authority or court of the other."""
    return _holds(event, other.authority, catalogue) or _holds(other, event.authority, catalogue)


def body_marks(text: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield the marks of the authorities that a text names."""
    for authority in catalogue.authorities:
        if _spelt(_names(authority, catalogue)).search(text):
            yield BODY_MARK + authority


def is_appeal(event: Event, other: Event) -> bool:
    """Return whether a decision goes to court while there is time: such headlines name the court, not the subject."""
    earlier, later = sorted((event, other), key=world_order)
    decided = earlier.action in REVIEWED_ACTIONS and earlier.action not in COURT_ACTIONS
    in_time = happened_at(later) - happened_at(earlier) <= ANSWER
    return decided and later.action is Action.LITIGATION and in_time


def goes_to_court(authority: str) -> bool:
    """Return whether an authority cannot fine by itself: a step before a court may be its own suit."""
    return jurisdiction(authority) in _suing()


def place_of(authority: str, catalogue: Catalogue) -> str:
    """Return where an authority acts ("eu" of "eu-ec"): of a body without an id as the catalogue says, else itself."""
    known = catalogue.seat_of(authority.removeprefix(_OTHER)) if authority.startswith(_OTHER) else None
    return known or _seat_by_form(authority) or jurisdiction(authority)


def _is_one_place(one: str, other: str, catalogue: Catalogue) -> bool:
    return place_of(one, catalogue) == place_of(other, catalogue)


def _holds(event: Event, authority: str, catalogue: Catalogue) -> bool:
    if authority.startswith(_OTHER):
        return is_named(authority.removeprefix(_OTHER), event)
    text = f"{event.document_title} {event.evidence.text}"
    if BODY_MARK + authority in event.marks:
        return True
    return is_named(authority.split("-")[-1], event) or bool(_spelt(_names(authority, catalogue)).search(text))


def _names(authority: str, catalogue: Catalogue) -> tuple[str, ...]:
    known = catalogue.authorities.get(authority)
    return tuple(name.text for name in known.spellings()) if known else ()


@lru_cache(maxsize=512)
def _spelt(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds an authority by its names and acronyms; nothing for one that nobody listed."""
    names = sorted({re.escape(name) for name in spellings})
    return re.compile(rf"\b(?:{'|'.join(names)})\b" if names else r"(?!)")


def _seat_by_form(authority: str) -> str | None:
    name = authority.removeprefix(_OTHER)
    if name == authority:
        return None
    return next((place for place, names in _courts() if names.search(name)), None)


@cache
def _suing() -> frozenset[str]:
    return read_file(Courts, COURTS).suing


@cache
def _courts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_file(Courts, COURTS).court
    return tuple((row.place, compiled("|".join(row.names), COURTS)) for row in rows)
