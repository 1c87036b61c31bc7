"""Which alerts may go now: pure decisions over what the outbox holds.

One alert a channel is on its way at a time, the oldest first, so that a channel keeps its order and its pace,
whichever process writes to it. A case waits for its older alert; other cases of the channel do not.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from alerts.outbox import LONGEST_GAP
from alerts.pace import wait_before
from schemas.alert import Moment, Waiting
from schemas.words import AlertState


def heads(
    waiting: Sequence[Waiting], last_sent: Mapping[str, float], now: Moment, seconds_per_message: float
) -> tuple[str, ...]:
    """Return the ids of the alerts to be posted now, at most one a channel, in order of creation.

    `waiting` are all alerts that have not ended, in that order; `last_sent` is when each channel
    last got one, in seconds of the steady clock.
    """
    first: dict[str, str] = {}
    for alert in _free(waiting, now):
        if alert.channel not in first and not wait_before(alert.channel, last_sent, now.steady, seconds_per_message):
            first[alert.channel] = alert.id
    return tuple(first.values())


def seconds_until_next(
    waiting: Sequence[Waiting], last_sent: Mapping[str, float], now: Moment, seconds_per_message: float
) -> float | None:
    """Return how long no alert may go: until a channel is free again or a next try is due. None: none waits."""
    pauses = [wait_before(alert.channel, last_sent, now.steady, seconds_per_message) for alert in _free(waiting, now)]
    tries = [
        (alert.next_try - now.wall).total_seconds()
        for alert in waiting
        if alert.state is AlertState.PENDING and alert.next_try and not _is_due(alert.next_try, now)
    ]
    return min([*pauses, *tries], default=None)


def to_settle(waiting: Sequence[Waiting], now: Moment, lease_seconds: float, settle_seconds: float) -> tuple[str, ...]:
    """Return the ids of the alerts to be looked for in their channels, in order of creation.

    These are in "sending" with an owner who is gone, or whose answer was lost, and Slack had its time to settle;
    and parked ones whose next try is due, because an earlier try may have arrived.
    """
    return tuple(
        alert.id
        for alert in waiting
        if (alert.state is AlertState.SENDING and _is_over(alert, now, lease_seconds, settle_seconds))
        or (alert.state is AlertState.PARKED and alert.next_try and _is_due(alert.next_try, now))
    )


def seconds_since(alert: Waiting, now: Moment) -> float:
    """Return how long ago the last attempt was, at least: a clock that jumps must not shorten the wait.

    The steady clock begins anew when the machine does, the wall clock may have been turned back: the one
    that makes sense counts, of two the shorter time.
    """
    wall = (now.wall - alert.last_attempt).total_seconds() if alert.last_attempt else math.inf
    steady = now.steady - alert.steady if alert.steady is not None else math.inf
    return min((passed for passed in (wall, steady) if passed >= 0), default=math.inf)


def _free(waiting: Sequence[Waiting], now: Moment) -> Iterable[Waiting]:
    """The alerts that nothing but the pace of their channel holds back."""
    closed = {alert.channel for alert in waiting if _closes_its_channel(alert)}
    busy: set[tuple[str, str]] = set()
    for alert in waiting:
        case = (alert.channel, alert.case) if alert.case else None
        if _is_ready(alert, now) and alert.channel not in closed and case not in busy:
            yield alert
        elif case and alert.state in (AlertState.PENDING, AlertState.SENDING) and not _is_held(alert, now):
            busy.add(case)


def _closes_its_channel(alert: Waiting) -> bool:
    """Whether nothing else can go to its channel: it is being written to, or refuses whatever comes."""
    being_posted = alert.state is AlertState.SENDING and alert.lease_owner is not None
    return being_posted or (alert.state is AlertState.PARKED and alert.next_try is not None)


def _is_ready(alert: Waiting, now: Moment) -> bool:
    if alert.state is AlertState.HELD:
        return alert.hold_until is not None and alert.hold_until <= now.wall
    ready = alert.state is AlertState.PENDING and not _is_held(alert, now)
    return ready and (alert.next_try is None or _is_due(alert.next_try, now))


def _is_held(alert: Waiting, now: Moment) -> bool:
    return alert.hold_until is not None and alert.hold_until > now.wall


def _is_due(next_try: datetime, now: Moment) -> bool:
    """Whether it is time. A next try beyond the longest gap was set by a clock that ran ahead."""
    return not now.wall < next_try <= now.wall + LONGEST_GAP


def _is_over(alert: Waiting, now: Moment, lease_seconds: float, settle_seconds: float) -> bool:
    wait = settle_seconds if alert.lease_owner is None else lease_seconds + settle_seconds
    return seconds_since(alert, now) >= wait
