"""When two tellings are the same step: the comparisons behind the linking, each a small question."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cases.deciding import created_event
from cases.firms import Relatives, alone, is_among, shared_targets, targets_of
from cases.likeness import is_named, is_other_matter, shared_words, subject_of
from cases.marks import pages_conflict, shared_mark
from cases.numbers import misprinted, numbers_conflict, shared_numbers
from schemas.base import Model
from schemas.event import Event, StoredFinding
from schemas.finding import Party
from schemas.keys import happened_at, is_deal, jurisdiction
from schemas.words import Action, Confidence, Instrument, Standing, Status

SAME_STEP = timedelta(days=7)
"""How far apart two tellings of one step may be."""

SAME_NUMBER = timedelta(days=30)
"""The same, when a case number ties them and at least one is not the authority's own release."""

SAME_END = timedelta(days=90)
"""The window of steps that end a case, when a case number ties them: a translation, the full decision."""

DENIAL = timedelta(days=180)
"""How long after a report a denial still speaks of it."""

SAME_NEWS = timedelta(days=4)
"""Within this, one firm hears of one step: what seems to be another subject is told in other words."""

_ONCE = frozenset({Action.CLOSED, Action.CLEARED, Action.PROHIBITED})
"""Steps that end a case: a second telling weeks later is mostly no second step."""

_VAGUE = frozenset({Instrument.UNKNOWN, Instrument.OTHER})
_COMPETITION_LAW = frozenset({Instrument.ANTITRUST, Instrument.MERGER, Instrument.DMA})
_LOOKING_INTO = frozenset({Action.INQUIRY, Action.OPENED})


class Match(Model):
    """An event a finding belongs to, why, and how sure that is."""

    event: Event
    why: str
    confidence: Confidence


def best_match(finding: StoredFinding, events: Sequence[Event], relatives: Relatives = alone) -> Match | None:
    """Return the event the finding tells of, if there is one; of several the one with most in common."""
    told = created_event(finding, "", finding.found_at)
    found = [match for event in events if (match := _match(told, event, relatives))]
    return min(found, key=lambda match: (*_distance(told, match.event, relatives), match.event.id), default=None)


def contradicted_by(denial: StoredFinding, events: Sequence[Event], relatives: Relatives = alone) -> Event | None:
    """Return the unconfirmed report that an authority's own denial speaks of, the newest if several.

    It may be denied already: the denial comes in a second language, or at a second address.
    """
    told = created_event(denial, "", denial.found_at)
    found = [event for event in events if _denies(told, event, relatives)]
    return max(found, key=lambda event: (told_at(event), event.id), default=None)


def told_at(event: Event) -> datetime:
    """Return when the event was told: its publication, else when it was first seen (UTC)."""
    return event.published or event.first_seen


def same_authority(one: str, other: str) -> bool:
    """Return whether two ids (or `other:<name>`) mean one authority."""
    return one.casefold().strip() == other.casefold().strip()


def same_forum(one: str, other: str, action: Action) -> bool:
    """Return whether a step may be of one authority; of a ruling some name the court, some the authority."""
    return same_authority(one, other) or (action is Action.RULING and jurisdiction(one) == jurisdiction(other))


def laws_conflict(one: Instrument, other: Instrument, *, both_own: bool) -> bool:
    """Two laws, two steps; but press writes "antitrust" of mergers and gatekeepers, too."""
    laws = {one, other}
    if len(laws) == 1 or laws & _VAGUE:
        return False
    press_word = Instrument.ANTITRUST in laws and laws <= _COMPETITION_LAW
    return both_own or not press_word


def is_another_deal(one: Event, other: Event) -> bool:
    """Return whether these are two deals of one buyer.

    They are when each side names two firms or more, and one of them that the other does not name, unless a text
    says how that firm was called before ("Lumenar, formerly Castellan").
    """
    if not (is_deal(one.instrument, one.action) or is_deal(other.instrument, other.action)):
        return False
    ours, theirs = targets_of(one), targets_of(other)
    if min(len(ours), len(theirs)) < 2:
        return False
    only_ours, only_theirs = _beyond(ours, theirs), _beyond(theirs, ours)
    renamed = all(is_named(p.name, one) for p in only_theirs) or all(is_named(p.name, other) for p in only_ours)
    return bool(only_ours) and bool(only_theirs) and not renamed


def is_one_deal(one: Event, other: Event, shared: Sequence[str]) -> bool:
    """Return whether two steps towards deals share two firms: these are the deal, whatever words it is told with."""
    return len(shared) >= 2 and is_deal(one.instrument, one.action) and is_deal(other.instrument, other.action)


def _match(told: Event, event: Event, relatives: Relatives) -> Match | None:
    if told.action is not event.action or not same_forum(told.authority, event.authority, told.action):
        return None
    if _same_sentence(told, event):
        return Match(event=event, why="the same sentence of the same document", confidence=Confidence.HIGH)
    if _dates_conflict(told.step_date, event.step_date):
        return None
    shared = shared_targets(told, event, relatives)
    return (
        _by_release(told, event, shared)
        or _by_number(told, event, shared)
        or _by_misprint(told, event, shared)
        or _by_target(told, event, shared)
    )


def _by_release(told: Event, event: Event, shared: Sequence[str]) -> Match | None:
    release = shared_mark("release", told, event)
    if not (release or shared_mark("text", told, event)) or not shared:
        return None
    if numbers_conflict(told.case_numbers, event.case_numbers) or pages_conflict(told.marks, event.marks):
        return None
    why = f"the same release {release}" if release else "the same release, word for word"
    return Match(event=event, why=why, confidence=Confidence.HIGH)


def _by_number(told: Event, event: Event, shared: Sequence[str]) -> Match | None:
    both_own = told.standing is event.standing is Standing.CONFIRMED
    numbers = shared_numbers(told.case_numbers, event.case_numbers)
    page = shared_mark("page", told, event) if shared else None
    window = SAME_END if told.action in _ONCE else SAME_STEP if both_own else SAME_NUMBER
    if not (numbers or page) or _gap(told, event) > window:
        return None
    what = f"case number {numbers[0]}" if numbers else f"page {page}"
    return Match(event=event, why=f"same authority, action and {what}", confidence=Confidence.HIGH)


def _by_misprint(told: Event, event: Event, shared: Sequence[str]) -> Match | None:
    slip = misprinted(told.case_numbers, event.case_numbers)
    if slip is None or not shared or _gap(told, event) > SAME_STEP or _is_told_apart(told, event, misprint=True):
        return None
    if not is_one_deal(told, event, shared) and not shared_words(subject_of(told), subject_of(event)):
        return None
    why = f"same authority, action and target, and {slip[0]} is {slip[1]} misprinted"
    return Match(event=event, why=why, confidence=Confidence.MEDIUM)


def _by_target(told: Event, event: Event, shared: Sequence[str]) -> Match | None:
    gap, one_deal = _gap(told, event), is_one_deal(told, event, shared)
    both_own = told.standing is event.standing is Standing.CONFIRMED
    long = not both_own and (one_deal or told.action in _ONCE)
    if not shared or gap > (SAME_NUMBER if long else SAME_STEP) or _is_told_apart(told, event):
        return None
    if gap > SAME_NEWS and not one_deal and is_other_matter(subject_of(told), subject_of(event)):
        return None
    why = f"same authority, action and target ({', '.join(shared)}), {gap.days} days apart"
    return Match(event=event, why=why, confidence=Confidence.MEDIUM)


def _is_told_apart(told: Event, event: Event, *, misprint: bool = False) -> bool:
    both_own = told.standing is event.standing is Standing.CONFIRMED
    return (
        (not misprint and numbers_conflict(told.case_numbers, event.case_numbers))
        or pages_conflict(told.marks, event.marks)
        or laws_conflict(told.instrument, event.instrument, both_own=both_own)
        or is_another_deal(told, event)
    )


def _beyond(parties: Sequence[Party], others: Sequence[Party]) -> list[Party]:
    return [party for party in parties if not is_among(party, others)]


def _dates_conflict(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs(one - other) > SAME_STEP


def _same_sentence(told: Event, event: Event) -> bool:
    ours, theirs = told.evidence.text, event.evidence.text
    return told.document == event.document and ours.split() == theirs.split()


def _denies(denial: Event, event: Event, relatives: Relatives) -> bool:
    same_action = denial.action is event.action or {denial.action, event.action} <= _LOOKING_INTO
    after = told_at(denial).date() - told_at(event).date()
    return (
        event.status is Status.ASSERTED
        and event.standing is not Standing.CONFIRMED
        and same_authority(denial.authority, event.authority)
        and same_action
        and bool(shared_targets(denial, event, relatives))
        and not numbers_conflict(denial.case_numbers, event.case_numbers)
        and timedelta() <= after <= DENIAL
    )


def _gap(told: Event, event: Event) -> timedelta:
    """How far apart two tellings are: a late one counts from the day the step was taken, when that is printed."""
    return min(
        abs(told_at(told) - told_at(event)),
        abs(told_at(told) - happened_at(event)),
        abs(happened_at(told) - told_at(event)),
    )


def _distance(told: Event, event: Event, relatives: Relatives) -> tuple[bool, bool, bool, int, int, timedelta]:
    return (
        not _same_sentence(told, event),
        not shared_mark("release", told, event),
        not shared_numbers(told.case_numbers, event.case_numbers),
        -len(shared_targets(told, event, relatives)),
        -shared_words(subject_of(told), subject_of(event)),
        _gap(told, event),
    )
