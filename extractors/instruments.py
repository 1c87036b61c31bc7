"""Says under which law a step is taken, and which words make it a matter of AI."""

import re
from functools import lru_cache

from spacy.tokens import Doc

from extractors.anchored import Sparse
from extractors.laws import cited_law
from extractors.lexicon import Lexicon
from extractors.parts import Name, Sentence, Step
from extractors.words import Words, words_of
from schemas.words import Action, Instrument

_OF_DEALS = frozenset({Action.NOTIFIED, Action.CLEARED, Action.PROHIBITED})
# Whose steps are always taken under it, whatever words stand around; and under what, when no words say more.
_SOLE = frozenset({Instrument.DATA_PROTECTION, Instrument.OTHER})
# It has no data-protection law to apply: privacy is its matter as an unfair or deceptive practice (15 USC 45).
_FTC = "us-ftc"
_LIKELY = frozenset({Instrument.CONSUMER, Instrument.COPYRIGHT})
# Attorneys general of US states mostly act under the consumer law of their state, where no word names another.
_OF_A_STATE = re.compile(r"attorneys? general|^us-[a-z]{2}-ag$", re.IGNORECASE)
# The division of a department that has other laws to apply.
_OF_DEPARTMENTS = frozenset({"us-doj-atr"})
_NOT_OF_COMPETITION = frozenset({Instrument.UNKNOWN, Instrument.COPYRIGHT, Instrument.CONSUMER, Instrument.OTHER})


def instrument_of(doc: Doc, step: Step) -> Instrument:
    """Return the instrument of a step: the authority's only one, else what sentence, headline or lead speak of.

    What an authority of competition alone does, under words that name no such law, is antitrust or a merger.
    """
    only = doc._.instruments.get(step.authority)
    if only in _SOLE:
        return Instrument(only)
    stated = _stated(doc, step)
    if step.authority == _FTC and stated is Instrument.DATA_PROTECTION:
        return Instrument.CONSUMER
    if only in _LIKELY and stated is Instrument.UNKNOWN:
        return Instrument(only)
    if step.action in _OF_DEALS and stated in {Instrument.UNKNOWN, Instrument.ANTITRUST}:
        return Instrument.MERGER
    if only == Instrument.ANTITRUST and stated in _NOT_OF_COMPETITION and step.authority not in _OF_DEPARTMENTS:
        return Instrument.MERGER if step.hit.trigger.deal else Instrument.ANTITRUST
    if stated is Instrument.UNKNOWN and _OF_A_STATE.search(step.authority or ""):
        return Instrument.CONSUMER
    if stated is Instrument.UNKNOWN:
        return Instrument(doc._.usual_instruments.get(step.authority, stated))
    return stated


def _stated(doc: Doc, step: Step) -> Instrument:
    """Return what citations or words of the sentence, the headline, the lead or the rest speak of."""
    title = [s for s in doc._.sentences if s.section == "title"]
    lead = [s for s in doc._.sentences if s.section == "lead"]
    named = [name for name in doc._.authorities if name.method == "catalogue"]
    for group in ([step.sentence], title, lead, doc._.sentences[:30]):
        stated = _stated_in(" ".join(_without_authorities(sentence, named) for sentence in group), doc._.lexicon)
        if stated is not None:
            return stated
    return Instrument.UNKNOWN


@lru_cache(maxsize=64)
def _stated_in(text: str, lexicon: Lexicon) -> Instrument | None:
    words = Words(text)
    cited = cited_law(words)
    if cited is not None:
        return cited
    return next((name for _, name in lexicon.instrument_words.first_matches(words)), None)


def _without_authorities(sentence: Sentence, named: list[Name]) -> str:
    """Return a sentence without the names of authorities: "Consumer & Markets" says nothing of the matter."""
    words = sentence.text
    for name in named:
        if sentence.start <= name.start and name.end <= sentence.end:
            start, end = name.start - sentence.start, name.end - sentence.start
            words = words[:start] + " " * (end - start) + words[end:]
    return words


def ai_nexus(doc: Doc, step: Step) -> tuple[bool | None, str | None]:
    """Return whether the matter is about AI, and the words of the text that say so; None when open.

    Words near the step say so, or the name of a target that does nothing else.
    """
    pattern = doc._.lexicon.about_ai
    near = [step.sentence.text, *(s.text for s in doc._.sentences if s.section != "body")]
    found = next((found for words in near if (found := _first(pattern, words))), None)
    if found is None:
        firm = next((target for target in step.targets() if target.id in doc._.firms_of_ai), None)
        found = doc._.layout.joined[firm.start : firm.end] if firm else None
    if found:
        return True, found
    if len(doc._.layout.joined) < 400:
        return None, None
    found = _first(pattern, doc._.layout.joined)
    return (None, found) if found else (False, None)


@lru_cache(maxsize=64)
def _first(pattern: Sparse, text: str) -> str | None:
    """Return the first match; the steps of a document ask for the same headline and lead."""
    found = next(pattern.finditer(words_of(text)), None)
    return found.group() if found else None
