"""Tells from an expression which words a sentence must hold for it to match at all, so that most are never tried.

A language has some hundred triggers, a sentence a handful of their words. Each expression is asked once for its
anchors: literal beginnings of words of which every match holds at least one. One without such words is always tried.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]  # the tree of an expression has no public door
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")
_SHORTEST = 2
_KEY = 4
_WORD = re.compile(r"\w+")
_OPEN = frozenset({_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT})
_REPEAT = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT})


def anchors(pattern: str) -> frozenset[str] | None:
    """Return beginnings of words, in small letters, one of which every match holds; None if there are none."""
    found, _ = _of_sequence(list(_parser.parse(pattern, re.IGNORECASE)), at_start=True)
    return found


def _better(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    if first is None or second is None:
        return first or second
    return max(first, second, key=lambda words: (min(_KEY, min(map(len, words))), -len(words)))


def _of_sequence(items: Sequence[tuple[Any, Any]], at_start: bool) -> tuple[frozenset[str] | None, bool]:
    """Return the best anchors of a sequence, and whether what follows it begins a word."""
    best: frozenset[str] | None = None
    position = 0
    while position < len(items):
        run = _literal_run(items, position)
        if run and run[0].isalnum():
            if at_start:
                best = _better(best, _usable(frozenset({_first_word(run)})))
            position += len(run)
            at_start = not _is_word(run[-1])
            continue
        found, at_start = _of_item(items[position], at_start)
        best = _better(best, found)
        position += 1
    return best, at_start


def _literal_run(items: Sequence[tuple[Any, Any]], position: int) -> str:
    letters = []
    for kind, value in items[position:]:
        if kind is not _constants.LITERAL:
            break
        letters.append(chr(value))
    return "".join(letters)


def _first_word(run: str) -> str:
    found = _WORD.match(run)
    return found.group().lower() if found else ""


def _usable(words: frozenset[str]) -> frozenset[str] | None:
    return words if all(len(word) >= _SHORTEST for word in words) else None


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _of_item(item: tuple[Any, Any], at_start: bool) -> tuple[frozenset[str] | None, bool]:
    kind, value = item
    if kind in _OPEN:
        return None, at_start
    if kind is _constants.LITERAL:
        return None, not _is_word(chr(value))
    if kind is _constants.SUBPATTERN:
        return _of_sequence(list(value[3]), at_start)
    if kind is _constants.BRANCH:
        return _of_branches(value[1], at_start)
    if kind in _REPEAT:
        least, _, inner = value
        found, after = _of_sequence(list(inner), at_start)
        return (found, after) if least else (None, after and at_start)
    return None, kind is _constants.IN and _is_gap(value)


def _of_branches(branches: Iterable[Any], at_start: bool) -> tuple[frozenset[str] | None, bool]:
    answers = [_of_sequence(list(branch), at_start) for branch in branches]
    after = all(end for _, end in answers)
    words: set[str] = set()
    for found, _ in answers:
        if found is None:
            return None, after
        words |= found
    return frozenset(words), after


def _is_gap(members: Iterable[tuple[Any, Any]]) -> bool:
    """Tell whether a set of characters holds only such as stand between words."""
    return all(
        (kind is _constants.CATEGORY and value is _constants.CATEGORY_SPACE)
        or (kind is _constants.LITERAL and not _is_word(chr(value)))
        for kind, value in members
    )


class Anchored(Generic[Found]):
    """Expressions, each with what it means, that are tried only where their words stand. Built once, then only read."""

    def __init__(self, entries: Iterable[tuple[re.Pattern[str], Found]]) -> None:
        self._entries = list(entries)
        self._always: list[int] = []
        self._by_word: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, (pattern, _) in enumerate(self._entries):
            words = anchors(pattern.pattern)
            if words is None:
                self._always.append(number)
            for word in words or ():
                self._by_word[word[:_KEY] if len(word) > _KEY else word].append((word, number))
        self._by_word = dict(self._by_word)

    def __iter__(self) -> Iterator[tuple[re.Pattern[str], Found]]:
        return iter(self._entries)

    def candidates(self, text: str) -> list[tuple[re.Pattern[str], Found]]:
        """Return the expressions that may match a text, in their order."""
        numbers = set(self._always)
        for word in set(_WORD.findall(text.lower())):
            for length in range(_SHORTEST, _KEY + 1):
                for beginning, number in self._by_word.get(word[:length], ()):
                    if word.startswith(beginning):
                        numbers.add(number)
        return [self._entries[number] for number in sorted(numbers)]
