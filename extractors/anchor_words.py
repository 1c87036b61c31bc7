"""Tells of the words of a text which of them an expression needs (see `anchors`)."""

from collections import defaultdict
from collections.abc import Mapping

from extractors.anchors import INNER, SHORTEST, WHOLE
from extractors.words import Words

# How many first letters of a word are looked up among the beginnings that are sought.
_KEY = 4
# How many words all sets of anchors together remember: some 60 MB. A language has some hundred such sets.
_MOST_REMEMBERED = 1_000_000
# In the time in which one anchor is looked for in a text so many of its words are asked whether they are one.
_AS_QUICK = 10


class Memory:
    """Counts what several remember; when it is too much all forget: a process that reads for months stays small."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self.times_forgotten = 0

    def add(self, count: int) -> None:
        """Count what one of them remembers from now on."""
        self._held += count
        if self._held > self._most:
            self._held = 0
            self.times_forgotten += 1


_OF_ALL = Memory(_MOST_REMEMBERED)


class AnchorsOfWords:
    """Tells which sets of anchors words belong to, and remembers it. One bit a set."""

    def __init__(self, sets: Mapping[frozenset[str], int], memory: Memory = _OF_ALL) -> None:
        self._memory = memory
        self._times_forgotten = memory.times_forgotten
        bits: dict[str, int] = defaultdict(int)
        for words, bit in sets.items():
            for word in words:
                bits[word] |= bit
        self._inner = [(word[1:], held) for word, held in bits.items() if word[0] == INNER]
        self._beginnings: dict[str, list[tuple[str, int]]] = {}
        for word, held in bits.items():
            if word[0] != INNER and word[-1] != WHOLE:
                self._beginnings.setdefault(word[:_KEY], []).append((word, held))
        self._whole = {word[:-1]: held for word, held in bits.items() if word[-1] == WHOLE}
        self._parts = [word.lstrip(INNER) for word in bits if word[-1] != WHOLE]
        self._count = len(bits)
        self._met: set[str] = set()
        self._telling: set[str] = set()
        self._known: dict[str, int] = {}

    def of(self, words: Words) -> list[tuple[str, int]]:
        """Return the words that belong to any set, each with its bits. Most words of a text belong to none."""
        if self._count * _AS_QUICK < len(words.held):
            return self._looked_for(words)
        self._meet(words.held)
        return [(word, self._known[word]) for word in words.held & self._telling]

    def _looked_for(self, words: Words) -> list[tuple[str, int]]:
        """Return the same where a text has many more words than there are anchors: these are looked for in it."""
        telling = {word for word in self._whole if word in words.held}
        for part in self._parts:
            if words.hold(part):
                telling.update(word for word in words.held if part in word)
        return [(word, bits) for word in telling if (bits := self._bits(word))]

    def any_in(self, words: frozenset[str]) -> bool:
        """Tell whether one of some words belongs to any set."""
        self._meet(words)
        return not words.isdisjoint(self._telling)

    def _meet(self, words: frozenset[str]) -> None:
        if self._times_forgotten != self._memory.times_forgotten:
            self._forget()
        if not words <= self._met:
            unmet = words.difference(self._met)
            for word in unmet:
                self._learn(word)
            self._memory.add(len(unmet))

    def _forget(self) -> None:
        self._times_forgotten = self._memory.times_forgotten
        self._met.clear()
        self._telling.clear()
        self._known.clear()

    def _learn(self, word: str) -> None:
        self._met.add(word)
        if held := self._bits(word):
            self._telling.add(word)
            self._known[word] = held

    def _bits(self, word: str) -> int:
        held = self._whole.get(word, 0)
        for length in range(SHORTEST, _KEY + 1):
            for beginning, bits in self._beginnings.get(word[:length], ()):
                if word.startswith(beginning):
                    held |= bits
        for part, bits in self._inner:
            if part in word:
                held |= bits
        return held
