"""Finds the words that state a step, sentence by sentence."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors.lexicon import Lexicon
from extractors.parts import Hit, Name, Sentence


def find_hits(sentences: list[Sentence], lexicon: Lexicon, names: list[Name]) -> list[Hit]:
    """Return the triggers of a document in order; where two overlap the stronger, then the longer stays.

    A sentence of the body that names nobody states no step: it is passed over.
    """
    hits: list[Hit] = []
    for index, sentence in enumerate(sentences):
        if sentence.section != "body" or any(sentence.start <= n.start < sentence.end for n in names):
            hits += _without_overlap(list(_hits_in(sentence, index, lexicon)))
    return hits


def _hits_in(sentence: Sentence, index: int, lexicon: Lexicon) -> Iterator[Hit]:
    for pattern, trigger in lexicon.triggers:
        for match in pattern.finditer(sentence.text):
            yield Hit(trigger, sentence.start + match.start(), sentence.start + match.end(), index)


def _without_overlap(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.trigger.weak, h.start - h.end)):
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


@Language.component("casewatch_triggers")
def mark_triggers(doc: Doc) -> Doc:
    """Store the triggers of a document as `doc._.hits`."""
    doc._.hits = find_hits(doc._.sentences, doc._.lexicon, [*doc._.companies, *doc._.authorities])
    return doc
