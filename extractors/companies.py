"""Finds the companies of the catalogue: names, aliases, and products, which count for their owner."""

import re
from collections.abc import Mapping
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extractors.expressions import expressions
from extractors.firm_names import bare_name
from extractors.name_expressions import name_expressions
from extractors.parts import Name
from extractors.spellings import Sighting, Spelling, SpellingMatcher
from extractors.words import places_of_word
from schemas.catalogue import Company

# How a text shortens a name: the capitals of its words in brackets behind it.
_INITIALS = re.compile(r"(?:[ ][A-Z][\w&.-]*){0,5}[ ]\([\"“‘'*]*([A-Z]{3,7})[\"”’'*]*\)")
_CAPITALISED = re.compile(r"\b[A-Z][\w&.-]*")


class CompanyFinder:
    """The component that fills `doc._.companies`."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = SpellingMatcher(nlp, ())
        self._products: set[tuple[str | None, str]] = set()
        self._of_ai: frozenset[str] = frozenset()

    def load(self, companies: Mapping[str, Company]) -> None:
        """Take the companies to look for."""
        spellings = (Spelling(c.id, c.name, alias) for c in companies.values() for alias in c.spellings())
        self._matcher = SpellingMatcher(self._nlp, spellings, declines=True)
        self._of_ai = frozenset(c.id for c in companies.values() if c.ai == "pure")
        self._products = {(c.id, alias.text) for c in companies.values() for alias in c.products}

    def __call__(self, doc: Doc) -> Doc:
        sightings = self._matcher.find(doc, doc._.layout.joined, doc._.lang)
        names = [self._name(found) for found in sightings if not _is_credit(doc, found)]
        names += _by_initials(doc._.layout.joined, names)
        doc._.firms_of_ai = self._of_ai
        doc._.companies = _without_products_of_others(sorted(names, key=lambda name: name.start), doc._.layout.joined)
        return doc

    def _name(self, found: Sighting) -> Name:
        spelling = found.spelling
        if (spelling.id, spelling.base) in self._products:
            method = f"product {spelling.alias.text}"
        else:
            method = "catalogue" if spelling.alias.text == spelling.name else f"alias {spelling.alias.text}"
        return Name("company", spelling.id, spelling.name, found.start, found.end, method, found.cue)


def _without_products_of_others(names: list[Name], text: str) -> list[Name]:
    """Leave out a product that the text gives to another firm than its owner: "X's Grok" is told of X."""
    return [
        name
        for before, name in zip([None, *names], names, strict=False)
        if before is None or before.key == name.key or not _is_given_to(before, name, text)
    ]


def _is_given_to(owner: Name, name: Name, text: str) -> bool:
    return (
        name.method.startswith("product")
        and name_expressions().owns.fullmatch(text[owner.end : name.start]) is not None
    )


def initials_of(surface: str, text: str, end: int | None = None) -> str | None:
    """Return the initials a text gives a name in brackets, where it ends at `end`, else where it first stands."""
    start = text.find(surface) if end is None else end - len(surface)
    short = _INITIALS.match(text, start + len(surface))
    if not short:
        return None
    named = text[start : short.start(1)].rstrip(" (\"“‘'*")
    return short[1] if short[1] in {_initials(named), _initials(bare_name(named))} else None


def _initials(name: str) -> str:
    return "".join(word[0] for word in _CAPITALISED.findall(name))


def _ticker_of(name: Name, text: str) -> str | None:
    """Return the letters of a firm's share in brackets behind it: from its name in order, or with an exchange."""
    found = name_expressions().ticker.match(text, name.end)
    letters = iter(text[name.start : name.end].upper())
    if found and (found["exchange"] or all(letter in letters for letter in found["letters"])):
        return found["letters"]
    return None


def _by_initials(text: str, names: list[Name]) -> list[Name]:
    """Return the places of the letters that a text gives a firm: "Meta Platforms Ireland Limited (MPIL)", "(NVDA)"."""
    found: dict[str, Name] = {}
    for name in names:
        short = initials_of(text[name.start : name.end], text, name.end) or _ticker_of(name, text)
        if short:
            found.setdefault(short, name)
    return [
        replace(name, start=start, end=start + len(short), method=f"initials {short}")
        for short, name in found.items()
        for start in places_of_word(short, text, not_before="-")
    ]


def _is_credit(doc: Doc, found: Sighting) -> bool:
    if not name_expressions().agency.match(found.spelling.name) or found.spelling.alias.text in doc._.layout.title:
        return False
    before, after = doc._.layout.joined[max(0, found.start - 12) : found.start], doc._.layout.joined[found.end :]
    # "It dropped a similar one. Getty Images": the agency alone behind a sentence, at the end of its line.
    alone = name_expressions().sentence_over.search(before) and name_expressions().line_over.match(after)
    return bool(alone or expressions().credit.search(before))


@Language.factory("casewatch_companies")
def make_company_finder(nlp: Language, name: str) -> CompanyFinder:
    """Return the component; `load` gives it its companies."""
    return CompanyFinder(nlp)
