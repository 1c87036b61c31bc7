"""What a step carries besides its parties: case numbers, the sum, the deadline, its date. All as printed."""

import re
from datetime import date

from spacy.tokens import Doc

from extractors.case_numbers import CaseNumber, find_case_numbers, is_announced
from extractors.dates import dates_in, parse_date
from extractors.parts import Step
from schemas.words import Status

_HEAD = 900


def cases_of(doc: Doc, step: Step) -> tuple[str, ...]:
    """Return the case numbers that go with a step: in its sentence, the title, the head, or announced as such.

    Numbers of older matters cited in the body stay out, and so do those in sentences that tell older steps only; the
    only number of a text is no such one. An older step has the numbers of its sentence.
    """
    authorities = frozenset(filter(None, {step.authority, doc._.publisher_authority}))
    text = doc._.layout.joined
    head = doc._.layout.text_start + _HEAD
    printed = find_case_numbers(text, authorities)
    if step.status is Status.BACKGROUND:
        return _once([number for number in printed if step.sentence.start <= number.start < step.sentence.end])
    older = _only_older(doc)
    found = [
        number
        for number in printed
        if (number.start < head and not any(start <= number.start < end for start, end in older))
        or step.sentence.start <= number.start < step.sentence.end
        or is_announced(text, number.start)
    ]
    return _once(found or printed if len(_once(printed)) == 1 else found)


def _only_older(doc: Doc) -> list[tuple[int, int]]:
    """Return where the sentences below the lead stand that tell older steps and nothing else."""
    told = [(step.sentence, step.status) for step in doc._.steps if step.sentence.section == "body"]
    news = {sentence.start for sentence, status in told if status is not Status.BACKGROUND}
    return [(s.start, s.end) for s, status in told if status is Status.BACKGROUND and s.start not in news]


def _once(numbers: list[CaseNumber]) -> tuple[str, ...]:
    """Return the numbers in order, each once, however it is spaced: "B6-22/16", "B 6 – 22/16"."""
    spelt: dict[str, str] = {}
    for number in numbers:
        spelt.setdefault(re.sub(r"\W", "", number.text), number.text)
    return tuple(spelt.values())


def step_date_of(doc: Doc, step: Step) -> date | None:
    """Return the full date printed in the sentence that states the step, if there is exactly one in the past."""
    today = parse_date(doc._.document.date)
    days = {day for _, _, day in dates_in(step.sentence.text, doc._.lexicon) if today is None or day <= today}
    return days.pop() if len(days) == 1 else None
