"""Turns labelled text into what spaCy learns from. Words of unknown label stay open: nothing is learnt from them."""

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from training.records import LABELS, UNKNOWN, Labelled


def gold_doc(nlp: Language, record: Labelled) -> Doc:
    """Return the tokens of a text with its names; a name that ends inside a token is left open."""
    doc = nlp.make_doc(record.text)
    known: list[Span] = []
    unknown: list[Span] = []
    taken: set[int] = set()
    for start, end, label in sorted(record.spans, key=lambda span: span[2] == UNKNOWN):
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None:
            continue
        exact = (span.start_char, span.end_char) == (start, end) and label in LABELS
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            (known if exact else unknown).append(span)
            taken |= set(tokens)
    doc.set_ents(known, missing=unknown, default="outside")
    return doc


def examples(nlp: Language, records: Iterable[Labelled]) -> list[Example]:
    """Return one training example a record that holds any word."""
    return [Example(nlp.make_doc(record.text), gold_doc(nlp, record)) for record in records if record.text.strip()]
