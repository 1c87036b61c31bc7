"""Believes what only its place gives away as a firm where a list holds it together with a sure one."""

import re
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from extractors.candidates import BESIDE, DEAL, DOUBTED, Candidates
from extractors.entity_model import Entity
from extractors.firm_names import NAME
from extractors.parts import Name

# "JPMorgan Chase", which the model may take for a person, and no person's name.
_CAPITALS = re.compile(r"[A-Z]{2}|[a-z][A-Z]|\d")

_SIDE = r"([A-Z][^\s/–-]+(?: [A-Z][^\s/–-]+)?)"
_JOINED = re.compile(rf"(?<![\w/-]){_SIDE}[-–/]{_SIDE}\s+(?:[a-z]+\s+)?$")
# "*Acme*'s £2.9bn *Bolt* takeover"
_WORTH = r"(?:[$€£]?[\d.,]+ ?(?:bn|m|billion|million)? )?"
_BUYER_OF = re.compile(rf"(?<![\w-])({NAME})['’]s? {_WORTH}(?:[a-z]+ )?({NAME}) $")
_REACH = 80


def believe_in_lists(candidates: Candidates, doc: Doc) -> None:
    """Believe the doubted firms that stand in one list with a sure one: "fined Acme, *Velra* and Bolt".

    Between two sure ones any name is believed but a town's, else what the model may have taken for something else.
    """
    doubted = {surface for surface, (_, score) in candidates.found.items() if score == DOUBTED}
    if not doubted:
        return
    text = candidates.text
    taken_for = {text[e.start : e.end] for e in doc._.entities if _may_be_taken_for(e, text)}
    towns = {text[e.start : e.end] for e in doc._.entities if e.label == "PLACE"} - taken_for
    places = [(at, at + len(found), found) for found in candidates.found for at in candidates.places_of(found)]
    firms = sorted([*places, *((name.start, name.end, name.name) for name in doc._.companies)])
    sure = [name not in doubted for _, _, name in firms]
    joined = [candidates.is_list_gap(text[left[1] : right[0]]) for left, right in pairwise(firms)]
    for at, (_, _, name) in enumerate(firms):
        before = at > 0 and joined[at - 1] and sure[at - 1]
        behind = at + 1 < len(firms) and joined[at] and sure[at + 1]
        if name in doubted and ((before or behind) if name in taken_for else (before and behind and name not in towns)):
            sure[at] = True
            candidates.found[name] = (name, BESIDE)


def part_pairs(candidates: Candidates) -> None:
    """Name the two firms of "Acme & Bolt" where the text names each alone too."""
    for surface in [found for found in candidates.found if " & " in found]:
        sides = surface.split(" & ")
        pairs = [(at, at + len(surface)) for at in candidates.places_of(surface)]
        if len(sides) == 2 and all(any(_stands_alone(side, pair, candidates) for pair in pairs) for side in sides):
            score = candidates.found.pop(surface)[1]
            candidates.found |= {side: (side, score) for side in sides if side not in candidates.found}


def sides_before(deal: int, candidates: Candidates) -> list[tuple[int, int]]:
    """Return the two firms that a hyphen joins before the word for their deal: "the *Acme*-*Bolt* merger".

    Each of two is named alone too, or one is known.
    """
    start = max(0, deal - _REACH)
    joined = _JOINED.search(candidates.text, start, deal)
    if joined is None:
        return []
    sides = [joined.span(1), joined.span(2)]
    alone = all(_stands_alone(side, joined.span(), candidates) for side in joined.groups())
    return sides if alone or any(candidates.knows(side) for side in sides) else []


def buyer_and_bought(start: int, deal: int, text: str) -> list[tuple[int, int]]:
    """Return who buys and who is bought right before the word for their deal: "*Acme*'s £2.9bn *Bolt* takeover"."""
    found = _BUYER_OF.search(text, max(start, deal - _REACH), deal)
    return [found.span(1), found.span(2)] if found else []


def _stands_alone(side: str, joined: tuple[int, int], candidates: Candidates) -> bool:
    return any(not joined[0] <= at < joined[1] for at in candidates.places_of(side))


def named_sides(candidates: Candidates, known: list[Name], names: list[Name]) -> list[Name]:
    """Return names with the sides of deals that a hyphen joins, each as the text names it elsewhere."""
    text = candidates.text
    called = {text[name.start : name.end]: name for name in [*names, *known]}
    sides = []
    for start, end in candidates.sides:
        if not any(name.start < end and start < name.end for name in known):
            like = called.get(text[start:end]) or Name("company", None, text[start:end], 0, 0, "unlisted", None, DEAL)
            sides.append(replace(like, start=start, end=end))
    rest = [name for name in names if not any(name.start < side.end and side.start < name.end for side in sides)]
    return sorted([*rest, *sides], key=lambda name: name.start)


def _may_be_taken_for(entity: Entity, text: str) -> bool:
    """Tell whether the model may have taken a firm's name for what it says: persons have two names, towns one."""
    surface = text[entity.start : entity.end]
    person = entity.label == "PERSON" and (" " not in surface or _CAPITALS.search(surface) is not None)
    return person or (entity.label == "PLACE" and " " in surface)
