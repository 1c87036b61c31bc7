"""When two steps are towards one deal: by its two firms, whatever they are called now, or by the one that is bought."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

from cases.firms import NOTHING_KNOWN, is_same_firm, targets_of
from cases.likeness import is_named
from cases.marks import former_names
from knowledge.catalogue import Catalogue
from knowledge.names import fold
from schemas.base import Model
from schemas.data_files import read_file
from schemas.event import Event
from schemas.finding import Party
from schemas.keys import happened_at, is_deal

PURCHASES = Path(__file__).parent / "purchases.toml"


class Purchases(Model):
    """The form of purchases.toml."""

    before: tuple[str, ...]


ONE_BID = timedelta(days=7)
"""How far apart two steps towards the purchase of one firm may be and be of one bid, whoever is named as buyer."""

_LEAST = 4
"""Letters from which on the first word of a name is looked for in a text."""


def is_one_deal(one: Event, other: Event, shared: Sequence[str]) -> bool:
    """Return whether two steps towards deals share two firms: these are the deal, whatever words it is told with."""
    return len(shared) >= 2 and is_deal(one.instrument, one.action) and is_deal(other.instrument, other.action)


def is_another_deal(one: Event, other: Event, catalogue: Catalogue = NOTHING_KNOWN) -> bool:
    """Return whether these are two deals of one buyer.

    They are when each side names two firms or more, and one of them that the other does not name: unless that is the
    same firm under its former name or that of its group, or both texts say that one firm is bought, by whomever.
    """
    if not (is_deal(one.instrument, one.action) or is_deal(other.instrument, other.action)):
        return False
    ours, theirs = targets_of(one), targets_of(other)
    if min(len(ours), len(theirs)) < 2 or _is_one_bought(one, other):
        return False
    only_ours, only_theirs = _beyond(ours, theirs, catalogue), _beyond(theirs, ours, catalogue)
    return bool(only_ours) and bool(only_theirs) and not _is_renamed(only_ours, only_theirs, one, other)


def bought_firm(event: Event) -> Party | None:
    """Return the firm of a deal that headline or sentence say is bought ("the purchase of Castellan"), if just one."""
    text = fold(f"{event.document_title} {event.evidence.text}")
    found = [(found["between"].count(" "), p) for p in targets_of(event) if (found := _bought(p.name, text))]
    least = min((words for words, _party in found), default=0)
    nearest = [party for words, party in found if words == least]
    return nearest[0] if len(nearest) == 1 else None


def _is_one_bought(one: Event, other: Event) -> bool:
    """One firm is bought in one week by two names: a buyer and its vehicle. Two known firms are two bids for it."""
    ours, theirs = bought_firm(one), bought_firm(other)
    if ours is None or theirs is None or not is_same_firm(ours, theirs):
        return False
    buyers = [party for party in (*targets_of(one), *targets_of(other)) if not is_same_firm(party, ours)]
    all_known = all(party.company for party in buyers)
    return not all_known and abs(happened_at(one) - happened_at(other)) <= ONE_BID


def _beyond(parties: Sequence[Party], others: Sequence[Party], catalogue: Catalogue) -> list[Party]:
    return [party for party in parties if not any(_is_of_one_group(party, other, catalogue) for other in others)]


def _is_of_one_group(one: Party, other: Party, catalogue: Catalogue) -> bool:
    kin = catalogue.relatives(one.company) if one.company else frozenset()
    return is_same_firm(one, other) or other.name in kin


def _is_renamed(ours: Sequence[Party], theirs: Sequence[Party], one: Event, other: Event) -> bool:
    if all(is_named(party.name, one) for party in theirs) or all(is_named(party.name, other) for party in ours):
        return True
    pairs = former_names((*one.marks, *other.marks))
    return all(any(_is_pair(mine, his, pairs) for his in theirs) for mine in ours)


def _is_pair(one: Party, other: Party, pairs: Sequence[tuple[str, str]]) -> bool:
    return any(_holds(new, one.name) and _holds(old, other.name) for pair in pairs for new, old in (pair, pair[::-1]))


def _holds(words: str, name: str) -> bool:
    """Whether words hold a name; a month or "the company" in large letters may stand before it."""
    return f" {fold(name)} " in f" {fold(words)} "


def _bought(name: str, text: str) -> re.Match[str] | None:
    """Return where a text says that a firm is bought; a few words may stand between ("of the Swedish house")."""
    first = fold(name).split()[0]
    if len(first) < _LEAST:
        return None
    return re.search(rf"\b[ld]?(?:{_purchases()}) (?P<between>(?:\w+ ){{0,3}}?){re.escape(first)}\b", text)


@cache
def _purchases() -> str:
    return "|".join(read_file(Purchases, PURCHASES).before)
