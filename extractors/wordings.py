"""Says which step a trigger means by the words of its sentence: an order "pending its inquiry" is an interim one."""

from dataclasses import replace
from typing import Any

from extractors.lexicon import Lexicon, first_words
from extractors.parts import Hit, Name, Sentence
from schemas.words import Action, Status

# How near a trigger the words stand that say what its noun is.
_BESIDE = 60
# … and how near a verb a place that acts: "EU formally drops".
_RIGHT_BEFORE = 12
_OF_COMPLAINTS = frozenset({Action.COMPLAINT, Action.CLOSED, Action.PROHIBITED})
_WITHDRAWN: dict[str, Any] = {
    "action": Action.COMPLAINT, "actor": "complainant", "target": "inside", "status": Status.BACKGROUND,
}  # fmt: skip


def as_worded(hit: Hit, sentence: Sentence, actors: list[Name], lexicon: Lexicon, lead: str = "") -> Hit:
    """Return a trigger with the action that its sentence makes of it; `lead`: what follows a headline."""
    if hit.trigger.action in _OF_COMPLAINTS and _is_withdrawn(hit, sentence, actors, lexicon):
        return replace(hit, trigger=replace(hit.trigger, **_WITHDRAWN))
    meant = None
    if hit.trigger.action is Action.OPENED:
        meant = _as_opened(hit, sentence, lexicon)
    elif hit.trigger.action is Action.DECISION:
        meant = _as_decided(hit, sentence, lexicon, lead)
    return replace(hit, trigger=replace(hit.trigger, action=meant)) if meant else hit


def _is_withdrawn(hit: Hit, sentence: Sentence, actors: list[Name], lexicon: Lexicon) -> bool:
    """Tell whether whoever complained takes it back: no authority stands before the words, as in "the FTC drops …"."""
    words = lexicon.patterns["withdrawn"].search(sentence.text)
    return words is not None and not any(_acts(actor, words.start() + sentence.start) for actor in actors)


def _acts(actor: Name, start: int) -> bool:
    """Tell whether an authority stands before a verb, a mere place right before it: "a European body withdraws …"."""
    reach = _RIGHT_BEFORE if actor.method == "bare place" else start
    return 0 <= start - actor.end <= reach


def _as_opened(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> Action | None:
    """Return inquiry where what is opened comes before any proceedings: "a market study"."""
    return Action.INQUIRY if first_words(lexicon.patterns["preliminary"], _near(hit, sentence)) else None


def _as_decided(hit: Hit, sentence: Sentence, lexicon: Lexicon, lead: str) -> Action | None:
    """Return objections for what is found "preliminarily", interim measures for what is ordered "for now"."""
    until = sentence.text[: hit.end - sentence.start + _BESIDE]
    if first_words(lexicon.patterns["provisional_view"], until):
        return Action.OBJECTIONS
    fined = first_words(lexicon.patterns["fined"], _near(hit, sentence))
    # Headlines leave out that findings are preliminary: "EU finds Acme broke its rules".
    if not fined and first_words(lexicon.patterns["provisional_view"], lead):
        return Action.OBJECTIONS
    return Action.INTERIM_MEASURES if not fined and first_words(lexicon.patterns["interim"], sentence.text) else None


def _near(hit: Hit, sentence: Sentence) -> str:
    start, end = hit.start - sentence.start, hit.end - sentence.start
    return sentence.text[max(0, start - _BESIDE) : end + _BESIDE]
