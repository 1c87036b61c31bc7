"""Loads the places whose names stand for their authorities. Data in lexicons/places.toml."""

import re
from functools import cache
from pathlib import Path

from extractors.anchored import Sparse
from extractors.lexicon import LEXICONS
from schemas.base import Model
from schemas.data_files import read_entries

_LONGEST = 40
COMPETENCES = ("attorney_general", "data_protection", "antitrust", "merger", "consumer", "telecom", "digital")


class Place(Model):
    """A place: patterns of its name and adjective, and the authority of each competence there."""

    noun: str
    adjective: str
    attorney_general: str | None = None
    data_protection: str | None = None
    antitrust: str | None = None
    merger: str | None = None
    consumer: str | None = None
    telecom: str | None = None
    digital: str | None = None
    subject: str | None = None
    """Who is meant when the bare name acts: "Brussels fines …"."""

    def authority(self, competence: str) -> str | None:
        """Return the authority of a competence there, as id or `other:<name>`."""
        found: str | None = getattr(self, competence)
        return found


@cache
def load_places(path: Path = LEXICONS / "places.toml") -> tuple[Place, ...]:
    """Return the places in the order of the file.

    Raises DataFileError when the file breaks its form.
    """
    return read_entries(Place, "place", path)


@cache
def any_place(kind: str) -> Sparse:
    """Return the expression for every place's `noun` or `adjective`; group `p<n>` tells which one."""
    places = load_places()
    names = [getattr(place, kind) for place in places]
    branches = (f"(?P<p{number}>{name})" for number, name in enumerate(names))
    first = "(?=[A-ZÀ-ÞŁŚŻ])" if kind == "noun" else ""
    expression = re.compile(rf"(?<!\w){first}(?:{'|'.join(branches)})(?!\w)")
    return Sparse(expression, _LONGEST, [rf"(?<!\w)(?:{name})(?!\w)" for name in names])


def place_of(found: re.Match[str]) -> Place:
    """Return the place a match of `any_place` means."""
    return load_places()[int((found.lastgroup or "p0")[1:])]
