"""Finds where a document calls a firm or body by the short name it gives it: "(hereinafter: ACG)", "(FNT)"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from extractors.firm_names import DEFINED, bare_name, is_common, no_firms
from extractors.lexicon import Lexicon
from extractors.name_expressions import name_expressions
from extractors.parts import Name, Taken
from extractors.plain_words import is_plain
from extractors.words import places_of_word

_SHORTEST = 3
# How far behind a name, and the number of the firm, the bracket may stand.
_TO_BRACKET = 40
_BRACKET = re.compile(r"[()\[\]]")
# The letters a text gives a firm or body in brackets: "First National Title (FNT)", "(**FNT**)", "( FNT )".
_LETTERS = re.compile(r" ?\( ?\**([A-ZÀ-Ž][A-Za-z&]*[A-ZÀ-Ž][A-Za-z&]*)\** ?\)")
# Several words for one: "(”Velra”, ”we” or ”us”)".
_FIRST_OF_SEVERAL = re.compile(r" ?\( ?[\"“”„«]([A-ZÀ-Ž][^\"”“»()]{1,40})[\"”“»],? [^()]{1,60}\)")


@cache
def _called() -> re.Pattern[str]:
    """Return what finds how a document says it calls a firm or body.

    "(hierna: ACG of aanvraagster)", "(en adelante, la reclamada o HMES)", "( Velra ou Notificante )".
    """
    words = name_expressions()
    number = r"(?:,? (?:con|com|met|mit|avec|with) (?:[a-zé]+ )?[A-Z]{2,6} [\w.-]+)?"
    small = r"(?:[:,]? (?![A-ZÀ-Ž])[\w-]+){0,5}?[:,]? "
    name = r"([A-ZÀ-Ž][\w&.-]*\w(?: [A-ZÀ-Ž]\w+){0,2})"
    other = rf"(?: {words.or_called.pattern}\b[^()]{{0,40}})"
    return re.compile(rf"[\"”»]?,?{number} ?\( ?(?:(?:{words.called.pattern}){small}{name}{other}?|{name}{other}) ?\)")


def short_names(found: Sequence[Name], text: str, lexicon: Lexicon, given: bool = False) -> list[Name]:
    """Return where firms are called by the short name a document gives them, or by the first words of their name.

    `given`: by the former only.
    """
    taken = Taken((name.start, name.end) for name in found)
    shorts: dict[str, Name] = {}
    for name in found:
        surface = text[name.start : name.end]
        if name.kind != "product" and (defined := _defined(text, name.end)):
            shorts.setdefault(defined.strip(), name)
        if name.kind != "company" or given:
            continue
        if bare_name(surface) != surface.rstrip("."):
            words = bare_name(surface).split(" ")
            for length in range(len(words), 0, -1):
                shorts.setdefault(" ".join(words[:length]), name)
    added = []
    for short, name in sorted(shorts.items(), key=lambda item: -len(item[0])):
        may_begin = short[0].isupper() or (short[0].isdigit() and " " in short)
        if len(short) < _SHORTEST or not may_begin or _BRACKET.search(short) or short in no_firms():
            continue
        if is_common(short, text, lexicon) or is_plain(short, lexicon.lang):
            continue
        for start in places_of_word(short, text, not_before="-", not_behind="-"):
            end = start + len(short)
            if taken.is_free(start, end):
                taken.add(start, end)
                added.append(replace(name, start=start, end=end, method=f"short for {name.name}"))
    return added


def _defined(text: str, end: int) -> str | None:
    """Return the short name that stands in brackets right behind a name."""
    if "(" not in text[end : end + _TO_BRACKET]:
        return None
    patterns = (DEFINED, _LETTERS, _FIRST_OF_SEVERAL, _called())
    found = next((match for pattern in patterns if (match := pattern.match(text, end))), None)
    return next((short for short in found.groups() if short), None) if found else None
