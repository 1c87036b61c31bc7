"""A route's deadlines as an iCalendar file (RFC 5545). A date that is moved keeps its UID and counts SEQUENCE up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event

from alerts.safe_text import clean

TITLES = {
    "comments": "Comments due",
    "compliance": "Compliance due",
    "review": "Review runs until",
    "reply": "Reply due",
    "deadline": "Deadline",
}


def calendar_of(route: str, deadlines: Sequence[Mapping[str, Any]], now: datetime, remind_days: Sequence[int]) -> bytes:
    """Return the calendar of a route.

    A deadline has `event`, `kind`, `date`, `sentence`, `sequence`, `text` (the alert that told the step) and
    `link`; each is an all-day entry with an alarm so many days ahead. `now` (UTC) is its time stamp.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//casewatch//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"casewatch: {route}")
    for deadline in deadlines:
        calendar.add_component(_entry(deadline, now, remind_days))
    written: bytes = calendar.to_ical()
    return written


def _entry(deadline: Mapping[str, Any], now: datetime, remind_days: Sequence[int]) -> Event:
    entry = Event()
    title = f"{TITLES[deadline['kind']]}: {clean(deadline['text'])}"
    sentence = clean(deadline["sentence"] or "The text prints this date.")
    entry.add("uid", f"{deadline['event']}.{deadline['kind']}@casewatch")
    entry.add("sequence", deadline["sequence"])
    entry.add("dtstamp", now)
    entry.add("dtstart", deadline["date"])
    entry.add("dtend", deadline["date"] + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("summary", title[:200])
    entry.add("description", f"“{sentence}”\n{deadline['link'] or ''}\ncasewatch explain {deadline['event']}")
    if deadline["link"]:
        entry.add("url", deadline["link"])
    for days in remind_days:
        entry.add_component(_alarm(days, title))
    return entry


def _alarm(days: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title[:200])
    alarm.add("trigger", timedelta(days=-days))
    return alarm
