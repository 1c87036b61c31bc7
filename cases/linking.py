"""Which event a finding belongs to, which case the event belongs to, and what that changes.

A finding joins an event of the same authority and the same action when they share

    the sentence        a new version of the same document says the same words, however much later
    the release         the reference in the address or the text, or the words themselves, whatever the date
    a name of the case  its number or its page, within 30 days; two releases of the authority itself within 7 days, a
                        decision it prints again within 120
    a target            within 7 days, or 14 in like words, unless something tells them apart (see below)

Days, because an action comes back within one case: the second "opened" of a merger is phase 2, the second
"commitments" their acceptance. Told apart are: case numbers of one form on both sides and none in common, unless one
is a misprint of the other; pages of two cases; printed step dates more than 7 days apart; different laws (a
newspaper's "antitrust" may be any competition law); fines that are not one sum rounded; deals that each name a firm the
other does not; and, after four days, texts of one language without a telling word in common.

Steps of one kind that one document holds apart are given to events one to one (`cases.assigning`).

A second source of the same step adds corroboration, never a second event. Nothing here reads or writes:
events and cases come in as values, and the ones to store go out.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from cases.assigning import assigned, without_headline
from cases.deciding import created_event, denied_event, is_own, supported_event
from cases.firms import NOTHING_KNOWN
from cases.names import with_names, with_names_of_cases
from cases.proceedings import Placed, case_with, place
from cases.sameness import Match, best_match, contradicted_by
from knowledge.catalogue import Catalogue
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
    absorbed: tuple[Case, ...] = ()
    """Cases that turn out to be this one; their steps go with it."""


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
    *,
    catalogue: Catalogue = NOTHING_KNOWN,
    apart: Collection[frozenset[str]] = (),
    siblings: Sequence[StoredFinding] = (),
    recalled: Sequence[StoredFinding] = (),
) -> Link | None:
    """Return the event and case of a finding, as they are with it.

    None when it asserts no step and denies none that was reported. `events` and `cases` are the candidates: the
    events that share a lookup key with the finding, and their cases. `new_id` gives an unused id for "ev" or "ca",
    `catalogue` knows the parents and subsidiaries of firms, and where courts sit; `apart` are pairs of cases a person
    has split, `siblings` the document's other steps of this kind (`siblings_of`): those are other events and cases;
    `recalled` are the older steps it tells of as background.
    """
    if not is_linkable(finding):
        return None
    events = with_names_of_cases(events)
    if finding.finding.status is Status.DENIED:
        return _contradict(finding, events, cases, now, catalogue)
    told = assigned((finding, *siblings), events, catalogue) if siblings else {}
    match = told.get(finding.id) if siblings else best_match(finding, events, catalogue)
    event, changed = _told(finding, match, now, new_id)
    others = frozenset(told[sibling.id].event.id for sibling in siblings if sibling.id in told)
    step = without_headline(event) if siblings and match is None else event
    placed = place(step, events, cases, new_id, catalogue, apart, others, recalled)
    return _linked(finding, match, event, changed, placed, events)


def _linked(
    finding: StoredFinding,
    match: Match | None,
    event: Event,
    changed: tuple[str, ...],
    placed: Placed,
    events: Sequence[Event],
) -> Link:
    """Return the link of an event whose case is found."""
    why = (match.why, match.confidence) if match else ("the first document that tells this step", Confidence.HIGH)
    steps = [other for other in events if other.case == placed.case.id]
    of_its_case = {"case": placed.case.id, "case_why": placed.why, "case_confidence": placed.confidence}
    return Link(
        event=with_names(event, steps).model_copy(update=of_its_case),
        case=placed.case,
        link=_why(event, finding, *why),
        created=match is None,
        changed=changed,
        absorbed=placed.absorbed,
    )


def with_all_steps(linked: Link, steps: Sequence[Event]) -> Link:
    """Return the link with its case decided from all steps that are known of it; the candidates may hold only some."""
    others = [step for step in steps if step.id != linked.event.id]
    return linked.model_copy(update={"case": case_with(linked.case, [*others, linked.event])})


def _told(
    finding: StoredFinding, match: Match | None, now: datetime, new_id: Callable[[str], str]
) -> tuple[Event, tuple[str, ...]]:
    """Return the event with the finding behind it, and which of its fields that changes."""
    if match is None:
        return created_event(finding, new_id("ev"), now), ()
    event = supported_event(match.event, finding)
    changed = changed_fields(match.event, event)
    return (event.model_copy(update={"last_changed": now}) if changed else event), changed


def _contradict(
    finding: StoredFinding, events: Sequence[Event], cases: Sequence[Case], now: datetime, catalogue: Catalogue
) -> Link | None:
    before = contradicted_by(finding, events, catalogue)
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
