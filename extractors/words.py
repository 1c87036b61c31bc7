"""The words of a text, and where they stand: what is asked of a text before any expression is tried on it."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

WORD = re.compile(r"\w+")


class Words:
    """The words of a text in small letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lower = text.lower()
        self.held = frozenset(WORD.findall(self._lower))
        """Each word once."""

    @cached_property
    def starts(self) -> dict[str, list[int]] | None:
        """Where each word begins; None where a letter is longer when it is small, so that nobody can say."""
        if len(self._lower) != len(self.text):
            return None
        starts: dict[str, list[int]] = {word: [] for word in self.held}
        for found in WORD.finditer(self._lower):
            starts[found.group()].append(found.start())
        return starts


@lru_cache(maxsize=32)
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


def is_word(letter: str) -> bool:
    """Tell whether a character is part of a word."""
    return letter.isalnum() or letter == "_"
