"""Says which words of a document name a firm or an authority, and as far as the whole name goes.

The rules that read steps look for the shortest sure sign ("Meta", "the watchdog"); a mention is the name as printed
("Meta Platforms Ireland Limited"), without article and possessive. What the model sees and no list knows becomes a
candidate, or a body without an id. None of this changes who acts on whom.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from extractors.anchors import places_of_word
from extractors.body_names import is_office_of, may_name_body, with_region
from extractors.entity_model import Entity
from extractors.firm_names import DEFINED, bare_name, is_common
from extractors.lexicon import Lexicon
from extractors.name_spans import bare, to_genitive, to_legal_form
from extractors.parts import Name, Taken
from extractors.plain_words import is_plain

MODEL_SCORE = 0.4
"""The score of a firm that only the model sees."""

_GUESS = 0.5
"""The highest score of a firm that only its place in the sentence gives away; the model has to see it too."""

_NAMED = frozenset({"catalogue", "place", "anaphora"})
_SHORTEST = 3


def mentions_of(doc: Doc) -> list[Name]:
    """Return the names of firms, products and authorities, in order, none overlapping another."""
    text = doc._.layout.joined
    found = _without_overlap([*_firms(doc, text), *_bodies(doc, text)])
    taken = Taken((name.start, name.end) for name in found)
    for entity in doc._.entities:
        if taken.is_free(entity.start, entity.end):
            of_model = list(_of_model(entity, text, doc._.lexicon))
            for name in of_model:
                taken.add(name.start, name.end)
            found += of_model
    found += _short_names(found, text, doc._.lexicon)
    return sorted(found, key=lambda name: (name.start, name.kind))


def _touch(name: Name, entity: Entity) -> bool:
    return name.start < entity.end and entity.start < name.end


def _without_overlap(names: Iterable[Name]) -> list[Name]:
    """Return names of which none overlaps another: those a list knows before others, then the longer ones."""
    kept: list[Name] = []
    taken = Taken()
    for name in sorted(names, key=lambda name: (name.id is None, name.start - name.end)):
        if taken.is_free(name.start, name.end):
            taken.add(name.start, name.end)
            kept.append(name)
    return kept


def _over(name: Name, entities: Iterable[Entity], *labels: str) -> Entity | None:
    """Return the name of some labels that the model sees over all the words of another."""
    over = (e for e in entities if e.start <= name.start and name.end <= e.end and e.label in labels)
    return next(over, None)


def _firms(doc: Doc, text: str) -> Iterator[Name]:
    firms = [entity for entity in doc._.entities if entity.label == "COMPANY"]
    for name in doc._.companies:
        guess = name.id is None and name.score <= _GUESS
        was_seen = any(start <= name.start < end for start, end in doc._.seen)
        if not (guess and was_seen) or any(_touch(name, entity) for entity in firms):
            yield _firm(name, doc, text)


def _firm(name: Name, doc: Doc, text: str) -> Name:
    """Return a firm's or product's name as far as it goes: what the model sees, legal form, genitive."""
    wider = _over(name, doc._.entities, "COMPANY", "PRODUCT")
    if wider is not None and wider.label == "PRODUCT" and name.id is not None:
        return replace(name, kind="product", start=wider.start, end=wider.end)
    if wider is None and name.method.startswith("product "):
        return replace(name, kind="product")
    start, end = name.start, name.end
    if formal := to_legal_form((start, end), text, doc._.lexicon):
        start = min(wider.start, formal[0]) if wider else formal[0]
        return replace(name, start=start, end=formal[1])
    if wider is not None:
        start, end = bare((wider.start, wider.end), text)
    return replace(name, start=min(start, name.start), end=to_genitive(max(end, name.end), text, doc._.lang))


def _bodies(doc: Doc, text: str) -> Iterator[Name]:
    """Yield authorities as far as their names go; a trade ("watchdogs") and a place that is only a place are none."""
    entities: list[Entity] = [entity for entity in doc._.entities if entity.label == "AUTHORITY"]
    sure = [name for name in doc._.authorities if name.method in _NAMED]
    for name in doc._.authorities:
        start, end = bare((name.start, to_genitive(name.end, text, doc._.lang)), text)
        own = replace(name, start=with_region(start, text), end=end)
        wider = _over(own, entities, "AUTHORITY")
        alone = wider is not None and sum(_touch(other, wider) for other in sure) < 2
        if wider is not None and alone and not is_office_of(text[wider.start : own.start]):
            start, end = bare((wider.start, wider.end), text)
            yield replace(name, start=start, end=end)
            continue
        certain = name.method in _NAMED or any(_touch(own, entity) for entity in entities)
        if certain and text[own.start].isupper():
            yield own


def _of_model(entity: Entity, text: str, lexicon: Lexicon) -> Iterator[Name]:
    surface = re.sub(r"\s+", " ", text[entity.start : entity.end])
    if entity.label == "COMPANY" and not (is_plain(surface, lexicon.lang) or is_common(surface, text, lexicon)):
        formal = to_legal_form((entity.start, entity.end), text, lexicon) or (entity.start, entity.end)
        start, end = min(entity.start, formal[0]), max(entity.end, formal[1])
        yield Name("company", None, bare_name(surface), start, end, "model", None, MODEL_SCORE)
    elif entity.label == "AUTHORITY":
        start, end = bare((entity.start, entity.end), text)
        name = re.sub(r"\s+", " ", text[start:end])
        if may_name_body(name):
            yield Name("authority", f"other:{name}", name, start, end, "model", None, MODEL_SCORE)


def _short_names(found: Sequence[Name], text: str, lexicon: Lexicon) -> list[Name]:
    """Return where firms are called by the short name a document gives them, or by the first words of their name."""
    taken = Taken((name.start, name.end) for name in found)
    shorts: dict[str, Name] = {}
    for name in found:
        if name.kind != "company":
            continue
        surface = text[name.start : name.end]
        if defined := DEFINED.match(text, name.end):
            shorts.setdefault(defined[1].strip(), name)
        if bare_name(surface) != surface.rstrip("."):
            words = bare_name(surface).split(" ")
            for length in range(len(words), 0, -1):
                shorts.setdefault(" ".join(words[:length]), name)
    added = []
    for short, name in sorted(shorts.items(), key=lambda item: -len(item[0])):
        if len(short) < _SHORTEST or not short[0].isupper() or is_common(short, text, lexicon):
            continue
        for start in places_of_word(short, text, not_before="-", not_behind="-"):
            end = start + len(short)
            if taken.is_free(start, end):
                taken.add(start, end)
                added.append(replace(name, start=start, end=end, method=f"short for {name.name}"))
    return added
