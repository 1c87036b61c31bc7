"""Findings become events, and events cases: what the store holds near them is looked up, decided upon, and saved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from cases.assigning import siblings_of
from cases.candidates import candidate_keys, related_keys
from cases.linking import Link, is_linkable, link, with_all_steps
from cases.relating import recalled_cases, related_cases, told_together
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.event import Case, CaseLink, Event, EventFinding, StoredFinding
from schemas.keys import lookup_keys
from schemas.words import Status
from store.case_edits import absorb, kept_apart, relate
from store.database import Connection
from store.events import (
    Wanted,
    cases_of,
    events_of_case,
    events_with_ids,
    linkable_to_each,
    save_events,
    steps_of_cases,
)


def link_all(
    connection: Connection, findings: Sequence[StoredFinding], tools: Tools
) -> list[tuple[Link, StoredFinding]]:
    """Link findings in their order and save that; return one link an event, with all that changed of it."""
    together = defaultdict[str, list[StoredFinding]](list)
    for finding in findings:
        together[finding.document].append(finding)
    left = [finding for finding in findings if is_linkable(finding)]
    batch, by_event = _Batch(_held_near(connection, left, tools)), dict[str, tuple[Link, StoredFinding]]()
    for place, finding in enumerate(left):
        linked = _link(connection, finding, together[finding.document], batch, tools)
        if linked is None:
            continue
        if linked.absorbed:
            batch.held = _held_near(connection, left[place + 1 :], tools)
        first, told = by_event.get(linked.event.id, (linked, finding))
        changed = tuple(dict.fromkeys((*first.changed, *linked.changed)))
        merged = linked.model_copy(update={"created": first.created, "changed": changed})
        by_event[linked.event.id] = (merged, told)
    batch.save(connection)
    relate(connection, _ties(connection, findings, batch, tools))
    return list(by_event.values())


class _Held(NamedTuple):
    """What the record holds near the findings of a batch: asked for at once, for each question takes a millisecond."""

    events: Mapping[str, tuple[Event, ...]]
    """By the id of each finding the events that may be its own, or of its case."""
    keys: Mapping[str, frozenset[str]]
    """By the id of each finding the keys under which these events are held."""
    cases: Mapping[str, Case]
    """By their ids the cases of all these events."""
    steps: Mapping[str, frozenset[str]]
    """By the id of each of these cases those of the events it has, here or only in the record."""
    apart: frozenset[frozenset[str]]
    by_id: Mapping[str, Event]
    """All these events by their ids."""

    def cases_of(self, events: Sequence[Event]) -> dict[str, Case]:
        """Return the cases of events by their ids."""
        return {event.case: self.cases[event.case] for event in events if event.case in self.cases}


def _held_near(connection: Connection, findings: Sequence[StoredFinding], tools: Tools) -> _Held:
    if not findings:
        return _Held({}, {}, {}, {}, frozenset(), {})
    wanted = {finding.id: _wanted(finding, tools.catalogue) for finding in findings}
    near = dict(zip(wanted, linkable_to_each(connection, tuple(wanted.values())), strict=True))
    by_id = {event.id: event for events in near.values() for event in events}
    found = cases_of(connection, list(by_id.values()))
    keys = {finding: frozenset(one.keys) for finding, one in wanted.items()}
    cases = {case.id: case for case in found}
    return _Held(near, keys, cases, steps_of_cases(connection, cases), kept_apart(connection), by_id)


def _wanted(finding: StoredFinding, catalogue: Catalogue) -> Wanted:
    return Wanted(candidate_keys(finding, catalogue), finding.published or finding.found_at)


class _Batch:
    """What a batch has linked and not saved yet, offered to its later findings as if it were saved."""

    def __init__(self, held: _Held) -> None:
        self.held = held
        self.events: dict[str, Event] = {}
        self.keys = defaultdict[str, set[str]](set)
        """By the id of an event the keys under which it will be held, and the documents that told of it."""
        self.cases: dict[str, Case] = {}
        self.links: list[EventFinding] = []
        self.told = defaultdict[str, list[str]](list)
        """By the id of a document those of the events it tells of."""

    def save(self, connection: Connection) -> None:
        """Save it; what is saved again later is overwritten."""
        save_events(connection, tuple(self.events.values()), self.links, tuple(self.cases.values()))

    def note(self, linked: Link, finding: StoredFinding) -> None:
        """Keep a link."""
        self.events[linked.event.id] = linked.event
        self.keys[linked.event.id] |= {finding.document, *lookup_keys(linked.event)}
        self.links.append(linked.link)
        if linked.event.id not in self.told[finding.document]:
            self.told[finding.document].append(linked.event.id)

    def near(self, finding: StoredFinding) -> tuple[Event, ...]:
        """Return the events near a finding as they are by now: as if document by document were saved."""
        keys = self.held.keys[finding.id] | {finding.document}
        found = [self.events.get(event.id, event) for event in self.held.events[finding.id]]
        known = {event.id for event in found}
        new = [event for event in self.events.values() if event.id not in known and self.keys[event.id] & keys]
        return (*found, *new)

    def stored_steps(self, connection: Connection, linked: Link) -> tuple[Event, ...]:
        """Return the steps that the record holds of a link's case; one that is new in this batch has none there."""
        case = linked.case.id
        if linked.absorbed:
            return events_of_case(connection, case)
        wanted = self.held.steps.get(case, frozenset())
        known = [self.held.by_id[event] for event in sorted(wanted) if event in self.held.by_id]
        return (*known, *events_with_ids(connection, wanted - self.held.by_id.keys()))

    def over(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Return stored events as they are by now, with those of the batch."""
        return tuple({**{event.id: event for event in events}, **self.events}.values())


def _link(
    connection: Connection, finding: StoredFinding, of_document: Sequence[StoredFinding], batch: _Batch, tools: Tools
) -> Link | None:
    events = batch.near(finding)
    cases = {**batch.held.cases_of(events), **batch.cases}
    linked = link(
        finding, events, tuple(cases.values()), tools.clock(), tools.new_id,
        catalogue=tools.catalogue,
        apart=batch.held.apart,
        siblings=siblings_of(finding, of_document),
        recalled=[one for one in of_document if one.finding.status is Status.BACKGROUND],
    )  # fmt: skip
    if linked is None:
        return None
    if linked.absorbed:
        _absorb(connection, linked, batch, tools.clock())
    batch.note(linked, finding)
    stored = batch.stored_steps(connection, linked)
    linked = with_all_steps(linked, [step for step in batch.over(stored) if step.case == linked.case.id])
    batch.cases[linked.case.id] = linked.case
    return linked


def _absorb(connection: Connection, linked: Link, batch: _Batch, now: datetime) -> None:
    """Let the case take over those that turn out to be the same, in the record and in the batch."""
    batch.save(connection)
    for twin in linked.absorbed:
        absorb(connection, linked.case, twin, linked.event.case_why, "casewatch", now)
        batch.cases[twin.id] = twin
        for event in [event for event in batch.events.values() if event.case == twin.id]:
            batch.events[event.id] = event.model_copy(update={"case": linked.case.id})


def _ties(connection: Connection, findings: Sequence[StoredFinding], batch: _Batch, tools: Tools) -> list[CaseLink]:
    """Return the ties of the cases of events to others, to those of their documents, and to those these recall."""
    events = tuple(batch.events[event] for event in dict.fromkeys(link.event for link in batch.links))
    steps_of = {document: [batch.events[event] for event in told] for document, told in batch.told.items()}
    recalling = [one for one in findings if one.finding.status is Status.BACKGROUND and one.document in steps_of]
    now = tools.clock()
    wanted = [Wanted(related_keys(event), now) for event in events]
    near = linkable_to_each(connection, [*wanted, *(_wanted(finding, tools.catalogue) for finding in recalling)])
    related = [related_cases(event, others, now) for event, others in zip(events, near, strict=False)]
    together = [told_together(steps, now) for steps in steps_of.values()]
    recalled = [
        recalled_cases(finding, steps_of[finding.document], others, now, tools.catalogue)
        for finding, others in zip(recalling, near[len(events) :], strict=True)
    ]
    return [tie for ties in (*related, *together, *recalled) for tie in ties]
