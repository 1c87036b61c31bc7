"""Tells what a text lists as brands, and what a word behind a firm makes a product of it: no firms."""

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from schemas.base import Model
from schemas.errors import DataFileError

PRODUCT_WORDS = Path(__file__).parent / "patterns" / "product_words.toml"

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


class _Words(Model):
    words: tuple[str, ...]


@cache
def _product_word(file: Path = PRODUCT_WORDS) -> re.Pattern[str]:
    """Return what finds the words. Raises DataFileError when the file breaks its form."""
    try:
        words = _Words.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).words
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataFileError(file, None, str(error)) from error
    return re.compile(rf"[ -](?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")


def end_of_product(end: int, text: str) -> int | None:
    """Return where the product ends that a word behind a firm's name makes of it: "Google *Kalender*"."""
    product = _product_word().match(text, end)
    return product.end() if product else None
