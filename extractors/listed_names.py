"""Finds firms joined with a firm already found: "Acme and *Velra*", "*Velra* et Acme", "*Velra*, Bolcom and Acme".

What the joined words name is a firm unless something else is known of them: a place, a person, a product, a plain word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.entity_model import Entity
from extractors.firm_names import NAME, is_common, no_firms
from extractors.lexicon import Lexicon
from extractors.name_expressions import name_expressions
from extractors.parts import Name, Taken
from extractors.persons import is_person
from extractors.plain_words import is_plain

_REACH = 80
_ROUNDS = 3
_SCORE = 0.4
# A model that knows words as one of these is believed.
_OTHERS = frozenset({"LAW", "AUTHORITY"})


@dataclass(frozen=True)
class _Beside:
    """What stands beside a firm, each holding a name: joined by a small word, or in a list with commas.

    In such a list a name counts when what closes the list stands behind it: "*Velra*, Acme and Bolcom".
    """

    behind: re.Pattern[str]
    before: re.Pattern[str]
    comma_before: re.Pattern[str]
    comma_behind: re.Pattern[str]
    closes: re.Pattern[str]


@cache
def _beside() -> _Beside:
    also, again = name_expressions().and_beside.pattern, name_expressions().comes_back.pattern
    joint, begins = rf"(?:{also}|, ?{also}| ?/ ?)", rf"(?:^|[\s(\"“„/’'])({NAME})"
    return _Beside(
        behind=re.compile(rf"{joint}{again}({NAME})(?![\w-])"),
        before=re.compile(rf"{begins}{joint}{again}$"),
        comma_before=re.compile(rf"{begins}, {again}$"),
        comma_behind=re.compile(rf", {again}({NAME})(?=(?:, {again}{NAME})*,?{also})"),
        closes=re.compile(rf"(?:, {again}{NAME})*,?{also}{again}{NAME}"),
    )


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
    beside = _beside()
    commas = beside.comma_before.search(before) if beside.closes.match(text, firm.end) else None
    behind = beside.behind.match(text, firm.end) or beside.comma_behind.match(text, firm.end)
    if behind:
        yield behind.span(1)
    if joined := beside.before.search(before) or commas:
        yield joined.start(1) + shift, joined.end(1) + shift


def _may_be(surface: str, text: str, lexicon: Lexicon) -> bool:
    if len(surface) < 3 or surface in no_firms() or is_person(surface) or name_expressions().no_firm.search(surface):
        return False
    return not is_plain(surface, lexicon.lang) and not is_common(surface, text, lexicon)
