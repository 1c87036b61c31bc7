"""Finds firms by turns of phrase of registers: "sole control over *Acme*", "*Acme* notifica a aquisição".

The phrases are data, in patterns/formulas.toml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from extractors.anchored import Anchored, merged
from extractors.entity_model import Entity
from extractors.expressions import with_words, words_of_expressions
from extractors.firm_names import REGISTER_WORD
from extractors.name_expressions import name_expressions
from extractors.persons import is_person
from extractors.words import Words, places_of
from schemas.base import Model
from schemas.data_files import compiled, read_entries

FORMULAS = Path(__file__).parent / "patterns" / "formulas.toml"
_REACH = 160
# Texts whose firms are kept: they are asked for when a batch goes through the pipeline, and again when it is told.
_MOST_REMEMBERED = 64
# "acquisition of *Acme*'s coatings division": NAME takes an apostrophe for a letter.
_POSSESSIVE = re.compile(r"['’]s(?!\w)")


@dataclass(frozen=True)
class NameOfFormula(Entity):
    """A firm that the words around it give away."""


class _Formula(Model):
    needs: str | tuple[str, ...]
    pattern: str


@dataclass(frozen=True)
class _Phrase:
    needs: tuple[str, ...]
    expression: re.Pattern[str]


@cache
def _name() -> str:
    """Return a name as registers print it, as an expression."""
    return rf"{REGISTER_WORD}(?:[ ](?:{name_expressions().inside_a_name.pattern})?{REGISTER_WORD}){{0,4}}"


@cache
def _phrases(file: Path = FORMULAS) -> tuple[_Phrase, ...]:
    """Return the phrases. Raises DataFileError when the file breaks its form."""
    entries = read_entries(_Formula, "formula", file)
    return tuple(_phrase(entry, file) for entry in entries)


def _phrase(entry: _Formula, file: Path) -> _Phrase:
    needs = (entry.needs,) if isinstance(entry.needs, str) else entry.needs
    name = _name()
    names = rf"({name}(?:{name_expressions().between_parties.pattern}{name}){{0,5}})"
    pattern = with_words(entry.pattern, words_of_expressions(), file)
    filled = pattern.replace("{NEEDS}", rf"(?:{'|'.join(map(re.escape, needs))})")
    filled = filled.replace("{NAMES}", names).replace("{NAME}", f"({name})")
    return _Phrase(needs, compiled(filled, file, written=entry.pattern))


@lru_cache(maxsize=_MOST_REMEMBERED)
def firms_of_formulas(words: Words) -> tuple[NameOfFormula, ...]:
    """Return the firms that the phrases of registers name in a text of these words, in no order."""
    return tuple(_of_phrases(words))


def _of_phrases(words: Words) -> Iterator[NameOfFormula]:
    for _, phrase in _anchored().candidates(words):
        for match in _matches(phrase, words):
            for group, names in enumerate(match.groups(), 1):
                if names:
                    yield from _firms(match.start(group), names)


def _matches(phrase: _Phrase, words: Words) -> Iterator[re.Match[str]]:
    """Yield the matches of a phrase, looked for only around what it needs: most of a text is far from it."""
    places = sorted(at for needed in phrase.needs for at in places_of(needed, words.text))
    for start, end in merged((at - _REACH, at + _REACH) for at in places):
        yield from phrase.expression.finditer(words.text, start, end)


@cache
def _anchored() -> Anchored[_Phrase]:
    """Return the phrases, each tried only in a text that holds its words: one that begins with a name is slow."""
    return Anchored(((phrase.expression.pattern, phrase) for phrase in _phrases()), flags=0)


def _firms(start: int, names: str) -> Iterator[NameOfFormula]:
    at, small = 0, name_expressions()
    joints = (joint for joint in small.between_parties.finditer(names) if not small.partner.match(names, joint.end()))
    for joint in (*joints, None):
        end = joint.start() if joint else len(names)
        lead = small.opens_a_sentence.match(names, at, end)
        at = lead.end() if lead else at
        if end > at + 1 and not small.no_firm.search(names, at, end):
            cut = small.end_of_a_party.search(names, at, end) or _POSSESSIVE.search(names, at, end)
            stop = cut.start() if cut else end
            if not is_person(names[at:stop]):
                yield NameOfFormula("COMPANY", start + at, start + stop)
        at = joint.end() if joint else end
