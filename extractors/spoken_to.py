"""Sets the firms an authority only tells of somebody else's app apart from those a step is taken towards.

    "The commissioner reported the app of Acme to Bolt and Core, asking them to remove it from their stores."

Nobody examines Bolt or Core here; they are asked to help. What is said is one of the forms `told_of_another` in
patterns/expressions.toml, and the app must be somebody's of whom a step is told.
"""

from dataclasses import replace

from spacy.tokens import Doc

from extractors.expressions import expressions
from extractors.parts import Step, names_within
from schemas.words import Role, Status


def without_spoken_to(doc: Doc, steps: list[Step]) -> list[Step]:
    """Return the steps with the firms that an authority only speaks to as affected, where it is about another firm."""
    spoken_to = [_spoken_to(doc, step) for step in steps]
    helpers = frozenset().union(*spoken_to)
    asserted = {firm.key for step in steps if step.status is Status.ASSERTED for firm in step.targets()}
    if not asserted - helpers:
        return steps
    marked = [(_as_affected(step, keys) if keys else step, keys) for step, keys in zip(steps, spoken_to, strict=True)]
    return [step for step, keys in marked if step.targets() or not keys]


def _spoken_to(doc: Doc, step: Step) -> frozenset[str]:
    """Return the keys of the targets that the sentence of a step names as those it is told to."""
    start, text = step.sentence.start, step.sentence.text
    spans = (found.span(found.lastgroup or 0) for found in expressions().told_of_another.finditer(text))
    named = [firm.key for begin, end in spans for firm in names_within(doc._.companies, start + begin, start + end)]
    return frozenset(named).intersection(firm.key for firm in step.targets())


def _as_affected(step: Step, keys: frozenset[str]) -> Step:
    helps = (firm.key in keys and role is Role.TARGET for firm, role in step.parties)
    parties = zip(step.parties, helps, strict=True)
    return replace(step, parties=tuple((firm, Role.AFFECTED if helped else role) for (firm, role), helped in parties))
