"""From a changed document to the corrections owed to those who were told of it."""

from collections.abc import Sequence

from alerts.message import correction_message
from alerts.outbox import new_alert
from alerts.routing import Routed
from feeds.changes import change_between
from flows.tools import Tools
from schemas.alert import Alert
from schemas.document import Document, DocumentChange
from schemas.event import Event
from schemas.finding import Reading
from schemas.words import AlertKind
from store.database import Connection
from store.documents import load_versions, save_change
from store.events import events_of_document, load_case
from store.outbox import add_alerts, alerts_of_event
from store.readings import load_reading

_ABOUT_A_STEP = (AlertKind.STEP, AlertKind.CONFIRMED, AlertKind.CORRECTION, AlertKind.CONTRADICTED)


def note_change(
    connection: Connection, document: Document, reading: Reading, done: frozenset[str], tools: Tools
) -> int:
    """Save what the newest version of a document changed, and queue the corrections it owes; return how many.

    A correction goes to each channel that was told of an event by this document, when names, dates, amounts or
    articles changed. `done`: events about which this version gave messages already, since the step reads otherwise.
    """
    number = document.current.version
    if number == 1:
        return 0
    *earlier, before, after = [v for v in load_versions(connection, document.id) if v.version <= number]
    known = load_reading(connection, document.id, before.version)
    names = (_firms(known) if known else _firms(reading), _firms(reading))
    change = change_between(before, after, earlier, names)
    if change is None:
        return 0
    save_change(connection, change)
    if not change.changed:
        return 0
    events = [e for e in events_of_document(connection, document.id) if e.id not in done and e.document == document.id]
    owed = [alert for event in events for alert in _corrections(connection, event, change, tools)]
    return len(add_alerts(connection, owed))


def _firms(reading: Reading) -> frozenset[str]:
    return frozenset(mention.name for mention in reading.mentions if mention.kind == "company")


def _corrections(connection: Connection, event: Event, change: DocumentChange, tools: Tools) -> Sequence[Alert]:
    told = [alert for alert in alerts_of_event(connection, event.id) if alert.kind in _ABOUT_A_STEP]
    first = {alert.channel: alert for alert in reversed(told)}
    return [_correction(connection, event, change, alert, told, tools) for alert in first.values()]


def _correction(
    connection: Connection, event: Event, change: DocumentChange, first: Alert, told: Sequence[Alert], tools: Tools
) -> Alert:
    routed = Routed(channel=first.channel, watches=first.routes, companies=first.companies)
    case = load_case(connection, event.case)
    earlier = [a.revision for a in told if a.channel == first.channel and a.kind is AlertKind.CORRECTION]
    return new_alert(
        id=tools.new_id("al"),
        channel=first.channel,
        subject=event.id,
        kind=AlertKind.CORRECTION,
        revision=1 + max(earlier, default=0),
        event=event.id,
        case=event.case,
        routes=first.routes,
        companies=first.companies,
        message=correction_message(event, case, routed, tools.catalogue, changed=change.changed, diff=change.diff),
        now=tools.clock(),
    )
