"""How an alert changes on its way out: pure transitions, no storage and no clock.

    pending ── claimed ──▶ sending ── after_sent ──▶ sent
       ▲                     │  │
       │◀──── after_retry ───┘  ├── after_refused ──▶ parked ── after_unparked ──▶ sending, without a lease
                                └── after_unclear ──▶ sending, until the lease is over

What is left in "sending" is looked for in its channel first, and posted again only if it is not there.

Nothing here drops an alert: it is tried for ever, with growing gaps.
"""

from datetime import datetime, timedelta
from typing import Literal

from schemas.alert import Alert, Message
from schemas.words import AlertKind, AlertState, Placement

GAPS = tuple(timedelta(minutes=m) for m in (1, 3, 10, 30, 60, 120, 240, 360))
"""Waits after the first, second … failed try; the last one is repeated for ever.
Twelve tries reach past 55 hours: a weekend without Slack."""

NextMove = Literal["post", "look", "wait"]


def new_alert(
    *,
    id: str,
    channel: str,
    subject: str,
    kind: AlertKind,
    message: Message,
    now: datetime,
    revision: int = 1,
    event: str | None = None,
    case: str | None = None,
    routes: tuple[str, ...] = (),
    companies: tuple[str, ...] = (),
    late: bool = False,
    thread: str | None = None,
    placement: Placement = Placement.TOP,
    parent: Message | None = None,
    state: AlertState = AlertState.PENDING,
    hold_until: datetime | None = None,
) -> Alert:
    """Return an alert created `now` (UTC), pending or held. Its key is (channel, subject, kind, revision)."""
    return Alert(
        id=id,
        channel=channel,
        subject=subject,
        kind=kind,
        revision=revision,
        event=event,
        case=case,
        routes=routes,
        companies=companies,
        message=message,
        late=late,
        thread=thread,
        placement=placement,
        parent=parent,
        state=state,
        hold_until=hold_until,
        created_at=now,
    )


def gap_after(attempts: int) -> timedelta:
    """Return how long to wait after this many tries."""
    return GAPS[min(max(attempts, 1), len(GAPS)) - 1]


def next_move(alert: Alert, now: datetime, settle_seconds: float) -> NextMove:
    """Return what is to be done with an alert: post it, look for it in the channel first, or leave it alone.

    An alert in "sending" belongs to its lease. When that is over and Slack had `settle_seconds` since the
    last try to show a message it accepted late, the channel can be asked.
    """
    if alert.state is AlertState.PENDING:
        return "post" if alert.next_try is None or alert.next_try <= now else "wait"
    if alert.state is not AlertState.SENDING:
        return "wait"
    leased = alert.lease_until is not None and alert.lease_until > now
    tried = alert.last_attempt
    settled = tried is None or tried + timedelta(seconds=settle_seconds) <= now
    return "look" if settled and not leased else "wait"


def claimed(alert: Alert, owner: str, now: datetime, lease_seconds: float) -> Alert:
    """Return the alert as `owner` takes it: nobody else touches it before the lease is over."""
    return _changed(
        alert,
        state=AlertState.SENDING,
        lease_owner=owner,
        lease_until=now + timedelta(seconds=lease_seconds),
        last_attempt=now,
        attempts=alert.attempts + 1,
        next_try=None,
    )


def lease_covers(alert: Alert, now: datetime, seconds: float) -> bool:
    """Return whether a post that may take `seconds` ends within the alert's lease.

    If not it must not begin: another process could take the alert over meanwhile and post it too.
    """
    return alert.lease_until is not None and now + timedelta(seconds=seconds) < alert.lease_until


def after_sent(alert: Alert, ts: str, now: datetime) -> Alert:
    """Return the alert as sent: `ts` is the message's id in its channel."""
    return _changed(
        alert,
        state=AlertState.SENT,
        ts=ts,
        sent_at=now,
        lease_owner=None,
        lease_until=None,
        next_try=None,
        error=None,
    )


def after_retry(alert: Alert, error: str, retry_after: float, now: datetime) -> Alert:
    """Return the alert as pending again: surely not posted, to be tried after the time Slack asked for.

    When Slack asks for none (`retry_after` 0, in seconds), or keeps asking, the gaps grow.
    """
    own_gap = gap_after(alert.attempts) if retry_after <= 0 or alert.attempts > 3 else timedelta()
    return _changed(
        alert,
        state=AlertState.PENDING,
        next_try=now + max(own_gap, timedelta(seconds=retry_after)),
        lease_owner=None,
        lease_until=None,
        error=error,
    )


def after_refused(alert: Alert, error: str, now: datetime) -> Alert:
    """Return the alert as parked: `error` says what a human has to change before it is tried again."""
    return _changed(
        alert,
        state=AlertState.PARKED,
        lease_owner=None,
        lease_until=None,
        next_try=None,
        last_attempt=now,
        error=error,
    )


def after_unclear(alert: Alert, error: str, now: datetime) -> Alert:
    """Return the alert as still sending, its lease kept: it may be in the channel, so it is not posted now.

    The time to settle counts from `now`, when the answer was given up.
    """
    return _changed(alert, state=AlertState.SENDING, last_attempt=now, error=error)


def after_unparked(alert: Alert, now: datetime) -> Alert:
    """Return a parked alert as free to go, because a human says the cause is gone.

    It is looked for before it is posted: an earlier try may have arrived without anyone knowing.
    """
    return _changed(
        alert,
        state=AlertState.SENDING,
        lease_owner=None,
        lease_until=None,
        last_attempt=None,  # the refused try surely did not arrive: there is nothing to settle
        next_try=now,
        attempts=0,
        error=None,
    )


def _changed(alert: Alert, **update: object) -> Alert:
    return alert.model_copy(update=update)
