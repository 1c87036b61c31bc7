"""Tells what the model mistakes for a firm, and the firms it mistakes for something else. The words are data."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from extractors.associations import is_association
from extractors.entity_model import Entity
from extractors.name_expressions import name_expressions
from extractors.persons import has_tail_of_firm
from extractors.plain_words import plain_words
from schemas.base import Model
from schemas.data_files import read_file

MISTAKEN_NAMES = Path(__file__).parent / "patterns" / "mistaken_names.toml"
_LONGEST_THING = 45
# "*Keller* 12, 00-950": a number and a postal code behind a name.
_HOUSE = re.compile(r",? \d{1,4}[a-z]?(?:-\d+\.?)?,? ?(?:\d{2}-\d{3}|\d{4,5} ?[A-Z])")
_TORN = re.compile(r"(?<=[a-zà-ž]{3})(?=[A-ZÀ-Ž][a-zà-ž]{3})")
_GROUP = re.compile(r"[ -](?:Group|Gruppe|Groep|Holdings?)$|^(?:Groupe|Gruppo|Grupo|Grupa) ")
_BODIES = frozenset({"AUTHORITY", "ORG_OTHER"})


class _Words(Model):
    places: tuple[str, ...]
    places_before: tuple[str, ...]
    titles: tuple[str, ...]
    things: tuple[str, ...]
    called: tuple[str, ...]
    sold_under: tuple[str, ...]
    of_people: tuple[str, ...]


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


@cache
def _words(file: Path = MISTAKEN_NAMES) -> _Words:
    """Return the words. Raises DataFileError when the file breaks its form."""
    return read_file(_Words, file)


@cache
def _place_or_person() -> re.Pattern[str]:
    words = _words()
    return re.compile(
        rf" {_any_of(words.places)}$|^{_any_of(words.places_before)} [A-ZÀ-Ž][a-z]+$|"
        rf"(?<!\w){_any_of(words.titles)} [A-ZÀ-Ž]"
    )


@cache
def _named_thing() -> re.Pattern[str]:
    words = _words()
    thing = rf"{_any_of(words.things)}(?: {_any_of(words.called)})?"
    return re.compile(rf"(?<!\w)(?:{thing}|{_any_of(words.sold_under)}) [\"“„«‘']?$")


@cache
def _of_people() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any_of(_words().of_people)}(?!\w)")


def is_mistaken(start: int, end: int, text: str) -> bool:
    """Tell whether what only the model takes for a firm is a place, person, association, product or torn words."""
    surface = text[start:end]
    return (
        _HOUSE.match(text, end) is not None
        or _place_or_person().search(surface) is not None
        or is_association(surface)
        or _named_thing().search(text, max(0, start - _LONGEST_THING), start) is not None
        or _is_torn_together(surface)
    )


def _is_torn_together(surface: str) -> bool:
    """Tell whether a name is plain words that lost the blank between them: "Akty prawneHistoria"."""
    parts = _TORN.sub(" ", surface).split()
    return len(parts) > len(surface.split()) and all(part.casefold() in plain_words() for part in parts)


def as_firm(entity: Entity, text: str) -> Entity:
    """Return what the model sees as a firm if its name says so: a group of firms, "Anna Keller *Capital*"."""
    surface = text[entity.start : entity.end]
    small = name_expressions()
    is_bank = entity.label == "AUTHORITY" and small.bank.search(surface) and not small.central_bank.search(surface)
    is_group = entity.label in _BODIES and _GROUP.search(surface) and not _of_people().search(surface)
    ends_as_firm = entity.label == "PERSON" and " " in surface and has_tail_of_firm(surface)
    return replace(entity, label="COMPANY") if is_bank or is_group or ends_as_firm else entity
