"""Decides per document: which readings of its sentences are one step, and which of them are its news."""

from collections import defaultdict

from extractors.parts import Step
from schemas.words import Action, Role, Status

_RANK = {Status.ASSERTED: 3, Status.DENIED: 2, Status.SPECULATIVE: 1, Status.BACKGROUND: 0}
_PLACE = {"title": 3, "lead": 2, "body": 1}


def decide(steps: list[Step], focus: frozenset[str]) -> list[Step]:
    """Return one step for each (authority, action, status, targets), best told; asserted only if earned.

    `focus`: keys of the firms named in the title or, when it names none, in the lead.
    """
    weighed = [_weigh(step, focus) for step in steps]
    groups: dict[tuple[object, ...], list[Step]] = defaultdict(list)
    for step in weighed:
        groups[step.authority, step.action, step.status, frozenset(t.key for t in step.targets())].append(step)
    return [_best(group) for group in groups.values()]


def _weigh(step: Step, focus: frozenset[str]) -> Step:
    if step.status is not Status.ASSERTED or step.sentence.section != "body":
        return step
    if step.hit.trigger.weak or step.anaphora:
        return _told_as(step, Status.BACKGROUND, "named in the body only")
    return step


def _told_as(step: Step, status: Status, why: str) -> Step:
    from dataclasses import replace

    return replace(step, status=status, why=why)


def _best(group: list[Step]) -> Step:
    return max(group, key=lambda s: (_PLACE[s.sentence.section], not s.hit.trigger.weak, -len(s.sentence.text)))
