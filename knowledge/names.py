"""Folds names, so that "OpenAI, Inc." and "openai" are one."""

import re
import unicodedata
from functools import lru_cache

_LEGAL_FORM = re.compile(
    r"ab|ag|asa|bv|co|company|corp|corporation|gmbh|inc|incorporated|kg|kk|limited|llc|llp|lp|ltd|nv|oyj?|plc|pbc|pte|pty"
    r"|sarl|sas?|se|sl|spa|srl"
)
_SPELT_OUT = re.compile(r"(?<!\S)(?:\w )+\w(?!\S)")


@lru_cache(maxsize=1 << 13)
def fold(name: str) -> str:
    """Return the name without case, accents, punctuation and the legal form at its end.

    Letters of other scripts stay. A name that is nothing but a legal form stays whole.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    words = re.sub(r"[^\w&+]+", " ", plain.replace("'", "").replace("’", "")).strip()
    # "S.p.A." has become "s p a".
    parts = _SPELT_OUT.sub(lambda found: found[0].replace(" ", ""), words).split()
    while len(parts) > 1 and _LEGAL_FORM.fullmatch(parts[-1]):
        parts.pop()
    return " ".join(parts)
