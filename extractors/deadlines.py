"""Says by which printed day somebody must act: which days a text announces, and to which of its steps each belongs."""

import re
from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc

from extractors.dates import dates_in, parse_date
from extractors.parts import Step
from schemas.words import Action, Status

_FAR = 1_000_000
_MATTERS_OF_A_DIGEST = 3
# How far before a day the words stand that announce it: small ones ("by", "until"), and nouns ("the deadline for …").
_REACH = 45
_NOUN_REACH = 110
_SENTENCE_ENDS = re.compile(r"[.;]\s")
# "27 March 2026 | Deadline for the decision": what stands between a day and its noun in a table.
_TO_THE_NOUN = re.compile(r"[\s|:–—-]*")
# What is over when it is told sets nobody a day, unless its own sentence does.
_SETS_A_DAY = frozenset(Action) - {
    Action.CLOSED, Action.COMPLAINT, Action.INSPECTION, Action.LITIGATION, Action.PROHIBITED,
    Action.RULING,
}  # fmt: skip


def deadline_of(doc: Doc, step: Step) -> date | None:
    """Return the printed day by which somebody must act in a step, one after the document's own date.

    A day belongs to the step its sentence tells, else to the one told last before it. A step with no day of its own
    shares that of its matter; one of the headline or lead takes the first, unless the document is a digest.
    """
    if step.status is not Status.ASSERTED or not step.targets():
        return None
    days = [(at, day, _owners(doc, at)) for at, day in _announced(doc)]
    own = [(_distance(step, at), day) for at, day, owners in days if step in owners]
    if own or step.action not in _SETS_A_DAY:
        return min(own, default=(0, None))[1]
    shared = (day for _, day, owners in days if any(_same_matter(step, other) for other in owners))
    free = (day for at, day, _ in days if _is_news(step) and not _is_digest(doc) and not _is_anothers(doc, step, at))
    return next(shared, None) or next(free, None)


def _is_anothers(doc: Doc, step: Step, at: int) -> bool:
    """Tell whether the paragraph of a day tells a step, of whatever voice, towards other firms alone."""
    text = doc._.layout.joined
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    told = [other for other in doc._.steps if start <= other.sentence.start < (end if end >= 0 else len(text))]
    return bool(told) and all(_keys(step).isdisjoint(_keys(other)) for other in told)


def _distance(step: Step, at: int) -> int:
    """Return how far behind the nearest telling of a step a day stands; one before all of them is far."""
    return min((at - start for start in _told_at(step) if start <= at), default=_FAR)


def _same_matter(step: Step, other: Step) -> bool:
    alike = step.authority == other.authority or step.action is other.action or other.vague
    return alike and not _keys(step).isdisjoint(_keys(other))


def _is_news(step: Step) -> bool:
    return any(sentence.section != "body" for sentence in (step.sentence, *step.tellings))


def _is_digest(doc: Doc) -> bool:
    """Tell whether a document brings news of three groups of firms or more that have no firm in common."""
    groups: list[set[str]] = []
    for step in _news(doc):
        joined = [group for group in groups if group & _keys(step)]
        groups = [group for group in groups if group not in joined] + [_keys(step).union(*joined)]
    return len(groups) >= _MATTERS_OF_A_DIGEST


def _news(doc: Doc) -> list[Step]:
    return [step for step in doc._.steps if step.status is Status.ASSERTED and step.targets()]


def _keys(step: Step) -> set[str]:
    return {target.key for target in step.targets()}


def _announced(doc: Doc) -> Iterator[tuple[int, date]]:
    """Yield the days still to come that a text calls deadlines, with their offsets."""
    today = parse_date(doc._.document.date)
    for start, end, day in dates_in(doc._.layout.joined, doc._.lexicon):
        if (today is None or day > today) and _is_announced(doc, start, end):
            yield start, day


def _is_announced(doc: Doc, start: int, end: int) -> bool:
    text, patterns = doc._.layout.joined, doc._.lexicon.patterns
    for name, reach in (("deadline", _REACH), ("deadline_nouns", _NOUN_REACH)):
        before = text[max(0, start - reach) : start]
        found = list(patterns[name].finditer(before))
        if found and not _SENTENCE_ENDS.search(before, found[-1].end()):
            return True
    behind = _TO_THE_NOUN.match(text, end)
    return behind is not None and patterns["deadline_nouns"].match(text, behind.end()) is not None


def _owners(doc: Doc, at: int) -> list[Step]:
    """Return the steps of the news that a day at an offset belongs to."""
    steps = _news(doc)
    inside = [step for step in steps if step.sentence.start <= at < step.sentence.end]
    if inside:
        return inside
    told = [(start, step) for step in steps if step.action in _SETS_A_DAY for start in _told_at(step)]
    before = [start for start, _ in told if start <= at]
    nearest = max(before) if before else min((start for start, _ in told), default=None)
    return [step for start, step in told if start == nearest]


def _told_at(step: Step) -> list[int]:
    return [sentence.start for sentence in (step.sentence, *step.tellings)]
