"""Tells what a text lists as brands: things that firms sell, and no firms."""

import re

_BRAND = (
    r"(?:\b[Bb]rands?(?: names?)?|[Mm]arques?|[Ee]nseignes?|Marken?|[Mm]archi[oa]?|[Mm]arcas?|[Mm]erk(?:en|naam)?|"
    r"[Mm]ark[iąę]|[Vv]aremærke\w*)"
)
_SUCH_AS = r"(?:,? (?:such as|including|like|wie|comme|como|come|zoals|jak|som))?"
_LISTED = re.compile(rf"{_BRAND}{_SUCH_AS}:? [^.;:()]{{0,80}}$")
_QUOTED_LIST = re.compile(
    r"[^.;:()]{0,60}[\"”»’] (?:(?:and|und|et|y|e|en|i) [^.;:()]{0,20})?"
    r"(?:brands|products|services|apps|Marken|marques|marcas|merken)\b"
)
_REACH = 120


def is_brand(start: int, end: int, text: str) -> bool:
    """Tell whether a name is in a list of brands: "under the brands *Velra* and Acme", "its “*Velra*” brands"."""
    if _LISTED.search(text, max(0, start - _REACH), start):
        return True
    return text[max(0, start - 1) : start] in {'"', "“", "„", "«", "‘"} and _QUOTED_LIST.match(text, end) is not None
