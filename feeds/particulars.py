"""What in a text a lawyer acts on: dates, amounts, articles of law, numbers of cases.

Each is given in one form, whatever words say it: "€10 million" and "EUR 10 Mio." are one amount, "3 June" and
"June 3rd" one day. So what differs between two versions of a release is told from what is only written otherwise.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from schemas.base import Model
from schemas.data_files import compiled, read_file

PARTICULARS = Path(__file__).with_name("particulars.toml")

Particular = tuple[object, ...]


class Words(Model):
    """The words of dates, amounts and articles of law; `touched` and `withdrawn` hold regular expressions."""

    months: tuple[tuple[str, ...], ...] = Field(min_length=12, max_length=12)
    touched: tuple[str, ...]
    withdrawn: tuple[str, ...]
    conjunctions: tuple[str, ...]
    currencies: dict[str, tuple[str, ...]]
    scales: dict[int, tuple[str, ...]]
    """By the power of ten."""


def load_words(path: Path = PARTICULARS) -> Words:
    """Return the words of the file. Raises DataFileError for a broken file, or a pattern that cannot be read."""
    words = read_file(Words, path)
    for pattern in (*words.touched, *words.withdrawn):
        compiled(pattern, path)
    return words


@dataclass(frozen=True)
class _Patterns:
    """What finds each particular, and what its words stand for."""

    months: dict[str, int]
    scales: dict[str, float]
    currencies: dict[str, str]
    stamps: re.Pattern[str]
    withdrawn: re.Pattern[str]
    dates: re.Pattern[str]
    amounts: re.Pattern[str]
    articles: re.Pattern[str]


_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_NUMBER = r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?(?!\d)|\d[\d.,]*(?<=\d)"
_ITEM = r"\d+[a-z]{0,2}(?:\s?\(\w{1,5}\))*"
_CASES = re.compile(r"\b(?:(?:AT|M|SA|FS|DMA)\.\d{4,6}|[BV]\d{1,2}-\d+/\d{2}|[CT]-\d{1,4}/\d{2})\b")


def changed_particulars(old: str, new: str) -> Iterator[str]:
    """Yield what of weight two texts do not share: `dates`, `amounts`, `articles` (also numbers of cases)."""
    if dates_in(old) != dates_in(new):
        yield "dates"
    if amounts_in(old) != amounts_in(new):
        yield "amounts"
    before, after = articles_in(old), articles_in(new)
    # A law that is only named, or only left out, is the same one.
    if before.keys() != after.keys() or any(
        laws and after[item] and laws != after[item] for item, laws in before.items()
    ):
        yield "articles"


def says_withdrawn(title: str) -> bool:
    """Return whether a headline says that its release is withdrawn."""
    return _patterns().withdrawn.search(title) is not None


def dates_in(text: str) -> set[Particular]:
    """Return the days (month, day), months and years a text names, without those on which its page was touched."""
    found: set[Particular] = set()
    patterns = _patterns()
    for match in patterns.dates.finditer(patterns.stamps.sub(" ", text)):
        parts = {name.rpartition("_")[2]: value for name, value in match.groupdict().items() if value}
        month = parts.get("month", "")
        number = patterns.months.get(month.casefold()) or int(month or 0)
        if number:
            found.add(("day", number, int(parts["day"])) if "day" in parts else ("month", number))
        if "year" in parts:
            found.add(("year", int(parts["year"][-2:])))
    return found


def amounts_in(text: str) -> set[Particular]:
    """Return the amounts of a text: currency (or %), and number. A number alone is none, unless in millions."""
    found: set[Particular] = set()
    patterns = _patterns()
    for match in patterns.amounts.finditer(text):
        scale = patterns.scales.get(_plain(match["scale"]), 0)
        unit = patterns.currencies.get(_plain(match["before"] or match["after"]), "")
        number = _number(match["number"], scaled=bool(scale))
        if number is not None and (unit or scale >= 1e6):
            found.add((unit, round(number * (scale or 1), 2)))
    return found


def articles_in(text: str) -> dict[str, set[str]]:
    """Return the articles of law and the numbers of cases a text names, each with the laws it is said to be of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for match in _patterns().articles.finditer(text):
        for item in re.findall(_ITEM, match["items"], re.I):
            found["".join(item.casefold().split())].update(filter(None, (match["law"],)))
    for match in _CASES.finditer(text):
        found[match[0]].update(())
    return dict(found)


def _number(written: str, *, scaled: bool) -> float | None:
    """Return a number of either way to write it: three digits behind a sign are thousands, others decimals."""
    digits = re.sub(r"[\s'’]", "", written)
    whole, last = re.fullmatch(r"(.*?)(?:[.,](\d*))?", digits).groups("")  # type: ignore[union-attr]
    several = bool(re.search(r"[.,]", whole))
    thousands = len(last) == 3 and (several or not scaled)
    try:
        plain = re.sub(r"[.,]", "", whole)
        return float(plain + last if thousands else f"{plain}.{last or 0}")
    except ValueError:
        return None


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


@cache
def _patterns() -> _Patterns:
    words = load_words()
    months = {name: number for number, names in enumerate(words.months, 1) for name in names}
    scales = {name: 10.0**power for power, names in words.scales.items() for name in names}
    currencies = {name: code for code, names in words.currencies.items() for name in names}
    date = _date(_any(months))
    return _Patterns(
        months=months,
        scales=scales,
        currencies=currencies,
        stamps=_stamps("|".join(words.touched), date),
        withdrawn=re.compile(rf"\b(?:{'|'.join(words.withdrawn)})\b", re.I),
        dates=re.compile(rf"(?<![\w.,/-])(?:{date})(?![\w-])", re.I),
        amounts=_amounts(_any(scales), _any(currencies)),
        articles=_articles(_any(words.conjunctions)),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word).replace(r"\ ", r"\s") for word in words), key=len, reverse=True))


def _date(month: str) -> str:
    return (
        rf"(?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
        rf"|(?P<plain_day>{_DAY})[./-](?P<plain_month>\d{{1,2}})[./-](?P<plain_year>{_YEAR}|\d\d)(?![\d/])"
        rf"|(?P<first_day>{_DAY})(?:st|nd|rd|th|er|[.ºª])?\s+(?:de\s+|of\s+)?(?P<first_month>{month})\b"
        rf"|\b(?P<last_month>{month})\.?\s+(?:(?P<last_day>{_DAY})(?:st|nd|rd|th)?(?!\d)|(?=(?:de\s+)?{_YEAR}))"
        rf"|(?P<year>{_YEAR})"
    )


def _stamps(touched: str, date: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{touched})\s*[:–-]?\s*(?:(?:on|am|le|il|el|op|em|dnia|the)\s+)?(?:\w{{3,12}},?\s+)?"
        rf"(?:{re.sub('[?]P<[a-z_]+>', '?:', date)})(?:,?\s+{_YEAR})?",
        re.I,
    )


def _amounts(scale: str, currency: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<!\w)(?P<before>{currency})\s?)?(?<![\w.,/-])(?P<number>{_NUMBER})"
        rf"(?:\s?(?P<scale>{scale})\b\.?)?(?:\s?(?:de\s|di\s|d['’])?(?P<after>{currency})(?!\w))?",
        re.I,
    )


def _articles(conjunction: str) -> re.Pattern[str]:
    between = rf"\s*(?:,|-|–|&|/|\b(?:{conjunction})\b)\s*"
    return re.compile(
        rf"(?:\b(?:art(?:icles?|ikel[ns]?|ículos?|igos?|icol[oi]|ykuł\w*|\.)|sections?|sec\.)|§§?)\s?"
        rf"(?P<items>{_ITEM}(?:{between}{_ITEM})*)"
        r"(?:\s+(?:(?:of|du|de|des|der|del|della|dell['’]|van|do|da)\s*)?(?:(?:the|la|de|het)\s+)?(?P<law>(?-i:[A-ZÄÖÜ]{2,8}))\b)?",
        re.I,
    )
