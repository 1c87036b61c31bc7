"""How an alert changes on its way out: pure transitions, no storage and no clock.

    pending ── claimed ──▶ sending ── after_sent ──▶ sent
       ▲                     │  │
       │◀──── after_retry ───┘  ├── after_refused ──▶ parked ──┐
       │                        └── after_unclear ──▶ sending  │ taken_over, then looked for in its channel:
       │◀──── after_absent ──── not there ◀────────────────────┴──▶ there: after_sent

    pending, held, parked ── withdrawn, digested ──▶ the end

Nothing here drops an alert: it is tried for ever, with growing gaps.
"""

from datetime import datetime, timedelta

from schemas.alert import Alert, Message, Moment
from schemas.words import AlertKind, AlertState, Placement

GAPS = tuple(timedelta(minutes=m) for m in (1, 3, 10, 30, 60, 120, 240, 360))
"""Waits after the first, second … failed try; the last one is repeated for ever.
Fifteen tries reach past 55 hours: a weekend without Slack."""

LONGEST_PROBE = timedelta(hours=1)
"""A refused alert is tried again at least this often: a mended channel or token shows by itself."""

LONGEST_GAP = timedelta(days=1)
"""No wait is longer; Slack itself asks for seconds or minutes."""


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


def claimed(alert: Alert, owner: str, now: Moment, lease_seconds: float, posted_in: str | None) -> Alert:
    """Return the alert as `owner` takes it to be posted into the thread `posted_in`.

    Nobody else touches it before the lease is over and Slack had its time to settle.
    """
    taken = taken_over(alert, owner, now, lease_seconds)
    return _changed(taken, attempts=alert.attempts + 1, posted_in=posted_in)


def taken_over(alert: Alert, owner: str, now: Moment, lease_seconds: float) -> Alert:
    """Return the alert as `owner` takes it to be looked for. Looking is no attempt."""
    return _changed(
        alert,
        state=AlertState.SENDING,
        lease_owner=owner,
        lease_until=now.wall + timedelta(seconds=lease_seconds),
        last_attempt=now.wall,
        steady=now.steady,
        next_try=None,
    )


def lease_covers(alert: Alert, now: Moment, lease_seconds: float, seconds: float) -> bool:
    """Return whether a post that may take `seconds` ends within the alert's lease, by the steady clock.

    If not it must not begin: another process could take the alert over meanwhile and post it too.
    """
    held = alert.lease_owner is not None and alert.steady is not None
    return held and now.steady - (alert.steady or 0.0) + seconds < lease_seconds


def after_sent(alert: Alert, ts: str, now: Moment) -> Alert:
    """Return the alert as sent: `ts` is the message's id in its channel."""
    return _freed(alert, state=AlertState.SENT, ts=ts, sent_at=now.wall, steady=now.steady, next_try=None, error=None)


def after_parent(alert: Alert, now: datetime) -> Alert:
    """Return a sent alert whose thread's first message now says what the alert asked for."""
    return _changed(alert, parent_updated_at=now)


def after_retry(alert: Alert, error: str, retry_after: float, now: datetime) -> Alert:
    """Return the alert as pending again: surely not posted, to be tried after the time Slack asked for.

    When Slack asks for none (`retry_after` 0, in seconds), or keeps asking, the gaps grow.
    """
    own_gap = gap_after(alert.attempts) if retry_after <= 0 or alert.attempts > 3 else timedelta()
    wait = min(LONGEST_GAP, max(own_gap, timedelta(seconds=retry_after)))
    return _freed(alert, state=AlertState.PENDING, next_try=now + wait, error=error)


def after_refused(alert: Alert, error: str, now: datetime, about: str = "channel") -> Alert:
    """Return the alert as parked: `error` says what a human has to change.

    It is tried again by itself, unless Slack minds the message: that does not get better by waiting.
    """
    wait = min(gap_after(alert.attempts), LONGEST_PROBE)
    next_try = None if about == "message" else now + wait
    return _freed(alert, state=AlertState.PARKED, next_try=next_try, error=error)


def after_unclear(alert: Alert, error: str, now: Moment) -> Alert:
    """Return the alert as sending without an owner: it may be in the channel, so it is not posted now.

    The time to settle counts from `now`, when the answer was given up.
    """
    return _freed(alert, state=AlertState.SENDING, last_attempt=now.wall, steady=now.steady, error=error)


def after_absent(alert: Alert) -> Alert:
    """Return the alert as free to be posted: it was looked for, and the channel does not hold it."""
    return _freed(alert, state=AlertState.PENDING, next_try=None)


def released(alert: Alert) -> Alert:
    """Return a claimed alert, surely not posted, as it was before the claim."""
    return _freed(alert, state=AlertState.PENDING, attempts=max(0, alert.attempts - 1))


def after_unparked(alert: Alert, now: datetime) -> Alert:
    """Return a parked alert as due now, because a human says the cause is gone.

    It is looked for before it is posted: an earlier try may have arrived without anyone knowing.
    """
    return _changed(alert, next_try=now, attempts=0)


def withdrawn(alert: Alert, reason: str) -> Alert:
    """Return an alert that a human takes back before it is sent, with the reason."""
    return _freed(alert, state=AlertState.WITHDRAWN, next_try=None, reason=reason)


def digested(alert: Alert, digest: str) -> Alert:
    """Return an alert that another one, the digest with this id, tells in its place."""
    return _freed(alert, state=AlertState.DIGESTED, next_try=None, digest=digest)


def _freed(alert: Alert, **update: object) -> Alert:
    return _changed(alert, lease_owner=None, lease_until=None, **update)


def _changed(alert: Alert, **update: object) -> Alert:
    return alert.model_copy(update=update)
