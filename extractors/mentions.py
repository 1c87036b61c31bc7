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
from extractors.firm_names import LEGAL_FORM_BEHIND, WITH_LEGAL_FORM, is_common, not_firms, without_full_stop
from extractors.lexicon import Lexicon
from extractors.parts import Name

MODEL_SCORE = 0.4
"""The score of a firm that only the model sees."""

_GUESS = 0.5
"""The highest score of a firm that only its place in the sentence gives away; the model has to see it too."""

_NAMED = frozenset({"catalogue", "place", "anaphora"})
_ARTICLE = re.compile(
    r"(?:the|a|an|der|die|das|dem|den|des|la|le|les|el|los|las|il|lo|gli|i|o|os|as|de|het|una?)\s+|(?:l|d|dell|all|dall|sull)['’]",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")
_GENITIVE_LANGUAGES = frozenset({"de", "nl", "da", "pl", "sv", "no"})
_REACH = 80


def mentions_of(doc: Doc) -> list[Name]:
    """Return the names of firms, products and authorities, in order, none overlapping another."""
    found = _without_overlap([*_firms(doc), *_bodies(doc)])
    for entity in doc._.entities:
        if all(entity.end <= name.start or name.end <= entity.start for name in found):
            found += _of_model(entity, doc.text, doc._.lexicon)
    return sorted(found, key=lambda name: (name.start, name.kind))


def _without_overlap(names: Iterable[Name]) -> list[Name]:
    """Return names of which none overlaps another: those a list knows before others, then the longer ones."""
    taken: list[Name] = []
    for name in sorted(names, key=lambda name: (name.id is None, name.start - name.end)):
        if all(name.end <= other.start or other.end <= name.start for other in taken):
            taken.append(name)
    return taken


def _over(name: Name, entities: Iterable[Entity], *labels: str) -> Entity | None:
    """Return the name of some labels that the model sees over all the words of another."""
    over = (e for e in entities if e.start <= name.start and name.end <= e.end and e.label in labels)
    return next(over, None)


def _firms(doc: Doc) -> Iterator[Name]:
    seen = doc._.seen
    for name in doc._.companies:
        guess = name.id is None and name.score <= _GUESS
        if guess and _was_seen(name, seen) and not any(_touch(name, e) for e in doc._.entities if e.label == "COMPANY"):
            continue
        yield _firm(name, doc)


def _was_seen(name: Name, seen: Iterable[tuple[int, int]]) -> bool:
    return any(start <= name.start < end for start, end in seen)


def _touch(name: Name, entity: Entity) -> bool:
    return name.start < entity.end and entity.start < name.end


def _firm(name: Name, doc: Doc) -> Name:
    """Return a firm's or product's name as far as it goes: what the model sees, legal form, genitive."""
    wider = _over(name, doc._.entities, "COMPANY", "PRODUCT")
    if wider is not None and wider.label == "PRODUCT" and name.id is not None:
        return replace(name, kind="product", start=wider.start, end=wider.end)
    if wider is not None:
        name = replace(name, start=wider.start, end=wider.end)
    elif name.method.startswith("product "):
        return replace(name, kind="product")
    for match in WITH_LEGAL_FORM.finditer(doc.text, max(0, name.start - _REACH), name.end + _REACH):
        if match.start() <= name.start and name.end <= match.end():
            start = name.start if wider else _first_word(doc.text, match.start(), name.start, doc._.lexicon)
            return replace(name, start=start, end=without_full_stop(doc.text, match.end()))
    form = LEGAL_FORM_BEHIND.match(doc.text, name.end)
    if form:
        return replace(name, end=without_full_stop(doc.text, form.end()))
    return replace(name, end=_genitive(doc, name.end))


def _first_word(text: str, start: int, known: int, lexicon: Lexicon) -> int:
    """Return where a name begins in a row of capitals: behind articles, headings and words that are no name."""
    for word in text[start:known].split(" ")[:-1]:
        if word.casefold() not in lexicon.words and word not in not_firms() and not (word.isupper() and len(word) > 5):
            break
        start += len(word) + 1
    return start


def _genitive(doc: Doc, end: int) -> int:
    """Return the end of a name with its genitive ("Googles") where the language writes one without apostrophe."""
    at_end = doc._.lang in _GENITIVE_LANGUAGES and re.match(r"s\b", doc.text[end : end + 2])
    return end + 1 if at_end else end


def _bodies(doc: Doc) -> Iterator[Name]:
    """Yield authorities as far as their names go; a trade ("watchdogs") and a place that is only a place are none."""
    entities: list[Entity] = [entity for entity in doc._.entities if entity.label == "AUTHORITY"]
    sure = [name for name in doc._.authorities if name.method in _NAMED]
    for name in doc._.authorities:
        own = _trimmed(replace(name, end=_genitive(doc, name.end)), doc.text)
        wider = _over(own, entities, "AUTHORITY")
        if wider is not None and sum(_touch(other, wider) for other in sure) < 2:
            yield _trimmed(replace(name, start=wider.start, end=wider.end), doc.text)
            continue
        certain = name.method in _NAMED or any(_touch(own, entity) for entity in entities)
        if certain and doc.text[own.start].isupper():
            yield own


def _trimmed(name: Name, text: str) -> Name:
    """Return a name without leading article and possessive."""
    article = _ARTICLE.match(text, name.start, name.end)
    start = article.end() if article and article.end() < name.end else name.start
    possessive = _POSSESSIVE.search(text[start : name.end])
    return replace(name, start=start, end=start + possessive.start() if possessive else name.end)


def _of_model(entity: Entity, text: str, lexicon: Lexicon) -> Iterator[Name]:
    surface = re.sub(r"\s+", " ", text[entity.start : entity.end])
    if entity.label == "COMPANY" and not is_common(surface, text, lexicon):
        yield Name("company", None, surface, entity.start, entity.end, "model", None, MODEL_SCORE)
    elif entity.label == "AUTHORITY":
        yield Name("authority", f"other:{surface}", surface, entity.start, entity.end, "model", None, MODEL_SCORE)
