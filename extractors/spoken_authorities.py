"""Finds words that stand for an authority named before: "the Commission", "the watchdog", "Garante"."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

from extractors.expressions import expressions
from extractors.joint_action import is_set_apart
from extractors.layout import Layout
from extractors.lexicon import Lexicon
from extractors.parts import COMMISSION, Name, is_court

_EUROPEAN = frozenset({"dma", "dsa", "fsr", "state_aid", "ai_act"})
EUROPEAN_COURTS = frozenset({"eu-cjeu", "eu-gc"})
"""Courts whose releases are on judgments; others publish what is lodged with them too."""
_COMMISSIONER = re.compile(r"omm?iss(?:ioner|ar|ário|aire)", re.IGNORECASE)
# "l'APD", "AI Office": a name in capitals means its bearer, whoever was named before.
_ACRONYM = re.compile(r"[A-Z]{2,}")
_START = attrgetter("start")


def spoken_authorities(layout: Layout, lexicon: Lexicon, named: list[Name], publisher: str | None) -> list[Name]:
    """Return the words that stand for an authority which was named before, or which publishes the text."""
    certain = [n for n in named if n.method in {"catalogue", "place"}]
    # "The agency" is no court named before.
    bodies = [n for n in certain if not is_court(n.id or n.name)]
    commissions = [n for n in bodies if _is_commission(n) and not is_set_apart(layout.joined, n.start, n.end)]
    names = []
    for match in lexicon.spoken_of_authorities.finditer(layout.words):
        who = _antecedent(match, certain if is_court(match.group()) else bodies, commissions, publisher, lexicon)
        if who is not None:
            names.append(Name("authority", who[0], who[1], match.start(), match.end(), "anaphora"))
    return names


def _is_commission(name: Name) -> bool:
    return "ommission" in name.name or "ommissie" in name.name or name.id == COMMISSION


def means_the_european(words: str, named: Iterable[Name]) -> bool:
    """Return whether "the Commission", written large, is the European one: no other that is so called may be meant."""
    is_one = words[:1].isupper() and expressions().commission.match(words) and not _COMMISSIONER.search(words)
    return bool(is_one) and not any(_is_commission(name) for name in named)


def _antecedent(
    match: re.Match[str], certain: list[Name], commissions: list[Name], publisher: str | None, lexicon: Lexicon
) -> tuple[str, str] | None:
    """Return whom "the Commission", "the watchdog" or "Garante" means: id and name."""
    default = _default(match, lexicon)
    if default and _ACRONYM.search(match.group()):
        return default, default
    commission = expressions().commission.match(match.group())
    before = last_before(commissions if commission else certain, match.start())
    if commission and not before and publisher is None and default is None and _is_european(match, lexicon):
        return COMMISSION, COMMISSION
    if before:
        return before.id or before.name, before.name
    if before_a_european_court(match.group(), publisher):
        return COMMISSION, COMMISSION
    if publisher:
        return publisher, publisher
    return (default, default) if default else None


def before_a_european_court(words: str, publisher: str | None) -> bool:
    """Tell whether words mean the European Commission because a court of the Union publishes the text."""
    return publisher in EUROPEAN_COURTS and expressions().commission.match(words) is not None


def _default(match: re.Match[str], lexicon: Lexicon) -> str | None:
    """Return whom the words mean in this language when the text names no other."""
    return next((i for pattern, i in lexicon.authority_defaults if pattern.fullmatch(match.group())), None)


def _is_european(match: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether a bare "Commission", written large, speaks of law that only the European one applies."""
    capital = "C" in match.group() or "K" in match.group()
    return capital and _speaks_of_european_law(match.string, lexicon)


@lru_cache(maxsize=8)
def _speaks_of_european_law(text: str, lexicon: Lexicon) -> bool:
    return any(name in _EUROPEAN and pattern.search(text) for name, pattern in lexicon.instruments)


def last_before(names: list[Name], at: int) -> Name | None:
    """Return the last of names in order that begins before an offset."""
    count = bisect_left(names, at, key=_START)
    return names[count - 1] if count else None
