"""The words of a text, and where they stand: what is asked of a text before any expression is tried on it."""

import re
from collections.abc import Iterator
from functools import lru_cache

WORD = re.compile(r"\w+")
_MOST_REMEMBERED = 1_024
"""Texts whose words are kept: the sentences of a batch of documents, so that those of a whole text are met again."""


class Words:
    """The words of a text in small letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lower = text.lower()
        self.held = frozenset(WORD.findall(self._lower))
        """Each word once."""

        self.can_be_placed = len(self._lower) == len(text)
        """False where a letter is longer when it is small, so that nobody can say where a word begins."""
        self._starts: dict[str, list[int]] = {}

    def hold(self, part: str) -> bool:
        """Tell whether letters, in small ones, stand in any word."""
        return part in self._lower

    def starts(self, word: str) -> list[int]:
        """Return where a word begins; most are never asked for."""
        known = self._starts.get(word)
        if known is None:
            known = self._starts[word] = list(places_of_word(word, self._lower))
        return known


@lru_cache(maxsize=_MOST_REMEMBERED)
def words_of(text: str) -> Words:
    """Return the words of a text; several ask for those of the same sentence."""
    return Words(text)


def places_of_word(word: str, text: str, not_before: str = "", not_behind: str = "") -> Iterator[int]:
    """Yield where words stand in a text, not inside longer ones, nor beside one of the marks given."""
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        before, behind = text[at - 1 : at], text[end : end + 1]
        if (before and (is_word(before) or before in not_before)) or (
            behind and (is_word(behind) or behind in not_behind)
        ):
            at = text.find(word, at + 1)
        else:
            yield at
            at = text.find(word, end)


def places_of(part: str, text: str) -> Iterator[int]:
    """Yield where letters stand in a text, inside of words too."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def is_word(letter: str) -> bool:
    """Tell whether a character is part of a word."""
    return letter.isalnum() or letter == "_"
