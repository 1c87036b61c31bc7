"""Firms and bodies everybody knows, outside of the catalogue: their names are mentions, and no more than that.

Known products are no mentions; they keep a model from taking them for firms.

Data in patterns/known_bodies/ and patterns/known_firms/: names by trade or country, and those firms' names that are
everyday words too, which tell no firm alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
KNOWN_PRODUCTS = Path(__file__).parent / "patterns" / "known_products.toml"
KNOWN_BODIES = Path(__file__).parent / "patterns" / "known_bodies"
EVERYDAY = "everyday.toml"
_LONG = 4
GENITIVE_IN = frozenset({"da", "sv", "no"})
"""Languages that write the genitive of a name with an s and no apostrophe."""
_ANY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class KnownName(Entity):
    """A name of the lists where a text has it."""


class _Group(Model):
    """Names of one trade, kind or country; letters among them may mean what they do in some languages only."""

    names: tuple[str, ...]
    letters_in: frozenset[str] = frozenset()


class _Everyday(Model):
    """Names that are also everyday words."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class _Listed:
    """A name of the lists: all its words, its label, and the languages it is met in, none for all."""

    words: frozenset[str]
    name: str
    label: str
    langs: frozenset[str] = _ANY


def is_letters(name: str) -> bool:
    """Tell whether a name is letters that stand for others: "BMG"."""
    return name.isupper() and " " not in name


def _groups(file: Path) -> list[_Group]:
    return [checked(_Group, group, file) for group in read_table(file).values()]


def _names(file: Path) -> Iterator[str]:
    yield from (name for group in _groups(file) for name in group.names)


@cache
def all_known_firms(folder: Path = KNOWN_FIRMS) -> tuple[str, ...]:
    """Return the firms of all files, each once, in their order. Raises DataFileError when one breaks its form."""
    files = (file for file in sorted(folder.glob("*.toml")) if file.name != EVERYDAY)
    return tuple(dict.fromkeys(name for file in files for name in _names(file)))


@cache
def all_known_bodies(folder: Path = KNOWN_BODIES) -> Mapping[str, frozenset[str]]:
    """Return the bodies, in their order, with the languages of the texts that name them; none where all do.

    Raises DataFileError when a file breaks its form.
    """
    groups = (group for file in sorted(folder.glob("*.toml")) for group in _groups(file))
    return {name: group.letters_in for group in groups for name in group.names}


@cache
def known_products(file: Path = KNOWN_PRODUCTS) -> tuple[str, ...]:
    """Return products and registers that are no firms. Raises DataFileError when the file breaks its form."""
    return tuple(_names(file))


@cache
def everyday_names(file: Path = KNOWN_FIRMS / EVERYDAY) -> frozenset[str]:
    """Return the names that alone tell no firm. Raises DataFileError when the file breaks its form."""
    return frozenset(read_file(_Everyday, file).words)


@cache
def _by_word() -> dict[str, tuple[_Listed, ...]]:
    """Return the names that tell what they name, by the rarest of their words."""
    # Letters of a body and a firm are the body's in its languages: bodies come first.
    bodies = all_known_bodies().items()
    every = [_Listed(Words(n).held, n, "AUTHORITY", langs if is_letters(n) else _ANY) for n, langs in bodies]
    every += [_Listed(Words(n).held, n, "COMPANY") for n in all_known_firms() if n not in everyday_names()]
    every += [_Listed(Words(name).held, name, "PRODUCT") for name in known_products()]
    counts = Counter(word for listed in every for word in listed.words)
    names: dict[str, list[_Listed]] = {}
    for listed in every:
        rarest = min(listed.words, key=lambda word: (counts[word], -len(word), word))
        names.setdefault(rarest, []).append(listed)
    return {word: tuple(found) for word, found in names.items()}


def find_known_names(words: Words, lang: str) -> Iterator[KnownName]:
    """Yield where known firms and bodies are named in a text of these words in a language, in no order."""
    text = words.text
    table = _by_word()
    for word in table.keys() & words.held:
        for listed in table[word]:
            if not listed.words <= words.held or (listed.langs and lang not in listed.langs):
                continue
            for written in _written(listed.name, lang):
                for start in places_of_word(written, text, not_before="-"):
                    end = start + len(written) - (written == f"{listed.name}s")
                    yield KnownName(
                        listed.label, start, with_unit(start, end, text) if listed.label == "COMPANY" else end
                    )


def _written(name: str, lang: str) -> tuple[str, ...]:
    """Return how a text may write a name: a long one also in capitals, and in Danish in the genitive."""
    capitals = (name.upper(),) if len(name) > _LONG and not name.isupper() else ()
    genitive = (f"{name}s",) if lang in GENITIVE_IN and name[-1] != "s" else ()
    return (name, *capitals, *genitive)


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
