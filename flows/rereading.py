"""What a newer reading of one document does to the record, and whom it owes a correction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from alerts.outbox import withdrawn
from alerts.routing import route
from cases.linking import Link, is_linkable
from cases.proceedings import case_with
from cases.rereading import MATERIAL, KnownStep, decided_again, material, met_again, read_again
from flows.alerting import note_deadline
from flows.corrections import corrections
from flows.linking import link_all
from flows.tools import Tools
from schemas.alert import Alert
from schemas.document import Document
from schemas.event import Event, StoredFinding
from schemas.finding import Reading
from schemas.rereading import RereadEvent, RereadOutcome
from schemas.words import AlertState
from store.database import Connection
from store.deadlines import drop_deadlines
from store.events import event_findings, events_of_case, events_of_document, load_case, load_event, save_events
from store.outbox import add_alerts, alerts_of_event, save_alert
from store.readings import ReadDocument, save_reading
from store.rereadings import save_reread_events, standing_findings

MOST_CORRECTIONS = 5
"""Corrections a channel gets one by one because of one extractor; what is more stands in its summary."""

_UNSENT = (AlertState.PENDING, AlertState.HELD)


class Changed(NamedTuple):
    """A step as it is after a document was read again, and as it was, when the document told of it before."""

    event: Event
    before: Event | None
    outcome: RereadOutcome
    fields: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    """Of the fields, what those who were told have to hear of."""


class Settled(NamedTuple):
    """A step that changed, and what is kept of that."""

    event: Event
    row: RereadEvent


def read_document_again(
    connection: Connection, read: ReadDocument, spent: Mapping[str, int], tools: Tools
) -> tuple[Settled, ...]:
    """Save a newer reading of a document, decide its steps anew and queue corrections; return what changed.

    `spent` counts the corrections each channel has got so far. Nothing changes, and nothing new is told, when this
    extractor has read that version before.
    """
    document, reading, findings = read
    known = _known_steps(connection, document)
    if not save_reading(connection, document, reading, findings, tools.clock()):
        return ()
    left = _give_back(connection, findings, known)
    links = [linked for linked, _finding in link_all(connection, left, tools)]
    changes = (*_decided(connection, known, tools), *_linked(links, known))
    settled = _settle(connection, changes, document, reading, Counter(spent), tools)
    save_reread_events(connection, [item.row for item in settled])
    return settled


def _known_steps(connection: Connection, document: Document) -> tuple[KnownStep, ...]:
    return tuple(
        _known(event, event_findings(connection, event.id), document)
        for event in events_of_document(connection, document.id)
    )


def _known(event: Event, findings: Sequence[StoredFinding], document: Document) -> KnownStep:
    own = [finding for finding in findings if finding.document == document.id]
    said = tuple(finding for finding in own if finding.version == document.current.version)
    return KnownStep(event, said, alone=len(own) == len(findings))


def _give_back(
    connection: Connection, findings: Sequence[StoredFinding], known: Sequence[KnownStep]
) -> tuple[StoredFinding, ...]:
    """Link findings to the steps their document told of before; return those that tell of something else."""
    met = met_again([finding for finding in findings if is_linkable(finding)], known)
    save_events(connection, (), [read_again(met[f.id], f) for f in findings if f.id in met], ())
    return tuple(finding for finding in findings if finding.id not in met)


def _decided(connection: Connection, known: Sequence[KnownStep], tools: Tools) -> list[Changed]:
    """Decide the steps a document told of anew; return those that read otherwise."""
    changes = []
    for before in (step.event for step in known):
        after, fields = decided_again(before, standing_findings(connection, before.id), tools.clock())
        if after != load_event(connection, before.id):
            save_events(connection, (after,), (), ())
        if fields:
            outcome: RereadOutcome = "unsupported" if before.supported and not after.supported else "changed"
            changes.append(Changed(after, before, outcome, fields, material(fields, before, after)))
    return changes


def _linked(links: Sequence[Link], known: Sequence[KnownStep]) -> list[Changed]:
    """Return the steps the document did not tell of before: new ones, and those of others that it changed."""
    before = {step.event.id for step in known}
    changes = []
    for linked in links:
        if linked.created:
            changes.append(Changed(linked.event, None, "new"))
        elif linked.changed and linked.event.id not in before:
            heard = tuple(name for name in linked.changed if name in MATERIAL)
            changes.append(Changed(linked.event, None, "changed", linked.changed, heard))
    return changes


def _settle(
    connection: Connection,
    changes: Sequence[Changed],
    document: Document,
    reading: Reading,
    spent: Counter[str],
    tools: Tools,
) -> tuple[Settled, ...]:
    settled = []
    for change in changes:
        told, untold = _correct(connection, change, spent, tools)
        spent.update(told)
        row = RereadEvent(
            extractor=reading.extractor,
            event=change.event.id,
            document=document.id,
            outcome=change.outcome,
            fields=change.fields,
            told=told,
            untold=untold,
            reached=_reached(connection, change, tools),
            at=tools.clock(),
        )
        settled.append(Settled(change.event, row))
    return tuple(settled)


def _reached(connection: Connection, change: Changed, tools: Tools) -> tuple[str, ...]:
    """Return the channels whose routes ask for a step now, were not told of it, and did not ask for it before."""
    told = {alert.channel for alert in alerts_of_event(connection, change.event.id)}
    before = _asking(change.before, tools) if change.before else ()
    return tuple(channel for channel in _asking(change.event, tools) if channel not in {*told, *before})


def _asking(event: Event, tools: Tools) -> tuple[str, ...]:
    asking = route(event, tools.settings.watches, tools.catalogue) if event.supported else ()
    return tuple(routed.channel for routed in asking)


def _correct(
    connection: Connection, change: Changed, spent: Mapping[str, int], tools: Tools
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bring what hangs on a step up to date; return the channels that get a correction, and those that get none."""
    event = change.event
    if change.outcome != "new":
        _restate_case(connection, event)
    if "action" in change.fields or event.deadline is None:
        drop_deadlines(connection, event.id)
    note_deadline(connection, event)
    if change.outcome == "unsupported":
        _take_back(connection, alerts_of_event(connection, event.id))
    owed = corrections(connection, event, change.material, tools) if change.material else ()
    few = [alert for alert in owed if spent.get(alert.channel, 0) < MOST_CORRECTIONS]
    add_alerts(connection, few)
    told = tuple(alert.channel for alert in few)
    return told, tuple(alert.channel for alert in owed if alert.channel not in told)


def _restate_case(connection: Connection, event: Event) -> None:
    case = load_case(connection, event.case)
    if case is not None and (now := case_with(case, events_of_case(connection, case.id))) != case:
        save_events(connection, (), (), (now,))


def _take_back(connection: Connection, alerts: Sequence[Alert]) -> None:
    """Withdraw what was not sent yet of a step that no reading tells of any more."""
    for alert in alerts:
        if alert.state in _UNSENT:
            save_alert(connection, withdrawn(alert, "read again, no text tells of this step"), None)
