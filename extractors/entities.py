"""Runs the trained model where names can matter, and stores what it sees.

`doc._.entities` are the names, `doc._.seen` the places where a firm would have been seen.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from extractors.entity_model import Entity, EntityModel
from extractors.parts import Hit, Name, Sentence
from extractors.plain_words import plain_words

_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][^\W\d_]{2,}|(?<!\w)[a-z]+[A-Z]\w+")
MOST_SENTENCES = 4
"""Sentences of one document that the model sees at most, besides the headline and the lead."""

SHORT = 400
"""A text of so few characters is seen whole; in a longer one, sentences whose names are all known are passed over."""

_LONGEST = 1500
"""Longer stretches without a full stop are tables and menus."""


class EntityFinder:
    """The component that fills `doc._.entities` and `doc._.seen`; without a model it leaves them empty."""

    def __init__(self) -> None:
        self._models: tuple[EntityModel, ...] = ()

    def load(self, models: tuple[EntityModel, ...]) -> None:
        """Take the models to look with: the first that reads a document's language does."""
        self._models = models

    def __call__(self, doc: Doc) -> Doc:
        self._see([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Yield the documents; the sentences of a batch of them are seen at once, which is quicker."""
        docs_left = iter(stream)
        while docs := list(islice(docs_left, batch_size)):
            self._see(docs)
            yield from docs

    def _see(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            doc._.entities, doc._.seen = [], []
        reads = [next((model for model in self._models if model.reads(doc._.lang)), None) for doc in docs]
        for model in self._models:
            chosen = [
                (doc, s) for doc, own in zip(docs, reads, strict=True) if own is model for s in _choose(doc, model)
            ]
            found = model.find([sentence.text for _, sentence in chosen]) if chosen else []
            for (doc, sentence), entities in zip(chosen, found, strict=True):
                doc._.entities += [Entity(e.label, sentence.start + e.start, sentence.start + e.end) for e in entities]


def _choose(doc: Doc, model: EntityModel) -> list[Sentence]:
    """Return the sentences the model is to see, and note where a firm would have been seen."""
    length = len(doc._.layout.joined)
    chosen = worth_seeing(doc._.sentences, doc._.hits, length)
    if model.knows_firms:
        doc._.seen = [(sentence.start, sentence.end) for sentence in chosen]
    if length <= SHORT:
        return chosen
    known = [*doc._.companies, *doc._.authorities]
    return [sentence for sentence in chosen if has_unknown_name(sentence, known)]


def worth_seeing(sentences: list[Sentence], hits: list[Hit], length: int) -> list[Sentence]:
    """Return the sentences in which an unknown name would matter: headline, lead, and where a step may be told."""
    told = {hit.sentence for hit in hits}
    chosen: list[Sentence] = []
    rest = MOST_SENTENCES
    for number, sentence in enumerate(sentences):
        first = sentence.section != "body"
        if len(sentence.text) > _LONGEST or not (first or number in told or length <= SHORT):
            continue
        rest -= not first
        if rest >= 0:
            chosen.append(sentence)
    return chosen


def has_unknown_name(sentence: Sentence, known: Iterable[Name]) -> bool:
    """Tell whether a sentence holds a word with a capital that is neither in a name already found nor a plain word."""
    here = [name for name in known if sentence.start <= name.start < sentence.end]
    for match in _CAPITAL.finditer(sentence.text):
        at = sentence.start + match.start()
        if match.group().casefold() not in plain_words() and not any(n.start <= at < n.end for n in here):
            return True
    return False


@Language.factory("casewatch_ner")
def make_entity_finder(nlp: Language, name: str) -> EntityFinder:
    """Return the component; `load` gives it its model."""
    return EntityFinder()
