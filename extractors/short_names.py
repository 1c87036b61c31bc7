"""Finds where a document calls a firm or body by the short name it gives it: "(hereinafter: ACG)", "(FNT)"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.firm_names import DEFINED, bare_name, is_common, no_firms
from extractors.lexicon import Lexicon
from extractors.parts import Name, Taken
from extractors.plain_words import is_plain
from extractors.words import places_of_word

_SHORTEST = 3
_BRACKET = re.compile(r"[()\[\]]")
# The letters a text gives a firm or body in brackets: "First National Title (FNT)", "(**FNT**)".
_LETTERS = re.compile(r" \(\**([A-ZÀ-Ž][A-Za-z&]*[A-ZÀ-Ž][A-Za-z&]*)\**\)")
# What a document says it calls a firm or body: "(hierna: ACG of aanvraagster)", "(en adelante, la reclamada o HMES)".
_CALLED = re.compile(
    r"[\"”»]?,?(?:,? (?:con|com|met|mit|avec|with) (?:[a-zé]+ )?[A-Z]{2,6} [\w.-]+)?"
    r" \((?:hereinafter|hereafter|hierna|nachfolgend|im Folgenden|ci-après|di seguito|en adelante|en lo sucesivo|"
    r"doravante|dalej|herefter|u daljnjem tekstu)(?:[:,]? (?![A-ZÀ-Ž])[\w-]+){0,5}?[:,]? "
    r"([A-ZÀ-Ž][\w&.-]*\w(?: [A-ZÀ-Ž]\w+){0,2})(?: (?:of|o|ou|or|oder|lub)\b[^()]{0,40})?\)"
)


def short_names(found: Sequence[Name], text: str, lexicon: Lexicon, given: bool = False) -> list[Name]:
    """Return where firms are called by the short name a document gives them, or by the first words of their name.

    `given`: by the former only.
    """
    taken = Taken((name.start, name.end) for name in found)
    shorts: dict[str, Name] = {}
    for name in found:
        surface = text[name.start : name.end]
        if name.kind != "product" and (defined := _defined(text, name.end)):
            shorts.setdefault(defined[1].strip(), name)
        if name.kind != "company" or given:
            continue
        if bare_name(surface) != surface.rstrip("."):
            words = bare_name(surface).split(" ")
            for length in range(len(words), 0, -1):
                shorts.setdefault(" ".join(words[:length]), name)
    added = []
    for short, name in sorted(shorts.items(), key=lambda item: -len(item[0])):
        if len(short) < _SHORTEST or not short[0].isupper() or _BRACKET.search(short) or short in no_firms():
            continue
        if is_common(short, text, lexicon) or is_plain(short, lexicon.lang):
            continue
        for start in places_of_word(short, text, not_before="-", not_behind="-"):
            end = start + len(short)
            if taken.is_free(start, end):
                taken.add(start, end)
                added.append(replace(name, start=start, end=end, method=f"short for {name.name}"))
    return added


def _defined(text: str, end: int) -> re.Match[str] | None:
    return DEFINED.match(text, end) or _LETTERS.match(text, end) or _CALLED.match(text, end)
