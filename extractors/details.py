"""What a step carries besides its parties: case numbers, the sum, the deadline, its date. All as printed."""

import re
from datetime import date

from spacy.tokens import Doc

from extractors.amounts import find_amounts
from extractors.case_numbers import CaseNumber, find_case_numbers, is_announced
from extractors.dates import dates_in, parse_date
from extractors.parts import Step
from schemas.finding import Amount
from schemas.words import Action, Status

_WITH_SUM = frozenset({Action.DECISION, Action.SETTLED, Action.RULING})
_HEAD = 900


def cases_of(doc: Doc, step: Step) -> tuple[str, ...]:
    """Return the case numbers that go with a step: in its sentence, the title, the head, or announced as such.

    Numbers of older matters cited in the body stay out; the only number of a text is no such one. An older step has the
    numbers of its sentence.
    """
    authorities = frozenset(filter(None, {step.authority, doc._.publisher_authority}))
    text = doc._.layout.joined
    head = doc._.layout.text_start + _HEAD
    printed = find_case_numbers(text, authorities)
    if step.status is Status.BACKGROUND:
        return _once([number for number in printed if step.sentence.start <= number.start < step.sentence.end])
    found = [
        number
        for number in printed
        if number.start < head
        or step.sentence.start <= number.start < step.sentence.end
        or is_announced(text, number.start)
    ]
    return _once(found or printed if len(_once(printed)) == 1 else found)


def _once(numbers: list[CaseNumber]) -> tuple[str, ...]:
    """Return the numbers in order, each once, however it is spaced: "B6-22/16", "B 6 – 22/16"."""
    spelt: dict[str, str] = {}
    for number in numbers:
        spelt.setdefault(re.sub(r"\W", "", number.text), number.text)
    return tuple(spelt.values())


def amount_of(step: Step) -> Amount | None:
    """Return the sum a fine, settlement or judgment is about: in its sentence, nearest to the words that state it."""
    if step.action not in _WITH_SUM:
        return None
    at = step.hit.end - step.sentence.start
    sums = list(find_amounts(step.sentence.text))
    start = step.hit.start - step.sentence.start
    nearest = min(sums, key=lambda money: 0 if start <= money.start <= at else abs(money.start - at), default=None)
    return nearest.amount if nearest else None


def deadline_of(doc: Doc, step: Step) -> date | None:
    """Return the printed day by which somebody must act, the first after the document's own date."""
    if step.status is not Status.ASSERTED:
        return None
    pattern = doc._.lexicon.patterns["deadline"]
    today = parse_date(doc._.document.date)
    for start, _, day in dates_in(doc._.layout.joined, doc._.lexicon):
        announced = list(pattern.finditer(doc._.layout.joined[max(0, start - 45) : start]))
        near = announced and not re.search(
            r"[.;]\s", doc._.layout.joined[max(0, start - 45) + announced[-1].end() : start]
        )
        if near and (today is None or day > today):
            return day
    return None


def step_date_of(doc: Doc, step: Step) -> date | None:
    """Return the full date printed in the sentence that states the step, if there is exactly one in the past."""
    today = parse_date(doc._.document.date)
    days = {day for _, _, day in dates_in(step.sentence.text, doc._.lexicon) if today is None or day <= today}
    return days.pop() if len(days) == 1 else None
