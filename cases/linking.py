"""Which event a finding belongs to, which case the event belongs to, and what that changes.

A finding joins an event of the same authority and the same action when they share

    the sentence        a new version of the same document says the same words, however much later
    a case number       within 30 days; two releases of the authority itself within 7 days
    a target            within 7 days, unless something tells them apart (see below)

Days, because an action comes back within one case: the second "opened" of a merger is phase 2, the second
"commitments" their acceptance. Told apart are: case numbers on both sides and none in common; printed
step dates more than 7 days apart; different laws (a newspaper's "antitrust" may be any competition law);
and deals that each name a firm the other does not.

A second source of the same step adds corroboration, never a second event. Nothing here reads or writes:
events and cases come in as values, and the ones to store go out.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from cases.deciding import created_event, denied_event, is_own, supported_event
from cases.proceedings import case_for
from cases.sameness import Match, best_match, contradicted_by
from schemas.base import Model
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.words import Confidence, Status

_WATCHED_FIELDS = (
    "standing",
    "parties",
    "case_numbers",
    "instrument",
    "amount",
    "deadline",
    "step_date",
    "ai_nexus",
    "confidence",
    "document",
    "evidence",
    "supported",
)


class Link(Model):
    """A finding's event and case as they now are, and why they belong together."""

    event: Event
    case: Case
    link: EventFinding
    created: bool
    """True when the event is new."""
    changed: tuple[str, ...]
    """The fields of an event known before that now say something else ("standing", "parties" …)."""


def is_linkable(finding: StoredFinding) -> bool:
    """Return whether a finding can touch an event: it asserts a step, or is an authority's own denial."""
    if finding.finding.status is Status.ASSERTED:
        return True
    return finding.finding.status is Status.DENIED and is_own(finding)


def link(
    finding: StoredFinding,
    events: Sequence[Event],
    cases: Sequence[Case],
    now: datetime,
    new_id: Callable[[str], str],
) -> Link | None:
    """Return the event and case of a finding, as they are with it.

    None when it asserts no step and denies none that was reported. `events` and `cases` are the
    candidates: at least those of the finding's authority of the last 180 days, those that share its
    case numbers, and the cases of these events. `new_id` gives an unused id for "ev" or "ca".
    """
    if not is_linkable(finding):
        return None
    if finding.finding.status is Status.DENIED:
        return _contradict(finding, events, cases, now)
    match = best_match(finding, events)
    if match is None:
        return _create(finding, events, cases, now, new_id)
    return _support(finding, match, events, cases, now, new_id)


def _create(
    finding: StoredFinding,
    events: Sequence[Event],
    cases: Sequence[Case],
    now: datetime,
    new_id: Callable[[str], str],
) -> Link:
    event = created_event(finding, new_id("ev"), now)
    case = case_for(event, events, cases, new_id)
    return Link(
        event=event.model_copy(update={"case": case.id}),
        case=case,
        link=_why(event, finding, "the first document that tells this step", Confidence.HIGH),
        created=True,
        changed=(),
    )


def _support(
    finding: StoredFinding,
    match: Match,
    events: Sequence[Event],
    cases: Sequence[Case],
    now: datetime,
    new_id: Callable[[str], str],
) -> Link:
    event = supported_event(match.event, finding)
    changed = changed_fields(match.event, event)
    if changed:
        event = event.model_copy(update={"last_changed": now})
    case = case_for(event, events, cases, new_id)
    return Link(
        event=event.model_copy(update={"case": case.id}),
        case=case,
        link=_why(event, finding, match.why, match.confidence),
        created=False,
        changed=changed,
    )


def _contradict(finding: StoredFinding, events: Sequence[Event], cases: Sequence[Case], now: datetime) -> Link | None:
    before = contradicted_by(finding, events)
    case = next((item for item in cases if before and item.id == before.case), None)
    if before is None or case is None:
        return None
    event = denied_event(before, now)
    return Link(
        event=event,
        case=case,
        link=_why(event, finding, "the authority itself denies this step", Confidence.MEDIUM),
        created=False,
        changed=changed_fields(before, event),
    )


def changed_fields(before: Event, after: Event) -> tuple[str, ...]:
    """Return the names of the fields that differ, of those a reader of the event would care about."""
    return tuple(name for name in _WATCHED_FIELDS if getattr(before, name) != getattr(after, name))


def _why(event: Event, finding: StoredFinding, why: str, confidence: Confidence) -> EventFinding:
    return EventFinding(event=event.id, finding=finding.id, why=why, confidence=confidence)
