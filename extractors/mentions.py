"""Says which words of a document name a firm or an authority, and as far as the whole name goes.

The rules that read steps look for the shortest sure sign ("Meta", "the watchdog"); a mention is the name as printed
("Meta Platforms Ireland Limited"), without article and possessive. What the model sees and no list knows becomes a
candidate, or a body without an id. None of this changes who acts on whom.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from extractors.entity_model import Entity
from extractors.firm_names import LEGAL_FORM_BEHIND, WITH_LEGAL_FORM
from extractors.parts import Name

MODEL_SCORE = 0.4
"""The score of a firm that only the model sees."""

_NAMED = frozenset({"catalogue", "place", "anaphora"})
_ARTICLE = re.compile(
    r"(?:the|a|an|der|die|das|dem|den|des|la|le|les|el|los|las|il|lo|gli|i|o|os|as|de|het|una?)\s+|(?:l|d|dell|all|dall|sull)['’]",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")


def mentions_of(doc: Doc) -> list[Name]:
    """Return the names of firms, products and authorities, in order, none overlapping another."""
    entities: list[Entity] = doc._.entities
    firms = [_firm(name, doc, entities) for name in doc._.companies]
    bodies = [body for name in doc._.authorities if (body := _body(name, doc, entities))]
    found = _longest_first(firms, bodies)
    for entity in entities:
        if all(entity.end <= name.start or name.end <= entity.start for name in found):
            found += _of_model(entity, doc.text)
    return sorted(found, key=lambda name: (name.start, name.kind))


def _longest_first(firms: Iterable[Name], bodies: Iterable[Name]) -> list[Name]:
    """Return names of which none overlaps another: those a list knows before others, then the longer ones."""
    taken: list[Name] = []
    for name in sorted((*firms, *bodies), key=lambda name: (name.id is None, name.start - name.end)):
        if all(name.end <= other.start or other.end <= name.start for other in taken):
            taken.append(name)
    return taken


def _around(name: Name, entities: Iterable[Entity], labels: frozenset[str]) -> Entity | None:
    """Return the name the model sees over the words of another."""
    over = (e for e in entities if e.start <= name.start and name.end <= e.end and e.label in labels)
    return next(over, None)


def _firm(name: Name, doc: Doc, entities: list[Entity]) -> Name:
    wider = _around(name, entities, frozenset({"COMPANY", "PRODUCT"}))
    if wider is not None and wider.label == "PRODUCT":
        name = replace(name, kind="product", start=wider.start, end=wider.end)
    elif wider is not None:
        name = replace(name, start=wider.start, end=wider.end)
    elif name.method.startswith("product "):
        name = replace(name, kind="product")
    if name.kind == "product":
        return name
    for match in WITH_LEGAL_FORM.finditer(doc.text, max(0, name.start - 60), name.end + 60):
        if match.start() <= name.start and name.end <= match.end():
            return replace(name, start=match.start(), end=match.end())
    form = LEGAL_FORM_BEHIND.match(doc.text, name.end)
    return replace(name, end=form.end()) if form else name


def _body(name: Name, doc: Doc, entities: list[Entity]) -> Name | None:
    """Return an authority's name as far as it goes, None for a trade ("watchdogs") and a place that is only a place."""
    wider = _around(name, entities, frozenset({"AUTHORITY"}))
    if wider is not None:
        return _trimmed(replace(name, start=wider.start, end=wider.end), doc.text)
    trimmed = _trimmed(name, doc.text)
    within = [e for e in entities if e.label == "AUTHORITY" and name.start <= e.start and e.end <= name.end]
    if within:
        return replace(name, start=within[0].start, end=within[0].end)
    return trimmed if name.method in _NAMED and doc.text[trimmed.start].isupper() else None


def _trimmed(name: Name, text: str) -> Name:
    """Return a name without leading article and possessive."""
    article = _ARTICLE.match(text, name.start, name.end)
    start = article.end() if article and article.end() < name.end else name.start
    possessive = _POSSESSIVE.search(text[start : name.end])
    return replace(name, start=start, end=start + possessive.start() if possessive else name.end)


def _of_model(entity: Entity, text: str) -> Iterator[Name]:
    surface = re.sub(r"\s+", " ", text[entity.start : entity.end])
    if entity.label == "COMPANY":
        yield Name("company", None, surface, entity.start, entity.end, "model", None, MODEL_SCORE)
    elif entity.label == "AUTHORITY":
        yield Name("authority", f"other:{surface}", surface, entity.start, entity.end, "model", None, MODEL_SCORE)
