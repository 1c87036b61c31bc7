"""Tells letters that a text says stand for other words: "Hybrid Fibre-Coaxial (“HFC”)", "Growers’ Board (GB)"."""

import re
from collections.abc import Iterator

from extractors.words import places_of

_LETTERS = re.compile(r"[A-ZÀ-Ž]{2,8}s?")
_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?) $")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE, _MOST_WORDS = 120, 9
_SMALL_WORD = 3
_TO_BRACKET = 5


def is_short_for_words(surface: str, text: str) -> bool:
    """Tell whether letters stand in brackets behind words that begin with them.

    Where those words are a firm's name, the letters are taken for its short name before anybody asks.
    """
    return any(True for _ in words_of_letters(surface, text))


def is_short_for_a_thing(surface: str, text: str) -> bool:
    """Tell whether those words are all written small: no firm is then called by the letters, known or not."""
    return any(word.islower() for word in words_of_letters(surface, text))


def has_article(surface: str, start: int, text: str) -> bool:
    """Tell whether letters stand behind an English article: "the TLAR" is a law, a body or a thing; firms have none."""
    return _LETTERS.fullmatch(surface) is not None and _ARTICLE.search(text, max(0, start - 5), start) is not None


def words_of_letters(surface: str, text: str) -> Iterator[str]:
    """Yield the words, in the order of their letters, that a text says letters in brackets stand for."""
    letters = surface.removesuffix("s")
    behind = len(letters) + _TO_BRACKET
    if not _LETTERS.fullmatch(surface) or all(")" not in text[at : at + behind] for at in places_of(letters, text)):
        return
    given = re.compile(rf"\((?:[^()]{{0,24}}[\s\"“„«‘'*])?{letters}s?[\"”“»’'*\s]*\)")
    for at in given.finditer(text):
        words = _WORD.findall(text[max(0, at.start() - _BEFORE) : at.start()])[-_MOST_WORDS:]
        starts = (first for first in range(len(words) - 1) if _begin_with(letters, words[first:]))
        yield from (" ".join(words[first:]) for first in starts)


def _begin_with(letters: str, words: list[str]) -> bool:
    large = [word for word in words if word[0].isupper()]
    long = [word for word in words if word[0].isupper() or len(word) > _SMALL_WORD]
    return letters in {_initials(words), _initials(large), _initials(long)}


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words).upper()
