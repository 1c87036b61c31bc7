"""Tells letters that a text says stand for other words: "Hybrid Fibre-Coaxial (“HFC”)", "Growers’ Board (GB)"."""

import re

_LETTERS = re.compile(r"[A-ZÀ-Ž]{2,8}s?")
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE, _MOST_WORDS = 120, 9
_SMALL_WORD = 3


def is_short_for_words(surface: str, text: str) -> bool:
    """Tell whether letters stand in brackets behind words that begin with them.

    Where those words are a firm's name, the letters are taken for its short name before anybody asks.
    """
    if not _LETTERS.fullmatch(surface):
        return False
    letters = surface.removesuffix("s")
    given = re.compile(rf"\((?:[^()]{{0,24}}[\s\"“„«‘'*])?{letters}s?[\"”“»’'*\s]*\)")
    return any(_begin_with(letters, text[max(0, at.start() - _BEFORE) : at.start()]) for at in given.finditer(text))


def _begin_with(letters: str, before: str) -> bool:
    words = _WORD.findall(before)[-_MOST_WORDS:]
    for first in range(len(words) - 1):
        named = words[first:]
        large = [word for word in named if word[0].isupper()]
        long = [word for word in named if word[0].isupper() or len(word) > _SMALL_WORD]
        if letters in {_initials(named), _initials(large), _initials(long)}:
            return True
    return False


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words).upper()
