"""Tells what a text lists as brands, and what a word behind a firm makes a product of it: no firms."""

import re
from functools import cache
from pathlib import Path

from extractors.expressions import expressions
from schemas.base import Model
from schemas.data_files import read_file

PRODUCT_WORDS = Path(__file__).parent / "patterns" / "product_words.toml"

# "*Velra* stores", "its *Velra*": English says so of brands and apps.
_BRAND_BEHIND = re.compile(
    r"['’]? (?:stores|platforms?|brands?|apps?|website|users|devices|programme|software|tablets?|chips?|phones?|"
    r"smartphones?|browser|tools?|games?|drugs?|vaccines?|medicines?|injections?|creams?|chatbots?|consoles?|magazines?|newspapers?|"
    r"channels?|wallet)(?!\w)"
)
_ITS = re.compile(r"(?<!\w)[Ii]ts $")

# How far back a list of brands may begin.
_REACH = 120


def is_brand(start: int, end: int, text: str) -> bool:
    """Tell whether a name is in a list of brands: "under the brands *Velra* and Acme", "its “*Velra*” brands"."""
    if expressions().under_brands.search(text, max(0, start - _REACH), start):
        return True
    if _BRAND_BEHIND.match(text, end) or _ITS.search(text, max(0, start - 5), start):
        return True
    quoted = text[max(0, start - 1) : start] in {'"', "“", "„", "«", "‘"}
    return quoted and expressions().quoted_brands.match(text, end) is not None


class _Words(Model):
    words: tuple[str, ...]


@cache
def _product_word(file: Path = PRODUCT_WORDS) -> re.Pattern[str]:
    """Return what finds the words. Raises DataFileError when the file breaks its form."""
    words = read_file(_Words, file).words
    return re.compile(rf"[ -](?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")


def end_of_product(end: int, text: str) -> int | None:
    """Return where the product ends that a word behind a firm's name makes of it: "Google *Kalender*"."""
    product = _product_word().match(text, end)
    return product.end() if product else None


def is_product_name(start: int, end: int, text: str) -> bool:
    """Tell whether a name is a firm's with the word that makes a product of it: "*Google Cloud*"."""
    first = text.find(" ", start, end)
    return first > 0 and end_of_product(first, text) == end
