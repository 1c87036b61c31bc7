"""What an event says, decided from its findings: an authority's own text before anyone's account of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from cases.corrections import is_correction
from cases.numbers import better_numbers, told_numbers, united_numbers
from schemas.event import Event, StoredFinding, party_key
from schemas.finding import Amount, Party
from schemas.keys import RUNNING_MARK, sum_mark
from schemas.words import Confidence, Instrument, Role, Standing, Status

_BY_CONFIDENCE = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


def is_own(finding: StoredFinding) -> bool:
    """Return whether the finding stands in a document of the very authority it speaks of.

    Another authority's release about the step is an account of it, as a newspaper's is.
    """
    return finding.official and finding.authority == finding.finding.authority


def created_event(finding: StoredFinding, event_id: str, now: datetime) -> Event:
    """Return the event a first finding makes. Its case is still open: an empty id."""
    told = finding.finding
    return Event(
        id=event_id,
        case="",
        authority=told.authority,
        action=told.action,
        status=Status.ASSERTED,
        standing=Standing.CONFIRMED if is_own(finding) else Standing.REPORTED,
        instrument=told.instrument,
        parties=_united(told.parties),
        case_numbers=united_numbers((), told_numbers(finding)),
        amount=told.amount,
        deadline=told.deadline,
        step_date=told.step_date,
        ai_nexus=told.ai_nexus,
        ai_reason=told.ai_reason,
        confidence=told.confidence,
        first_seen=finding.found_at,
        last_changed=now,
        baseline=finding.baseline,
        marks=finding.marks,
        **_shown(finding),
    )


def supported_event(event: Event, finding: StoredFinding) -> Event:
    """Return the event with one more finding behind it.

    What the authority's own text says stands; other accounts fill what it leaves open, except that they
    name no further target. A newer version of the shown document takes the place of the older.
    """
    leads = _leads(event, finding)
    told = finding.finding
    update: dict[str, Any] = {
        "parties": _parties(event, finding),
        "case_numbers": better_numbers(event.case_numbers, finding),
        "marks": _marks(event, finding, _taken_back(event, told.amount, leads)),
        "instrument": _instrument(event.instrument, told.instrument, leads),
        "amount": _first(told.amount, event.amount, leads),
        "deadline": _first(told.deadline, event.deadline, leads),
        "step_date": _first(told.step_date, event.step_date, leads),
        "confidence": max(event.confidence, told.confidence, key=_BY_CONFIDENCE.index),
        "first_seen": min(event.first_seen, finding.found_at),
        "supported": True,
    }
    if is_own(finding):
        update["standing"] = Standing.CONFIRMED
    # One document that names AI is enough: a short notice that does not is no proof of the contrary.
    if event.ai_nexus is None or (told.ai_nexus is True and event.ai_nexus is False):
        update |= {"ai_nexus": told.ai_nexus, "ai_reason": told.ai_reason}
    if leads:
        update |= _shown(finding)
    return event.model_copy(update=update)


def denied_event(event: Event, now: datetime) -> Event:
    """Return the reported event as contradicted by the authority. It keeps what was reported."""
    return event.model_copy(update={"standing": Standing.CONTRADICTED, "last_changed": now})


def _leads(event: Event, finding: StoredFinding) -> bool:
    """Whether the finding is the better one to show and to believe."""
    confirmed = event.standing is Standing.CONFIRMED
    if confirmed and _is_corrected(event, finding):
        return True
    if finding.document == event.document and finding.version >= event.document_version:
        return is_own(finding) or not confirmed
    return is_own(finding) and not confirmed


def _is_corrected(event: Event, finding: StoredFinding) -> bool:
    """Whether the authority says in the finding's document, later, that what it said before was wrong."""
    later = (finding.published or finding.found_at) >= (event.published or event.first_seen)
    return later and is_own(finding) and is_correction(finding)


def _shown(finding: StoredFinding) -> dict[str, Any]:
    return {
        "evidence": finding.finding.evidence,
        "document": finding.document,
        "document_version": finding.version,
        "document_title": finding.document_title,
        "publisher": finding.publisher,
        "url": finding.url,
        "language": finding.language,
        "published": finding.published,
    }


def _parties(event: Event, finding: StoredFinding) -> tuple[Party, ...]:
    """Unite the parties. Who is a target, the authority's own text says, once it is there."""
    ours, theirs = finding.finding.parties, event.parties
    confirmed = event.standing is Standing.CONFIRMED
    if is_own(finding) == confirmed:
        return _united((*theirs, *ours))
    own, others = (ours, theirs) if is_own(finding) else (theirs, ours)
    if not any(party.role is Role.TARGET for party in own):
        return _united((*own, *others))
    return _united((*own, *(party for party in others if party.role is not Role.TARGET)))


def _united(parties: Iterable[Party]) -> tuple[Party, ...]:
    united: dict[str, Party] = {}
    for party in parties:
        united.setdefault(party_key(party), party)
    return tuple(united.values())


def _instrument(known: Instrument, told: Instrument, leads: bool) -> Instrument:
    if told is Instrument.UNKNOWN:
        return known
    return told if leads or known is Instrument.UNKNOWN else known


def _marks(event: Event, finding: StoredFinding, further: Sequence[str]) -> tuple[str, ...]:
    """Return the marks of both; that it already runs is said only as long as both say no more."""
    marks = dict.fromkeys((*event.marks, *finding.marks, *further))
    begun = RUNNING_MARK not in event.marks or RUNNING_MARK not in finding.marks
    return tuple(mark for mark in marks if not (begun and mark == RUNNING_MARK))


def _taken_back(event: Event, told: Amount | None, leads: bool) -> tuple[str, ...]:
    """Return the mark of the sum that a better word takes the place of: some still print it days later."""
    known = event.amount
    return (sum_mark(known),) if leads and known and told and known != told else ()


def _first(told: Any, known: Any, leads: bool) -> Any:
    """The better source's word, else the other's: what one leaves open is no contradiction."""
    better, other = (told, known) if leads else (known, told)
    return better if better is not None else other
