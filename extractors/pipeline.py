"""Builds the spaCy pipeline and reads documents with it.

    make_doc → sentences → companies → authorities → triggers → (unlisted firms) → steps → decide → Reading

One blank, language-neutral spaCy Language serves all languages; the lexicon of the document's language
travels on the Doc. The slot `casewatch_ner` stands after the companies and is there only when
extractors/model/ holds a trained component.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

import extractors.sentences
import extractors.steps
import extractors.triggers
import extractors.unlisted  # noqa: F401 (they register their components)
from extractors.authorities import AuthorityFinder
from extractors.companies import CompanyFinder
from extractors.cutting import Cutter
from extractors.decide import decide
from extractors.findings import make_reading
from extractors.language import detect_language
from extractors.layout import Layout
from extractors.lexicon import load_lexicons
from extractors.steps import subject_firms
from extractors.weighing import Models, load_models, weigh
from schemas.catalogue import Authority, Company, OtherBody
from schemas.finding import Reading, ReadingInput

EXTRACTOR_VERSION = "rules-1"
MODEL = Path(__file__).parent / "model"
_EXTENSIONS = (
    "document",
    "layout",
    "lang",
    "lexicon",
    "sentences",
    "companies",
    "authorities",
    "publisher_authority",
    "hits",
    "complainants",
    "bystanders",
    "instruments",
    "steps",
    "weighed",
)
# A name may end in one capital ("UOKiK.", "SpaceX."): the full stop behind it is none of it.
_FULL_STOP = r"(?<=[a-zà-ÿł-ż][A-Z])\."
_ELISION = r"(?<=[A-Za-zÀ-ÿ])['’](?=[A-Za-zÀ-ÿ])"


class Knowledge(Protocol):
    """What the reader has to know beforehand; the catalogue is one."""

    @property
    def companies(self) -> Mapping[str, Company]: ...
    @property
    def authorities(self) -> Mapping[str, Authority]: ...
    @property
    def other_bodies(self) -> tuple[OtherBody, ...]: ...


def build_language(catalogue: Knowledge) -> Language:
    """Return the spaCy pipeline with the catalogue's names loaded."""
    for name in _EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    nlp = spacy.blank("xx")
    split = compile_infix_regex([*(nlp.Defaults.infixes or []), _ELISION]).finditer
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=nlp.Defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(nlp.Defaults.prefixes or []).search,
        suffix_search=compile_suffix_regex([*(nlp.Defaults.suffixes or []), _FULL_STOP]).search,
        infix_finditer=split,
        url_match=nlp.Defaults.url_match,
    )
    nlp.tokenizer = Cutter(nlp.tokenizer)
    nlp.add_pipe("casewatch_sentences")
    companies = nlp.add_pipe("casewatch_companies")
    if MODEL.is_dir() and any(MODEL.iterdir()):
        nlp.add_pipe("casewatch_ner", source=spacy.load(MODEL))
    authorities = nlp.add_pipe("casewatch_authorities")
    for name in ("casewatch_triggers", "casewatch_unlisted", "casewatch_steps"):
        nlp.add_pipe(name)
    assert isinstance(companies, CompanyFinder)
    assert isinstance(authorities, AuthorityFinder)
    companies.load(catalogue.companies)
    authorities.load(catalogue.authorities, catalogue.other_bodies)
    return nlp


class Reader:
    """Reads documents. Built once with `load_reader`; reading changes nothing in it."""

    version = EXTRACTOR_VERSION

    def __init__(self, nlp: Language, models: Models | None) -> None:
        self._nlp = nlp
        self._models = models
        self._lexicons = load_lexicons()

    def read(self, document: ReadingInput) -> Reading:
        """Return what a document says: findings, mentions and near misses. Never raises on odd text."""
        return make_reading(self.analyse(document), self.version)

    def analyse(self, document: ReadingInput) -> Doc:
        """Return the Doc with everything the components found, its steps already decided."""
        layout = Layout(document.title, document.text)
        doc = self._nlp.make_doc(layout.joined)
        lang = detect_language(layout.joined, self._lexicons, document.lang)
        doc._.document, doc._.layout, doc._.lang = document, layout, lang
        doc._.lexicon = self._lexicons.get(lang) or self._lexicons["en"]
        doc = self._nlp(doc)
        steps = decide(doc._.steps, frozenset(firm.key for firm in subject_firms(doc)))
        doc._.steps = weigh(doc, steps, self._models)
        return doc


def load_reader(catalogue: Knowledge) -> Reader:
    """Return a reader that knows the companies and authorities of the catalogue.

    Raises DataFileError when a lexicon breaks its form.
    """
    return Reader(build_language(catalogue), load_models())
