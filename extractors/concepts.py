"""What words stand for: "probe", "enquête" and "Verfahren" are one idea. Data in patterns/concepts.toml.

What is learnt of an idea in one language serves the others, and words no trigger knows still say something.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

CONCEPTS = Path(__file__).parent / "patterns" / "concepts.toml"
_WHOLE, _INNER = "$", "*"
_MASKS = frozenset({"F_", "O_", "A_", "C_"})
_ACTING = frozenset({"A_", "C_"})
_PAUSES = frozenset(":?")
_NEAR = 5

Ideas = list[tuple[int, tuple[str, ...]]]
"""Place of a word, and what it may stand for; a name stands for itself, masked."""


@cache
def _entries(lang: str) -> tuple[tuple[str, str], ...]:
    table: dict[str, dict[str, str]] = tomllib.loads(CONCEPTS.read_text(encoding="utf-8"))
    return tuple((entry, idea) for idea, words in table.items() for entry in words.get(lang, "").split())


@cache
def _by_letter(lang: str) -> dict[str, list[tuple[str, str]]]:
    """Return the entries by their first letter; those that stand inside compounds under none."""
    table: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry, idea in _entries(lang):
        table["" if entry[0] == _INNER else entry[0]].append((entry, idea))
    return dict(table)


@lru_cache(maxsize=200_000)
def ideas_of(lang: str, word: str) -> tuple[str, ...]:
    """Return what a word, in small letters, may stand for; nothing in a language the table does not know."""
    table = _by_letter(lang)
    entries = (*table.get(word[:1], ()), *table.get("", ()))
    return tuple(dict.fromkeys(idea for entry, idea in entries if _fits(word, entry)))


def _fits(word: str, entry: str) -> bool:
    if entry[0] == _INNER:
        inner = entry[1:]
        return word.endswith(inner[:-1]) if inner[-1] == _WHOLE else inner in word
    return word == entry[:-1] if entry[-1] == _WHOLE else word.startswith(entry)


def ideas_in(lang: str, words: Sequence[str]) -> Ideas:
    """Return the words of a sentence, its names masked, that stand for something, with their places."""
    found = (
        (at, (word,) if word in _MASKS or word in _PAUSES else ideas_of(lang, word)) for at, word in enumerate(words)
    )
    return [(at, ideas) for at, ideas in found if ideas]


def signs_of_ideas(ideas: Ideas, place: int) -> Iterator[str]:
    """Yield what the ideas of a sentence say about the firm at a place: which, on which side, in which order."""
    acting = next((at for at, of in ideas if of[0] in _ACTING), None)
    order = "none" if acting is None else "before" if acting < place else "after"
    for at, of in ideas:
        side = "L" if at < place else "R"
        for idea in of:
            yield from (f"c:{idea}", f"c{side}:{idea}", f"cp:{order}:{idea}")
            if 0 < abs(at - place) <= _NEAR:
                yield f"cn{side}:{idea}"
    yield from (f"cb:{a} {b}" for (_, left), (_, right) in pairwise(ideas) for a in left for b in right)
    for three in zip(ideas, ideas[1:], ideas[2:], strict=False):
        if any(at == place or of[0] in _ACTING for at, of in three):
            (_, first), (_, second), (_, third) = three
            yield from (f"ct:{a} {b} {c}" for a in first for b in second for c in third)
