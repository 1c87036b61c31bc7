"""Tells the news from what is denied, only possible, or told as context."""

import re
from datetime import date

from extractors.dates import years_in
from extractors.lexicon import Lexicon
from extractors.parts import Hit, Section, Sentence
from schemas.words import Action, Status

_CLAUSE = re.compile(r"[;:—–]|,\s(?=(?:and|but|while|which|und|aber|mais|et|ma|e|y|pero|maar|en)\s)")
_WINDOW = 60
# What ends a matter is itself a step, however negative its words.
_ENDINGS = frozenset({Action.CLOSED, Action.CLEARED})


def judge(hit: Hit, sentence: Sentence, lexicon: Lexicon, document_date: date | None) -> tuple[Status, str]:
    """Return the status of a step and the words or rule that decided it."""
    if hit.trigger.status is not None and hit.trigger.status is not Status.ASSERTED:
        return hit.trigger.status, "the words themselves"
    start, end = hit.start - sentence.start, hit.end - sentence.start
    before, inside, after = _around(sentence.text, start, end)
    denied = _denied(hit, before, inside, after, sentence, lexicon)
    if denied:
        return Status.DENIED, denied
    return (
        _speculative(before, after, sentence, lexicon)
        or _background(before, inside, after, sentence, lexicon, document_date)
        or (Status.ASSERTED, "stated")
    )


def _around(text: str, start: int, end: int) -> tuple[str, str, str]:
    before = text[max(0, start - _WINDOW) : start]
    cuts = list(_CLAUSE.finditer(before))
    return (before[cuts[-1].end() :] if cuts else before), text[start:end], text[end : end + _WINDOW]


def _denied(hit: Hit, before: str, inside: str, after: str, sentence: Sentence, lexicon: Lexicon) -> str | None:
    if hit.trigger.status is Status.ASSERTED:
        return None
    for name, where in (("negation_before", before), ("negation_after", after)):
        found = lexicon.patterns[name].search(where)
        if found:
            return found.group()
    found = lexicon.patterns["negation_sentence"].search(sentence.text)
    return found.group() if found else None


def _speculative(before: str, after: str, sentence: Sentence, lexicon: Lexicon) -> tuple[Status, str] | None:
    checks = (("hedge_before", before), ("hedge_after", after), ("hedge_sentence", sentence.text))
    for name, where in checks:
        found = lexicon.patterns[name].search(where)
        if found:
            return Status.SPECULATIVE, found.group()
    return None


def _background(
    before: str, inside: str, after: str, sentence: Sentence, lexicon: Lexicon, document_date: date | None
) -> tuple[Status, str] | None:
    years = years_in(sentence.text)
    if document_date and years and max(years) < document_date.year - (document_date.month < 3):
        return Status.BACKGROUND, f"the year {max(years)}"
    if sentence.section == "title":
        return None
    checks = [("background_after", after), ("background_sentence", sentence.text)]
    if sentence.section == "body" or not lexicon.patterns["news"].search(sentence.text):
        checks.insert(0, ("background_before", before))
    for name, where in checks:
        found = lexicon.patterns[name].search(where)
        if found:
            return Status.BACKGROUND, found.group()
    return None


def is_private(sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the words that make a sentence one about private litigation or no authority's matter."""
    found = lexicon.patterns["private"].search(sentence.text)
    return found.group() if found else None


def weight(section: Section) -> int:
    """Return how much a place in the document counts: headline, lead, body."""
    return {"title": 3, "lead": 2, "body": 1}[section]
