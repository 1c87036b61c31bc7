"""What a new extractor's reading of known documents does to the events they told of. Pure."""

from collections.abc import Sequence
from datetime import datetime

from cases.deciding import created_event, is_own, supported_event
from cases.linking import changed_fields
from schemas.event import Event, EventFinding, StoredFinding
from schemas.words import Confidence, Standing, Status

MATERIAL = ("parties", "amount", "deadline", "instrument", "supported")
"""Changes of an event that those who were told of it have to hear of."""


def same_step(finding: StoredFinding, events: Sequence[Event]) -> Event | None:
    """Return the event the same document told of before: the same authority's same action, the alike targets first."""
    told = finding.finding
    alike = [event for event in events if (event.authority, event.action) == (told.authority, told.action)]
    targets = {party.company or party.name for party in told.targets()}
    return max(alike, key=lambda event: (len(targets & event.target_ids()), event.id), default=None)


def read_again(event: Event, finding: StoredFinding) -> EventFinding:
    """Return why a new reading's finding belongs to the event its document told of before."""
    why = f"the same step of the same document, read again by {finding.extractor}"
    return EventFinding(event=event.id, finding=finding.id, why=why, confidence=Confidence.HIGH)


def decided_again(event: Event, findings: Sequence[StoredFinding], now: datetime) -> tuple[Event, tuple[str, ...]]:
    """Return the event as its present findings tell it, and which of its fields changed.

    `findings` are those of the latest reading of each document version, oldest first. An event none of them tells
    of is not supported any more; it keeps what it said. Id, case, first sight and baseline never change.
    """
    telling = [finding for finding in findings if finding.finding.status is Status.ASSERTED]
    if not telling:
        after = event.model_copy(update={"supported": False})
    else:
        after = _folded(event, telling, now)
        if any(finding.finding.status is Status.DENIED and is_own(finding) for finding in findings):
            after = after.model_copy(update={"standing": Standing.CONTRADICTED})
        elif event.standing is Standing.UNCONFIRMED and after.standing is Standing.REPORTED:
            after = after.model_copy(update={"standing": event.standing})
    changed = changed_fields(event, after)
    return (after.model_copy(update={"last_changed": now}) if changed else event), changed


def material(changed: Sequence[str], before: Event, after: Event) -> tuple[str, ...]:
    """Return the changes those who were told of the event have to hear of; of parties only targets count."""
    named = [name for name in changed if name in MATERIAL]
    return tuple(name for name in named if name != "parties" or before.target_ids() != after.target_ids())


def _folded(event: Event, findings: Sequence[StoredFinding], now: datetime) -> Event:
    decided = created_event(findings[0], event.id, now)
    for finding in findings[1:]:
        decided = supported_event(decided, finding)
    stays = ("case", "case_why", "case_confidence", "first_seen", "baseline")
    kept = {name: getattr(event, name) for name in stays}
    return decided.model_copy(update={**kept, "last_changed": event.last_changed})
