"""Finds case numbers as authorities print them. Patterns, with examples, in patterns/case_numbers.toml."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from extractors.anchored import Anchored, merged
from extractors.literals import Literals, literals_of
from extractors.parts import Taken
from extractors.words import words_of
from schemas.base import Model
from schemas.data_files import compiled, read_entries

PATTERNS = Path(__file__).parent / "patterns" / "case_numbers.toml"

_CASE_WORD = re.compile(
    r"(?:\b(?:cases?|files?|ref(?:erence)?|docket|record|inquiry|matter|proceedings?|notification|registration|"
    r"Aktenzeichen|Az|GZ|Verfahrens?|Geschäftszeichen|Geschäftszahl|Fall|Untersuchung|Zusammenschlussvorhaben|Vorgang|"
    r"affaires?|dossiers?|procédure|numéro|procediment[oi]|provvedimento|pratica|operazione|indagine|caso|casi|"
    r"expedientes?|asuntos?|causa|operación|rol|processos?|zaak|zaken|zaaknummer|kenmerk|dossiernummer|nummer|"
    r"sygn|sygnaturze|akt|sprawa|sprawie|sayısı|ügyszám|iktatószám)"
    r"|事件番号|사건번호)[\s.:(]*(?:nos?|numbers?|nr|n|n\.?[º°]|numero|número|numer|akt)?[\s.:(]*$",
    re.IGNORECASE,
)


class CaseNumberPattern(Model):
    """One form of number. A group `num`, when there is one, holds the number itself."""

    id: str
    meaning: str
    kind: Literal["case", "document"]
    pattern: str
    ignore_case: bool = False
    authorities: tuple[str, ...] = ()
    """Only read in matters of these, because the form collides with ordinary text; empty: everywhere."""
    examples: tuple[str, ...]
    counters: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseNumber:
    """A number found, as printed."""

    text: str
    start: int
    end: int
    pattern: str
    begins: int = -1
    """Where the words that make it a number of a case begin, such as "Case No."."""


_DIGITS = re.compile(r"\d+")
_REACH = 60
"""How far a number goes at most to either side of a digit in it."""


@dataclass(frozen=True)
class _Zone:
    """A stretch around digits, with the length of the longest row of them."""

    start: int
    end: int
    text: str
    digits: int


Patterns = tuple[tuple[CaseNumberPattern, re.Pattern[str]], ...]


@cache
def load_patterns(path: Path = PATTERNS) -> Patterns:
    """Return the patterns with their expressions.

    Raises DataFileError when the file breaks its form or a pattern does not compile.
    """
    entries = read_entries(CaseNumberPattern, "pattern", path)
    flags = (re.IGNORECASE if entry.ignore_case else 0 for entry in entries)
    return tuple((entry, compiled(entry.pattern, path, flag)) for entry, flag in zip(entries, flags, strict=True))


def is_announced(text: str, start: int) -> bool:
    """Tell whether the words right before a number call it one: "Case", "Aktenzeichen", "sygn. akt"."""
    return _CASE_WORD.search(text[max(0, start - 40) : start]) is not None


@cache
def _anchored() -> Anchored[CaseNumberPattern]:
    """Return the patterns of numbers of cases, each tried only where its words stand."""
    cases = [pattern for pattern, _ in load_patterns() if pattern.kind == "case"]
    return Anchored(((f"(?i:{p.pattern})" if p.ignore_case else p.pattern, p) for p in cases), flags=0)


@lru_cache(maxsize=8)
def _printed(text: str) -> tuple[tuple[CaseNumber, CaseNumberPattern], ...]:
    """Return every number of any form, form by form."""
    zones = _zones(text)
    beside, longest = "\n".join(zone.text for zone in zones), max((zone.digits for zone in zones), default=0)
    return tuple(
        (_number(match, pattern), pattern)
        for expression, pattern in _anchored().candidates(words_of(text))
        if (held := _literals(expression.pattern)) is None or held.may_be_in(beside, longest)
        for match in _near_digits(expression, held, text, zones)
    )


def _zones(text: str) -> list[_Zone]:
    """Return the stretches of a text in which numbers may stand."""
    stretches = merged((match.start() - _REACH, match.end() + _REACH) for match in _DIGITS.finditer(text))
    parts = ((start, end, text[start:end]) for start, end in stretches)
    return [_Zone(start, end, part, max(map(len, _DIGITS.findall(part)))) for start, end, part in parts]


def _number(match: re.Match[str], pattern: CaseNumberPattern) -> CaseNumber:
    # Only names of this file mean the number itself; other groups name its parts.
    group = "num" if pattern.pattern.count("(?P<") == 1 and "num" in match.groupdict() else 0
    return CaseNumber(match[group], match.start(group), match.end(group), pattern.id, match.start())


def find_case_numbers(text: str, authorities: frozenset[str]) -> list[CaseNumber]:
    """Return the case numbers printed in a text, in order; `authorities` act in it.

    A form that belongs to one authority counts in its matters, and where the text says that it is a number of a case.
    """
    found = [
        number
        for number, pattern in _printed(text)
        if not pattern.authorities or authorities & set(pattern.authorities) or is_announced(text, number.begins)
    ]
    return _longest(found)


@cache
def _literals(form: str) -> Literals | None:
    """Return what a number of a form holds near its digits; None of one that looks for words anywhere behind it."""
    return None if ".*" in form else literals_of(form)


def _near_digits(
    expression: re.Pattern[str], held: Literals | None, text: str, zones: Iterable[_Zone]
) -> Iterator[re.Match[str]]:
    """Yield the matches of a form of number; only one that looks for words behind it needs the whole text."""
    if held is None:
        return expression.finditer(text)
    near = (zone for zone in zones if held.may_be_in(zone.text, zone.digits))
    return (match for zone in near for match in expression.finditer(text, zone.start, zone.end))


def _longest(found: list[CaseNumber]) -> list[CaseNumber]:
    kept: list[CaseNumber] = []
    taken = Taken()
    for number in sorted(found, key=lambda n: n.start - n.end):
        if taken.is_free(number.start, number.end):
            taken.add(number.start, number.end)
            kept.append(number)
    return sorted(kept, key=lambda n: n.start)
