"""Finds the first of the firms that a sentence counts behind a trigger and names later: "seven makers of …: *A*, B"."""

import re

from extractors.expressions import expressions
from extractors.parts import Hit, Name, Sentence
from schemas.words import Action

# How far behind a trigger the names may begin, and what may stand before the first.
_FARTHEST = 200
_AN_ARTICLE = 5
# Between two that are told of one after the other: "Acme *(€2 million), carmaker* Bolt".
_NEXT_WITH_ITS_SUM = re.compile(r"(?: ?\([^()]{1,30}\))?(?:/|,? and |, )(?:[\w -]{1,30} )?")
_FIRST_WITH_A_TRADE = re.compile(r"\s*(?:[\w -]{1,30} )?")


def first_enumerated(firms: list[Name], hit: Hit, sentence: Sentence) -> Name | None:
    """Return the first of the firms of a sentence, in reading order, that are counted behind a trigger.

    None when the words behind the trigger count nobody, or when no firm is named where the names should begin.
    """
    names_begin = _where_names_begin(sentence.text, hit.end - sentence.start)
    named = next((firm for firm in firms if firm.start >= hit.end), None)
    if names_begin is None or named is None:
        return None
    return named if 0 <= named.start - sentence.start - names_begin <= _AN_ARTICLE else None


def followers(firms: list[Name], hit: Hit, sentence: Sentence) -> list[Name]:
    """Return the firms told of after the one a fine is on: "got the highest, *followed by* Acme (€2m) and Bolt"."""
    text, start = sentence.text, sentence.start
    mark = expressions().followed_by.search(text, hit.end - start, hit.end - start + _FARTHEST)
    if mark is None or hit.trigger.action is not Action.DECISION:
        return []
    found: list[Name] = []
    for firm in (f for f in firms if start + mark.end() <= f.start < sentence.end):
        gap = text[found[-1].end - start if found else mark.end() : firm.start - start]
        if not (_NEXT_WITH_ITS_SUM if found else _FIRST_WITH_A_TRADE).fullmatch(gap):
            break
        found.append(firm)
    return found


def _where_names_begin(text: str, end: int) -> int | None:
    """Return where the names begin of those that are counted at a place of a text."""
    counted = expressions().counted.match(text, end)
    mark = expressions().enumeration.search(text, counted.end(), end + _FARTHEST) if counted else None
    return mark.end() if mark else None
