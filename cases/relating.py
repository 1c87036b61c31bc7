"""Cases that belong together and are not one: one deal, or one conduct, before several authorities."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations

from cases.firms import shared_targets
from cases.likeness import shared_words, subject_of
from cases.sameness import is_another_deal, same_authority
from schemas.event import CaseLink, Event
from schemas.keys import happened_at, is_deal
from schemas.words import Confidence

SAME_DEAL, SAME_CONDUCT = "same deal", "same conduct"

_WITHIN = timedelta(days=2 * 365)
_BY = "casewatch"


def related_cases(event: Event, events: Sequence[Event], now: datetime) -> tuple[CaseLink, ...]:
    """Return the ties of an event's case to cases of other authorities that look into the same deal."""
    return tuple(
        _link(
            event, other, SAME_DEAL, f"the same deal before two authorities: {', '.join(shared)}", Confidence.HIGH, now
        )
        for other in events
        if _are_two(event, other) and len(shared := shared_targets(event, other)) >= 2 and _is_one_deal(event, other)
    )


def told_together(events: Sequence[Event], now: datetime) -> tuple[CaseLink, ...]:
    """Return the ties between the cases of one document's steps: two authorities, one firm, one law, one subject."""
    return tuple(
        _link(one, other, SAME_CONDUCT, f"one document tells of both: {one.document_title}", Confidence.MEDIUM, now)
        for one, other in combinations(events, 2)
        if _are_two(one, other) and one.instrument is other.instrument and _is_one_conduct(one, other)
    )


def _are_two(one: Event, other: Event) -> bool:
    return (
        bool(one.case and other.case)
        and one.case != other.case
        and not same_authority(one.authority, other.authority)
        and abs(happened_at(one) - happened_at(other)) <= _WITHIN
    )


def _is_one_deal(one: Event, other: Event) -> bool:
    deals = is_deal(one.instrument, one.action) and is_deal(other.instrument, other.action)
    return deals and not is_another_deal(one, other)


def _is_one_conduct(one: Event, other: Event) -> bool:
    return bool(shared_targets(one, other)) and shared_words(subject_of(one), subject_of(other)) > 0


def _link(one: Event, other: Event, relation: str, why: str, confidence: Confidence, now: datetime) -> CaseLink:
    first, second = sorted((one.case, other.case))
    return CaseLink(case=first, other=second, relation=relation, why=why, confidence=confidence, by=_BY, at=now)
