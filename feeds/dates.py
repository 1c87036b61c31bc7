"""Dates as sources write them. What cannot be read is None: a missing date is never made up."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Literal
from zoneinfo import ZoneInfo

from feeds.limits import MAX_DATE_WORDS

DateOrder = Literal["DMY", "MDY", "YMD"]

# Abbreviations feed parsers take for UTC, silently (hours from UTC).
_ZONES = {
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WET": 0, "WEST": 1, "EET": 2, "EEST": 3, "BST": 1, "MSK": 3,
    "TRT": 3, "SAST": 2, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "GMT": 0, "UTC": 0, "UT": 0, "Z": 0,
}  # fmt: skip
# Where a source means its own clock when it writes a time without a zone.
_CLOCKS = {
    "EU": "Europe/Brussels", "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia",
    "CH": "Europe/Zurich", "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid", "FI": "Europe/Helsinki",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MT": "Europe/Malta", "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest",
    "SE": "Europe/Stockholm", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "US": "America/New_York",
    "CA": "America/Toronto", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "TR": "Europe/Istanbul",
    "ZA": "Africa/Johannesburg", "IN": "Asia/Kolkata", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CN": "Asia/Shanghai", "SG": "Asia/Singapore",
}  # fmt: skip

_NAMED_ZONE = re.compile(r"(?<=[\d\s])\(?([A-Z]{1,5})\)?$")
_LONGEST_ZONE = len("(WXYZA)")
_DATE_ONLY = re.compile(r"[\d-]{8,10}")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-./ ]{1,2}(\d{1,2})[-./ ]{1,2}(\d{4})(?!\d)")
_DAY_NAME_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|[.ºª])?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_MONTH_NAME_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")


def parse_stamp(value: object, jurisdiction: str | None = None) -> datetime | None:
    """Return the UTC time of a machine-written stamp: RFC 822, ISO 8601 or seconds since 1970.

    A date without a time is that day at 00:00 UTC, so that it stays the same day for every reader; a time
    without a zone is on the clock of the jurisdiction (ISO code), and UTC when that is not known.
    """
    text = str(value).strip() if value is not None else ""
    if not text:
        return None
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    body, zone = _without_zone_name(text)
    when = (_iso(body) if body[:4].isdigit() else None) or _rfc822(body)
    if when is None:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=zone or _clock_of(body, jurisdiction))
    try:
        return when.astimezone(UTC)
    except OverflowError:
        return None


def _clock_of(stamp: str, jurisdiction: str | None) -> tzinfo:
    country = (jurisdiction or "")[:2]  # DE-HH and US-CA keep their country's clock, or one of them
    if _DATE_ONLY.fullmatch(stamp) or country not in _CLOCKS:
        return UTC
    return ZoneInfo(_CLOCKS[country])


def parse_written_date(text: str, language: str | None, order: DateOrder = "DMY") -> datetime | None:
    """Return the first date found in words meant for people ("15 février 2026"), as that day at 00:00 UTC."""
    text = text[:MAX_DATE_WORDS]
    if found := _YEAR_FIRST.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.search(text):
        first, second, year = (int(part) for part in found.groups())
        return _day(year, first, second) if order == "MDY" else _day(year, second, first)
    for pattern, day, month in ((_DAY_NAME_FIRST, 1, 2), (_MONTH_NAME_FIRST, 2, 1)):
        for found in pattern.finditer(text):
            if when := _named_month(int(found[day]), found[month], int(found[3]), language):
                return when
    return None


def _without_zone_name(text: str) -> tuple[str, timezone | None]:
    found = _NAMED_ZONE.search(text, max(0, len(text) - _LONGEST_ZONE))
    if not found:
        return text, None
    hours = _ZONES.get(found[1])
    zone = None if hours is None else timezone(timedelta(hours=hours))
    return text[: found.start()].strip(), zone


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _named_month(day: int, month: str, year: int, language: str | None) -> datetime | None:
    import dateparser  # takes half a second to load, and only listings need it

    when = dateparser.parse(
        f"{day} {month} {year}",
        languages=[language] if language else None,
        settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY", "TIMEZONE": "UTC"},
    )
    return None if when is None else _day(when.year, when.month, when.day)
