"""Finds firms joined with a firm already found: "Acme and *Velra*", "*Velra* et Acme", "*Velra*, Bolcom and Acme".

What the joined words name is a firm unless something else is known of them: a place, a person, a product, a plain word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.entity_model import Entity
from extractors.firm_names import NAME, is_common, no_firms
from extractors.formulas import NO_FIRM
from extractors.lexicon import Lexicon
from extractors.parts import Name, Taken
from extractors.persons import is_person
from extractors.plain_words import is_plain

_AND = r" (?:and|&|et|e|y|und|en|og|i|oraz|ve) "
_JOINT = rf"(?:{_AND}|, ?{_AND}| ?/ ?)"
# An article or preposition that comes back in a list: "to Acme, to Bolcom and to *Velra*", "d'Acme, d'*Velra*".
_AGAIN = (
    r"(?:(?:the|a|o|as|os|la|le|les|el|il|de|het|die|der|das|den|to|by|of|from|with|da|do|di|van|von|à|por|par|zu|bei)"
    r" |de la |[dl]['’])?"
)
_BEHIND = re.compile(rf"{_JOINT}{_AGAIN}({NAME})(?![\w-])")
_BEFORE = re.compile(rf"(?:^|[\s(\"“„/’'])({NAME}){_JOINT}{_AGAIN}$")
# In a list with commas a name counts when what closes the list stands behind it: "*Velra*, Acme and Bolcom".
_COMMA_BEFORE = re.compile(rf"(?:^|[\s(\"“„/’'])({NAME}), {_AGAIN}$")
_COMMA_BEHIND = re.compile(rf", {_AGAIN}({NAME})(?=(?:, {_AGAIN}{NAME})*,?{_AND})")
_CLOSES = re.compile(rf"(?:, {_AGAIN}{NAME})*,?{_AND}{_AGAIN}{NAME}")
_REACH = 80
_ROUNDS = 3
_SCORE = 0.4
# A model that knows words as one of these is believed.
_OTHERS = frozenset({"LAW", "AUTHORITY"})


def listed_beside(found: Sequence[Name], entities: Sequence[Entity], text: str, lexicon: Lexicon) -> list[Name]:
    """Return the names joined with the firms among `found` that a list or a form tells, and those joined with them.

    None overlaps any of `found`.
    """
    taken = Taken((name.start, name.end) for name in found)
    others = Taken((entity.start, entity.end) for entity in entities if entity.label in _OTHERS)
    added: list[Name] = []
    last: Iterable[Name] = [name for name in found if name.kind == "company" and name.method != "model"]
    for _ in range(_ROUNDS):
        last = list(_joined(last, (taken, others), text, lexicon))
        added += last
    return added


def _joined(firms: Iterable[Name], taken: tuple[Taken, ...], text: str, lexicon: Lexicon) -> Iterator[Name]:
    for firm in firms:
        for start, end in _neighbours(firm, text):
            if all(stretches.is_free(start, end) for stretches in taken) and _may_be(text[start:end], text, lexicon):
                taken[0].add(start, end)
                yield Name("company", None, text[start:end], start, end, "listed", None, _SCORE)


def _neighbours(firm: Name, text: str) -> Iterator[tuple[int, int]]:
    """Yield the names that small words join with a firm, and those beside it in a list with commas."""
    shift = max(0, firm.start - _REACH)
    before = text[shift : firm.start]
    commas = _COMMA_BEFORE.search(before) if _CLOSES.match(text, firm.end) else None
    behind = _BEHIND.match(text, firm.end) or _COMMA_BEHIND.match(text, firm.end)
    if behind:
        yield behind.span(1)
    if joined := _BEFORE.search(before) or commas:
        yield joined.start(1) + shift, joined.end(1) + shift


def _may_be(surface: str, text: str, lexicon: Lexicon) -> bool:
    if len(surface) < 3 or surface in no_firms() or is_person(surface) or NO_FIRM.search(surface):
        return False
    return not is_plain(surface, lexicon.lang) and not is_common(surface, text, lexicon)
