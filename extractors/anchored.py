"""Expressions that are tried only where their words stand (see `anchors`): of some hundred, a handful a sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from extractors.anchor_words import AnchorsOfWords
from extractors.anchors import anchors, lead, rarest
from extractors.words import WORD, Words, words_of

Found = TypeVar("Found")

REACH = 120
"""How far a match of a Sparse expression goes to either side of the word it needs, if nothing else is said."""

_LONG = 200
"""Characters from which on it is quicker to ask a text for words than to try a list of expressions on it."""

_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


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
        self._leads: list[int] = []
        self._by_bit: dict[int, list[int]] = defaultdict(list)
        bits: dict[frozenset[str], int] = {}
        for number, (pattern, _) in enumerate(self._entries):
            groups, first = anchors(pattern), lead(pattern)
            needed = [*groups, first] if first else groups
            self._needs.append(sum({bits.setdefault(words, 1 << len(bits)) for words in needed}))
            self._leads.append(bits[first] if first else 0)
            if groups:
                self._by_bit[bits[rarest(groups)]].append(number)
            else:
                self._always.append(number)
        self._keys = sum(self._by_bit)
        self._words = AnchorsOfWords(bits)

    def __iter__(self) -> Iterator[tuple[re.Pattern[str], Found]]:
        return (self._entry(number) for number in range(len(self._entries)))

    def matches(self, words: Words) -> Iterator[tuple[re.Match[str], Found]]:
        """Yield every match in a text of these words with what its expression means, expression by expression."""
        telling = self._words.of(words)
        for number in self._candidates(telling):
            pattern, found = self._entry(number)
            for match in self._found(pattern, self._leads[number], words, telling):
                yield match, found

    def first_matches(self, words: Words) -> Iterator[tuple[re.Match[str], Found]]:
        """Yield the first match of each expression that matches a text of these words, in the order of expressions."""
        telling = self._words.of(words)
        for number in self._candidates(telling):
            pattern, found = self._entry(number)
            match = next(self._found(pattern, self._leads[number], words, telling), None)
            if match is not None:
                yield match, found

    def candidates(self, words: Words) -> list[tuple[re.Pattern[str], Found]]:
        """Return the expressions that may match a text of these words, in their order."""
        return [self._entry(number) for number in self._candidates(self._words.of(words))]

    def _candidates(self, telling: Iterable[tuple[str, int]]) -> list[int]:
        held = 0
        for _, bits in telling:
            held |= bits
        numbers = list(self._always)
        left = held & self._keys
        while left:
            bit = left & -left
            left ^= bit
            numbers += [number for number in self._by_bit[bit] if held & self._needs[number] == self._needs[number]]
        return sorted(numbers)

    @staticmethod
    def _found(
        pattern: re.Pattern[str], lead: int, words: Words, telling: Iterable[tuple[str, int]]
    ) -> Iterator[re.Match[str]]:
        """Return the matches of an expression in order; one whose first words are known is tried at these alone."""
        if not lead or not words.can_be_placed:
            return pattern.finditer(words.text)
        places = [at for word, bits in telling if bits & lead for at in words.starts(word)]
        places.sort()
        return _matches_at(pattern, words.text, places)

    def _entry(self, number: int) -> tuple[re.Pattern[str], Found]:
        pattern, found = self._entries[number]
        compiled = self._compiled[number]
        if compiled is None:
            compiled = self._compiled[number] = re.compile(pattern, self._flags)
        return compiled, found


def _matches_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the matches in a text that begin at some places of it, as `finditer` would."""
    free = 0
    for at in places:
        if at >= free and (match := pattern.match(text, at)):
            yield match
            free = match.end()


class Sought:
    """An expression that is tried only on texts that hold a word which every match needs; short texts are not asked.

    Unlike expressions, which compare by all they are compiled to, each is only the same as itself: answers that are
    remembered by it are found quickly.
    """

    def __init__(self, expression: re.Pattern[str]) -> None:
        self.expression = expression
        groups = anchors(expression.pattern)
        self._needs = AnchorsOfWords({rarest(groups): 1}) if groups else None
        self.match = expression.match
        self.fullmatch = expression.fullmatch
        self.sub = expression.sub

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        return self.expression.search(text) if self._may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches in a text, in order."""
        return self.expression.finditer(text) if self._may_be_in(text) else iter(())

    def _may_be_in(self, text: str) -> bool:
        return len(text) < _LONG or self._needs is None or self._needs.any_in(words_of(text).held)


class Sparse:
    """An expression looked for only where its words stand, as far as `reach` characters to each side of one.

    For a long list of rare names in a long text: most of the text holds none of their words. With the `alternatives`
    it is made of, those whose first words are known are tried at these alone, and `reach` bounds none of them.
    """

    def __init__(self, pattern: re.Pattern[str], reach: int = REACH, alternatives: Sequence[str] = ()) -> None:
        self.pattern = pattern
        self._plain = _without_names(pattern)
        self._reach = reach
        leads = {alternative: lead(alternative) for alternative in alternatives or (pattern.pattern,)}
        self._first = AnchorsOfWords({first: 1 for first in leads.values() if first})
        others = [alternative for alternative, first in leads.items() if not first]
        self._other = re.compile(f"(?={'|'.join(others)})", pattern.flags) if others else None
        self._words = _needed_by(others)

    def finditer(self, words: Words) -> Iterator[re.Match[str]]:
        """Yield the matches in a text of these words, in order."""
        if not words.can_be_placed:
            return self._named(self._plain.finditer(words.text))
        places = sorted({*_places_in(words, self._first), *self._places_of_others(words)})
        return self._named(_matches_at(self._plain, words.text, places))

    def fits(self, text: str) -> bool:
        """Tell whether the expression matches a text from end to end."""
        return self._plain.fullmatch(text) is not None

    def within(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return the matches in a short stretch of a text, in order."""
        held = frozenset(WORD.findall(text[max(0, start) : end].lower()))
        may_be_there = self._first.any_in(held) or (self._other and (self._words is None or self._words.any_in(held)))
        return self._named(self._plain.finditer(text, start, end)) if may_be_there else iter(())

    def _named(self, found: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
        """Return matches with the names of their parts."""
        if self._plain is self.pattern:
            return found
        return (match for plain in found if (match := self.pattern.match(plain.string, plain.start(), plain.endpos)))

    def _places_of_others(self, words: Words) -> Iterator[int]:
        """Yield where alternatives begin of which nobody knows with what word: looked for around those they need."""
        if self._other is not None:
            for start, end in self._zones(words):
                yield from (match.start() for match in self._other.finditer(words.text, start, end))

    def _zones(self, words: Words) -> list[tuple[int, int]]:
        """Return the stretches of a text, none touching another, around the words those alternatives need."""
        if self._words is None:
            return [(0, len(words.text))]
        telling = self._words.of(words)
        places = sorted((at, len(word)) for word, _ in telling for at in words.starts(word))
        return merged((at - self._reach, at + length + self._reach) for at, length in places)


def _needed_by(patterns: Sequence[str]) -> AnchorsOfWords | None:
    """Return words of which a match of any of some expressions holds one, None where one needs none."""
    groups = [anchors(pattern) for pattern in patterns]
    return AnchorsOfWords({rarest(group): 1 for group in groups}) if all(groups) else None


def _places_in(words: Words, sought: AnchorsOfWords) -> Iterator[int]:
    return (at for word, _ in sought.of(words) for at in words.starts(word))


def _without_names(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return an expression that matches the same without naming parts of it, which takes a quarter of the time."""
    return re.compile(_NAMED_GROUP.sub("(?:", pattern.pattern), pattern.flags) if pattern.groupindex else pattern


def merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches that come in the order of their starts with those joined that touch; none starts below 0."""
    zones: list[tuple[int, int]] = []
    for start, end in stretches:
        if zones and start <= zones[-1][1]:
            zones[-1] = (zones[-1][0], max(end, zones[-1][1]))
        else:
            zones.append((max(0, start), end))
    return zones
