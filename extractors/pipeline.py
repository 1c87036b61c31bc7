"""Builds the spaCy pipeline and reads documents with it.

    make_doc → sentences → companies → authorities → triggers → names of the model → unlisted firms → steps
             → decide → weigh → asides → Reading

One blank, language-neutral spaCy Language serves all languages; the lexicon of the document's language
travels on the Doc. `casewatch_ner` runs the model of extractors/model/, or the spaCy pipeline the settings
name, on the sentences in which an unknown name can matter.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from threading import Lock
from typing import Any, Protocol

from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokens import Doc

import extractors.sentences
import extractors.steps
import extractors.triggers
import extractors.unlisted  # noqa: F401 (they register their components)
from extractors.asides import asides
from extractors.authorities import AuthorityFinder
from extractors.companies import CompanyFinder
from extractors.cutting import Cutter
from extractors.decide import decide
from extractors.entities import EntityFinder
from extractors.entity_model import load_entity_models
from extractors.findings import make_reading
from extractors.language import detect_language
from extractors.layout import Layout
from extractors.lexicon import load_lexicons
from extractors.pending import pending
from extractors.spoken_to import without_spoken_to
from extractors.subjects import subject_firms
from extractors.tokens import blank_language
from extractors.weighing import Models, load_models, weigh
from schemas.catalogue import Authority, Company, OtherBody
from schemas.finding import Reading, ReadingInput
from schemas.settings import ReadingSettings

MOST_OF_TITLE = 2_000
MOST_OF_TEXT = 100_000
"""Characters of a document that are read: about forty pages."""

BATCH = 32
"""Documents whose sentences the model of names sees at once."""

MOST_WORDS = 100_000
"""Words, each counted as often as spaCy notes it, that a reader keeps for good: some 50 MB."""

EXTRACTOR_VERSION = "rules-12"
_SHIPPED_MODEL = ReadingSettings()


class Knowledge(Protocol):
    """What the reader has to know beforehand; the catalogue is one."""

    @property
    def companies(self) -> Mapping[str, Company]: ...
    @property
    def authorities(self) -> Mapping[str, Authority]: ...
    @property
    def other_bodies(self) -> tuple[OtherBody, ...]: ...
    @property
    def fingerprint(self) -> str: ...


def build_language(catalogue: Knowledge, reading: ReadingSettings) -> Language:
    """Return the spaCy pipeline with the catalogue's names and the model of names loaded."""
    nlp = blank_language()
    _note_only(nlp, LOWER)
    nlp.tokenizer = Cutter(nlp.tokenizer)
    nlp.add_pipe("casewatch_sentences")
    companies = nlp.add_pipe("casewatch_companies")
    authorities = nlp.add_pipe("casewatch_authorities")
    nlp.add_pipe("casewatch_triggers")
    entities = nlp.add_pipe("casewatch_ner")
    for name in ("casewatch_unlisted", "casewatch_steps"):
        nlp.add_pipe(name)
    assert isinstance(companies, CompanyFinder)
    assert isinstance(authorities, AuthorityFinder)
    assert isinstance(entities, EntityFinder)
    companies.load(catalogue.companies)
    authorities.load(catalogue.authorities, catalogue.other_bodies)
    entities.load(load_entity_models(reading))
    return nlp


def _note_only(nlp: Language, attribute: int) -> None:
    """Spare each new word the twenty notes spaCy makes of it (its shape, whether it looks like an address)."""
    vocab: Any = nlp.vocab
    for name in set(vocab.lex_attr_getters) - {attribute}:
        del vocab.lex_attr_getters[name]


class Reader:
    """Reads documents. Built once with `load_reader`; reading changes nothing in it."""

    def __init__(
        self,
        nlp: Language,
        models: Models | None,
        version: str = EXTRACTOR_VERSION,
        most_words: int = MOST_WORDS,
    ) -> None:
        self.version = version
        self._nlp = nlp
        self._models = models
        self._lexicons = load_lexicons()
        self._most_words = most_words
        # There is one vocabulary, and it lets go of words for all who read with it.
        self._reading = Lock()

    def read(self, document: ReadingInput) -> Reading:
        """Return what a document says: findings, mentions and near misses. Never raises on odd text.

        Only the first MOST_OF_TITLE and MOST_OF_TEXT characters are read.
        """
        return self._read_batch([document])[0]

    def read_all(self, documents: Iterable[ReadingInput]) -> Iterator[Reading]:
        """Yield the readings of documents, in order. Quicker than one by one: BATCH of them are taken at once."""
        left = iter(documents)
        while batch := list(islice(left, BATCH)):
            yield from self._read_batch(batch)

    def _read_batch(self, batch: Sequence[ReadingInput]) -> list[Reading]:
        with self._reading, self._vocabulary():
            docs = self._nlp.pipe(map(self._prepared, batch), batch_size=BATCH)
            return [make_reading(self._decided(doc), self.version) for doc in docs]

    def _vocabulary(self) -> AbstractContextManager[object]:
        """Keep what spaCy notes of each new word; once it is a lot, only as long as its documents are read."""
        return self._nlp.memory_zone() if len(self._nlp.vocab.strings) > self._most_words else nullcontext()

    def analyse(self, document: ReadingInput) -> Doc:
        """Return the Doc with everything the components found, its steps already decided."""
        return self._decided(self._nlp(self._prepared(document)))

    def _prepared(self, document: ReadingInput) -> Doc:
        layout = Layout(document.title[:MOST_OF_TITLE], document.text[:MOST_OF_TEXT])
        doc = self._nlp.make_doc(layout.joined)
        lang = detect_language(layout.joined, self._lexicons, document.lang)
        doc._.document, doc._.layout, doc._.lang = document, layout, lang
        doc._.lexicon = self._lexicons.get(lang) or self._lexicons["en"]
        return doc

    def _decided(self, doc: Doc) -> Doc:
        steps = decide(doc._.steps, frozenset(firm.key for firm in subject_firms(doc)), doc._.layout.title)
        weighed = without_spoken_to(doc, weigh(doc, steps, self._models))
        told = [*weighed, *pending(doc, weighed)]
        doc._.steps = [*told, *asides(doc, told)]
        return doc


def load_reader(catalogue: Knowledge, reading: ReadingSettings = _SHIPPED_MODEL) -> Reader:
    """Return a reader that knows the companies and authorities of the catalogue.

    `reading` may name another spaCy pipeline than casewatch's own. Raises DataFileError when a lexicon breaks its
    form, ConfigurationError when the pipeline named cannot be used.
    """
    return Reader(build_language(catalogue, reading), load_models(), reader_version(catalogue, reading))


def reader_version(catalogue: Knowledge, reading: ReadingSettings = _SHIPPED_MODEL) -> str:
    """Return what readings bear: the version of the rules, and by what names and model of names they were read.

    Another catalogue or model reads the same text otherwise.
    """
    model = "" if reading == _SHIPPED_MODEL else reading.model_dump_json()
    told = hashlib.sha256(f"{catalogue.fingerprint}{model}".encode()).hexdigest()[:8]
    return f"{EXTRACTOR_VERSION}+{told}"
