"""The case an event belongs to: its numbers, its title and its present state."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from cases.numbers import numbers_conflict, shared_numbers, united_numbers
from cases.sameness import happened_at, is_another_deal, same_authority
from schemas.event import Case, Event
from schemas.words import Role

SAME_CASE = timedelta(days=180)
"""How far apart two steps against one firm under one law may be and count as one case without a number."""


def case_for(event: Event, events: Sequence[Event], cases: Sequence[Case], new_id: Callable[[str], str]) -> Case:
    """Return the event's case with this step taken into it: its own, a known one that fits, or a new one.

    One fits that shares a case number; else one with an event of the same authority and law that shares a
    target within 180 days, unless case numbers or the firms of a deal tell them apart.
    """
    live = {case.id: case for case in cases if same_authority(case.authority, event.authority)}
    case = live.get(event.case) or _by_number(event, live) or _by_target(event, events, live)
    return _new_case(event, new_id("ca")) if case is None else _with_step(_merged(case, live), event, events)


def _by_number(event: Event, cases: dict[str, Case]) -> Case | None:
    found = [case for case in cases.values() if shared_numbers(event.case_numbers, case.case_numbers)]
    return min(found, key=lambda case: (case.merged_into is not None, case.opened, case.id), default=None)


def _by_target(event: Event, events: Sequence[Event], cases: dict[str, Case]) -> Case | None:
    alike = [other for other in events if other.case in cases and _is_same_case(event, other)]
    fitting = [o for o in alike if not numbers_conflict(event.case_numbers, cases[o.case].case_numbers)]
    nearest = min(fitting, key=lambda o: (abs(happened_at(o) - happened_at(event)), o.id), default=None)
    return cases[nearest.case] if nearest else None


def _is_same_case(event: Event, other: Event) -> bool:
    return (
        other.id != event.id
        and same_authority(event.authority, other.authority)
        and event.instrument is other.instrument
        and bool(event.target_ids() & other.target_ids())
        and abs(happened_at(event) - happened_at(other)) <= SAME_CASE
        and not numbers_conflict(event.case_numbers, other.case_numbers)
        and not is_another_deal(event, other.target_ids(), other.instrument)
    )


def _merged(case: Case, cases: dict[str, Case]) -> Case:
    """Follow the redirects of merged cases, each at most once."""
    seen = {case.id}
    while case.merged_into in cases and case.merged_into not in seen:
        seen.add(case.merged_into)
        case = cases[case.merged_into]
    return case


def _new_case(event: Event, case_id: str) -> Case:
    return Case(
        id=case_id,
        authority=event.authority,
        instrument=event.instrument,
        title=_title(event),
        case_numbers=event.case_numbers,
        state=event.action,
        opened=happened_at(event),
        last_step=happened_at(event),
    )


def _with_step(case: Case, event: Event, events: Sequence[Event]) -> Case:
    """The state of a case is its latest step; a step told late does not set it back."""
    moment = happened_at(event)
    others = [happened_at(step) for step in events if step.case == case.id and step.id != event.id]
    before = max(others, default=moment if event.case == case.id else case.last_step)
    is_latest = moment.date() >= before.date()
    return case.model_copy(
        update={
            "case_numbers": united_numbers(case.case_numbers, event.case_numbers),
            "state": event.action if is_latest else case.state,
            "opened": min(case.opened, moment),
            "last_step": max(case.last_step, moment),
        }
    )


def _title(event: Event) -> str:
    names = [party.name for party in event.parties if party.role is Role.TARGET]
    firms = " / ".join(dict.fromkeys(names)) or "no firm named as target"
    return f"{firms} ({event.instrument.value.replace('_', ' ')})"
