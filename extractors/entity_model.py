"""A spaCy pipeline that finds names: the one casewatch ships, or any other that is installed.

Whatever its own labels are, what comes out bears ours: COMPANY, AUTHORITY, PERSON, PRODUCT, LAW, PLACE, ORG_OTHER.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import use_ops
from threadpoolctl import threadpool_limits

from extractors.greedy_names import Found, GreedyNames, can_read
from extractors.markup import without_markup
from schemas.errors import ConfigurationError
from schemas.settings import ENTITY_LABELS, ReadingSettings

SHIPPED = Path(__file__).parent / "model"
_SHIPPED_LABELS = {label: label for label in ENTITY_LABELS}
_NAMERS = frozenset({"ner", "entity_ruler", "span_ruler", "beam_ner"})
_AT_ONCE = 64
_MARK = re.compile(r"[\"“”„«»*]|['’](?=[)/])")
# The tokenizer leaves the full stop of a sentence at "A/S."; other legal forms have a dot of their own.
_FULL_STOP = re.compile(r"(?:GmbH|AG|KG|[AKP] ?/ ?S|ApS|plc|LLC)\.$")
_BEFORE, _BEHIND = " \"“”„«»*'’‘(", ' "“”„«»*‘(/,;:'


@dataclass(frozen=True)
class Entity:
    """A name the model sees, by character offsets."""

    label: str
    start: int
    end: int


class EntityModel:
    """Finds names in texts. Built once with `load_entity_models`; finding changes nothing in it."""

    def __init__(self, nlp: Language, labels: Mapping[str, str]) -> None:
        self._nlp = nlp
        self._labels = {label: meaning for label, meaning in labels.items() if meaning in ENTITY_LABELS}
        own = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ())}
        self.knows_firms = any(self._labels.get(label) == "COMPANY" for label in own)
        self._greedy = GreedyNames(nlp) if can_read(nlp) else None

    def reads(self, lang: str) -> bool:
        """Tell whether texts of a language are for this model; one of spaCy's language `xx` reads all."""
        return self._nlp.lang in {"xx", lang}

    def find(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the names of each text, in order, none overlapping another."""
        return [
            [
                tidy
                for label, start, end in found
                if label in self._labels and (tidy := _tidy(self._labels[label], start, end, text))
            ]
            for text, found in zip(texts, self._seen([without_markup(text) for text in texts]), strict=True)
        ]

    def _seen(self, texts: Sequence[str]) -> Iterator[list[Found]]:
        """Yield the names the pipeline sees in each text."""
        if self._greedy is None:
            for doc in self._nlp.pipe(texts, batch_size=_AT_ONCE):
                yield [(e.label_, e.start_char, e.end_char) for e in doc.ents]
            return
        for first in range(0, len(texts), _AT_ONCE):
            yield from self._greedy.find(texts[first : first + _AT_ONCE])


def _tidy(label: str, start: int, end: int, text: str) -> Entity | None:
    """Return a name without the marks around it and without what stands behind an open bracket; None if nothing stays.

    A token holds its marks where no blank parts them: "HFC”)10".
    """
    cut = _MARK.search(text, start + 1, end)
    end = cut.start() if cut else end
    opened = text.rfind("(", start, end)
    if opened > start and text.find(")", opened, end) < 0:
        end = opened
    while end > start and text[end - 1] in _BEHIND:
        end -= 1
    while start < end and text[start] in _BEFORE:
        start += 1
    if label == "COMPANY" and _FULL_STOP.search(text, start, end):
        end -= 1
    return Entity(label, start, end) if start < end else None


def load_entity_models(settings: ReadingSettings) -> tuple[EntityModel, ...]:
    """Return the model the settings name, if they name one, and the shipped one for the languages it does not read.

    Raises ConfigurationError when the model named is not installed, cannot be loaded or finds no names.
    """
    models = []
    if settings.spacy_model:
        models.append(EntityModel(_load(settings.spacy_model), settings.labels()))
    if (SHIPPED / "config.cfg").exists():
        models.append(EntityModel(_load(str(SHIPPED)), _SHIPPED_LABELS))
    return tuple(models)


def _load(name: str) -> Language:
    try:
        # numpy's own matrix products are two to three times as fast as those spaCy brings along.
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(name)
        # The matrices are small: a second thread gains nothing, and on a busy machine each product waits for it.
        threadpool_limits(limits=1, user_api="blas")
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
