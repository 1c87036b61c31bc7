"""Says which words of a document name a firm or an authority, and as far as the whole name goes.

The rules that read steps look for the shortest sure sign ("Meta", "the watchdog"); a mention is the name as printed
("Meta Platforms Ireland Limited"), without article and possessive. What the model sees and no list knows becomes a
candidate, or a body without an id. None of this changes who acts on whom.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from extractors.abbreviations import is_short_for_a_thing
from extractors.associations import is_other_organisation
from extractors.body_names import (
    before_bracket,
    firms_of_letters,
    is_first_of_a_firm,
    is_in_a_law,
    is_office_of,
    is_widened_by_nothing,
    means_no_body,
    whole_bodies,
    with_division,
    with_region,
    without_office,
    without_paper,
)
from extractors.brands import end_of_product, is_product_name
from extractors.candidates import SURE
from extractors.defined_names import find_defined_names
from extractors.entity_model import Entity
from extractors.firm_names import bare_name, no_firms
from extractors.formal_names import find_formal_names
from extractors.formulas import firms_of_formulas
from extractors.known_names import KnownName, find_known_names, named_entities
from extractors.lexicon import Lexicon
from extractors.listed_names import listed_beside
from extractors.long_names import find_long_names
from extractors.merger_titles import apart, parties_of_mergers
from extractors.mistaken_names import as_firm
from extractors.name_edges import with_edges
from extractors.name_spans import (
    bare,
    behind_article,
    behind_description,
    behind_heading,
    is_in_an_address,
    to_genitive,
    to_inner_form,
    to_legal_form,
    with_group,
    with_unit,
)
from extractors.parts import Name, Taken
from extractors.persons import is_person
from extractors.seen_names import named_by
from extractors.short_names import short_names
from extractors.whole_names import whole

MODEL_SCORE = 0.4
"""The score of a firm that only the model sees."""

_GUESS = 0.5
"""The highest score of a firm that only its place in the sentence gives away; the model has to see it too."""

# What the model takes for these may be a firm all the same where a phrase says so.
_WEAK = frozenset({"ORG_OTHER", "PLACE"})
_NAMED = frozenset({"catalogue", "place", "anaphora"})


def mentions_of(doc: Doc) -> list[Name]:
    """Return the names of firms, products and authorities, in order, none overlapping another."""
    text = doc._.layout.joined
    seen = [part for entity in doc._.entities for part in apart(as_firm(entity, text), text)]
    formulas = firms_of_formulas(doc._.layout.words)
    seen = [entity for entity in seen if entity.label not in _WEAK or not any(_touch(f, entity) for f in formulas)]
    told = [
        *find_known_names(doc._.layout.words, doc._.lang),
        *parties_of_mergers(text),
        *find_formal_names(text),
        *find_long_names(text),
        *find_defined_names(text),
        *_of_letters(doc._.authorities, text),
        *formulas,
    ]
    entities = named_entities(seen, told)
    found = _without_overlap([*_firms(doc, entities, text), *_bodies(doc, entities, text)])
    found += _besides(found, [entity for entity in entities if isinstance(entity, KnownName)], text, doc._.lexicon)
    found += short_names(found, text, doc._.lexicon, given=True)
    found += _besides(found, [entity for entity in entities if not isinstance(entity, KnownName)], text, doc._.lexicon)
    found = whole_bodies(found, text)
    found += listed_beside(found, entities, text, doc._.lexicon)
    found += short_names(found, text, doc._.lexicon)
    found = with_edges(whole(found, text, doc._.lang, doc._.lexicon), text, doc._.lang)
    found = [name for name in found if not is_in_an_address(name.start, name.end, text)]
    return sorted(found, key=lambda name: (name.start, name.kind))


def _of_letters(bodies: Iterable[Name], text: str) -> Iterator[KnownName]:
    """Yield the firms whose names begin with the letters of a body."""
    letters = {text[body.start : body.end] for body in bodies}
    yield from (KnownName("COMPANY", *span) for each in letters for span in firms_of_letters(each, text))


def _besides(found: Sequence[Name], entities: Iterable[Entity], text: str, lexicon: Lexicon) -> list[Name]:
    """Return the firms and bodies among entities that stand where no name was found before."""
    taken = Taken((name.start, name.end) for name in found)
    added = []
    for entity in entities:
        if taken.is_free(entity.start, entity.end):
            for name in named_by(entity, text, lexicon):
                taken.add(name.start, name.end)
                added.append(name)
    return added


def _touch(name: Name | Entity, entity: Entity) -> bool:
    return name.start < entity.end and entity.start < name.end


def _without_overlap(names: Iterable[Name]) -> list[Name]:
    """Return names of which none overlaps another: those a list knows before others, then the longer ones.

    Of the same words the body's name tells more: "LG Bonn" is a court.
    """
    kept: list[Name] = []
    taken = Taken()
    for name in sorted(names, key=lambda n: (n.id is None, n.start - n.end, n.kind != "authority")):
        if taken.is_free(name.start, name.end):
            taken.add(name.start, name.end)
            kept.append(name)
    return kept


def _over(name: Name, entities: Iterable[Entity], *labels: str) -> Entity | None:
    """Return the name of some labels that the model sees over all the words of another."""
    over = (e for e in entities if e.start <= name.start and name.end <= e.end and e.label in labels)
    return next(over, None)


def _firms(doc: Doc, entities: Sequence[Entity], text: str) -> Iterator[Name]:
    firms = [entity for entity in entities if entity.label == "COMPANY"]
    seen = doc._.seen
    for name in doc._.companies:
        if name.id is None and name.name in no_firms():
            continue
        if is_short_for_a_thing(text[name.start : name.end], text):
            continue
        guess = name.id is None and name.score <= _GUESS
        was_seen = any(start <= name.start < end for start, end in seen)
        if not (guess and was_seen) or any(_touch(name, entity) for entity in firms):
            firm = _alone(_firm(name, entities, doc, text), text)
            if name.id is not None or name.score >= SURE or not is_person(text[firm.start : firm.end]):
                yield firm


def _alone(name: Name, text: str) -> Name:
    """Return a name without what describes it and without what stands behind its legal form."""
    start = name.start
    if name.id is None:
        start = behind_description(behind_article(start, name.end, text), name.end, text)
    return _over_span(name, start, to_inner_form(start, name.end, text))


def _over_span(name: Name, start: int, end: int) -> Name:
    """Return a name over other words; most stand over the right ones already, and to build one anew takes time."""
    return name if (start, end) == (name.start, name.end) else replace(name, start=start, end=end)


def _firm(name: Name, entities: Sequence[Entity], doc: Doc, text: str) -> Name:
    """Return a firm's or product's name as far as it goes: what the model sees, legal form, genitive."""
    if name.id is not None and (product := end_of_product(name.end, text)):
        return replace(name, kind="product", end=product)
    wider = _over(name, entities, "COMPANY", "PRODUCT")
    if name.id is not None and is_product_name(name.start, name.end, text):
        return replace(name, kind="product")
    if name.id is not None and _is_genitive_before_noun(name, text, doc._.lang):
        # "*Googles* Vertrag": German writes what is Google's with a capital.
        return replace(name, end=name.end + 1)
    if wider is not None and wider.label == "PRODUCT" and name.id is not None:
        return replace(name, kind="product", start=wider.start, end=wider.end)
    is_wider = wider is not None and (wider.start, wider.end) != (name.start, name.end)
    if not is_wider and name.method.startswith("product "):
        return replace(name, kind="product")
    start, end = name.start, name.end
    if name.id is None and (seen := _same_end(name, entities)):
        # Where a name begins behind a heading or a trade, the model tells better than capitals do.
        return replace(name, start=seen.start, end=seen.end)
    if formal := to_legal_form((start, end), text, doc._.lexicon):
        start = min(wider.start, formal[0]) if wider else behind_heading(min(formal[0], name.start), formal[1], text)
        return replace(name, start=start, end=max(formal[1], wider.end if wider else 0))
    if wider is not None:
        start, end = bare((wider.start, wider.end), text)
        if name.id is None and isinstance(wider, KnownName):
            # Of "Velra del Mar, S.A." the rules of steps see "Velra" alone.
            name = replace(name, name=bare_name(text[start:end]), start=start, end=end)
    start, end = with_group(min(start, name.start), text), max(end, name.end)
    return _over_span(name, start, to_genitive(with_unit(start, end, text), text, doc._.lang))


def _is_genitive_before_noun(name: Name, text: str, lang: str) -> bool:
    return lang == "de" and text[name.end : name.end + 2] == "s " and text[name.end + 2 : name.end + 3].isupper()


def _same_end(name: Name, entities: Iterable[Entity]) -> Entity | None:
    """Return the firm the model sees that ends where a name or its legal form does and begins inside the name."""
    return next(
        (e for e in entities if e.label == "COMPANY" and name.start < e.start < name.end <= e.end <= name.end + 2), None
    )


def _bodies(doc: Doc, every: Sequence[Entity], text: str) -> Iterator[Name]:
    """Yield authorities as far as their names go; a trade ("watchdogs") and a place that is only a place are none."""
    entities: list[Entity] = [entity for entity in every if entity.label == "AUTHORITY"]
    laws = [entity for entity in every if entity.label == "LAW"]
    sure = [name for name in doc._.authorities if name.method in _NAMED]
    for name in doc._.authorities:
        start, end = bare((name.start, to_genitive(name.end, text, doc._.lang)), text)
        end = without_paper(start, with_division(before_bracket(start, end, text), text), text)
        own = _over_span(name, without_office(with_region(start, text), end, text), end)
        unsure = name.method not in _NAMED and is_other_organisation(text[start:end], text)
        if unsure or means_no_body(own, text) or is_in_a_law(own, laws) or is_first_of_a_firm(own, text):
            continue
        wider = _over(own, entities, "AUTHORITY")
        alone = wider is not None and sum(_touch(other, wider) for other in sure) < 2
        if wider is not None and is_widened_by_nothing(wider.start, (own.start, own.end), text):
            wider = None
        if wider is not None and alone and not is_office_of(text[wider.start : own.start]):
            start, end = bare((wider.start, wider.end), text)
            end = without_paper(start, before_bracket(start, end, text), text)
            yield replace(name, start=without_office(start, end, text), end=end)
            continue
        certain = name.method in _NAMED or any(_touch(own, entity) for entity in entities)
        if certain and text[own.start].isupper():
            yield own
