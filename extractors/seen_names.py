"""Says which of the names that the model sees, lists hold or phrases give are mentions, and how far they go."""

import re
from collections.abc import Iterator

from extractors.abbreviations import has_article, is_short_for_a_thing, is_short_for_words
from extractors.associations import is_other_organisation
from extractors.body_names import is_first_of_a_firm, may_name_body, means_no_body, without_office, without_rest
from extractors.brands import is_brand
from extractors.entity_model import Entity
from extractors.firm_names import bare_name, is_common
from extractors.formulas import NameOfFormula
from extractors.known_names import KnownName
from extractors.lexicon import Lexicon
from extractors.name_expressions import name_expressions
from extractors.name_spans import (
    bare,
    behind_article,
    is_beside_a_place,
    is_in_a_place,
    is_no_firm,
    to_legal_form,
    to_small_word,
    with_group,
    with_rest_of_row,
    with_unit,
)
from extractors.parts import Name
from extractors.persons import is_person
from extractors.plain_words import is_plain
from extractors.spellings import IN_A_NUMBER

MODEL_SCORE = 0.4
"""The score of a firm that only the model sees."""
_LONGEST_KIND = 16


def named_by(entity: Entity, text: str, lexicon: Lexicon) -> Iterator[Name]:
    """Yield the firm or body that a name is, if it is one."""
    if entity.label == "COMPANY":
        yield from _firm(entity, text, lexicon)
    elif entity.label == "AUTHORITY":
        yield from _body(entity, text)


def _firm(entity: Entity, text: str, lexicon: Lexicon) -> Iterator[Name]:
    surface = re.sub(r"\s+", " ", text[entity.start : entity.end])
    is_known = isinstance(entity, KnownName)
    if is_short_for_a_thing(surface, text) if is_known else _is_something_else(surface, entity, text, lexicon):
        return
    end = to_small_word(entity.start, entity.end, text) if _is_seen(entity) else entity.end
    formal = to_legal_form((entity.start, end), text, lexicon) or (entity.start, end)
    start, end = with_group(min(entity.start, formal[0]), text), max(end, formal[1])
    end = with_unit(start, end, text)
    end = with_rest_of_row(end, text, lexicon.lang) if _is_seen(entity) else end
    start = behind_article(start, end, text)
    method = "known" if is_known else "formula" if isinstance(entity, NameOfFormula) else "model"
    if is_known or not is_person(text[start:end]):
        yield Name("company", None, bare_name(surface), start, end, method, None, MODEL_SCORE)


def _body(entity: Entity, text: str) -> Iterator[Name]:
    is_known = isinstance(entity, KnownName)
    start, end = bare((entity.start, entity.end), text)
    start, end = without_office(start, end, text), without_rest(start, end, text)
    name = re.sub(r"\s+", " ", text[start:end])
    body = Name("authority", f"other:{name}", name, start, end, "known" if is_known else "model", None, MODEL_SCORE)
    may_be = is_known or (may_name_body(name) and not is_other_organisation(name, text))
    may_be = may_be and not is_first_of_a_firm(body, text)
    if may_be and not IN_A_NUMBER.match(text, end) and not means_no_body(body, text):
        yield body


def _is_seen(entity: Entity) -> bool:
    """Tell whether only the model gives a name."""
    return not isinstance(entity, KnownName | NameOfFormula)


def _is_something_else(surface: str, entity: Entity, text: str, lexicon: Lexicon) -> bool:
    return (
        (is_plain(surface, lexicon.lang) and not _is_called_firm(surface, entity, text))
        or is_common(surface, text, lexicon)
        or (_is_seen(entity) and _is_no_firm_there(surface, entity, text, lexicon))
        or is_no_firm(surface, entity, text)
        or is_short_for_words(surface, text)
    )


def _is_called_firm(surface: str, entity: Entity, text: str) -> bool:
    """Tell whether a name in capitals stands behind the word for a firm: "la société *LIBRE*"."""
    before = max(0, entity.start - _LONGEST_KIND)
    return surface.isupper() and name_expressions().called_firm.search(text, before, entity.start) is not None


def _is_no_firm_there(surface: str, entity: Entity, text: str, lexicon: Lexicon) -> bool:
    """Tell whether the words around what only the model takes for a firm say a brand, a thing, a town or a council."""
    if is_brand(entity.start, entity.end, text) or name_expressions().no_firm.search(surface):
        return True
    if " " not in surface and is_beside_a_place(entity.start, text):
        return True
    is_english = lexicon.lang == "en"
    return is_english and (has_article(surface, entity.start, text) or is_in_a_place(entity.start, entity.end, text))
