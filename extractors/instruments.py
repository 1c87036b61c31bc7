"""Says under which law a step is taken, and which words make it a matter of AI."""

from spacy.tokens import Doc

from extractors.laws import cited_law
from extractors.parts import Sentence, Step
from schemas.words import Action, Instrument

_OF_DEALS = frozenset({Action.NOTIFIED, Action.CLEARED, Action.PROHIBITED})
# Whose steps are always taken under it, whatever words stand around; and under what, when no words say more.
_SOLE = frozenset({Instrument.DATA_PROTECTION, Instrument.OTHER})
_LIKELY = frozenset({Instrument.CONSUMER, Instrument.COPYRIGHT})
_NOT_OF_COMPETITION = frozenset({Instrument.UNKNOWN, Instrument.COPYRIGHT})


def instrument_of(doc: Doc, step: Step) -> Instrument:
    """Return the instrument of a step: the authority's only one, else what sentence, headline or lead speak of.

    What an authority of competition alone does, under words that name no such law, is antitrust or a merger.
    """
    only = doc._.instruments.get(step.authority)
    if only in _SOLE:
        return Instrument(only)
    stated = _stated(doc, step)
    if only in _LIKELY and stated is Instrument.UNKNOWN:
        return Instrument(only)
    if step.action in _OF_DEALS and stated in {Instrument.UNKNOWN, Instrument.ANTITRUST}:
        return Instrument.MERGER
    if only == Instrument.ANTITRUST and stated in _NOT_OF_COMPETITION:
        return Instrument.MERGER if step.hit.trigger.deal else Instrument.ANTITRUST
    return stated


def _stated(doc: Doc, step: Step) -> Instrument:
    """Return what citations or words of the sentence, the headline, the lead or the rest speak of."""
    title = [s for s in doc._.sentences if s.section == "title"]
    lead = [s for s in doc._.sentences if s.section == "lead"]
    for group in ([step.sentence], title, lead, doc._.sentences[:30]):
        words = " ".join(_without_authorities(doc, sentence) for sentence in group)
        cited = cited_law(words)
        if cited is not None:
            return cited
        for name, pattern in doc._.lexicon.instruments:
            if pattern.search(words):
                return Instrument(name)
    return Instrument.UNKNOWN


def _without_authorities(doc: Doc, sentence: Sentence) -> str:
    """Return a sentence without the names of authorities: "Consumer & Markets" says nothing of the matter."""
    words = sentence.text
    for name in doc._.authorities:
        if name.method == "catalogue" and sentence.start <= name.start and name.end <= sentence.end:
            start, end = name.start - sentence.start, name.end - sentence.start
            words = words[:start] + " " * (end - start) + words[end:]
    return words


def ai_nexus(doc: Doc, step: Step) -> tuple[bool | None, str | None]:
    """Return whether the matter is about AI, and the words of the text that say so; None when open."""
    pattern = doc._.lexicon.patterns["ai"]
    near = [step.sentence.text, *(s.text for s in doc._.sentences if s.section != "body")]
    for words in near:
        found = pattern.search(words)
        if found:
            return True, found.group()
    if len(doc._.layout.joined) < 400:
        return None, None
    found = pattern.search(doc._.layout.joined)
    return (None, found.group()) if found else (False, None)
