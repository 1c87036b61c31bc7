"""Tells from an expression which words a sentence must hold for it to match at all, so that most are never tried.

A language has some hundred triggers and signs, a sentence a handful of their words. Each expression is asked once for
its anchors: sets of literal beginnings of words, whole words ("dawn.") and parts of words ("*verfahren"): every match
holds at least one of each set. One without such words is always tried.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # the tree of an expression has no public door
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")
Groups = list[frozenset[str]]
GAP = r"(?:\w{1,6}['’]|[^\s;]*[^\s;:.]\s+|(?:Inc|Ltd|Corp|Co|S\.p\.A|S\.A|Rs|\d{1,3}|Mio|Mrd|Abs|Art|Nr|Fr)\.,?\s+)"
"""Any one word between two others, as expressions write it out."""

INNER = "*"
"""What stands before an anchor that may stand anywhere in a word."""

WHOLE = "."
"""What stands behind an anchor that is a whole word."""

_SHORTEST = 2
_SHORTEST_INNER = 3
_KEY = 4
_MOST_REMEMBERED = 50_000
REACH = 120
"""How far a match of a Sparse expression goes to either side of the word it needs, if nothing else is said."""

_WORD = re.compile(r"\w+")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_WORD_BEGINS = frozenset({_constants.AT_BOUNDARY, _constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING})
_WORD_ENDS = frozenset({_constants.AT_BOUNDARY, _constants.AT_END, _constants.AT_END_STRING})
_REPEAT = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT})


@lru_cache(maxsize=32)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a text in small letters, as anchors are looked for in them."""
    return frozenset(_WORD.findall(text.lower()))


def anchors(pattern: str) -> list[frozenset[str]]:
    """Return the sets of anchors of an expression, in small letters: every match holds one of each set."""
    # A gap holds no words of its own; to read it as a mere space is quicker.
    found, _ = _of_sequence(list(_parser.parse(pattern.replace(GAP, r"\s"))), at_start=False, closed=False)
    return list(dict.fromkeys(found))


def _rarest(groups: Groups) -> frozenset[str]:
    """Return the set that fewest texts will hold: long words, beginnings rather than inner parts, few of them."""
    return max(groups, key=lambda words: (INNER not in {word[0] for word in words}, min(map(len, words)), -len(words)))


def _of_sequence(items: Sequence[tuple[Any, Any]], at_start: bool, closed: bool) -> tuple[Groups, bool]:
    """Return the anchors of a sequence, and whether what follows it begins a word; `closed`: a word ends behind it."""
    groups: Groups = []
    position = 0
    while position < len(items):
        runs = _literal_runs(items, position)
        is_run = runs[0][:1].isalnum()
        behind = position + (len(runs[0]) if is_run else 1)
        ends = closed if behind == len(items) else _ends_word(items[behind])
        if is_run:
            groups += map(frozenset[str]().union, *(_of_run(run, at_start, ends) for run in runs))
            at_start = not _is_word(runs[0][-1])
        else:
            found, at_start = _of_item(items[position], at_start, ends)
            groups += found
        position = behind
    return groups, at_start


def _literal_runs(items: Sequence[tuple[Any, Any]], position: int) -> list[str]:
    """Return what is written out from a position on, in all its ways: "h[eo]ld" is two."""
    runs = [""]
    for kind, value in items[position:]:
        if kind is _constants.LITERAL:
            runs = [run + chr(value) for run in runs]
        elif kind is _constants.IN and len(runs) == 1 and all(_is_letter(member) for member in value):
            runs = [runs[0] + chr(letter) for _, letter in value]
        else:
            break
    return runs


def _is_letter(member: tuple[Any, Any]) -> bool:
    return member[0] is _constants.LITERAL and chr(member[1]).isalpha()


def _of_run(run: str, at_start: bool, closed: bool) -> Groups:
    """Return the words of a run of letters, each a set by itself.

    The first may stand inside a word, the last may be the beginning of a longer one; all others are whole words.
    """
    groups: Groups = []
    run = run.lower()
    for found in _WORD.finditer(run):
        word = found.group()
        if not at_start:
            groups += [frozenset({INNER + word})] if len(word) >= _SHORTEST_INNER else []
        elif closed or found.end() < len(run):
            groups.append(frozenset({word + WHOLE}))
        elif len(word) >= _SHORTEST:
            groups.append(frozenset({word}))
        at_start = True
    return groups


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _of_item(item: tuple[Any, Any], at_start: bool, closed: bool) -> tuple[Groups, bool]:
    kind, value = item
    if kind is _constants.AT:
        return [], at_start or value in _WORD_BEGINS
    if kind is _constants.ASSERT:
        # What has to stand there stands in the text too.
        return _of_sequence(list(value[1]), at_start and value[0] > 0, closed=False)[0], at_start
    if kind is _constants.ASSERT_NOT:
        return [], at_start or (value[0] < 0 and _is_letter_or_digit(value[1]))
    if kind is _constants.LITERAL:
        return [], not _is_word(chr(value))
    if kind is _constants.SUBPATTERN:
        return _of_sequence(list(value[3]), at_start, closed)
    if kind is _constants.BRANCH:
        return _of_branches(value[1], at_start, closed)
    if kind in _REPEAT:
        least, most, inner = value
        found, after = _of_sequence(list(inner), at_start, closed and most == 1)
        return (found, after) if least else ([], after and at_start)
    return [], kind is _constants.IN and _is_gap(value)


def _of_branches(branches: Iterable[Any], at_start: bool, closed: bool) -> tuple[Groups, bool]:
    answers = [_of_sequence(list(branch), at_start, closed) for branch in branches]
    after = all(end for _, end in answers)
    if not all(groups for groups, _ in answers):
        return [], after
    return [frozenset().union(*(_rarest(groups) for groups, _ in answers))], after


def _ends_word(item: tuple[Any, Any]) -> bool:
    r"""Tell whether a letter before an item is the last of its word: `\s+`, `\b`, `(?!\w)`."""
    kind, value = item
    if kind is _constants.AT:
        return value in _WORD_ENDS
    if kind is _constants.ASSERT_NOT:
        return value[0] > 0 and _is_letter_or_digit(value[1])
    if kind is _constants.ASSERT:
        # "l'" may end at its apostrophe, which is no letter.
        return value[0] < 0 and all(inner is _constants.IN and _is_gap(members) for inner, members in value[1])
    if kind is _constants.BRANCH:
        return all(len(branch) == 1 and _ends_word(branch[0]) for branch in value[1])
    if kind in _REPEAT:
        return value[0] > 0 and _ends_word(value[2][0])
    return kind is _constants.IN and _is_gap(value)


def _is_letter_or_digit(inner: Sequence[tuple[Any, Any]]) -> bool:
    r"""Tell whether one letter of a word is enough for what a look around asks: `\w`, `[\w-]`."""
    members = inner[0][1] if len(inner) == 1 and inner[0][0] is _constants.IN else ()
    return (_constants.CATEGORY, _constants.CATEGORY_WORD) in members


def _is_gap(members: Iterable[tuple[Any, Any]]) -> bool:
    """Tell whether a set of characters holds only such as stand between words."""
    return all(
        (kind is _constants.CATEGORY and value is _constants.CATEGORY_SPACE)
        or (kind is _constants.LITERAL and not _is_word(chr(value)))
        for kind, value in members
    )


class _AnchorsOfWords:
    """Tells which sets of anchors a word belongs to, and remembers it. One bit a set."""

    def __init__(self, sets: Mapping[frozenset[str], int]) -> None:
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
        self.known: dict[str, int] = {}
        """word → its bits, as far as it was asked for before."""

    def learn(self, word: str) -> int:
        """Return the bits of a word that is not known yet."""
        held = self._whole.get(word, 0)
        for length in range(_SHORTEST, _KEY + 1):
            for beginning, bits in self._beginnings.get(word[:length], ()):
                if word.startswith(beginning):
                    held |= bits
        for part, bits in self._inner:
            if part in word:
                held |= bits
        if len(self.known) >= _MOST_REMEMBERED:
            self.known.clear()
        self.known[word] = held
        return held


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
        self._words = _AnchorsOfWords(bits)

    def __iter__(self) -> Iterator[tuple[re.Pattern[str], Found]]:
        return (self._entry(number) for number in range(len(self._entries)))

    def candidates(self, text: str) -> list[tuple[re.Pattern[str], Found]]:
        """Return the expressions that may match a text, in their order."""
        return self.candidates_in(words_of(text))

    def candidates_in(self, words: Iterable[str]) -> list[tuple[re.Pattern[str], Found]]:
        """Return the expressions that may match a text of these words (see `words_of`), in their order."""
        held, known = 0, self._words.known
        for word in words:
            bits = known.get(word)
            held |= self._words.learn(word) if bits is None else bits
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


class Sparse:
    """An expression looked for only around the words it needs, as far as `reach` characters to each side.

    For a long list of rare names in a long text: most of the text holds none of their words.
    """

    def __init__(self, pattern: re.Pattern[str], reach: int = REACH) -> None:
        self.pattern = pattern
        self._plain = _without_names(pattern)
        self._reach = reach
        groups = anchors(pattern.pattern)
        self._words = _AnchorsOfWords({_rarest(groups): 1}) if groups else None

    def finditer(self, text: str, words: Iterable[str] | None = None) -> Iterator[re.Match[str]]:
        """Yield the matches in a text, in order; `words` are those of the text, when they are known already."""
        for start, end in self._zones(text, words_of(text) if words is None else words):
            yield from self._found(text, start, end)

    def fits(self, text: str) -> bool:
        """Tell whether the expression matches a text from end to end."""
        return self._plain.fullmatch(text) is not None

    def within(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return the matches in a short stretch of a text, in order."""
        if self._words is not None:
            known = self._words.known
            words = _WORD.findall(text[max(0, start) : end].lower())
            if not any(self._words.learn(w) if (bits := known.get(w)) is None else bits for w in words):
                return iter(())
        return self._found(text, start, end)

    def _found(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        found = self._plain.finditer(text, start, end)
        if self._plain is self.pattern:
            return found
        return (match for plain in found if (match := self.pattern.match(text, plain.start(), end)))

    def _zones(self, text: str, words: Iterable[str]) -> list[tuple[int, int]]:
        """Return the stretches of a text, none touching another, around the words the expression needs."""
        lower = text.lower()
        if self._words is None or len(lower) != len(text):
            return [(0, len(text))]
        known, reach = self._words.known, self._reach
        held = [w for w in words if (self._words.learn(w) if (bits := known.get(w)) is None else bits)]
        places = sorted((at, len(word)) for word in held for at in places_of_word(word, lower))
        return merged((at - reach, at + length + reach) for at, length in places)


def _without_names(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return an expression that matches the same without naming parts of it, which takes a quarter of the time."""
    return re.compile(_NAMED_GROUP.sub("(?:", pattern.pattern), pattern.flags) if pattern.groupindex else pattern


def places_of_word(word: str, text: str, not_before: str = "", not_behind: str = "") -> Iterator[int]:
    """Yield where words stand in a text, not inside longer ones, nor beside one of the marks given."""
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        before, behind = text[at - 1 : at], text[end : end + 1]
        if (before and (_is_word(before) or before in not_before)) or (
            behind and (_is_word(behind) or behind in not_behind)
        ):
            at = text.find(word, at + 1)
        else:
            yield at
            at = text.find(word, end)


def merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return stretches that come in the order of their starts with those joined that touch; none starts below 0."""
    zones: list[tuple[int, int]] = []
    for start, end in stretches:
        if zones and start <= zones[-1][1]:
            zones[-1] = (zones[-1][0], max(end, zones[-1][1]))
        else:
            zones.append((max(0, start), end))
    return zones
