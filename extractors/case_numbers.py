"""Finds case numbers as authorities print them. Patterns, with examples, in patterns/case_numbers.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from schemas.base import Model
from schemas.errors import DataFileError

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

    def compiled(self) -> re.Pattern[str]:
        """Return the expression."""
        return re.compile(self.pattern, re.IGNORECASE if self.ignore_case else 0)


@dataclass(frozen=True)
class CaseNumber:
    """A number found, as printed."""

    text: str
    start: int
    end: int
    pattern: str


@cache
def load_patterns(path: Path = PATTERNS) -> tuple[tuple[CaseNumberPattern, re.Pattern[str]], ...]:
    """Return the patterns with their expressions.

    Raises DataFileError when the file breaks its form or a pattern does not compile.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["pattern"]
        patterns = tuple(CaseNumberPattern.model_validate(entry) for entry in entries)
        return tuple((pattern, pattern.compiled()) for pattern in patterns)
    except (tomllib.TOMLDecodeError, ValidationError, re.error) as error:
        raise DataFileError(path, None, str(error)) from error


def is_announced(text: str, start: int) -> bool:
    """Tell whether the words right before a number call it one: "Case", "Aktenzeichen", "sygn. akt"."""
    return _CASE_WORD.search(text[max(0, start - 40) : start]) is not None


def find_case_numbers(text: str, authorities: frozenset[str]) -> list[CaseNumber]:
    """Return the case numbers printed in a text, in order; `authorities` act in it.

    A form that belongs to one authority counts in its matters, and where the text says that it is a number of a case.
    """
    found: list[CaseNumber] = []
    for pattern, expression in load_patterns():
        if pattern.kind != "case":
            continue
        foreign = bool(pattern.authorities) and not authorities & set(pattern.authorities)
        for match in expression.finditer(text):
            if foreign and not is_announced(text, match.start()):
                continue
            # Only names of this file mean the number itself; other groups name its parts.
            group = "num" if pattern.pattern.count("(?P<") == 1 and "num" in match.groupdict() else 0
            found.append(CaseNumber(match[group], match.start(group), match.end(group), pattern.id))
    return _longest(found)


def _longest(found: list[CaseNumber]) -> list[CaseNumber]:
    kept: list[CaseNumber] = []
    for number in sorted(found, key=lambda n: n.start - n.end):
        if all(number.end <= other.start or number.start >= other.end for other in kept):
            kept.append(number)
    return sorted(kept, key=lambda n: n.start)
