"""Says which step a trigger means by the words of its sentence: an order "pending its inquiry" is an interim one."""

from dataclasses import replace

from extractors.lexicon import Lexicon, first_words
from extractors.parts import Hit, Sentence
from schemas.words import Action

# How near a trigger the words stand that say what its noun is.
_BESIDE = 60


def as_worded(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> Hit:
    """Return a trigger with the action that its sentence makes of it."""
    meant = None
    if hit.trigger.action is Action.OPENED:
        meant = _as_opened(hit, sentence, lexicon)
    elif hit.trigger.action is Action.DECISION:
        meant = _as_decided(hit, sentence, lexicon)
    return replace(hit, trigger=replace(hit.trigger, action=meant)) if meant else hit


def _as_opened(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> Action | None:
    """Return inquiry where what is opened comes before any proceedings: "a market study"."""
    return Action.INQUIRY if first_words(lexicon.patterns["preliminary"], _near(hit, sentence)) else None


def _as_decided(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> Action | None:
    """Return objections for what is found "preliminarily", interim measures for what is ordered "for now"."""
    until = sentence.text[: hit.end - sentence.start + _BESIDE]
    if first_words(lexicon.patterns["provisional_view"], until):
        return Action.OBJECTIONS
    fined = first_words(lexicon.patterns["fined"], _near(hit, sentence))
    return Action.INTERIM_MEASURES if not fined and first_words(lexicon.patterns["interim"], sentence.text) else None


def _near(hit: Hit, sentence: Sentence) -> str:
    start, end = hit.start - sentence.start, hit.end - sentence.start
    return sentence.text[max(0, start - _BESIDE) : end + _BESIDE]
