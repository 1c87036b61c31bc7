"""The changes a delivery commits, each in one transaction over the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alerts.choosing import heads, seconds_until_next, to_settle
from alerts.outbox import claimed, digested, taken_over
from alerts.sender import Outbox
from schemas.alert import Alert, Moment, Waiting
from schemas.words import AlertState, Placement


@dataclass(frozen=True)
class Rules:
    """How alerts are delivered; all times in seconds."""

    lease_seconds: float
    settle_seconds: float
    """How long after an unclear answer Slack may still accept the message."""
    timeout_seconds: float
    """How long one call to Slack may take."""
    seconds_per_message: float
    """In one channel."""
    workspace_seconds: float = 0.0
    """Between any two messages."""
    patience_seconds: float = 5.0
    """A delivery waits for what may go within this time, and leaves the rest to the next."""
    batch: int = 8
    """Alerts (and so channels) under one claim."""


class Turn(NamedTuple):
    """What is to be done next: alerts to be looked for, alerts to be posted, first messages to be changed."""

    unsettled: tuple[Alert, ...]
    taken: tuple[Alert, ...]
    parents: tuple[tuple[Alert, str], ...]
    pause: float | None
    """If there is nothing: the seconds until an alert may go; None: none waits."""


def next_turn(outbox: Outbox, owner: str, rules: Rules, now: Moment) -> Turn:
    """Take for `owner` what is to be looked for and what may be posted."""
    waiting = outbox.waiting()
    unsettled = take_over(outbox, waiting, owner, rules, now)
    taken, pause = claim(outbox, outbox.waiting() if unsettled else waiting, owner, rules, now)
    return Turn(unsettled, taken, parents_to_update(outbox, now), pause)


def claim(
    outbox: Outbox, waiting: Sequence[Waiting], owner: str, rules: Rules, now: Moment
) -> tuple[tuple[Alert, ...], float | None]:
    """Take of the waiting alerts those that go now for `owner`, at most one a channel.

    Returns them, and if there is none the seconds until one may go (None: none waits).
    """
    last_sent = outbox.last_sent(now.steady - rules.seconds_per_message, now.steady)
    ids = heads(waiting, last_sent, now, rules.seconds_per_message)[: rules.batch]
    if not ids:
        return (), seconds_until_next(waiting, last_sent, now, rules.seconds_per_message)
    taken = tuple(
        claimed(alert, owner, now, rules.lease_seconds, _thread_for(outbox, alert)) for alert in outbox.load(ids)
    )
    return tuple(alert for alert in taken if outbox.save(alert, None)), None


def take_over(outbox: Outbox, waiting: Sequence[Waiting], owner: str, rules: Rules, now: Moment) -> tuple[Alert, ...]:
    """Take the alerts nobody finished, to be looked for in their channels before they are posted again."""
    ids = to_settle(waiting, now, rules.lease_seconds, rules.settle_seconds)[: rules.batch]
    found = outbox.load(ids) if ids else ()
    taken = [(alert.lease_owner, taken_over(alert, owner, now, rules.lease_seconds)) for alert in found]
    return tuple(alert for before, alert in taken if outbox.save(alert, before))


def save_outcome(outbox: Outbox, alert: Alert, owner: str) -> bool:
    """Save what became of an alert, with its thread, and note whether its channel takes messages.

    Returns False, and changes nothing, when `owner` lost the lease: whoever took it over finds out.
    """
    if not outbox.save(alert, owner):
        return False
    if alert.state is AlertState.PARKED:
        outbox.note(alert.channel if alert.next_try else alert.id, f"alerts are parked: {alert.error}")
    if alert.state is AlertState.SENT:
        outbox.note(alert.channel, None)
        outbox.note(alert.id, None)
        outbox.probe(alert.channel, alert.sent_at)
        if alert.thread and not alert.posted_in and not outbox.thread(alert.channel, alert.thread):
            outbox.open_thread(alert)
    return True


def save_all(outbox: Outbox, alerts: Sequence[Alert], owner: str | None) -> None:
    """Save what became of several alerts of one owner."""
    for alert in alerts:
        outbox.save(alert, owner)


def begin_anew(outbox: Outbox, alert: Alert, owner: str) -> Alert:
    """Forget a thread whose first message is gone; return the alert as one that begins a new one."""
    lose_thread(outbox, alert, alert.posted_in or "")
    alert = alert.model_copy(update={"posted_in": None})
    outbox.save(alert, owner)
    return alert


def lose_thread(outbox: Outbox, alert: Alert, ts: str) -> None:
    """Forget the alert's thread that began with the message `ts`."""
    outbox.close_thread(alert.channel, alert.thread, ts)


def parents_to_update(outbox: Outbox, now: Moment) -> tuple[tuple[Alert, str], ...]:
    """Return the sent alerts whose thread's first message is still to be changed, with its `ts`.

    Of several in one thread only the newest counts; the older ones, and those that opened a thread
    themselves, have nothing to change and are marked as done.
    """
    newest: dict[tuple[str, str], tuple[Alert, str]] = {}
    for alert in outbox.parents():
        ts = outbox.thread(alert.channel, alert.thread or "")
        before = newest.pop((alert.channel, alert.thread or ""), None)
        for done in [before[0]] if before else []:
            outbox.save(done.model_copy(update={"parent_updated_at": now.wall}), None)
        if ts is None or ts == alert.ts:
            outbox.save(alert.model_copy(update={"parent_updated_at": now.wall}), None)
        else:
            newest[(alert.channel, alert.thread or "")] = (alert, ts)
    return tuple(newest.values())


def gather(outbox: Outbox, ids: Sequence[str], digest: Alert) -> tuple[str, ...]:
    """Put one alert, the digest, in the place of several pending or held ones; return the ids it now tells.

    Those that are already on their way, or ended, are left as they are. Nothing is queued when none is left.
    """
    ready = [a for a in outbox.load(ids) if a.state in (AlertState.PENDING, AlertState.HELD)]
    if not ready or not outbox.add(digest):
        return ()
    return tuple(alert.id for alert in ready if outbox.save(digested(alert, digest.id), None))


def _thread_for(outbox: Outbox, alert: Alert) -> str | None:
    if not alert.thread or alert.placement is Placement.TOP:
        return None
    return outbox.thread(alert.channel, alert.thread)
