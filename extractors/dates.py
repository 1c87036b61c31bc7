"""Reads dates as printed: in numbers and in words of the eight languages. Nothing is computed."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from extractors.anchored import Anchored
from extractors.expressions import expressions
from extractors.lexicon import Lexicon
from extractors.words import Words

_YEAR = re.compile(r"(?<![\d./-])(?:19[89]\d|20[0-4]\d)(?![\d/]|-\d)")
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_REACH = 60
_ISO = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](20\d\d)(?!\d)")


def nearest_date(text: str, at: int, lexicon: Lexicon) -> date | None:
    """Return the last day of the month or year printed nearest to an offset; None when none is.

    Years of laws are no dates.
    """
    found = [
        (min(abs(match.start() - at), abs(match.end() - at)), day)
        for match, day in _printed(text, lexicon)
        if not expressions().of_a_law.search(text[: match.start()])
        and not (match.start() >= at and expressions().of_its_year.search(text[: match.start()]))
    ]
    return min(found, default=(0, None), key=lambda pair: pair[0])[1]


def _printed(text: str, lexicon: Lexicon) -> Iterator[tuple[re.Match[str], date]]:
    """Yield the years of a text, each with the last day it may mean, and its days in numbers ("24.05.2012")."""
    for match in _YEAR.finditer(text):
        yield match, _last_day(match, text, lexicon)
    for match in _NUMERIC.finditer(text):
        if day := _day(int(match[3]), int(match[2]), int(match[1])):
            yield match, day


def last_month_named(words: Words, today: date, lexicon: Lexicon) -> date | None:
    """Return the last day of the latest month that words name without a year ("in November"), as seen from a day."""
    named = (number for _, number in _months_in(lexicon.file.months).first_matches(words))
    return max((_before(today, number) for number in named), default=None)


def _before(today: date, month: int) -> date:
    return date(today.year - (month > today.month), month, 28)


@cache
def _months_in(months: tuple[str, ...]) -> Anchored[int]:
    dated = expressions().in_a_month.pattern
    return Anchored((rf"\b{dated} (?:{names})(?![\w.]|,? \d| de \d)", number) for number, names in enumerate(months, 1))


def _last_day(year: re.Match[str], text: str, lexicon: Lexicon) -> date:
    before = text[max(0, year.start() - _MONTH_REACH) : year.start()]
    month = next((n for n, pattern in enumerate(_months_before(lexicon.file.months), 1) if pattern.search(before)), 12)
    return date(int(year.group()), month, 28)


@cache
def _months_before(months: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return for each month the expression for its name right before a year."""
    return tuple(
        re.compile(rf"(?<!\w)(?:{names})(?:\s+\d{{1,2}},?)?(?:\s+de[l]?)?\s+$", re.IGNORECASE) for names in months
    )


def parse_date(text: str | None) -> date | None:
    """Return the day a document's own date field gives, None when it gives none."""
    found = _ISO.match(text or "")
    return _day(*(int(part) for part in found.groups())) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _worded(months: tuple[str, ...]) -> re.Pattern[str]:
    """Return the expression for a date with the name of its month; group m<n> or n<n> tells which."""
    month_names = "|".join(f"(?P<m{n}>{names})" for n, names in enumerate(months, 1))
    return re.compile(
        rf"(?<!\w)(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:de|di))?\s+(?:{month_names})(?:\s+de)?|"
        rf"(?:{re.sub(r'<m', '<n', month_names)})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?),?"
        r"\s+(?P<year>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def dates_in(text: str, lexicon: Lexicon) -> tuple[tuple[int, int, date], ...]:
    """Return the full dates printed in a text, with their offsets: those in words, then those in numbers."""
    return tuple(_dates_in(text, lexicon)) if _ANY_YEAR.search(text) else ()


def _dates_in(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, date]]:
    for found in _worded(lexicon.file.months).finditer(text):
        month = next(int(k[1:]) for k, v in found.groupdict().items() if v and k[0] in "mn" and k[1:].isdigit())
        day = _day(int(found["year"]), month, int(found["d1"] or found["d2"]))
        if day:
            yield found.start(), found.end(), day
    for pattern, order in ((_ISO, (1, 2, 3)), (_NUMERIC, (3, 2, 1))):
        for found in pattern.finditer(text):
            day = _day(*(int(found[part]) for part in order))
            if day:
                yield found.start(), found.end(), day
