"""The corrections owed to those who were told of a step that reads otherwise now."""

from collections.abc import Sequence

from alerts.message import correction_message, unsupported_message
from feeds.changes import change_between, compared_with
from flows.alerting import make_alert, silenced, told_channels
from flows.tools import Tools
from schemas.alert import Alert
from schemas.document import Document
from schemas.event import Event
from schemas.finding import Reading
from schemas.words import AlertKind, AlertState
from store.database import Connection
from store.documents import load_versions, save_change
from store.events import events_of_document, load_case
from store.gathered import alerts_of_case
from store.mutes import muted_by
from store.outbox import add_alerts
from store.readings import load_reading


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
    base = compared_with(before, after, earlier)
    known = load_reading(connection, document.id, base.version)
    names = (_firms(known) if known else _firms(reading), _firms(reading))
    change = change_between(before, after, earlier, names)
    if change is None:
        return 0
    save_change(connection, change)
    if not change.changed:
        return 0
    events = [e for e in events_of_document(connection, document.id) if e.id not in done and e.document == document.id]
    owed = [a for event in events for a in corrections(connection, event, change.changed, tools, diff=change.diff)]
    return len(add_alerts(connection, owed))


def _firms(reading: Reading) -> frozenset[str]:
    return frozenset(mention.name for mention in reading.mentions if mention.kind == "company")


def corrections(
    connection: Connection, event: Event, changed: Sequence[str], tools: Tools, *, diff: str = ""
) -> tuple[Alert, ...]:
    """Return a correction for each channel that was told of an event: a plain reply in the thread of its case.

    `changed` says in words what reads otherwise now, `diff` shows it. Of a muted case they are withdrawn.
    """
    case = load_case(connection, event.case)
    if case is None:
        return ()
    told = alerts_of_case(connection, case.id)
    muted = muted_by(connection, case.id)
    owed = []
    for routed in told_channels(event, [alert for alert in told if alert.state is not AlertState.WITHDRAWN]).values():
        about = (event, case, routed, tools.catalogue)
        message = (
            correction_message(*about, changed=changed, diff=diff) if event.supported else unsupported_message(*about)
        )
        alert = make_alert(AlertKind.CORRECTION, event, case, routed, message, told, tools)
        owed.append(silenced(alert, muted))
    return tuple(owed)
