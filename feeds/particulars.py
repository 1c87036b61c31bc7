"""What in a text a lawyer acts on: dates, amounts, articles of law, numbers of cases.

Each is given in one form, whatever words say it: "€10 million" and "EUR 10 Mio." are one amount, "3 June" and
"June 3rd" one day. So what differs between two versions of a release is told from what is only written otherwise.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

Particular = tuple[object, ...]

_MONTHS = (
    "january jan januar jänner janvier janv gennaio genn gen enero ene januari janeiro stycznia styczeń",
    "february feb februar février févr fév febbraio febbr febrero februari fevereiro fev lutego luty",
    "march mar märz mars marzo maart mrt março marca marzec",
    "april apr avril avr aprile abril abr kwietnia kwiecień",
    "may mai maggio mag mayo mei maio maja maj",
    "june jun juni juin giugno giu junio junho czerwca czerwiec",
    "july jul juli juillet juil luglio lug julio julho lipca lipiec",
    "august aug août agosto ago augustus sierpnia sierpień",
    "september sep sept septembre settembre sett set septiembre setembro września wrzesień",
    "october oct oktober okt octobre ottobre ott octubre outubro out października październik",
    "november nov novembre noviembre novembro listopada listopad",
    "december dec dezember dez décembre déc dicembre dic diciembre dezembro grudnia grudzień",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?P<iso_year>{_YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    rf"|(?P<plain_day>{_DAY})[./-](?P<plain_month>\d{{1,2}})[./-](?P<plain_year>{_YEAR}|\d\d)(?![\d/])"
    rf"|(?P<first_day>{_DAY})(?:st|nd|rd|th|er|[.ºª])?\s+(?:de\s+|of\s+)?(?P<first_month>{_MONTH})\b"
    rf"|\b(?P<last_month>{_MONTH})\.?\s+(?:(?P<last_day>{_DAY})(?:st|nd|rd|th)?(?!\d)|(?=(?:de\s+)?{_YEAR}))"
    rf"|(?P<year>{_YEAR})"
)
_DATES = re.compile(rf"(?<![\w.,/-])(?:{_DATE})(?![\w-])", re.I)
# When a page was last touched is no fact of the release on it; it changes with every comma, or every day.
_TOUCHED = (
    r"(?:last|page) (?:updated|modified|reviewed|changed)|updated|generated|printed|retrieved|accessed|stand:|"
    r"(?:zuletzt )?(?:aktualisiert|geändert)|mise? à jour|modifiée? le|ultimo aggiornamento|aggiornat[oa]|"
    r"[úu]ltima (?:actualización|atualização|modificación)|actualizad[oa]|atualizad[oa]|"
    r"(?:laatst )?(?:bijgewerkt|gewijzigd)|(?:ostatnia )?aktualizacja|zaktualizowano"
)
_STAMP = re.compile(
    rf"\b(?:{_TOUCHED})\s*[:–-]?\s*(?:(?:on|am|le|il|el|op|em|dnia|the)\s+)?(?:\w{{3,12}},?\s+)?"
    rf"(?:{re.sub('[?]P<[a-z_]+>', '?:', _DATE)})(?:,?\s+{_YEAR})?",
    re.I,
)

_SCALES = {
    1e3: "k thousand tausend tsd mille mila mil duizend tys tysięcy",
    1e6: "m mn mio million millions millionen millón millones milhão milhões milione milioni miljoen mln milion "
    "miliony milionów",
    1e9: "b bn billion billions mrd milliarde milliarden milliard milliards miliardo miliardi miljard mld miliard "
    "miliardy miliardów",
    1e12: "tn trillion trillions",
}
_SCALE_OF = {word: scale for scale, words in _SCALES.items() for word in words.split()} | {"mil millones": 1e9}
_CURRENCIES = {
    "EUR": "€ eur euro euros",
    "USD": "$ us$ usd dollar dollars dollari dólares",
    "GBP": "£ gbp pound pounds",
    "JPY": "¥ jpy yen",
    "KRW": "₩ krw won",
    "INR": "₹ inr rupees crore",
    "CHF": "chf franken francs franchi",
    "PLN": "pln zł złotych",
    "SEK": "sek kronor",
    "DKK": "dkk kroner",
    "NOK": "nok",
    "TRY": "₺ try tl",
    "BRL": "r$ brl reais",
    "CAD": "c$ ca$ cad",
    "AUD": "a$ au$ aud",
    "%": "% percent prozent procent",
}
_CURRENCY_OF = {word: code for code, words in _CURRENCIES.items() for word in words.split()} | dict.fromkeys(
    ("per cent", "pour cent", "por ciento", "per cento", "por cento"), "%"
)


def _any(words: Mapping[str, object]) -> str:
    return "|".join(sorted((re.escape(word).replace(r"\ ", r"\s") for word in words), key=len, reverse=True))


_NUMBER = r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?(?!\d)|\d[\d.,]*(?<=\d)"
_AMOUNTS = re.compile(
    rf"(?:(?<!\w)(?P<before>{_any(_CURRENCY_OF)})\s?)?(?<![\w.,/-])(?P<number>{_NUMBER})"
    rf"(?:\s?(?P<scale>{_any(_SCALE_OF)})\b\.?)?(?:\s?(?:de\s|di\s|d['’])?(?P<after>{_any(_CURRENCY_OF)})(?!\w))?",
    re.I,
)
_ITEM = r"\d+[a-z]{0,2}(?:\s?\(\w{1,5}\))*"
_AND = r"\s*(?:,|-|–|&|/|\b(?:and|or|to|und|oder|bis|et|ou|à|e|o|y|u|en|of|i|oraz|lub)\b)\s*"
_ARTICLES = re.compile(
    rf"(?:\b(?:art(?:icles?|ikel[ns]?|ículos?|igos?|icol[oi]|ykuł\w*|\.)|sections?|sec\.)|§§?)\s?"
    rf"(?P<items>{_ITEM}(?:{_AND}{_ITEM})*)"
    r"(?:\s+(?:(?:of|du|de|des|der|del|della|dell['’]|van|do|da)\s*)?(?:(?:the|la|de|het)\s+)?(?P<law>(?-i:[A-ZÄÖÜ]{2,8}))\b)?",
    re.I,
)
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


def dates_in(text: str) -> set[Particular]:
    """Return the days (month, day), months and years a text names, without those on which its page was touched."""
    found: set[Particular] = set()
    for match in _DATES.finditer(_STAMP.sub(" ", text)):
        parts = {name.rpartition("_")[2]: value for name, value in match.groupdict().items() if value}
        month = parts.get("month", "")
        number = _MONTH_OF.get(month.casefold()) or int(month or 0)
        if number:
            found.add(("day", number, int(parts["day"])) if "day" in parts else ("month", number))
        if "year" in parts:
            found.add(("year", int(parts["year"][-2:])))
    return found


def amounts_in(text: str) -> set[Particular]:
    """Return the amounts of a text: currency (or %), and number. A number alone is none, unless in millions."""
    found: set[Particular] = set()
    for match in _AMOUNTS.finditer(text):
        scale = _SCALE_OF.get(" ".join((match["scale"] or "").casefold().split()), 0)
        unit = _CURRENCY_OF.get(" ".join((match["before"] or match["after"] or "").casefold().split()), "")
        number = _number(match["number"], scaled=bool(scale))
        if number is not None and (unit or scale >= 1e6):
            found.add((unit, round(number * (scale or 1), 2)))
    return found


def articles_in(text: str) -> dict[str, set[str]]:
    """Return the articles of law and the numbers of cases a text names, each with the laws it is said to be of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for match in _ARTICLES.finditer(text):
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
