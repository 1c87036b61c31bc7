"""When two tellings are the same step: the comparisons behind the linking, each a small question."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from cases.deciding import is_own
from cases.numbers import numbers_conflict, shared_numbers
from schemas.base import Model
from schemas.event import Event, StoredFinding, party_key
from schemas.words import Action, Confidence, Instrument, Standing, Status

SAME_STEP = timedelta(days=7)
"""How far apart two tellings of one step may be."""

SAME_NUMBER = timedelta(days=30)
"""The same, when a case number ties them and at least one is not the authority's own release."""

DENIAL = timedelta(days=180)
"""How long after a report a denial still speaks of it."""

_VAGUE = frozenset({Instrument.UNKNOWN, Instrument.OTHER})
_COMPETITION_LAW = frozenset({Instrument.ANTITRUST, Instrument.MERGER, Instrument.DMA})
_DEAL_ACTIONS = frozenset({Action.NOTIFIED, Action.CLEARED, Action.PROHIBITED})
_LOOKING_INTO = frozenset({Action.INQUIRY, Action.OPENED})


class Match(Model):
    """An event a finding belongs to, why, and how sure that is."""

    event: Event
    why: str
    confidence: Confidence


def best_match(finding: StoredFinding, events: Sequence[Event]) -> Match | None:
    """Return the event the finding tells of, if there is one; of several the one with most in common."""
    found = [(event, match) for event in events if (match := _match(finding, event))]
    if not found:
        return None
    return min(found, key=lambda pair: (*_distance(finding, pair[0]), pair[0].id))[1]


def contradicted_by(denial: StoredFinding, events: Sequence[Event]) -> Event | None:
    """Return the unconfirmed report that an authority's own denial speaks of, the newest if several."""
    found = [event for event in events if _denies(denial, event)]
    return max(found, key=lambda event: (told_at(event), event.id), default=None)


def told_at(event: Event) -> datetime:
    """Return when the event was told: its publication, else when it was first seen (UTC)."""
    return event.published or event.first_seen


def happened_at(event: Event) -> datetime:
    """Return when the step was taken: the printed date at midnight UTC, else when it was told."""
    if event.step_date is not None:
        return datetime.combine(event.step_date, time(), UTC)
    return told_at(event)


def _match(finding: StoredFinding, event: Event) -> Match | None:
    told = finding.finding
    if not same_authority(told.authority, event.authority) or told.action is not event.action:
        return None
    if _same_sentence(finding, event):
        why = "the same sentence of the same document"
        return Match(event=event, why=why, confidence=Confidence.HIGH)
    if _dates_conflict(told.step_date, event.step_date):
        return None
    gap = _gap(finding, event)
    numbers = shared_numbers(told.cases, event.case_numbers)
    if numbers:
        why = f"same authority, action and case number {numbers[0]}"
        both_own = is_own(finding) and event.standing is Standing.CONFIRMED
        window = SAME_STEP if both_own else SAME_NUMBER
        return Match(event=event, why=why, confidence=Confidence.HIGH) if gap <= window else None
    shared = _shared_targets(finding, event)
    if not shared or gap > SAME_STEP or _is_told_apart(finding, event):
        return None
    why = f"same authority, action and target ({', '.join(shared)}), {gap.days} days apart"
    return Match(event=event, why=why, confidence=Confidence.MEDIUM)


def same_authority(one: str, other: str) -> bool:
    """Return whether two ids (or `other:<name>`) mean one authority."""
    return one.casefold().strip() == other.casefold().strip()


def _is_told_apart(finding: StoredFinding, event: Event) -> bool:
    told = finding.finding
    return (
        numbers_conflict(told.cases, event.case_numbers)
        or _laws_conflict(finding, event)
        or is_another_deal(event, _targets(finding), told.instrument)
    )


def _laws_conflict(finding: StoredFinding, event: Event) -> bool:
    """Two laws, two steps; but press writes "antitrust" of mergers and gatekeepers, too."""
    laws = {finding.finding.instrument, event.instrument}
    if len(laws) == 1 or laws & _VAGUE:
        return False
    both_own = is_own(finding) and event.standing is Standing.CONFIRMED
    press_word = Instrument.ANTITRUST in laws and laws <= _COMPETITION_LAW
    return both_own or not press_word


def is_another_deal(event: Event, targets: frozenset[str], instrument: Instrument) -> bool:
    """Return whether these are two deals of one buyer.

    They are when each side names two firms or more, and one of them that the other does not name.
    """
    if Instrument.MERGER not in (instrument, event.instrument) and event.action not in _DEAL_ACTIONS:
        return False
    theirs = event.target_ids()
    return len(targets) >= 2 and len(theirs) >= 2 and not (targets <= theirs or theirs <= targets)


def _dates_conflict(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs(one - other) > SAME_STEP


def _same_sentence(finding: StoredFinding, event: Event) -> bool:
    ours, theirs = finding.finding.evidence.text, event.evidence.text
    return finding.document == event.document and ours.split() == theirs.split()


def _denies(denial: StoredFinding, event: Event) -> bool:
    told = denial.finding
    same_action = told.action is event.action or {told.action, event.action} <= _LOOKING_INTO
    after = (denial.published or denial.found_at).date() - told_at(event).date()
    return (
        event.status is Status.ASSERTED
        and event.standing in (Standing.REPORTED, Standing.UNCONFIRMED)
        and same_authority(told.authority, event.authority)
        and same_action
        and bool(_shared_targets(denial, event))
        and not numbers_conflict(told.cases, event.case_numbers)
        and timedelta() <= after <= DENIAL
    )


def _gap(finding: StoredFinding, event: Event) -> timedelta:
    return abs((finding.published or finding.found_at) - told_at(event))


def _distance(finding: StoredFinding, event: Event) -> tuple[bool, bool, int, timedelta]:
    return (
        not _same_sentence(finding, event),
        not shared_numbers(finding.finding.cases, event.case_numbers),
        -len(_shared_targets(finding, event)),
        _gap(finding, event),
    )


def _targets(finding: StoredFinding) -> frozenset[str]:
    return frozenset(party_key(party) for party in finding.finding.targets())


def _shared_targets(finding: StoredFinding, event: Event) -> tuple[str, ...]:
    theirs = event.target_ids()
    return tuple(dict.fromkeys(p.name for p in finding.finding.targets() if party_key(p) in theirs))
