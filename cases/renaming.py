"""Two names of one firm, its present and its former one, as a text tells that it was renamed.

A pair too many does little harm: it counts only where each of two steps is towards a firm of one of the names.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

from schemas.base import Model
from schemas.data_files import read_file

FORMER_NAMES = Path(__file__).parent / "former_names.toml"

_LARGE = "A-ZÀ-ÖØ-ÞŁŚŹŻ"
_WORD = rf"[{_LARGE}0-9][\w&.-]*\w"
_NAME = re.compile(rf"(?<!\w)[{_LARGE}]\w[\w&.-]*\w(?: {_WORD}){{0,3}}")
"""A name as texts print it; words in small letters and other marks end it."""

_GAP = r"[ ,(:«„“\"-]+"
_AFTER = re.compile(rf"(?:{_GAP}[^\W\d_A-Z]\w*){{0,3}}?{_GAP}(?P<name>{_NAME.pattern})")
"""The second name, after at most three words in small letters."""

_BEFORE = 100
"""Characters before a word for "formerly" in which the other name stands: "X, the Dutch maker of tools formerly Y"."""

_MOST = 3
"""Names in that place that may be the one; nationalities and months have large letters, too."""

_MOST_IN_ALL = 5
"""Names from which on a sentence is a list, and does not say who was renamed."""


class FormerNames(Model):
    """Words that tell of a new name; regular expressions on the text as printed."""

    between: tuple[str, ...]
    """They stand between the two names, few words in small letters before the second one."""
    right_before: tuple[str, ...]
    """They stand after a comma or bracket behind the first name, and right before the second one."""
    anywhere: tuple[str, ...]
    """Their sentence tells of a change of names, wherever it holds the two."""


def renamed_firms(sentences: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names that the sentences say are one firm's, each once, with some that may be."""
    for sentence in sentences:
        pairs = [*_beside(sentence, _MOST), *_in_one_sentence(sentence)]
        yield from dict.fromkeys(pair for pair in pairs if pair[0] != pair[1])


def surely_renamed(sentences: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield those pairs only whose names stand next to the words that tell of it, with no other name between."""
    for sentence in sentences:
        changes = (_around(sentence, cue.start(), cue.end(), 1) for cue in _anywhere().finditer(sentence))
        yield from dict.fromkeys([*_beside(sentence, 1), *(pair for pairs in changes for pair in pairs)])


def _beside(sentence: str, most: int) -> Iterator[tuple[str, str]]:
    for pattern in (_between(), _right_before()):
        for cue in pattern.finditer(sentence):
            yield from _around(sentence, cue.start(), cue.end(), most)


def _in_one_sentence(sentence: str) -> Iterator[tuple[str, str]]:
    names = _NAME.findall(sentence)
    if len(names) <= _MOST_IN_ALL and _anywhere().search(sentence):
        yield from combinations(names, 2)


def _around(sentence: str, start: int, end: int, most: int) -> Iterator[tuple[str, str]]:
    second = _AFTER.match(sentence, end)
    firsts = _NAME.findall(sentence[max(0, start - _BEFORE) : start])[-most:]
    if second:
        yield from ((first, second["name"]) for first in firsts)


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(load_former_names().between)})\b")


@cache
def _right_before() -> re.Pattern[str]:
    return re.compile(rf"[,(–—] ?(?:{'|'.join(load_former_names().right_before)})(?=[ -][{_LARGE}])")


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(load_former_names().anywhere)})\b")


@cache
def load_former_names() -> FormerNames:
    """Return the words that tell of a new name. Raises DataFileError when the file breaks its form."""
    return read_file(FormerNames, FORMER_NAMES)
