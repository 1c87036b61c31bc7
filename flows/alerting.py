"""From a linked event to the alerts it calls for."""

from collections.abc import Sequence
from datetime import timedelta

from alerts.deadlines import sentence_with
from alerts.exposure import Exposed, exposed_channels
from alerts.message import (
    confirmed_message,
    contradicted_message,
    correction_message,
    step_message,
)
from alerts.notices import exposure_message
from alerts.outbox import new_alert
from alerts.placing import changes_state, opens_thread, placement, state_line, with_state
from alerts.routing import Routed, route, was_there
from alerts.timing import earliest, is_gathered, quiet_until
from cases.linking import Link
from flows.tools import Tools
from schemas.alert import Alert, Message
from schemas.deadline import KINDS, Deadline
from schemas.event import Case, Event, StoredFinding
from schemas.words import Action, AlertKind, AlertState, Standing
from store.database import Connection
from store.deadlines import save_deadline
from store.documents import text_of
from store.gathered import alerts_of_case
from store.mutes import muted_by
from store.outbox import add_alerts

LATE_AFTER = timedelta(hours=48)
"""An alert about a text published longer ago than this says that it is late."""

TELLING = (AlertKind.STEP, AlertKind.CONFIRMED, AlertKind.CONTRADICTED, AlertKind.CORRECTION)
"""Kinds that tell a channel of a step itself."""


def queue_alerts(connection: Connection, linked: Link, finding: StoredFinding, tools: Tools) -> int:
    """Queue the alerts a newly linked finding calls for; return how many are new.

    Of a muted case they are kept as withdrawn, with the reason.
    """
    due = note_deadline(connection, linked.event)
    told = alerts_of_case(connection, linked.case.id)
    alerts = alerts_for(linked, finding, told, tools, due)
    alerts = (*alerts, *exposure_alerts(linked, (*told, *alerts), tools))
    muted = muted_by(connection, linked.case.id)
    return len(add_alerts(connection, [silenced(alert, muted) for alert in alerts]))


def silenced(alert: Alert, muted: str | None) -> Alert:
    """Return the alert as withdrawn when its case is muted by somebody."""
    if muted is None:
        return alert
    reason = f"the case is muted by {muted}"
    return alert.model_copy(update={"state": AlertState.WITHDRAWN, "hold_until": None, "reason": reason})


def note_deadline(connection: Connection, event: Event) -> str | None:
    """Store the deadline an event prints; return the sentence it stands in, when it is found."""
    if event.deadline is None:
        return None
    text = text_of(connection, event.document, event.document_version)
    sentence = sentence_with(event.deadline, event.evidence.text, text, event.document_title)
    save_deadline(
        connection,
        Deadline(
            event=event.id,
            kind=KINDS.get(event.action, "deadline"),
            date=event.deadline,
            sentence=sentence or "",
            document=event.document,
            version=event.document_version,
        ),
    )
    return sentence


def alerts_for(
    linked: Link, finding: StoredFinding, told: Sequence[Alert], tools: Tools, due: str | None = None
) -> tuple[Alert, ...]:
    """Return the alerts a link calls for; `told` are those of its case so far, `due` the sentence of its deadline.

    A channel that was told of the step hears again only that it is confirmed, contradicted or corrected.
    """
    routed = {item.channel: item for item in route(linked.event, tools.settings.watches, tools.catalogue)}
    before = told_channels(linked.event, told)
    kind = _kind(linked)
    channels = {**before, **routed} if kind is not AlertKind.STEP else routed
    return tuple(
        make_alert(
            why, linked.event, linked.case, item, _message(linked, finding, why, item, due, tools), told, tools
        ).model_copy(update={"late": _is_late(finding, tools)})
        for item in channels.values()
        if (why := _kind_for(kind, linked, item, tools, knows=item.channel in before)) is not None
    )


def told_channels(event: Event, told: Sequence[Alert]) -> dict[str, Routed]:
    """Return the channels that were told of a step, of all alerts of its case, with the routes that asked for it."""
    about = [alert for alert in told if alert.event == event.id and alert.kind in TELLING]
    return {a.channel: Routed(channel=a.channel, watches=a.routes, companies=a.companies) for a in about}


def exposure_alerts(linked: Link, told: Sequence[Alert], tools: Tools) -> tuple[Alert, ...]:
    """Return the alerts to channels whose firms a step touches through another one: once a case and firm."""
    if linked.event.baseline or linked.event.standing is Standing.CONTRADICTED:
        return ()
    found = exposed_channels(linked.event, tools.settings.watches, tools.catalogue)
    return tuple(alert for item in found if (alert := _exposure_alert(item, linked, told, tools)) is not None)


def _exposure_alert(exposed: Exposed, linked: Link, told: Sequence[Alert], tools: Tools) -> Alert | None:
    known = {firm for alert in told if alert.channel == exposed.channel for firm in alert.companies}
    paths = tuple(path for path in exposed.paths if path.company not in known)
    if not paths:
        return None
    firms = tuple(path.company for path in paths)
    routed = Routed(channel=exposed.channel, watches=exposed.watches, companies=firms)
    if was_there(linked.event, routed, tools.settings.watches, tools.catalogue):
        return None
    message = exposure_message(linked.event, linked.case, paths, routed, tools.catalogue)
    return make_alert(AlertKind.EXPOSURE, linked.event, linked.case, routed, message, told, tools)


def make_alert(
    kind: AlertKind,
    event: Event,
    case: Case,
    routed: Routed,
    message: Message,
    told: Sequence[Alert],
    tools: Tools,
) -> Alert:
    """Return an alert of a case with its place, its time, and what the thread's first message is to say then.

    `told` are the alerts of the case so far, oldest first.
    """
    changes = changes_state(kind, case, event)
    first = opens_thread(routed.channel, told)
    same = [a for a in told if a.channel == routed.channel and a.kind is kind and a.event == event.id]
    urgent = event.action if kind in TELLING else None
    alert = new_alert(
        id=tools.new_id("al"),
        channel=routed.channel,
        subject=event.id,
        kind=kind,
        revision=1 + max((a.revision for a in same), default=0),
        event=event.id,
        case=case.id,
        routes=routed.watches,
        companies=routed.companies,
        message=message,
        thread=case.id,
        placement=placement(kind, routed.channel, told, changes_state=changes),
        parent=with_state(first.message, state_line(case, event)) if first and changes else None,
        now=tools.clock(),
    )
    return in_its_time(alert, urgent, tools)


def in_its_time(alert: Alert, action: Action | None, tools: Tools) -> Alert:
    """Return the alert held back as its routes wish: the most impatient of them decides."""
    watches = [watch for watch in tools.settings.watches if watch.id in alert.routes]
    direct = [watch for watch in watches if not is_gathered(watch, action)]
    if watches and not direct:
        return alert.model_copy(update={"state": AlertState.HELD})
    until = earliest([quiet_until(watch, action, alert.created_at) for watch in direct])
    return alert if until is None else alert.model_copy(update={"state": AlertState.HELD, "hold_until": until})


def _is_late(finding: StoredFinding, tools: Tools) -> bool:
    return finding.published is not None and tools.clock() - finding.published > LATE_AFTER


def _kind(linked: Link) -> AlertKind:
    """Decide what a link means to those who were told of the event."""
    if linked.created:
        return AlertKind.STEP
    if "standing" in linked.changed and linked.event.standing is Standing.CONFIRMED:
        return AlertKind.CONFIRMED
    if "standing" in linked.changed and linked.event.standing is Standing.CONTRADICTED:
        return AlertKind.CONTRADICTED
    return AlertKind.CORRECTION if "parties" in linked.changed else AlertKind.STEP


def _kind_for(kind: AlertKind, linked: Link, routed: Routed, tools: Tools, *, knows: bool) -> AlertKind | None:
    """Decide why a channel gets a message, if it does. What was there before the watch, or before the firm, is old."""
    if knows or kind is AlertKind.CONFIRMED:
        return None if kind is AlertKind.STEP else kind
    old = linked.event.baseline or was_there(linked.event, routed, tools.settings.watches, tools.catalogue)
    return None if old or kind is AlertKind.CONTRADICTED else AlertKind.STEP


def _message(
    linked: Link, finding: StoredFinding, kind: AlertKind, routed: Routed, due: str | None, tools: Tools
) -> Message:
    about = (linked.event, linked.case, routed, tools.catalogue)
    late = _is_late(finding, tools)
    if kind is AlertKind.CONFIRMED:
        return confirmed_message(*about, late=late, due=due)
    if kind is AlertKind.CONTRADICTED:
        return contradicted_message(*about, late=late, denial=finding)
    if kind is AlertKind.CORRECTION:
        return correction_message(*about, changed=("parties",))
    return step_message(*about, late=late, due=due)
