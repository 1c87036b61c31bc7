"""One delivery: everything the outbox may send now, step by step.

`delivery` is a generator that decides and does nothing. It yields what is to be done (commit a change, post, look,
wait) and is sent the result, or thrown the error. The same steps run in production (flows/delivering.py), where they
meet DuckDB and Slack, and in `benchmarks.faults`, where they meet 20,000 ways to fail. Dropping the generator between
any two steps is a crash: what was committed is all the next one knows.
"""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from alerts.committing import Rules, Turn, begin_anew, lose_thread, next_turn, save_all, save_outcome
from alerts.outbox import (
    after_absent,
    after_parent,
    after_refused,
    after_retry,
    after_sent,
    after_unclear,
    lease_covers,
    released,
)
from alerts.sender import Outbox
from schemas.alert import Alert, Moment
from schemas.errors import SlackError, SlackRefusedError, SlackRetryError, SlackUnclearError
from schemas.report import DeliveryReport
from schemas.words import AlertState

TROUBLES = 3
"""After so many failures in a row Slack is taken to be down, and the rest waits for the next delivery."""

LOOKS_AGAIN = 1.0
"""Seconds a delivery waits at most before it looks again: another channel's alert may have come meanwhile."""


@dataclass(frozen=True)
class Commit:
    """Make this change in one transaction; gives what the change returns."""

    change: Callable[[Outbox], Any]


@dataclass(frozen=True)
class Post:
    """Post the alert into the thread it names (`posted_in`); gives its `ts`."""

    alert: Alert


@dataclass(frozen=True)
class Find:
    """Look for the alert where it was posted last; gives its `ts`, or None."""

    alert: Alert


@dataclass(frozen=True)
class ThreadIsThere:
    """Give whether the first message of the thread the alert goes to still stands."""

    alert: Alert


@dataclass(frozen=True)
class UpdateParent:
    """Change the first message of the alert's thread to what the alert asks for."""

    alert: Alert
    ts: str


@dataclass(frozen=True)
class Reached:
    """Nothing to do: says how far it came. Tests of crashes hang here."""

    stage: str


@dataclass(frozen=True)
class Wait:
    """Let so many seconds pass."""

    seconds: float


Step: TypeAlias = Commit | Post | Find | ThreadIsThere | UpdateParent | Reached | Wait

_OUTCOMES = {AlertState.SENT: "sent", AlertState.PARKED: "parked"}


def delivery(owner: str, rules: Rules, now: Callable[[], Moment]) -> Generator[Step, Any, DeliveryReport]:
    """Yield the steps of one delivery; return what became of the alerts.

    It ends when nothing may go within `rules.patience_seconds`, or when Slack is down.
    """
    counts: Counter[str] = Counter()
    tried: set[str] = set()
    while True:
        turn: Turn = yield Commit(lambda outbox: next_turn(outbox, owner, rules, now()))
        if turn.taken or turn.unsettled:
            yield Reached("claimed")
        up = yield from _settle(turn.unsettled, owner, now, counts)
        up = yield from _send_all(turn.taken, owner, rules, now, counts, up)
        parents = [(alert, ts) for alert, ts in turn.parents if alert.id not in tried]
        tried.update(alert.id for alert, _ts in parents)
        up = up and (yield from _update_parents(parents, now))
        if not up:
            break
        if not (turn.taken or turn.unsettled or parents):
            if turn.pause is None or turn.pause > rules.patience_seconds:
                break
            yield Wait(min(turn.pause, LOOKS_AGAIN))
    return DeliveryReport(**counts)


def _settle(
    alerts: Sequence[Alert], owner: str, now: Callable[[], Moment], counts: "Counter[str]"
) -> Generator[Step, Any, bool]:
    """Find out what became of alerts whose answer was lost; those that are not there may be posted again.

    Returns whether Slack could be asked.
    """
    for place, alert in enumerate(alerts):
        yield Reached("looking")
        try:
            ts = yield Find(alert)
        except SlackRefusedError as error:
            changed = after_refused(alert, str(error), now().wall)
            counts["parked"] += 1
        except (SlackRetryError, SlackUnclearError) as error:
            rest = [after_unclear(unasked, str(error), now()) for unasked in alerts[place:]]
            yield Commit(partial(save_all, alerts=rest, owner=owner))
            counts["retry"] += len(rest)
            return False
        else:
            changed = after_sent(alert, ts, now()) if ts else after_absent(alert)
            counts["reconciled"] += 1 if ts else 0
        yield Commit(partial(save_outcome, alert=changed, owner=owner))
    return True


def _send_all(
    alerts: Sequence[Alert],
    owner: str,
    rules: Rules,
    now: Callable[[], Moment],
    counts: "Counter[str]",
    up: bool,
) -> Generator[Step, Any, bool]:
    """Post the claimed alerts, one a channel; give them back when Slack is down. Returns whether it is up."""
    troubles = 0
    for place, alert in enumerate(alerts):
        if not up or troubles >= TROUBLES:
            rest = [released(unposted) for unposted in alerts[place:]]
            yield Commit(partial(save_all, alerts=rest, owner=owner))
            return False
        changed = yield from _send(alert, owner, rules, now)
        counts[_OUTCOMES.get(changed.state, "retry")] += 1
        troubles = troubles + 1 if changed.state in (AlertState.PENDING, AlertState.SENDING) else 0
        up = not _asks_to_wait(changed, now(), rules)
    return up and troubles < TROUBLES


def _send(alert: Alert, owner: str, rules: Rules, now: Callable[[], Moment]) -> Generator[Step, Any, Alert]:
    """Post one claimed alert, and commit what became of it; return that."""
    if alert.posted_in and not (yield ThreadIsThere(alert)):
        alert = yield Commit(partial(begin_anew, alert=alert, owner=owner))
    if not lease_covers(alert, now(), rules.lease_seconds, rules.timeout_seconds):
        changed = released(alert)
    else:
        yield Reached("posting")
        try:
            ts = yield Post(alert)
        except SlackError as error:
            if isinstance(error, SlackRefusedError) and error.about == "thread":
                alert = yield Commit(partial(begin_anew, alert=alert, owner=owner))
            changed = _after_error(alert, error, now())
        else:
            yield Reached("accepted")
            changed = after_sent(alert, ts, now())
    yield Commit(partial(save_outcome, alert=changed, owner=owner))
    yield Reached("saved")
    if rules.workspace_seconds:
        yield Wait(rules.workspace_seconds)
    return changed


def _asks_to_wait(alert: Alert, now: Moment, rules: Rules) -> bool:
    """Whether Slack limited the rate for longer than this delivery waits. It may mean the whole workspace."""
    waits = alert.state is AlertState.PENDING and alert.next_try is not None
    return waits and (alert.next_try - now.wall).total_seconds() > rules.patience_seconds  # type: ignore[operator]


def _after_error(alert: Alert, error: SlackError, now: Moment) -> Alert:
    if isinstance(error, SlackRetryError):
        return after_retry(alert, str(error), error.retry_after, now.wall)
    if isinstance(error, SlackRefusedError) and error.about == "thread":
        return released(alert)
    if isinstance(error, SlackRefusedError):
        return after_refused(alert, str(error), now.wall, error.about)
    return after_unclear(alert, str(error), now)


def _update_parents(parents: Sequence[tuple[Alert, str]], now: Callable[[], Moment]) -> Generator[Step, Any, bool]:
    """Bring the first messages of threads up to date; twice changes nothing. Returns whether Slack is up."""
    for alert, ts in parents:
        try:
            yield UpdateParent(alert, ts)
        except SlackRefusedError as error:
            if error.about == "channel":  # it may be mended: tried again with the next delivery
                continue
            if error.about == "thread":  # the first message is gone: the case's next alert begins a new thread
                yield Commit(partial(lose_thread, alert=alert, ts=ts))
        except SlackError:
            return False
        yield Commit(partial(save_all, alerts=[after_parent(alert, now().wall)], owner=None))
    return True
