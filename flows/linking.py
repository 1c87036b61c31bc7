"""Findings become events, and events cases: what the store holds near them is looked up, decided upon, and saved."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from cases.assigning import siblings_of
from cases.candidates import candidate_keys, related_keys
from cases.linking import Link, is_linkable, link, with_all_steps
from cases.relating import recalled_cases, related_cases, told_together
from flows.tools import Tools
from schemas.event import Case, Event, EventFinding, StoredFinding
from schemas.words import Status
from store.case_edits import absorb, kept_apart, relate
from store.database import Connection
from store.events import cases_of, events_of_case, linkable_events, save_events


def link_all(
    connection: Connection, findings: Sequence[StoredFinding], tools: Tools
) -> list[tuple[Link, StoredFinding]]:
    """Link findings in their order and save that; return one link an event, with all that changed of it."""
    batch, by_event = _Batch(), dict[str, tuple[Link, StoredFinding]]()
    together = defaultdict[str, list[StoredFinding]](list)
    for finding in findings:
        together[finding.document].append(finding)
    for finding in findings:
        siblings = siblings_of(finding, together[finding.document])
        recalled = [one for one in together[finding.document] if one.finding.status is Status.BACKGROUND]
        linked = _link(connection, finding, siblings, recalled, batch, tools) if is_linkable(finding) else None
        if linked is None:
            continue
        first, told = by_event.get(linked.event.id, (linked, finding))
        changed = tuple(dict.fromkeys((*first.changed, *linked.changed)))
        merged = linked.model_copy(update={"created": first.created, "changed": changed})
        by_event[linked.event.id] = (merged, told)
    batch.save(connection)
    told_by = [(batch.events[event], told.document) for event, (_linked, told) in by_event.items()]
    _relate(connection, told_by, tools.clock())
    _relate_recalled(connection, findings, told_by, tools)
    return list(by_event.values())


class _Batch:
    """What a batch has linked and not saved yet; all of it is offered to its later findings."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.cases: dict[str, Case] = {}
        self.links: list[EventFinding] = []

    def save(self, connection: Connection) -> None:
        """Save it; what is saved again later is overwritten."""
        save_events(connection, tuple(self.events.values()), self.links, tuple(self.cases.values()))

    def over(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Return stored events as they are by now, with those of the batch."""
        return tuple({**{event.id: event for event in events}, **self.events}.values())


def _link(
    connection: Connection,
    finding: StoredFinding,
    siblings: Sequence[StoredFinding],
    recalled: Sequence[StoredFinding],
    batch: _Batch,
    tools: Tools,
) -> Link | None:
    keys = candidate_keys(finding, tools.catalogue)
    events = batch.over(linkable_events(connection, keys, finding.published or finding.found_at))
    cases = {**{case.id: case for case in cases_of(connection, events)}, **batch.cases}
    apart = kept_apart(connection)
    now, known = tools.clock(), tuple(cases.values())
    linked = link(
        finding, events, known, now, tools.new_id,
        catalogue=tools.catalogue, apart=apart, siblings=siblings, recalled=recalled,
    )  # fmt: skip
    if linked is None:
        return None
    if linked.absorbed:
        _absorb(connection, linked, batch, tools.clock())
    batch.events[linked.event.id] = linked.event
    batch.links.append(linked.link)
    steps = batch.over(events_of_case(connection, linked.case.id))
    linked = with_all_steps(linked, [step for step in steps if step.case == linked.case.id])
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


def _relate(connection: Connection, told_by: Sequence[tuple[Event, str]], now: datetime) -> None:
    """Tie the cases of events to others, and those that one document tells of to each other."""
    for event, _document in told_by:
        others = linkable_events(connection, related_keys(event), now)
        relate(connection, related_cases(event, others, now))
    for document in dict.fromkeys(document for _event, document in told_by):
        relate(connection, told_together([event for event, told in told_by if told == document], now))


def _relate_recalled(
    connection: Connection, findings: Sequence[StoredFinding], told_by: Sequence[tuple[Event, str]], tools: Tools
) -> None:
    """Tie the cases of a document to those of the older steps it recalls."""
    steps_of = defaultdict[str, list[Event]](list)
    for event, document in told_by:
        steps_of[document].append(event)
    for finding in findings:
        steps = steps_of.get(finding.document)
        if steps and finding.finding.status is Status.BACKGROUND:
            keys = candidate_keys(finding, tools.catalogue)
            events = linkable_events(connection, keys, finding.published or finding.found_at)
            relate(connection, recalled_cases(finding, steps, events, tools.clock(), tools.catalogue))
