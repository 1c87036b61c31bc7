"""Runs the trained model where names can matter, and stores what it sees.

`doc._.entities` are the names, `doc._.seen` the places where a firm would have been seen.
"""

from spacy.language import Language
from spacy.tokens import Doc

from extractors.entity_model import Entity, EntityModel
from extractors.parts import Hit, Sentence

MOST_SENTENCES = 4
"""Sentences of one document that the model sees at most, besides the headline and the lead."""

SHORT = 400
"""A text of so few characters is seen whole."""

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
        doc._.entities, doc._.seen = [], []
        model = next((model for model in self._models if model.reads(doc._.lang)), None)
        chosen = worth_seeing(doc._.sentences, doc._.hits, len(doc._.layout.joined)) if model else []
        if not model or not chosen:
            return doc
        if model.knows_firms:
            doc._.seen = [(sentence.start, sentence.end) for sentence in chosen]
        doc._.entities = [
            Entity(entity.label, sentence.start + entity.start, sentence.start + entity.end)
            for sentence, entities in zip(chosen, model.find([sentence.text for sentence in chosen]), strict=True)
            for entity in entities
        ]
        return doc


def worth_seeing(sentences: list[Sentence], hits: list[Hit], length: int) -> list[Sentence]:
    """Return the sentences in which an unknown name would matter: headline, lead, and where a step may be told."""
    told = {hit.sentence for hit in hits}
    chosen: list[Sentence] = []
    rest = MOST_SENTENCES
    for number, sentence in enumerate(sentences):
        first = sentence.section != "body"
        if len(sentence.text) > _LONGEST or not (first or number in told or length <= SHORT):
            continue
        if not first:
            rest -= 1
        if rest >= 0 and _has_names(sentence.text):
            chosen.append(sentence)
    return chosen


def _has_names(text: str) -> bool:
    """Tell whether a text holds a capital behind its first word, or stands in small letters throughout."""
    return any(letter.isupper() for letter in text)


@Language.factory("casewatch_ner")
def make_entity_finder(nlp: Language, name: str) -> EntityFinder:
    """Return the component; `load` gives it its model."""
    return EntityFinder()
