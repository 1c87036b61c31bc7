"""Declines names as texts do: "Teslę", "protiv Googlea", "Microsoftille". Data in patterns/inflections.toml."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import Field

from schemas.base import Model
from schemas.catalogue import Alias
from schemas.data_files import read_entries

INFLECTIONS = Path(__file__).parent / "patterns" / "inflections.toml"
# Initials and names of two words stay as they are, or take an apostrophe, which ends the word.
_DECLINED = re.compile(r"[a-z]?[A-Z][A-Za-z]+[a-z]")


class Inflection(Model):
    """What names with one of the endings become in a language, with an example."""

    lang: str = Field(pattern="^[a-z]{2}$")
    endings: tuple[str, ...]
    forms: tuple[str, ...]
    behind: bool = False
    """The forms stand behind the ending, not instead of it."""
    example: str

    def decline(self, name: str, ending: str) -> Iterator[str]:
        """Yield the forms of a name that has the ending."""
        stem = name if self.behind else name.removesuffix(ending)
        yield from (stem + form for form in self.forms)


@cache
def load_inflections(path: Path = INFLECTIONS) -> tuple[Inflection, ...]:
    """Return the inflections of all languages. Raises DataFileError when the file breaks its form."""
    return read_entries(Inflection, "inflection", path)


def declined(alias: Alias, lang: str) -> Iterator[Alias]:
    """Yield the forms of a spelling in a language, each with its proof and only with a capital."""
    if not _DECLINED.fullmatch(alias.text) or (alias.languages and lang not in alias.languages):
        return
    for text in _forms(alias.text, lang):
        yield alias.model_copy(update={"text": text, "languages": (lang,), "case_sensitive": True})


def _forms(name: str, lang: str) -> Iterator[str]:
    known = ((e, i) for i in _of_language(lang) for e in i.endings if name.endswith(e))
    ending, inflection = max(known, key=lambda found: len(found[0]), default=("", None))
    if inflection is not None:
        yield from inflection.decline(name, ending)


@cache
def _of_language(lang: str) -> tuple[Inflection, ...]:
    return tuple(inflection for inflection in load_inflections() if inflection.lang == lang)
