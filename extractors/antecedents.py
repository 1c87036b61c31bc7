"""Says which of the authorities a text names a trade beside or behind them may mean, by the form of the words alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from extractors.expressions import expressions
from extractors.parts import Name, Taken, is_court, names_within
from extractors.places import any_place

KINDS = ("government", "ministry")
"""Kinds of body beside authorities: words for one mean a body of its kind, or one that is not named."""

_LONGEST = 8
_CAPITAL_NEXT = re.compile(r" \(?[A-ZÀ-Þ]")
_PARTS = re.compile(r"[.;:!?\n]")
_REACH = 100
_BEFORE_A_PLACE = 16


def kind_of(words: str) -> str | None:
    """Return the kind of body that words name, None when they may name any authority."""
    known = zip(KINDS, (expressions().government, expressions().ministry), strict=True)
    return next((kind for kind, expression in known if expression.search(words)), None)


def means_several(words: str) -> bool:
    """Tell whether words stand for several bodies by how they end: "regulators", "Behörden"."""
    return expressions().plural.search(words) is not None


def of_kind(kind: str, names: Iterable[Name]) -> list[Name]:
    """Return the names of bodies of a kind that say more than the kind: "Indonesia's communications minister"."""
    return [name for name in names if kind_of(name.name) == kind and " " in name.name]


def meant_by_form(names: Sequence[Name], text: str) -> list[Name]:
    """Return the names of authorities with the trades among them that the text itself says whom they mean.

    "The communications regulator Ofcom" is Ofcom, and where the US Department of Justice is named, "Justice" means it.
    """
    known = [name for name in names if name.method == "catalogue" and text[name.start].isupper()]
    short = _short_forms(known, text)
    return [_by_form(name, known, short, text) if name.id == f"other:{name.name}" else name for name in names]


def _by_form(name: Name, known: list[Name], short: dict[str, Name | None], text: str) -> Name:
    if is_court(name.name):
        return name
    beside = names_within(known, name.end, name.end + 3) if _CAPITAL_NEXT.match(text, name.end) else []
    meant = beside[0] if beside else short.get(text[name.start : name.end])
    if meant is None or (not beside and meant.start > name.start):
        return name
    return replace(name, id=meant.id, name=meant.name, method="catalogue")


def _short_forms(names: Iterable[Name], text: str) -> dict[str, Name | None]:
    """Return which authority the last words of a printed name mean; None where two names end alike."""
    found: dict[str, Name | None] = {}
    for name in names:
        words = text[name.start : name.end].split(" ")
        for first in range(1, min(len(words), _LONGEST)):
            tail = " ".join(words[first:])
            if tail[:1].isupper() or " " in tail:
                known = found.setdefault(tail, name)
                found[tail] = known if known and known.id == name.id else None
    return found


def place_at_the_head(text: str, start: int) -> re.Match[str] | None:
    """Return the place that the sentence of a trade begins with ("In Germany the cartel watchdog"), if it does."""
    for place in any_place("noun").within(text, max(0, start - _REACH), start):
        before = text[max(0, place.start() - _BEFORE_A_PLACE) : place.start()]
        if expressions().in_at_the_head.search(before) and not _PARTS.search(text, place.end(), start):
            return place
    return None


def added(named: Iterable[Name], more: Iterable[Name]) -> list[Name]:
    """Return names in order, with those of `more` that overlap none of them."""
    names = list(named)
    taken = Taken((name.start, name.end) for name in names)
    for name in more:
        if taken.is_free(name.start, name.end):
            taken.add(name.start, name.end)
            names.append(name)
    return sorted(names, key=attrgetter("start"))
