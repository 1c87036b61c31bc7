"""Finds long names of firms by the short one a text gives them in brackets: it says where the long one begins.

"*Velra, Instituição de Crédito, S.A.* (Velra)", "*Gestora de Activos y Maquinaria, S.L.* (GAM)".
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from extractors.firm_names import CAPITAL, without_full_stop
from extractors.known_names import KnownName
from extractors.legal_forms import LEGAL_FORMS_BEHIND, places_of_forms
from extractors.long_names import is_small_in_names
from extractors.name_expressions import name_expressions

_REACH = 140
_TO_BRACKET = 3
_LONGEST_FORM = 30
_LETTERS = re.compile(r"[A-Z]{3,6}")
_CAPITALISED = re.compile(rf"[{CAPITAL}\d][\w.&'’/-]*,?")
_MARKS = frozenset({"-", "–", "&"})


def find_defined_names(text: str) -> Iterator[KnownName]:
    """Yield the firms with a legal form whose short name stands in brackets right behind them."""
    ends = 0
    for at in places_of_forms(text):
        if text.find("(", at, at + _LONGEST_FORM) < 0:
            continue
        form = LEGAL_FORMS_BEHIND.match(text, at - (text[at - 1 : at] == ","))
        if form is None or form.end() <= ends or text.find("(", form.end(), form.end() + _TO_BRACKET) < 0:
            continue
        ends = form.end()
        short = _short().match(text, ends)
        start = _start(text, form.start(), short[1]) if short else None
        if start is not None:
            yield KnownName("COMPANY", start, without_full_stop(text, ends))


@cache
def _short() -> re.Pattern[str]:
    """Return what matches a bracket that holds a short name, with what else it says."""
    words = name_expressions()
    return re.compile(
        rf"\s?\( ?(?:{words.called.pattern}[:,]? (?:[a-zà-ž]+ ){{0,3}})?[\"“„«‘'*]{{0,2}}"
        rf"([{CAPITAL}\d][\w&.-]*(?: [{CAPITAL}][\w&.-]*){{0,4}})[\"”“»’'*]{{0,2}}"
        rf"(?:(?:,| {words.or_called.pattern}) [^()]{{1,60}})? ?\)"
    )


def _start(text: str, end: int, short: str) -> int | None:
    """Return where the name before a legal form begins that a short name is made of, None where it is of another."""
    end = _before_forms(text, end)
    before = re.split(r"[\n;:()\"“”„«»]\s?", text[max(0, end - _REACH) : end])[-1]
    at = before.casefold().rfind(short.casefold())
    begins = (
        at >= 0 and (at == 0 or before[at - 1] == " ") and not before[at + len(short) : at + len(short) + 1].isalnum()
    )
    words = before[at:].split(" ") if begins else _words_of(short, before.split(" "))
    if not words or not all(map(_is_of_a_name, words)):
        return None
    return end - len(" ".join(words))


def _before_forms(text: str, end: int) -> int:
    """Return the end of a name before the first of several forms: "*Velra*, SGPS, S.A."."""
    forms = LEGAL_FORMS_BEHIND.finditer(text, max(0, end - _LONGEST_FORM), end)
    return next((form.start() for form in forms if form.end() == end), end)


def _words_of(letters: str, words: list[str]) -> list[str]:
    """Return the last of some words whose capitals are these letters."""
    if not _LETTERS.fullmatch(letters):
        return []
    firsts = (first for first in range(len(words) - 1, -1, -1) if _bare(words[first][:1] or " ") == letters[0])
    return next((words[first:] for first in firsts if _initials(words[first:]) == letters), [])


def _initials(words: list[str]) -> str:
    parts = (part for word in words for part in word.split("-"))
    return "".join(_bare(part[0]) for part in parts if part[:1].isupper())


def _bare(letter: str) -> str:
    """Return a letter without its accent: "Áridos" is an A among initials."""
    return unicodedata.normalize("NFD", letter)[0]


def _is_of_a_name(word: str) -> bool:
    return word in _MARKS or _CAPITALISED.fullmatch(word) is not None or is_small_in_names(word.rstrip(","))
