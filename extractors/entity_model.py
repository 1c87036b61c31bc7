"""A spaCy pipeline that finds names: the one casewatch ships, or any other that is installed.

Whatever its own labels are, what comes out bears ours: COMPANY, AUTHORITY, PERSON, PRODUCT, LAW, PLACE, ORG_OTHER.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import use_ops

from schemas.errors import ConfigurationError
from schemas.settings import ENTITY_LABELS, ReadingSettings

SHIPPED = Path(__file__).parent / "model"
_SHIPPED_LABELS = {label: label for label in ENTITY_LABELS}
_NAMERS = frozenset({"ner", "entity_ruler", "span_ruler", "beam_ner"})


@dataclass(frozen=True)
class Entity:
    """A name the model sees, by character offsets."""

    label: str
    start: int
    end: int


class EntityModel:
    """Finds names in texts. Built once with `load_entity_model`; finding changes nothing in it."""

    def __init__(self, nlp: Language, labels: Mapping[str, str]) -> None:
        self._nlp, self._labels = nlp, labels

    def find(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the names of each text, in order, none overlapping another."""
        return [
            [Entity(label, e.start_char, e.end_char) for e in doc.ents if (label := self._meaning(e.label_))]
            for doc in self._nlp.pipe(texts, batch_size=64)
        ]

    def _meaning(self, label: str) -> str | None:
        meaning = self._labels.get(label)
        return meaning if meaning in ENTITY_LABELS else None


def load_entity_model(settings: ReadingSettings) -> EntityModel | None:
    """Return the model the settings name, else the shipped one; None when there is none.

    Raises ConfigurationError when the model named is not installed, cannot be loaded or finds no names.
    """
    if settings.spacy_model:
        return EntityModel(_load(settings.spacy_model), settings.labels())
    if not (SHIPPED / "config.cfg").exists():
        return None
    return EntityModel(_load(str(SHIPPED)), _SHIPPED_LABELS)


def _load(name: str) -> Language:
    try:
        # numpy's own matrix products are two to three times as fast as those spaCy brings along.
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(name)
    except OSError:
        raise ConfigurationError(
            f"reading.spacy_model: no spaCy pipeline {name!r} is installed and no folder of that name holds one. "
            f"Install it (python -m spacy download {name}), or leave the key out to use casewatch's own."
        ) from None
    except (ImportError, ValueError, KeyError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ConfigurationError(f"reading.spacy_model: {name!r} cannot be loaded: {reason}") from error
    if not any(nlp.get_pipe_meta(pipe).factory in _NAMERS for pipe in nlp.pipe_names):
        raise ConfigurationError(f"reading.spacy_model: {name!r} has no component that finds names (ner, entity_ruler)")
    return nlp
