"""Tells a firm whose product somebody else used from the one a step is taken towards: "fines clinic for using Acme"."""

from extractors.lexicon import Lexicon
from extractors.parts import Hit, Name, Sentence, names_within

# Characters before a firm in which the words stand that say its product was used.
_NEAR = 40
# Letters of a word that may name who is addressed.
_LEAST_LETTERS = 4


def is_used(firm: Name, hit: Hit, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether the words between a step and a firm name somebody else, who used what the firm makes."""
    start = firm.start - sentence.start
    near = max(0, start - _NEAR)
    words = lexicon.patterns["used_before"].search(sentence.text[near:start])
    if words is None or hit.trigger.deal:
        return False
    told = _told(firm, hit, sentence, near + words.start())
    # "Ermittelt gegen den Konzern wegen Acme": a firm already spoken of is nobody else.
    spoken_of = lexicon.patterns["pronouns"].search(told)
    if spoken_of and " " in spoken_of.group():
        return False
    return any(len(word) >= _LEAST_LETTERS for word in told.split())


def uses_of(firms: list[Name], hit: Hit, sentence: Sentence, lexicon: Lexicon) -> list[Name]:
    """Return the firms of a sentence whose products somebody else used, to whom its step is addressed."""
    here = names_within(firms, sentence.start, sentence.end)
    return [firm for firm in here if is_used(firm, hit, sentence, lexicon)]


def _told(firm: Name, hit: Hit, sentence: Sentence, begin: int) -> str:
    """Return the words between a step and those that say a product was used."""
    if firm.start < hit.end:
        return sentence.text[hit.start - sentence.start : begin].partition(" ")[2]
    return sentence.text[hit.end - sentence.start : begin]
