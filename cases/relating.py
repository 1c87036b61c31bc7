"""Cases that belong together and are not one: one deal or conduct before several authorities, or twice before one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations

from cases.firms import shared_targets
from cases.likeness import shared_words, subject_of
from cases.deals import is_another_deal
from cases.authorities import same_authority
from schemas.event import CaseLink, Event
from schemas.keys import FIRST_ACTIONS, happened_at, is_deal
from schemas.words import Confidence

SAME_DEAL, SAME_CONDUCT = "same deal", "same conduct"

_WITHIN = timedelta(days=2 * 365)
_ALIKE = 2
_BY = "casewatch"


def related_cases(event: Event, events: Sequence[Event], now: datetime) -> tuple[CaseLink, ...]:
    """Return the ties of an event's case to others: of the same deal, or of the same conduct at other authorities."""
    links = (_related(event, other, now) for other in events if _are_two(event, other))
    return tuple(link for link in links if link)


def _related(event: Event, other: Event, now: datetime) -> CaseLink | None:
    shared = shared_targets(event, other)
    firms = ", ".join(shared)
    if len(shared) >= 2 and _is_one_deal(event, other):
        return _link(event, other, SAME_DEAL, f"the same deal, looked into twice: {firms}", Confidence.HIGH, now)
    if same_authority(event.authority, other.authority):
        return None
    words = shared_words(subject_of(event), subject_of(other))
    if (
        shared
        and event.instrument is other.instrument
        and words >= _ALIKE
        and {event.action, other.action} <= FIRST_ACTIONS
    ):
        why = f"the same firm ({firms}) and law before two authorities, alike in words"
        return _link(event, other, SAME_CONDUCT, why, Confidence.LOW, now)
    return None


def told_together(events: Sequence[Event], now: datetime) -> tuple[CaseLink, ...]:
    """Return the ties between cases of two authorities that one document tells of: one firm, law, action or subject."""
    return tuple(
        _link(one, other, SAME_CONDUCT, f"one document tells of both: {one.document_title}", Confidence.MEDIUM, now)
        for one, other in combinations(events, 2)
        if _are_two(one, other)
        and not same_authority(one.authority, other.authority)
        and one.instrument is other.instrument
        and _is_one_conduct(one, other)
    )


def _are_two(one: Event, other: Event) -> bool:
    return (
        bool(one.case and other.case)
        and one.case != other.case
        and abs(happened_at(one) - happened_at(other)) <= _WITHIN
    )


def _is_one_deal(one: Event, other: Event) -> bool:
    deals = is_deal(one.instrument, one.action) and is_deal(other.instrument, other.action)
    return deals and not is_another_deal(one, other)


def _is_one_conduct(one: Event, other: Event) -> bool:
    alike = one.action is other.action or shared_words(subject_of(one), subject_of(other)) > 0
    return alike and bool(shared_targets(one, other))


def _link(one: Event, other: Event, relation: str, why: str, confidence: Confidence, now: datetime) -> CaseLink:
    first, second = sorted((one.case, other.case))
    return CaseLink(case=first, other=second, relation=relation, why=why, confidence=confidence, by=_BY, at=now)
