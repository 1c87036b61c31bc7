"""Tells from an expression what every match must hold as written, so that a plain search tells where none is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import _constants, _parser  # type: ignore[attr-defined]  # the tree of an expression has no public door
from typing import Any

_DIGITS = [(_constants.CATEGORY, _constants.CATEGORY_DIGIT)]


@dataclass(frozen=True)
class Literals:
    """Strings that each match holds, how many digits in a row at least, and sets of which it holds one string each."""

    strings: tuple[str, ...]
    digits: int
    one_of: tuple[tuple[str, ...], ...] = ()

    def may_be_in(self, text: str, longest: int) -> bool:
        """Tell whether a text whose longest row of digits is `longest` may hold a match."""
        if self.digits > longest or not all(string in text for string in self.strings):
            return False
        return all(any(string in text for string in strings) for strings in self.one_of)


def literals_of(pattern: str) -> Literals:
    """Return what every match of an expression that minds capitals holds as written."""
    found = list(_of_sequence(_parser.parse(pattern)))
    strings = dict.fromkeys(string for string in found if isinstance(string, str))
    digits = max((count for count in found if isinstance(count, int)), default=0)
    return Literals(tuple(strings), digits, tuple(names for names in found if isinstance(names, tuple)))


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Iterator[str | int | tuple[str, ...]]:
    run = ""
    for kind, value in items:
        if kind is _constants.LITERAL:
            run += chr(value)
            continue
        if run:
            yield run
            run = ""
        yield from _of_item(kind, value)
    if run:
        yield run


def _of_item(kind: Any, value: Any) -> Iterator[str | int | tuple[str, ...]]:
    if kind is _constants.SUBPATTERN and not value[1] & re.IGNORECASE:
        yield from _of_sequence(value[3])
    elif kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT} and value[0] > 0:
        least, _, inner = value
        if list(inner) == [(_constants.IN, _DIGITS)]:
            yield least
        else:
            yield from _of_sequence(inner)
    elif kind is _constants.BRANCH:
        longest = [_longest_string(branch) for branch in value[1]]
        if all(longest):
            yield tuple(longest)


def _longest_string(branch: Iterable[tuple[Any, Any]]) -> str:
    return max((found for found in _of_sequence(branch) if isinstance(found, str)), key=len, default="")
