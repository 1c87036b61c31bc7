"""Finds firms by legal form whose name goes on to the left behind small words, initials and half words.

"Société des Carrières du Lac SA", "Keller Bau- und Verwaltungs GmbH", "H.J. Smeets B.V.", "Quovera OHG".
What words such names begin with, and what may stand inside of them, is data: patterns/long_names.toml.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extractors.body_names import has_head_of_body
from extractors.firm_names import LEGAL_FORM_BEHIND, NAME_WORD, not_firms, without_full_stop
from extractors.known_names import KnownName
from extractors.legal_forms import LEGAL_FORMS_BEHIND, places_of_forms
from extractors.name_spans import behind_heading
from extractors.places import any_place
from schemas.base import Model
from schemas.data_files import read_file

LONG_NAMES = Path(__file__).parent / "patterns" / "long_names.toml"
_REACH = 120
_NAME = re.compile(rf"[\"“„«']?(?:[dDlL]['’])?{NAME_WORD}")
_INITIALS = re.compile(r"(?:[A-ZÀ-Ž]\.){1,4}(?:-?[A-ZÀ-Ž]\.)?")
# "2i Rete Gas", "4PL Central", "1208718 Ontario".
_NUMBER = re.compile(r"\d+[A-Za-z&]+\w*|\d{6,}|\d{4}-\d{4}")
_INNER_NUMBER = re.compile(r"\d{1,2}")
_OF_A_COUNTRY = frozenset({"da", "de", "del", "di", "do"})
_HALF = re.compile(r"[A-ZÀ-Ž]\w{2,}-")
_DASHES = frozenset({"-", "–"})
_MARKS = frozenset({"&", "+", *_DASHES})
_ARTICLES = frozenset({"A", "Der", "Das", "Die", "O", "The"})
# "Frankfurt am Main", "Chalon sur Saône".
_IN_TOWNS = frozenset({"am", "im", "sur"})
_AND = frozenset({"&", "+", "and", "e", "en", "et", "i", "og", "und", "ve", "y", "és"})


# "Velra – Investimentos Turísticos, jogos e Lazer, S.A.": what a firm does is a part of its name.
_DESCRIBED = re.compile(
    rf"(?<![\w-])({NAME_WORD}(?: {NAME_WORD}){{0,3}} [–-] {NAME_WORD}"
    r"(?:,? (?!(?:S\.A|SA|Lda|S\.L|SL|GmbH|AG|Ltd)\b)[^\W\d_][\w’'&-]*){0,10})$"
)


class _Parts(Model):
    heads: frozenset[str]
    small: frozenset[str]
    partners: frozenset[str]
    short: frozenset[str]


@cache
def _parts(file: Path = LONG_NAMES) -> _Parts:
    """Return the words. Raises DataFileError when the file breaks its form."""
    return read_file(_Parts, file)


def find_long_names(text: str) -> Iterator[KnownName]:
    """Yield the names that go on to the left of their last row of capitals, and those with several forms behind."""
    ends = 0
    for at in places_of_forms(text):
        form = LEGAL_FORMS_BEHIND.match(text, at - (text[at - 1 : at] == ","))
        if form is None or form.start() < ends:
            continue
        ends = form.end()
        is_plain = LEGAL_FORM_BEHIND.fullmatch(form.group()) is not None
        start = _start(text, form.start(), of_one_row=not is_plain)
        if start is not None:
            start = behind_heading(start, form.end(), text)
            yield KnownName("COMPANY", start, without_full_stop(text, form.end()))


def _start(text: str, end: int, *, of_one_row: bool) -> int | None:
    """Return where the name before a legal form begins; None if it is a row of capitals, unless that will do too."""
    before = text[max(0, end - _REACH) : end]
    if (described := _DESCRIBED.search(before)) and not has_head_of_body(described[1].split(" ")[0]):
        return end - len(before) + described.start(1)
    words = _words(before)
    if not _is_name(words[-1]) and not _is_short(words[-1]):
        return None
    best = first = len(words) - 1
    while first and (further := _further(words, first)) is not None:
        first = further
        if _is_name(words[first]) or _is_short(words[first]) or _NUMBER.fullmatch(words[first]):
            best = first
    row = len(words) - 1
    while row and _is_name(words[row - 1]):
        row -= 1
    if best == row and not of_one_row:
        return None
    best += words[best] in _ARTICLES and best < len(words) - 1
    return end - len(" ".join(words[best:]))


def _words(before: str) -> list[str]:
    """Return the words right before a place, from where the last line or bracket ends."""
    return re.split(r"[\n;:()\"“”„«»]\s?", before)[-1].split(" ")


def _further(words: list[str], first: int) -> int | None:
    """Return the word, left of another of a name, with which the name may begin too."""
    word = words[first - 1]
    if LEGAL_FORM_BEHIND.fullmatch(f" {word}") and first - 1:
        # "Velra S.A. i Bolcom sp. z o.o.": another firm ends here.
        return None
    if _is_name(word) or _is_short(word) or _NUMBER.fullmatch(word):
        return first - 1
    if _HALF.fullmatch(words[first - 2]) and first > 1 and word in _AND:
        return first - 2
    before = words[first - 2] if first > 1 else ""
    if _is_name(before) and before not in not_firms() and not LEGAL_FORM_BEHIND.fullmatch(f" {before}"):
        # "Grupo *5* Velra, S.A.", "Petróleo Velra *do Brasil* S.A."
        country = word in _OF_A_COUNTRY and any_place("noun").fits(words[first])
        if country or _INNER_NUMBER.fullmatch(word):
            return first - 2
    if not is_small_in_names(word):
        return None
    if (
        first > 1
        and _is_name(words[first - 2])
        and (word in _IN_TOWNS or (word in _DASHES and words[first].strip(".") in _parts().heads))
    ):
        return first - 2
    if word in _AND and words[first].strip(".") in _parts().partners and first > 1 and _is_name(words[first - 2]):
        return first - 2
    return _head(words, first - 1)


def _head(words: list[str], small: int) -> int | None:
    """Return the word that begins a name with small words, left of one of them."""
    for place in range(small - 1, -1, -1):
        word = words[place]
        if "." in word and LEGAL_FORM_BEHIND.fullmatch(f" {word}"):
            return None
        if word.strip(".") in _parts().heads:
            return place
        if not (_is_name(word) or is_small_in_names(word) or _is_short(word)):
            return None
    return None


def _is_name(word: str) -> bool:
    return _NAME.fullmatch(word) is not None


def _is_short(word: str) -> bool:
    return word == "'t" or _INITIALS.fullmatch(word) is not None or (word.endswith(".") and word[:-1] in _parts().short)


def is_small_in_names(word: str) -> bool:
    """Tell whether a word is small and stands inside of long names: "Carrières *du* Lac"."""
    return word in _MARKS or word.split("’")[0].split("'")[0] in _parts().small
