"""Finds the first of the firms that a sentence counts behind a trigger and names later: "seven makers of …: *A*, B"."""

from extractors.expressions import expressions
from extractors.parts import Hit, Name, Sentence

# How far behind a trigger the names may begin, and what may stand before the first.
_FARTHEST = 200
_AN_ARTICLE = 5


def first_enumerated(firms: list[Name], hit: Hit, sentence: Sentence) -> Name | None:
    """Return the first of the firms of a sentence, in reading order, that are counted behind a trigger.

    None when the words behind the trigger count nobody, or when no firm is named where the names should begin.
    """
    names_begin = _where_names_begin(sentence.text, hit.end - sentence.start)
    named = next((firm for firm in firms if firm.start >= hit.end), None)
    if names_begin is None or named is None:
        return None
    return named if 0 <= named.start - sentence.start - names_begin <= _AN_ARTICLE else None


def _where_names_begin(text: str, end: int) -> int | None:
    """Return where the names begin of those that are counted at a place of a text."""
    counted = expressions().counted.match(text, end)
    mark = expressions().enumeration.search(text, counted.end(), end + _FARTHEST) if counted else None
    return mark.end() if mark else None
