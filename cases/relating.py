"""Cases that belong together and are not one: one deal or conduct before several authorities, or twice before one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations

from cases.authorities import same_authority
from cases.deals import is_another_deal
from cases.deciding import created_event
from cases.firms import NOTHING_KNOWN, shared_targets
from cases.following import meant_by
from cases.likeness import shared_words, subject_of
from knowledge.catalogue import Catalogue
from schemas.event import CaseLink, Event, StoredFinding
from schemas.keys import ASIDE_MARK, FIRST_ACTIONS, happened_at, is_deal
from schemas.words import Confidence

SAME_DEAL, SAME_CONDUCT, RECALLED = "same deal", "same conduct", "told together"

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
    """Return the ties between cases that one document tells of: of two authorities with one firm, law, action or
    subject, or of one authority with one firm.
    """
    why = f"one document tells of both: {events[0].document_title}" if events else ""
    twins = tuple(
        _link(one, other, RECALLED, why, Confidence.MEDIUM, now)
        for one, other in combinations(events, 2)
        if _are_two(one, other) and same_authority(one.authority, other.authority) and _are_about_one_firm(one, other)
    )
    return twins + tuple(
        _link(one, other, SAME_CONDUCT, f"one document tells of both: {one.document_title}", Confidence.MEDIUM, now)
        for one, other in combinations(events, 2)
        if _are_two(one, other)
        and not same_authority(one.authority, other.authority)
        and one.instrument is other.instrument
        and _is_one_conduct(one, other)
    )


def recalled_cases(
    finding: StoredFinding,
    steps: Sequence[Event],
    events: Sequence[Event],
    now: datetime,
    catalogue: Catalogue = NOTHING_KNOWN,
) -> tuple[CaseLink, ...]:
    """Return the ties of a document's cases to the one of an older step it recalls, of the same firm.

    `steps` are the document's own. The older step is known by its number, else by its authority, action and firm;
    when steps of two cases may be meant, or the sentence calls it another matter, nothing is tied.
    """
    if ASIDE_MARK in finding.marks:
        return ()
    before = meant_by(created_event(finding, "", finding.found_at), finding.document, events, catalogue)
    tied = [step for step in steps if before and _are_two(step, before) and _are_about_one_firm(step, before)]
    why = f"the document recalls the other: {finding.document_title}"
    return tuple(_link(step, before, RECALLED, why, Confidence.MEDIUM, now) for step in tied if before)


def _are_two(one: Event, other: Event) -> bool:
    return (
        bool(one.case and other.case)
        and one.case != other.case
        and abs(happened_at(one) - happened_at(other)) <= _WITHIN
    )


def _is_one_deal(one: Event, other: Event) -> bool:
    deals = is_deal(one.instrument, one.action) and is_deal(other.instrument, other.action)
    return deals and not is_another_deal(one, other)


def _are_about_one_firm(one: Event, other: Event) -> bool:
    """Whether both are towards one firm under one law; two deals of one buyer have nothing to do with each other."""
    deals = is_deal(one.instrument, one.action) or is_deal(other.instrument, other.action)
    return not deals and one.instrument is other.instrument and bool(shared_targets(one, other))


def _is_one_conduct(one: Event, other: Event) -> bool:
    alike = one.action is other.action or shared_words(subject_of(one), subject_of(other)) > 0
    return alike and bool(shared_targets(one, other))


def _link(one: Event, other: Event, relation: str, why: str, confidence: Confidence, now: datetime) -> CaseLink:
    first, second = sorted((one.case, other.case))
    return CaseLink(case=first, other=second, relation=relation, why=why, confidence=confidence, by=_BY, at=now)
