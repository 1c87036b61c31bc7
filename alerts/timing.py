"""When an alert may go: quiet hours, digests, bursts and reminders by the clock of the route. Pure.

Times of day are those of the route's time zone. A time that a change of the clocks leaves out is taken as the
first one after the gap; of one that comes twice the first counts.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from schemas.watch import WEEKDAYS, Watch
from schemas.words import Action

_DAY = timedelta(days=1)


def is_gathered(watch: Watch, action: Action | None) -> bool:
    """Return whether the route wants an alert about such a step in a digest, or in one message with others."""
    return action not in watch.urgent and (watch.send != "at_once" or watch.gather_minutes > 0)


def quiet_until(watch: Watch, action: Action | None, now: datetime) -> datetime | None:
    """Return when the route's quiet time that it is now in is over (UTC); None: it may be told at once."""
    if action in watch.urgent:
        return None
    moment = now
    # A night may end in a weekend, and a weekend in a night.
    for _ in range(4):
        end = _end_of_night(watch, moment) or _end_of_weekend(watch, moment)
        if end is None:
            break
        moment = end
    return moment if moment > now else None


def gathered_at(watch: Watch, first: datetime) -> datetime:
    """Return when what was gathered since `first` (UTC) is to be told in one message."""
    if watch.send == "at_once":
        told = first + timedelta(minutes=watch.gather_minutes)
    else:
        told = next_time(watch, first, weekly=watch.send == "weekly")
    return quiet_until(watch, None, told) or told


def next_time(watch: Watch, after: datetime, *, weekly: bool) -> datetime:
    """Return the route's next time to send after a moment (UTC): each day, or on its day of the week."""
    day = after.astimezone(watch.zone()).date()
    while True:
        moment = at(watch, day, watch.send_at)
        if moment > after and (not weekly or day.weekday() == WEEKDAYS.index(watch.send_on)):
            return moment
        day += _DAY


def reminder_at(watch: Watch, deadline: date, days: int) -> datetime:
    """Return when a deadline is recalled so many days ahead (UTC): on a working day, at the route's time."""
    day = deadline - timedelta(days=days)
    while day.weekday() >= 5:
        day -= _DAY
    return at(watch, day, watch.send_at)


def due_reminder(watch: Watch, deadline: date, known_since: datetime, now: datetime) -> int | None:
    """Return how many days ahead the reminder is that is due now; None: none is.

    Of several that are due only the last counts, and none that was due before the deadline was known: the
    alert itself has told it then.
    """
    if now >= at(watch, deadline + _DAY, time()):
        return None
    due = [days for days in watch.remind_days if known_since < reminder_at(watch, deadline, days) <= now]
    return min(due, default=None)


def latest_week(watch: Watch, now: datetime) -> datetime:
    """Return the last time the route's weekly word was due (UTC)."""
    return next_time(watch, now - timedelta(days=7), weekly=True)


def earliest(moments: Sequence[datetime | None]) -> datetime | None:
    """Return the earliest of the times at which several routes may be told; None, at once, is before all."""
    held = [moment for moment in moments if moment is not None]
    return min(held) if held and len(held) == len(moments) else None


def at(watch: Watch, day: date, hour: time) -> datetime:
    """Return a time of day of the route as UTC."""
    return datetime.combine(day, hour.replace(tzinfo=None), watch.zone()).astimezone(UTC)


def _end_of_night(watch: Watch, now: datetime) -> datetime | None:
    if watch.quiet_from is None or watch.quiet_until is None or watch.quiet_from == watch.quiet_until:
        return None
    here = now.astimezone(watch.zone())
    for day in (here.date() - _DAY, here.date()):
        over_midnight = watch.quiet_until <= watch.quiet_from
        begin = at(watch, day, watch.quiet_from)
        end = at(watch, day + _DAY if over_midnight else day, watch.quiet_until)
        if begin <= now < end:
            return end
    return None


def _end_of_weekend(watch: Watch, now: datetime) -> datetime | None:
    here = now.astimezone(watch.zone())
    if not watch.quiet_weekends or here.weekday() < 5:
        return None
    return at(watch, here.date() + timedelta(days=7 - here.weekday()), time())
