"""Knows the case numbers and citations that decide under which law a step is taken. Data in patterns/laws.toml."""

import re
from functools import cache
from pathlib import Path

from extractors.anchored import Anchored
from extractors.words import Words
from schemas.base import Model
from schemas.data_files import compiled, read_entries
from schemas.words import Instrument

LAWS = Path(__file__).parent / "patterns" / "laws.toml"


class Law(Model):
    """A pattern of numbers or citations of one law, with an example."""

    instrument: Instrument
    pattern: str
    example: str


@cache
def load_laws(path: Path = LAWS) -> tuple[tuple[Law, re.Pattern[str]], ...]:
    """Return the laws with their expressions, in the order of the file.

    Raises DataFileError when the file breaks its form or a pattern does not compile.
    """
    return tuple((entry, compiled(entry.pattern, path)) for entry in read_entries(Law, "law", path))


def cited_law(words: Words) -> Instrument | None:
    """Return the instrument that a number or citation in a text of these words decides, None when there is none."""
    return next((law.instrument for _, law in _anchored().first_matches(words)), None)


@cache
def _anchored() -> Anchored[Law]:
    """Return the laws, each looked for only where its words stand."""
    return Anchored(((law.pattern, law) for law, _ in load_laws()), flags=0)
