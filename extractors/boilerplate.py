"""Knows the sentences that explain a step and state none. Data in patterns/boilerplate.toml."""

import re
from functools import cache
from pathlib import Path

from pydantic import Field

from extractors.anchored import Anchored
from extractors.words import Words
from schemas.base import Model
from schemas.data_files import compiled, read_entries

BOILERPLATE = Path(__file__).parent / "patterns" / "boilerplate.toml"


class BoilerplateSentence(Model):
    """A pattern of such sentences, met anywhere in one, with an example of it."""

    lang: str = Field(pattern="^[a-z]{2}$")
    pattern: str
    example: str


@cache
def load_boilerplate(path: Path = BOILERPLATE) -> tuple[tuple[BoilerplateSentence, re.Pattern[str]], ...]:
    """Return the sentences with their expressions.

    Raises DataFileError when the file breaks its form or a pattern does not compile.
    """
    entries = read_entries(BoilerplateSentence, "sentence", path)
    return tuple((entry, compiled(entry.pattern, path, re.IGNORECASE)) for entry in entries)


def is_boilerplate(sentence: Words, lang: str) -> bool:
    """Tell whether a sentence of a language only explains what a step means or does not prejudge."""
    return next(_anchored(lang).first_matches(sentence), None) is not None


@cache
def _anchored(lang: str) -> Anchored[None]:
    """Return the patterns of a language, each tried only where its words stand."""
    return Anchored((entry.pattern, None) for entry, _ in load_boilerplate() if entry.lang == lang)
