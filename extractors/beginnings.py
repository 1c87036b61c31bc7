"""Tells from an expression how the words begin with which its matches do, and tries it only at such words.

Python tries an expression at every letter of a text, and one that ignores case branch by branch. Of a sentence's words
hardly one begins as a given trigger does.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # the tree of an expression has no public door
from sys import maxsize
from typing import Any

LENGTH = 3
"""Letters of a word that are its head; a shorter word is its own."""

_CUT = "…"
"""Behind a beginning of which nobody knows how it goes on."""

_WORD = re.compile(r"\w+")
_REPEAT = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT})
_OF_NO_WIDTH = frozenset({_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT})
_WORD_BEFORE = [(_constants.IN, [(_constants.CATEGORY, _constants.CATEGORY_WORD)])]


def beginnings(pattern: str) -> frozenset[str] | None:
    """Return the heads of the words with which matches begin, in small letters; None when they cannot be told."""
    items = list(_parser.parse(pattern))
    if not items or not _begins_word(items[0]):
        return None
    found = _of(items[1:], LENGTH)
    known = "" not in found and not any(head.endswith(_CUT) for head in found)
    return frozenset(found) if known else None


def _begins_word(item: tuple[Any, Any]) -> bool:
    r"""Tell whether an expression that starts with an item matches only where a word begins: `\b`, `(?<!\w)`."""
    kind, value = item
    if kind is _constants.AT:
        return bool(value is _constants.AT_BOUNDARY)
    return bool(kind is _constants.ASSERT_NOT and value[0] < 0 and list(value[1]) == _WORD_BEFORE)


def _of(items: Sequence[tuple[Any, Any]], room: int) -> set[str]:
    """Return the heads of what a sequence matches, `room` letters of them at most."""
    if not room:
        return {""}
    if not items:
        return {_CUT}
    (kind, value), rest = items[0], items[1:]
    if kind in _OF_NO_WIDTH:
        return _of(rest, room)
    if kind is _constants.LITERAL:
        return _of_letters([chr(value)], rest, room)
    if kind is _constants.IN and all(member is _constants.LITERAL for member, _ in value):
        return _of_letters([chr(letter) for _, letter in value], rest, room)
    if kind is _constants.SUBPATTERN:
        return _of([*value[3], *rest], room)
    if kind is _constants.BRANCH:
        return set[str]().union(*(_of([*branch, *rest], room) for branch in value[1]))
    if kind in _REPEAT:
        least, most, inner = value
        once = _of([*inner, *(rest if most == 1 else [])], room)
        return once if least else once | _of(rest, room)
    return {""} if kind is _constants.IN and _is_space(value) else {_CUT}


def _of_letters(letters: Sequence[str], rest: Sequence[tuple[Any, Any]], room: int) -> set[str]:
    behind = _of(rest, room - 1) if any(map(_is_word, letters)) else set()
    return {letter.lower() + tail if _is_word(letter) else "" for letter in letters for tail in behind or ("",)}


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _is_space(members: Sequence[tuple[Any, Any]]) -> bool:
    return list(members) == [(_constants.CATEGORY, _constants.CATEGORY_SPACE)]


@lru_cache(maxsize=32)
def heads_of(text: str) -> dict[str, list[int]]:
    """Return where the words of a text begin, by their heads in small letters."""
    places: dict[str, list[int]] = {}
    for word in _WORD.finditer(text):
        start = word.start()
        places.setdefault(text[start : min(start + LENGTH, word.end())].lower(), []).append(start)
    return places


class Begun:
    """An expression that is tried only where a word begins as its matches do; all others as usual."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._beginnings = beginnings(pattern.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        return self.pattern.search(text) if self._beginnings is None else next(self.finditer(text), None)

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """Return the matches between two places of a text, in order, none overlapping another."""
        if self._beginnings is None:
            return self.pattern.finditer(text, start, end)
        heads = heads_of(text)
        places = sorted(at for head in self._beginnings.intersection(heads) for at in heads[head])
        return self._at(text, places, start, end)

    def _at(self, text: str, places: Sequence[int], start: int, end: int) -> Iterator[re.Match[str]]:
        for place in places:
            if start <= place < end and (match := self.pattern.match(text, place, end)):
                yield match
                start = match.end()


@cache
def begun(pattern: re.Pattern[str]) -> Begun:
    """Return an expression as one that is tried only where its matches can begin. For those that stay: each is kept."""
    return Begun(pattern)
