"""Tells from an expression which words a sentence must hold for it to match at all, so that most are never tried.

A language has some hundred triggers and signs, a sentence a handful of their words. Each expression is asked once for
its anchors: sets of literal beginnings of words, and of literal parts of words ("*verfahren"), of which every match
holds at least one each. One without such words is always tried.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]  # the tree of an expression has no public door
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")
Groups = list[frozenset[str]]
INNER = "*"
"""What stands before an anchor that may stand anywhere in a word."""

_SHORTEST = 2
_SHORTEST_INNER = 3
_KEY = 4
_MOST_REMEMBERED = 50_000
_WORD = re.compile(r"\w+")
_WORD_EDGES = frozenset({_constants.AT_BOUNDARY, _constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING})
_REPEAT = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT})


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in small letters, as anchors are looked for in them."""
    return frozenset(_WORD.findall(text.lower()))


def anchors(pattern: str) -> list[frozenset[str]]:
    """Return the sets of anchors of an expression, in small letters: every match holds one of each set."""
    found, _ = _of_sequence(list(_parser.parse(pattern)), at_start=False)
    return list(dict.fromkeys(found))


def _rarest(groups: Groups) -> frozenset[str]:
    """Return the set that fewest texts will hold: long words, beginnings rather than inner parts, few of them."""
    return max(groups, key=lambda words: (INNER not in {word[0] for word in words}, min(map(len, words)), -len(words)))


def _of_sequence(items: Sequence[tuple[Any, Any]], at_start: bool) -> tuple[Groups, bool]:
    """Return the anchors of a sequence, and whether what follows it begins a word."""
    groups: Groups = []
    position = 0
    while position < len(items):
        run = _literal_run(items, position)
        if run and run[0].isalnum():
            groups += _of_run(run, at_start)
            position += len(run)
            at_start = not _is_word(run[-1])
            continue
        found, at_start = _of_item(items[position], at_start)
        groups += found
        position += 1
    return groups, at_start


def _literal_run(items: Sequence[tuple[Any, Any]], position: int) -> str:
    letters = []
    for kind, value in items[position:]:
        if kind is not _constants.LITERAL:
            break
        letters.append(chr(value))
    return "".join(letters)


def _of_run(run: str, at_start: bool) -> Groups:
    """Return the words of a run of letters, each a set by itself; its first may go on inside a word."""
    groups: Groups = []
    for word in _WORD.findall(run.lower()):
        if len(word) >= (_SHORTEST if at_start else _SHORTEST_INNER):
            groups.append(frozenset({word if at_start else INNER + word}))
        at_start = True
    return groups


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _of_item(item: tuple[Any, Any], at_start: bool) -> tuple[Groups, bool]:
    kind, value = item
    if kind is _constants.AT:
        return [], at_start or value in _WORD_EDGES
    if kind in {_constants.ASSERT, _constants.ASSERT_NOT}:
        return [], at_start or (kind is _constants.ASSERT_NOT and _no_letter_before(*value))
    if kind is _constants.LITERAL:
        return [], not _is_word(chr(value))
    if kind is _constants.SUBPATTERN:
        return _of_sequence(list(value[3]), at_start)
    if kind is _constants.BRANCH:
        return _of_branches(value[1], at_start)
    if kind in _REPEAT:
        least, _, inner = value
        found, after = _of_sequence(list(inner), at_start)
        return (found, after) if least else ([], after and at_start)
    return [], kind is _constants.IN and _is_gap(value)


def _of_branches(branches: Iterable[Any], at_start: bool) -> tuple[Groups, bool]:
    answers = [_of_sequence(list(branch), at_start) for branch in branches]
    after = all(end for _, end in answers)
    if not all(groups for groups, _ in answers):
        return [], after
    return [frozenset().union(*(_rarest(groups) for groups, _ in answers))], after


def _no_letter_before(direction: int, inner: Iterable[tuple[Any, Any]]) -> bool:
    r"""Tell whether a look behind sees to it that a word begins: `(?<!\w)`, `(?<![\w-])`."""
    items = list(inner)
    if direction > 0 or len(items) != 1 or items[0][0] is not _constants.IN:
        return False
    return (_constants.CATEGORY, _constants.CATEGORY_WORD) in items[0][1]


def _is_gap(members: Iterable[tuple[Any, Any]]) -> bool:
    """Tell whether a set of characters holds only such as stand between words."""
    return all(
        (kind is _constants.CATEGORY and value is _constants.CATEGORY_SPACE)
        or (kind is _constants.LITERAL and not _is_word(chr(value)))
        for kind, value in members
    )


class Anchored(Generic[Found]):
    """Expressions, each with what it means, that are tried only where their words stand. Built once, then only read.

    An expression is compiled with `flags`, if nothing else is said without regard to case, when it is first tried.
    """

    def __init__(self, entries: Iterable[tuple[str, Found]], flags: int = re.IGNORECASE) -> None:
        self._entries = list(entries)
        self._flags = flags
        self._compiled: list[re.Pattern[str] | None] = [None] * len(self._entries)
        self._always: list[int] = []
        self._needs: list[int] = []
        self._by_bit: dict[int, list[int]] = defaultdict(list)
        bits: dict[frozenset[str], int] = {}
        for number, (pattern, _) in enumerate(self._entries):
            groups = anchors(pattern)
            self._needs.append(sum({bits.setdefault(words, 1 << len(bits)) for words in groups}))
            if groups:
                self._by_bit[bits[_rarest(groups)]].append(number)
            else:
                self._always.append(number)
        self._keys = sum(self._by_bit)
        self._beginnings, self._inner = _by_anchor(bits)
        self._remembered: dict[str, int] = {}

    def __iter__(self) -> Iterator[tuple[re.Pattern[str], Found]]:
        return (self._entry(number) for number in range(len(self._entries)))

    def candidates(self, text: str) -> list[tuple[re.Pattern[str], Found]]:
        """Return the expressions that may match a text, in their order."""
        return self.candidates_in(words_of(text))

    def candidates_in(self, words: Iterable[str]) -> list[tuple[re.Pattern[str], Found]]:
        """Return the expressions that may match a text of these words (see `words_of`), in their order."""
        held, remembered = 0, self._remembered
        for word in words:
            bits = remembered.get(word)
            held |= self._remember(word) if bits is None else bits
        numbers = list(self._always)
        left = held & self._keys
        while left:
            bit = left & -left
            left ^= bit
            numbers += [number for number in self._by_bit[bit] if held & self._needs[number] == self._needs[number]]
        return [self._entry(number) for number in sorted(numbers)]

    def _entry(self, number: int) -> tuple[re.Pattern[str], Found]:
        pattern, found = self._entries[number]
        compiled = self._compiled[number]
        if compiled is None:
            compiled = self._compiled[number] = re.compile(pattern, self._flags)
        return compiled, found

    def _remember(self, word: str) -> int:
        """Return the sets of anchors a word belongs to, one bit a set."""
        held = 0
        for length in range(_SHORTEST, _KEY + 1):
            for beginning, bits in self._beginnings.get(word[:length], ()):
                if word.startswith(beginning):
                    held |= bits
        for part, bits in self._inner:
            if part in word:
                held |= bits
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[word] = held
        return held


def _by_anchor(sets: Mapping[frozenset[str], int]) -> tuple[dict[str, list[tuple[str, int]]], list[tuple[str, int]]]:
    """Return the bits of each anchor: of the beginnings of words by their first letters, and of the inner parts."""
    bits: dict[str, int] = defaultdict(int)
    for words, bit in sets.items():
        for word in words:
            bits[word] |= bit
    beginnings: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for word, held in bits.items():
        if word[0] != INNER:
            beginnings[word[:_KEY]].append((word, held))
    return dict(beginnings), [(word[1:], held) for word, held in bits.items() if word[0] == INNER]
