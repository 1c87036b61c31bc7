"""Firms and bodies everybody knows, outside of the catalogue: their names are mentions, and no more than that.

Data in patterns/known_bodies.toml and patterns/known_firms/: names by trade, and those of them that are everyday words
too, which tell no firm alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.entity_model import Entity
from extractors.name_spans import with_unit
from extractors.parts import Taken
from extractors.words import Words, places_of_word
from schemas.base import Model
from schemas.data_files import checked, read_file, read_table

KNOWN_FIRMS = Path(__file__).parent / "patterns" / "known_firms"
KNOWN_BODIES = Path(__file__).parent / "patterns" / "known_bodies.toml"
EVERYDAY = "everyday.toml"


@dataclass(frozen=True)
class KnownName(Entity):
    """A name of the lists where a text has it."""


class _Group(Model):
    """Names of one trade or kind."""

    names: tuple[str, ...]


class _Everyday(Model):
    """Names that are also everyday words."""

    words: tuple[str, ...]


def _names(file: Path) -> Iterator[str]:
    groups = [checked(_Group, group, file) for group in read_table(file).values()]
    yield from (name for group in groups for name in group.names)


@cache
def all_known_firms(folder: Path = KNOWN_FIRMS) -> tuple[str, ...]:
    """Return the firms of all files, each once, in their order. Raises DataFileError when one breaks its form."""
    files = (file for file in sorted(folder.glob("*.toml")) if file.name != EVERYDAY)
    return tuple(dict.fromkeys(name for file in files for name in _names(file)))


@cache
def all_known_bodies(file: Path = KNOWN_BODIES) -> tuple[str, ...]:
    """Return the bodies, each once, in their order. Raises DataFileError when the file breaks its form."""
    return tuple(dict.fromkeys(_names(file)))


@cache
def everyday_names(file: Path = KNOWN_FIRMS / EVERYDAY) -> frozenset[str]:
    """Return the names that alone tell no firm. Raises DataFileError when the file breaks its form."""
    return frozenset(read_file(_Everyday, file).words)


@cache
def _by_word() -> dict[str, tuple[tuple[frozenset[str], str, str], ...]]:
    """Return the names that tell what they name, with all their words and their label, by the rarest of the words."""
    firms = [(name, "COMPANY") for name in all_known_firms() if name not in everyday_names()]
    every = [*firms, *((name, "AUTHORITY") for name in all_known_bodies())]
    counts = Counter(word for name, _ in every for word in Words(name).held)
    names: dict[str, list[tuple[frozenset[str], str, str]]] = {}
    for name, label in every:
        words = Words(name).held
        rarest = min(words, key=lambda word: (counts[word], -len(word), word))
        names.setdefault(rarest, []).append((words, name, label))
    return {word: tuple(found) for word, found in names.items()}


def find_known_names(words: Words) -> Iterator[KnownName]:
    """Yield where known firms and bodies are named in a text of these words, in no order."""
    text = words.text
    table = _by_word()
    for word in table.keys() & words.held:
        for needed, name, label in table[word]:
            if not needed <= words.held:
                continue
            for start in places_of_word(name, text, not_before="-"):
                end = start + len(name)
                yield KnownName(label, start, with_unit(start, end, text) if label == "COMPANY" else end)


def named_entities(seen: Sequence[Entity], known: Iterable[Entity]) -> list[Entity]:
    """Return what the model sees together with names told otherwise, in order, none overlapping another.

    A longer name wins, whichever says it: "Velra Hotels" of the model over "Velra", and "Velra Air" known over "Velra".
    Of the same words the list tells more.
    """
    kept: list[Entity] = []
    taken = Taken()
    for entity in sorted([*known, *seen], key=lambda e: (e.start - e.end, not isinstance(e, KnownName))):
        if taken.is_free(entity.start, entity.end):
            taken.add(entity.start, entity.end)
            kept.append(entity)
    return sorted(kept, key=lambda entity: entity.start)
