"""What a newer reading of known documents does to the steps they told of. Pure.

A new finding is the step its document told of before when it is the same authority's

    same action     towards a firm the step names, too; or
    same sentence   read otherwise: another action, other firms. Only where no other document tells of the step

Each step is met once. What is left is linked like any other finding; a step nothing is left of is unsupported.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from cases.authorities import same_authority
from cases.deciding import created_event, is_own, supported_event
from cases.linking import changed_fields
from schemas.event import Event, EventFinding, StoredFinding
from schemas.words import Confidence, Standing, Status

MATERIAL = ("action", "standing", "parties", "amount", "deadline", "instrument", "supported")
"""Changes of an event that those who were told of it have to hear of."""

_DECIDED = (
    "action", "instrument", "parties", "case_numbers", "amount", "deadline", "step_date", "ai_nexus", "ai_reason",
    "confidence", "evidence", "document", "document_version", "document_title", "publisher", "url", "language",
    "published", "supported",
)  # fmt: skip
"""What findings decide of an event, beside its standing. Everything else was given once and stays."""


class KnownStep(NamedTuple):
    """An event a document told of before, and what rests on it."""

    event: Event
    said: tuple[StoredFinding, ...]
    """What the newest version of the document said of it, by earlier readings."""
    alone: bool
    """No other document tells of it."""


def met_again(findings: Sequence[StoredFinding], known: Sequence[KnownStep]) -> dict[str, KnownStep]:
    """Return by its id for each finding the step it tells again, if there is one."""
    met: dict[str, KnownStep] = {}
    for is_the_same in (_is_same_action, _is_same_sentence):
        for finding in findings:
            taken = {step.event.id for step in met.values()}
            fitting = [step for step in known if step.event.id not in taken and is_the_same(finding, step)]
            if fitting and finding.id not in met:
                met[finding.id] = max(fitting, key=lambda step: _in_common(finding, step))
    return met


def read_again(step: KnownStep, finding: StoredFinding) -> EventFinding:
    """Return why a new reading's finding belongs to the event its document told of before."""
    same = "step" if step.event.action is finding.finding.action else "sentence"
    return EventFinding(
        event=step.event.id,
        finding=finding.id,
        why=f"the same {same} of the same document, read again by {finding.extractor}",
        confidence=Confidence.HIGH,
    )


def decided_again(event: Event, findings: Sequence[StoredFinding], now: datetime) -> tuple[Event, tuple[str, ...]]:
    """Return the event as its present findings tell it, and which of its fields changed.

    `findings` are those of each document's latest reading, in the order their documents came. An event none of them
    tells of is not supported any more; it keeps what it said. Id, case, first sight and baseline never change.
    """
    telling = [finding for finding in findings if finding.finding.status is Status.ASSERTED]
    after = _told_by(event, telling, findings, now) if telling else event.model_copy(update={"supported": False})
    action = ("action",) if after.action is not event.action else ()
    changed = (*action, *changed_fields(event, after))
    return (after.model_copy(update={"last_changed": now}) if changed else event), changed


def material(changed: Sequence[str], before: Event, after: Event) -> tuple[str, ...]:
    """Return the changes those who were told of the event have to hear of; of parties only targets count."""
    named = [name for name in changed if name in MATERIAL]
    return tuple(name for name in named if name != "parties" or before.target_ids() != after.target_ids())


def _told_by(event: Event, telling: Sequence[StoredFinding], findings: Sequence[StoredFinding], now: datetime) -> Event:
    after = created_event(telling[0], event.id, now)
    for finding in telling[1:]:
        after = supported_event(after, finding)
    standing = after.standing
    if any(finding.finding.status is Status.DENIED and is_own(finding) for finding in findings):
        standing = Standing.CONTRADICTED
    elif event.standing is Standing.UNCONFIRMED and standing is Standing.REPORTED:
        standing = Standing.UNCONFIRMED
    decided = {name: getattr(after, name) for name in _DECIDED}
    return event.model_copy(update={**decided, "standing": standing})


def _is_same_action(finding: StoredFinding, step: KnownStep) -> bool:
    told = finding.finding
    same = same_authority(told.authority, step.event.authority) and told.action is step.event.action
    return same and bool(finding.target_ids() & step.event.target_ids())


def _is_same_sentence(finding: StoredFinding, step: KnownStep) -> bool:
    told = finding.finding
    return (
        step.alone
        and same_authority(told.authority, step.event.authority)
        and any(_overlap(finding, before) for before in step.said)
    )


def _overlap(one: StoredFinding, other: StoredFinding) -> bool:
    ours, theirs = one.finding.evidence, other.finding.evidence
    return ours.field == theirs.field and ours.start < theirs.end and theirs.start < ours.end


def _in_common(finding: StoredFinding, step: KnownStep) -> tuple[int, bool, str]:
    shared = len(finding.target_ids() & step.event.target_ids())
    return shared, any(_overlap(finding, before) for before in step.said), step.event.id
