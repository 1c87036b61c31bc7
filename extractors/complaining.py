"""Finds who complained to an authority where it is no firm of the text: associations, and firms nobody listed.

They are told as complainants of a step and are nothing else: no firm alerts by them, and no name is kept of them.
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from extractors.anchored import Anchored
from extractors.candidates import Candidates
from extractors.expressions import expressions
from extractors.firm_names import NAMED, has_odd_letters, organisations
from extractors.parts import Name, Sentence, names_within
from extractors.persons import has_title, is_person
from extractors.words import places_of_word

# How near a name the words stand that say that it complained.
_BESIDE = 90
_ACRONYM = 6
_ORGANISED = frozenset({"COMPANY", "ORG_OTHER"})


def complaining(doc: Doc) -> list[Name]:
    """Return the names in the place of a complainant that are neither firms nor authorities of the text, in order."""
    told = [sentence for sentence in doc._.sentences if _tells_of_complaint(sentence)]
    if not told:
        return []
    candidates = Candidates(doc)
    return [name for sentence in told for name in _in_sentence(doc, sentence, candidates)]


def _tells_of_complaint(sentence: Sentence) -> bool:
    return any(True for _ in _complaint().first_matches(sentence.words))


@cache
def _complaint() -> Anchored[None]:
    """Return the words for complaints, tried only on a sentence that may hold one."""
    expression = expressions().complaint
    return Anchored([(expression.pattern, None)], expression.flags)


def _in_sentence(doc: Doc, sentence: Sentence, candidates: Candidates) -> Iterator[Name]:
    for span in _names(sentence):
        name = _accepted(doc, span, candidates)
        if name is not None and _complains(doc, sentence, *name):
            yield Name("company", None, doc._.layout.joined[slice(*name)], *name, "complaint")


def _names(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the spans of a sentence that read as names, and of organisations written small."""
    found = [match.span() for match in NAMED.finditer(sentence.text)]
    small = (name for name in organisations() if name[0].islower())
    found += [(at, at + len(name)) for name in small for at in places_of_word(name, sentence.text)]
    return ((sentence.start + start, sentence.start + end) for start, end in sorted(found))


def _accepted(doc: Doc, span: tuple[int, int], candidates: Candidates) -> tuple[int, int] | None:
    """Return the bare name of a span, None where it is known already, a person, a place or a common word."""
    text = doc._.layout.joined
    if not candidates.taken.is_free(*span):
        return None
    start, end = _without_its_kind(text, *span)
    if text[start:end] in organisations():
        return start, end
    name = candidates.name_within(start, end)
    called = expressions().called_organisation.search(text, max(0, start - _BESIDE), start)
    if (
        name is None
        or (not called and _is_a_word(text[slice(*name)], doc))
        or has_title(text[slice(*name)], name[0], text)
    ):
        return None
    return name


def _without_its_kind(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the article and the kind before a name: "L'*Altroconsumo*", "Verein *Noyb*"."""
    kind = expressions().kind_of_organisation.match(text, start, end)
    return (kind.end() if kind else start), end


def _is_a_word(surface: str, doc: Doc) -> bool:
    """Tell whether a name may be none: a person's, or one word that is no acronym and no odd one."""
    if " " not in surface and not has_odd_letters(surface) and not (surface.isupper() and len(surface) <= _ACRONYM):
        return not any(
            e.label in _ORGANISED and doc._.layout.joined[e.start : e.end] == surface for e in doc._.entities
        )
    return is_person(surface)


def _complains(doc: Doc, sentence: Sentence, start: int, end: int) -> bool:
    text, patterns = doc._.layout.joined, doc._.lexicon.patterns
    before, after = text[max(sentence.start, start - _BESIDE) : start], text[end : min(sentence.end, end + _BESIDE)]
    if patterns["complainant_before"].search(before) or patterns["complained"].match(after):
        return True
    if expressions().in_brackets.search(before) or " " not in text[start:end]:
        return False
    acts = any(
        hit.trigger.actor == "complainant" and sentence.start <= hit.start < sentence.end and end <= hit.start
        for hit in doc._.hits
    )
    return acts and not names_within(doc._.companies, sentence.start, start) and _may_act(before)


def _may_act(before: str) -> bool:
    """Tell whether a name can be the one who acts: no preposition stands before it."""
    return not expressions().after_preposition.search(before)
