"""Tells authorities that act together, and those another is only compared with.

"The Commission and the CMA opened inquiries" are two steps; "Unlike the FTC, the CMA has cleared the deal" is one.
"""

import re
from dataclasses import replace

from spacy.tokens import Doc

from extractors.expressions import expressions
from extractors.parts import COMMISSION, Hit, Name, Sentence, Step, is_court, names_within

_SENTENCE_BREAK = re.compile(r"\n|[.!?;] ")
_BRACKETS = re.compile(r"[()]")
# How far before an authority the words begin that set it apart.
_REACH = 80
# How far behind a step the body stands that it was done by, and how long the words are that say so.
_RIGHT_BEHIND = 16
_BY = 12


def is_set_apart(text: str, start: int, end: int) -> bool:
    """Return whether a text only compares another with the authority at these offsets: "Unlike the FTC, …"."""
    before = _SENTENCE_BREAK.split(text[max(0, start - _REACH) : start])[-1]
    return expressions().set_apart.search(f"{before}@{text[end : end + 1]}") is not None


def told_of_each(doc: Doc, step: Step) -> list[Step]:
    """Return a step once for each of the authorities that its sentence says took it together."""
    sentence = step.sentence
    together = [name for name in _acting_together(doc, step, sentence) if name.id != step.authority]
    return [step, *(replace(step, authority=name.id or name.name) for name in together)]


def first_named(actor: Name, actors: list[Name], text: str, offset: int) -> Name:
    """Return who heads the list an authority without an id stands in: "the ANPD and Senacon ordered" is the ANPD's."""
    if actor.method != "catalogue" or not (actor.id or "").startswith("other:") or is_court(actor.id or ""):
        return actor
    before = sorted((a for a in actors if a.method == "catalogue" and a.end <= actor.start), key=lambda a: a.start)
    head = actor
    while before and _is_listed(text[before[-1].end - offset : head.start - offset]):
        head = before.pop()
        if _is_a_known_body(head):
            return head
    return actor


def agent_behind(hit: Hit, sentence: Sentence, actors: list[Name]) -> Name | None:
    """Return who the words of a step say it was done by: "wins EU approval for a deal vetoed by *the UK*"."""
    for actor in sorted(actors, key=lambda a: a.start):
        if hit.end <= actor.start <= hit.end + _RIGHT_BEHIND:
            words = sentence.text[hit.start - sentence.start : actor.start - sentence.start]
            by = expressions().done_by.search(words)
            return actor if by and by.start() >= hit.end - hit.start - _BY else None
    return None


def _is_listed(gap: str) -> bool:
    """Tell whether words only join two bodies, or a body with its letters: "the Agency (ANPD) and Senacon"."""
    words = _BRACKETS.sub("", gap)
    return not words.strip() or _is_and(words)


def _acting_together(doc: Doc, step: Step, sentence: Sentence) -> list[Name]:
    named = [a for a in names_within(doc._.authorities, sentence.start, sentence.end) if _is_a_known_body(a)]
    for group in _lists(named, doc._.layout.joined):
        heads_clause = expressions().head_of_a_clause.search(sentence.text[: group[0].start - sentence.start])
        if step.authority in {name.id for name in group} and group[-1].end <= step.hit.end and heads_clause:
            return group
    return []


def _is_a_known_body(name: Name) -> bool:
    return name.id is not None and not name.id.startswith("other:") and not is_court(name.id)


def _lists(names: list[Name], text: str) -> list[list[Name]]:
    """Return names in order, those together that only commas, "and" and articles part.

    "EU and UK" act together, but "In Germany, the Bundeskartellamt" is one.
    """
    groups: list[list[Name]] = []
    for name in names:
        if groups and _are_alike(groups[-1][-1], name) and _is_and(text[groups[-1][-1].end : name.start]):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _is_and(words: str) -> bool:
    return expressions().and_another.search(words) is not None


def _are_alike(one: Name, other: Name) -> bool:
    return COMMISSION in {one.id, other.id} or (one.method == "bare place") == (other.method == "bare place")
