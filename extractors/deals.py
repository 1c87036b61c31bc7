"""Knows the two sides of a deal: who buys whom, and the steps that only deals meet."""

import re
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from extractors.expressions import expressions
from extractors.lists import once
from extractors.parts import Name, Step, names_within
from schemas.words import Action, Role

# Steps that only deals know, and how far the two sides of a deal stand apart at most.
OF_DEALS = frozenset({Action.NOTIFIED, Action.CLEARED, Action.PROHIBITED})
_DEAL_GAP = 70
# What stands behind a firm, up to the end of its clause or two more words: "-Kauf", " nicht kaufen".
_CLAUSE = re.compile(r"(?:-\w+|(?:\s\w+){1,3})")
# "X's $32 billion Y deal"
_OWNED = re.compile(r"['’]s?\s(?:[\w$€£¥₹.,-]+\s){0,4}")


def deal_partners(doc: Doc) -> list[list[Name]]:
    """Return the groups of firms that title or lead put on the sides of one deal ("X buys Y", "X / Y")."""
    groups = []
    for sentence in doc._.sentences:
        if sentence.section != "body":
            firms = names_within(doc._.companies, sentence.start, sentence.end)
            groups += [[a, b] for a, b in pairwise(firms) if _is_deal(doc, a, b)]
    return groups


def _is_deal(doc: Doc, left: Name, right: Name) -> bool:
    text, patterns = doc._.layout.joined, doc._.lexicon.patterns
    gap = text[left.end : right.start]
    if left.key == right.key or len(gap) >= _DEAL_GAP:
        return False
    behind = right.end + (text[right.end : right.end + 1] == " ")
    owned = _OWNED.fullmatch(gap) is not None and patterns["deal"].match(text, behind) is not None
    return owned or _is_told_last(text, gap, right, patterns["deal"]) or patterns["bought"].search(gap) is not None


def _is_told_last(text: str, gap: str, right: Name, deal: re.Pattern[str]) -> bool:
    """Tell whether the word of a deal stands behind both sides: "Acme darf Bolt kaufen", "meldet Bolt-Kauf an"."""
    if not expressions().buyer_does.search(gap):
        return False
    behind = _CLAUSE.match(text, right.end)
    return behind is not None and deal.search(behind.group()) is not None


def with_partners(step: Step, partners: list[list[Name]]) -> Step:
    """Add the other side of a deal to a step about the deal that names one side only."""
    keys = {target.key for target in step.targets()}
    if not keys or not (step.hit.trigger.deal or step.action in OF_DEALS):
        return step
    others = once([n for group in partners if keys & {m.key for m in group} for n in group if n.key not in keys])
    rest = tuple((name, role) for name, role in step.parties if name.key not in {other.key for other in others})
    return replace(step, parties=(*((other, Role.TARGET) for other in others), *rest)) if others else step
