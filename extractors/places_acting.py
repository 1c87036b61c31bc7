"""Says when a bare place stands for its authority: "Brussels fines Acme", "Acme fined in Italy"."""

import re

from extractors.expressions import expressions
from extractors.parts import COMMISSION, Hit, Name, Sentence
from schemas.words import Action

ADVERBS = re.compile(r"\s+(?:[a-zà-ÿ]+\s+){0,2}")
"""What may stand between who acts and what is done."""

# Acts of which a headline says where they were done rather than by whom, and characters between the two.
_DONE_IN_A_PLACE = frozenset({Action.DECISION, Action.INSPECTION, Action.INTERIM_MEASURES})
_IN_A_CLAUSE = 48
# How far before a place the court stands that sits there.
_TO_A_COURT = 28
_CAPITAL = re.compile(r"[A-ZÀ-Þ]")


def place_acts(hit: Hit, sentence: Sentence, place: Name) -> bool:
    """Tell whether a bare place stands for its authority: "Brussels fines …", "… fined by Italy"."""
    if place.id == COMMISSION:
        return True
    if hit.trigger.actor == "complainant":
        # "In the United States families lodged a complaint": a country without an authority of its own takes none.
        return not (place.id or "other:").startswith("other:")
    if hit.trigger.action is Action.NOTIFIED and sentence.section == "title":
        return True
    if hit.start <= place.start and place.end <= hit.end:
        return not _seats_a_court(sentence, place)
    gap = sentence.text[place.end - sentence.start : hit.start - sentence.start]
    if place.end <= hit.start and ADVERBS.fullmatch(gap):
        # "Acme in Italien gesperrt": the verb stands last.
        done_there = sentence.section == "title" and hit.trigger.action in _DONE_IN_A_PLACE
        return done_there or not expressions().within.search(sentence.text[: place.start - sentence.start])
    before = sentence.text[max(0, place.start - sentence.start - 5) : place.start - sentence.start]
    if place.start < hit.end:
        return False
    if was_done_in(hit, sentence, place):
        return True
    # "Grünes Licht aus Bonn": a place right behind the words themselves.
    gap = sentence.text[hit.end - sentence.start : place.start - sentence.start]
    return bool(expressions().from_a_place.fullmatch(gap) or expressions().by.search(before))


def _seats_a_court(sentence: Sentence, place: Name) -> bool:
    """Tell whether a place only says where a court sits: "a suit filed with the district court in *Texas*"."""
    before = sentence.text[: place.start - sentence.start]
    return bool(expressions().within.search(before) and expressions().court.search(before[-_TO_A_COURT:]))


def was_done_in(hit: Hit, sentence: Sentence, place: Name) -> bool:
    """Tell whether a headline says where an act was done, in the clause that tells it: "Acme fined in Italy"."""
    if sentence.section != "title" or hit.trigger.action not in _DONE_IN_A_PLACE:
        return False
    between = sentence.text[hit.end - sentence.start : place.start - sentence.start]
    # "Banned in Rome, Acme courts banks": nobody is named yet to whom it was done.
    named = _CAPITAL.search(sentence.text[: hit.start - sentence.start] + between)
    return named is not None and len(between) < _IN_A_CLAUSE and expressions().done_in.search(between) is not None
