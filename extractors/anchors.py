"""Tells from an expression which words a sentence must hold for it to match at all, so that most are never tried.

A language has some hundred triggers and signs, a sentence a handful of their words. Each expression is asked once for
its anchors: sets of literal beginnings of words, whole words ("dawn.") and parts of words ("*verfahren"): every match
holds at least one of each set. One without such words is always tried.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]  # the tree of an expression has no public door
from typing import Any

from extractors.words import WORD, is_word

Groups = list[frozenset[str]]
GAP = r"(?:\w{1,6}['’]|[^\s;]*[^\s;:.]\s+|(?:Inc|Ltd|Corp|Co|S\.p\.A|S\.A|Rs|\d{1,3}|Mio|Mrd|Abs|Art|Nr|Fr)\.,?\s+)"
"""Any one word between two others, as expressions write it out."""

INNER = "*"
"""What stands before an anchor that may stand anywhere in a word."""

WHOLE = "."
"""What stands behind an anchor that is a whole word."""

SHORTEST = 2
_SHORTEST_INNER = 3
_WORD_BEGINS = frozenset({_constants.AT_BOUNDARY, _constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING})
_WORD_ENDS = frozenset({_constants.AT_BOUNDARY, _constants.AT_END, _constants.AT_END_STRING})
_OF_NO_WIDTH = frozenset({_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT})
_REPEAT = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT})


def anchors(pattern: str) -> list[frozenset[str]]:
    """Return the sets of anchors of an expression, in small letters: every match holds one of each set."""
    found, _ = _of_sequence(_tree(pattern), at_start=False, closed=False)
    return list(dict.fromkeys(found))


def lead(pattern: str) -> frozenset[str]:
    """Return anchors of which one begins every match, with nothing of a word before it; none when that is not sure."""
    items = _tree(pattern)
    first, begins_word = _of_item(items[0], at_start=False, closed=False) if items else ([], False)
    words, may_be_empty = _lead_of(items, closed=False) if begins_word and not first else (None, False)
    return words if words and not may_be_empty else frozenset()


@lru_cache(maxsize=1)
def _tree(pattern: str) -> list[tuple[Any, Any]]:
    # A gap holds no words of its own; to read it as a mere space is quicker.
    return list(_parser.parse(pattern.replace(GAP, r"\s")))


def _lead_of(items: Sequence[tuple[Any, Any]], closed: bool) -> tuple[frozenset[str] | None, bool]:
    """Return the anchors a sequence can begin with, None when it can begin with others, and whether it can be empty."""
    words: frozenset[str] = frozenset()
    position = 0
    while position < len(items):
        runs = _literal_runs(items, position)
        is_run = runs[0][:1].isalnum()
        behind = position + (len(runs[0]) if is_run else 1)
        begun: Sequence[tuple[Any, Any]] = ()
        if is_run and behind < len(items) and items[behind][0] is _constants.BRANCH:
            # The parser takes out what all branches begin with: "gave|got" is "g" and "ave|ot".
            begun, position, behind = items[position:behind], behind, behind + 1
        ends = closed if behind == len(items) else _ends_word(items[behind])
        more, empty = _first_of(runs, ends) if is_run and not begun else _lead_of_item(items[position], ends, begun)
        if more is None:
            return None, False
        words |= more
        if not empty:
            return words, False
        position = behind
    return words, True


def _first_of(runs: Iterable[str], closed: bool) -> tuple[frozenset[str] | None, bool]:
    firsts = [next(iter(_of_run(run, True, closed)), frozenset({""})) for run in runs]
    begun = all(run.lower().startswith(word.rstrip(WHOLE) or "?") for run, (word,) in zip(runs, firsts, strict=True))
    return (frozenset().union(*firsts) if begun else None), False


def _lead_of_item(
    item: tuple[Any, Any], closed: bool, begun: Sequence[tuple[Any, Any]] = ()
) -> tuple[frozenset[str] | None, bool]:
    kind, value = item
    if kind in _OF_NO_WIDTH:
        return frozenset(), True
    if kind is _constants.SUBPATTERN:
        return _lead_of(list(value[3]), closed)
    if kind is _constants.BRANCH:
        answers = [_lead_of([*begun, *branch], closed) for branch in value[1]]
        known = [words for words, _ in answers if words is not None]
        return (frozenset().union(*known) if len(known) == len(answers) else None), any(empty for _, empty in answers)
    if kind in _REPEAT:
        least, most, inner = value
        words, empty = _lead_of(list(inner), closed and most == 1)
        return words, empty or not least
    return None, False


def rarest(groups: Groups) -> frozenset[str]:
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
            at_start = not is_word(runs[0][-1])
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
    for found in WORD.finditer(run):
        word = found.group()
        if not at_start:
            groups += [frozenset({INNER + word})] if len(word) >= _SHORTEST_INNER else []
        elif closed or found.end() < len(run):
            groups.append(frozenset({word + WHOLE}))
        elif len(word) >= SHORTEST:
            groups.append(frozenset({word}))
        at_start = True
    return groups


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
        return [], not is_word(chr(value))
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
    return [frozenset().union(*(rarest(groups) for groups, _ in answers))], after


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
        or (kind is _constants.LITERAL and not is_word(chr(value)))
        for kind, value in members
    )
