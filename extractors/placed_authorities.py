"""Finds authorities by place and trade: "the Italian privacy watchdog", "In Germany the cartel office", "Brussels"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from extractors.antecedents import KINDS, added, kind_of, means_several, place_at_the_head
from extractors.expressions import expressions
from extractors.layout import Layout
from extractors.lexicon import Lexicon
from extractors.parts import COMMISSION, Name, is_court
from extractors.places import COMPETENCES, any_place, place_of
from extractors.spellings import IN_A_NUMBER

_NEAR = 60
_BEFORE = re.compile(r"(?:[ -]+[\w&'’-]+){0,3}[ -]*")


def placed_authorities(layout: Layout, lexicon: Lexicon) -> list[Name]:
    """Return trades with a place beside them, trades alone, and bare places, in the order of a text."""
    text = layout.joined
    found = (match.span() for match in lexicon.generic_authorities.finditer(layout.words))
    bodies = [span for span in found if not _means_nobody(text, *span)]
    named = [name for body in bodies if (name := _of_place(text, body, lexicon))]
    named = added(named, (_alone(text, body, lexicon) for body in bodies))
    places = (match for match in any_place("noun").finditer(layout.words) if not _only_says_where(match))
    return added(named, (_bare(match, lexicon) for match in places))


def _only_says_where(place: re.Match[str]) -> bool:
    """Tell whether a place only says where countries or things are: "eight countries of the EU", "a London borough"."""
    before = place.string[max(0, place.start() - _NEAR // 2) : place.start()]
    of_a_thing = expressions().part_of_a_town.match(place.string, place.end())
    return of_a_thing is not None or expressions().countries_of.search(before) is not None


def _means_nobody(text: str, start: int, end: int) -> bool:
    """Tell whether the words of a trade only describe, or belong to a state, a law or a number: "Member States"."""
    if text[start:end].isupper() and IN_A_NUMBER.match(text, end):
        return True
    if means_several(text[start:end]) and expressions().one_of.search(text[max(0, start - 80) : start]):
        return True
    return bool(
        expressions().of_states.search(text[max(0, start - 8) : start])
        or expressions().law_of_its_body.match(text, end)
        or (kind_of(text[start:end]) == KINDS[0] and expressions().plan_of_a_government.match(text[end : end + _NEAR]))
    )


def _of_place(text: str, body: tuple[int, int], lexicon: Lexicon) -> Name | None:
    """Return the authority that a trade and a place beside it mean, "the Irish watchdog", if they do."""
    start, end = body
    match = next(_places_beside(text, start, end), None)
    if match is None:
        return None
    start, end = min(start, match.start()), max(end, match.end())
    surface = re.sub(r"\s+", " ", text[start:end])
    if is_court(surface):
        return Name("authority", f"other:{surface}", surface, start, end, "generic")
    place, competence = place_of(match), _competence(surface, text, lexicon)
    who = (place.authority(competence) if competence else None) or place.subject
    return Name("authority", who or f"other:{surface}", who or surface, start, end, "place" if who else "generic")


def is_elsewhere(trade: str, authority: str) -> bool:
    """Tell whether a trade with its place means no authority of another: "the Italian regulator" is not the FTC."""
    found = next(iter(any_place("adjective").within(trade, 0, len(trade))), None)
    if found is None or place_of(found).subject == COMMISSION:
        return False
    bodies = {place_of(found).authority(competence) for competence in COMPETENCES}
    return authority not in bodies and _country(authority) not in {_country(body) for body in bodies if body}


def _country(authority: str) -> str:
    return authority.partition("-")[0]


def at_the_head(name: Name, text: str, lexicon: Lexicon) -> Name:
    """Return a trade as the authority of the place its sentence begins with: "In Germany the cartel watchdog has …"."""
    match = place_at_the_head(text, name.start) if name.method == "generic" and not is_court(name.name) else None
    if match is None:
        return name
    place, competence = place_of(match), _competence(name.name, text, lexicon)
    who = (place.authority(competence) if competence else None) or place.subject or f"other:{match.group()} {name.name}"
    return replace(name, id=who, name=who, method="place")


def _places_beside(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the places that belong to words: those in them, those before them, the nearest first, then those behind."""
    # Whom Europe's words mean is told by the text around them.
    yield from (m for m in any_place("adjective").within(text, start, end) if place_of(m).subject != COMMISSION)
    before = list(any_place("adjective").within(text, max(0, start - _NEAR), start))
    yield from (m for m in reversed(before) if _BEFORE.fullmatch(text[m.end() : start]))
    for kind in ("noun", "adjective"):
        behind = any_place(kind).within(text, end, end + _NEAR)
        yield from (m for m in behind if expressions().of_a_place.fullmatch(text[end : m.start()]))


def _alone(text: str, body: tuple[int, int], lexicon: Lexicon) -> Name:
    start, end = body
    first, _, rest = text[start:end].partition(" ")
    if rest and first in lexicon.small_words:
        # "*as* regulators circle"
        start += len(first) + 1
    surface = re.sub(r"\s+", " ", text[start:end])
    return Name("authority", f"other:{surface}", surface, start, end, "generic")


def _bare(match: re.Match[str], lexicon: Lexicon) -> Name:
    """Return a place as whoever acts in its name: by the trade spoken of beside it, "Brazil in antitrust complaint"."""
    place, near = place_of(match), match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    trade = next((c for c in COMPETENCES if (p := lexicon.competence.get(c)) and p.search(near)), None)
    theirs = place.authority(trade) if trade else None
    if theirs and _shares_a_trade(match, lexicon):
        return Name("authority", theirs, theirs, match.start(), match.end(), "place")
    who = place.subject or theirs or f"other:{match.group()}"
    return Name("authority", who, match.group(), match.start(), match.end(), "bare place")


def _shares_a_trade(place: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell whether a trade behind the next place is that of both: "the California and Delaware attorneys general"."""
    joined = expressions().further_places.match(place.string, place.end())
    if joined is None:
        return False
    trades = lexicon.generic_authorities.within(place.string, joined.end(), joined.end() + _NEAR)
    return any(trade.start() == joined.end() for trade in trades)


def _competence(words: str, text: str, lexicon: Lexicon) -> str | None:
    for competence in COMPETENCES:
        pattern = lexicon.competence.get(competence)
        if pattern and pattern.search(words):
            return competence
    return _commonest_competence(text, lexicon)


@lru_cache(maxsize=8)
def _commonest_competence(text: str, lexicon: Lexicon) -> str | None:
    counts = {c: sum(1 for _ in p.finditer(text)) for c, p in lexicon.competence.items() if c != "attorney_general"}
    best = max(counts, key=lambda c: counts[c], default=None)
    return best if best and counts[best] else None
