"""Tells the matters of authorities from suits between firms, of which courts decide as well: those are no events."""

from spacy.tokens import Doc

from extractors.expressions import expressions
from extractors.parts import COMMISSION, Name, Sentence, is_court, names_within
from schemas.words import Instrument

# How far before a firm the words stand that say that it brought a suit.
_BEFORE = 60


def in_an_authoritys_matter(doc: Doc, sentence: Sentence, actor: Name) -> bool:
    """Return whether a court that hears anybody's suits decides about an authority's matter; True for all others.

    A firm's own suit is none ("Acme's suit against Bolt"), unless the sentence names a body that is no court. Else the
    matter is an authority's where the text names such a body, or where the sentence speaks of antitrust law, and
    neither it nor the first sentence of a suit.
    """
    if expressions().court_of_authorities.search(sentence.text):
        return True
    if not _hears_anybody(actor):
        return not (expressions().high_court.search(actor.name) and _is_a_suit_alone(doc, sentence))
    if _is_brought_by_a_firm(doc, sentence):
        return False
    if any(_is_surely_a_body(other) for other in doc._.authorities):
        return True
    laws = (law for name, law in doc._.lexicon.instruments if name is Instrument.ANTITRUST)
    antitrust = any(law.search(sentence.text) for law in laws)
    opening: Sentence = doc._.sentences[0]
    return antitrust and not any(expressions().lawsuit.search(told.text) for told in (sentence, opening))


def _is_a_suit_alone(doc: Doc, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of somebody's suit, and the text of no body that could be a side of it."""
    return expressions().lawsuit.search(sentence.text) is not None and not any(
        map(_is_surely_a_body, doc._.authorities)
    )


def is_of_a_civil_court(doc: Doc) -> bool:
    """Return whether a court that hears anybody's suits publishes a paper that names no body besides courts."""
    if doc._.publisher_authority is None or not expressions().civil_court.search(doc._.document.publisher):
        return False
    return not any(_is_surely_a_body(other) for other in doc._.authorities)


def _is_brought_by_a_firm(doc: Doc, sentence: Sentence) -> bool:
    bodies = names_within(doc._.authorities, sentence.start, sentence.end)
    if not all(is_court(body.id or body.name) for body in bodies):
        return False
    return any(_brings_a_suit(firm, sentence) for firm in names_within(doc._.companies, sentence.start, sentence.end))


def _brings_a_suit(firm: Name, sentence: Sentence) -> bool:
    start, end = firm.start - sentence.start, firm.end - sentence.start
    behind, before = sentence.text[end:], sentence.text[max(0, start - _BEFORE) : start]
    return bool(expressions().suit_of.search(behind) or expressions().suit_by.search(before))


def _hears_anybody(actor: Name) -> bool:
    """Tell whether who acts is a court, and one without a name or of those that hear anybody's suits."""
    unnamed = actor.method in {"generic", "bare place"}
    return is_court(actor.name) and (unnamed or expressions().civil_court.search(actor.name) is not None)


def _is_surely_a_body(name: Name) -> bool:
    """Tell whether a name means a body and no court: a bare place may be just that, but for "an EU fine"."""
    return not is_court(name.id or name.name) and (name.method != "bare place" or name.id == COMMISSION)
