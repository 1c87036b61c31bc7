"""Reads sums of money as printed: "€890 million", "890 Mio. Euro", "5 milioni di euro", "Rs. 1,337.76 crore"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from schemas.finding import Amount

_CURRENCIES = {
    "EUR": r"€|EUR|[Ee]uros?|euró",
    "GBP": r"£|GBP|pounds?(?: sterling)?|Pfund",
    "USD": r"US\$|USD|\$|[Dd]ollars?|[Dd]ólar(?:es)?|dollari|dolarów",
    "AUD": r"A\$|AU\$|AUD",
    "CAD": r"C\$|CA\$|CAD",
    "CHF": r"CHF|Franken|francs suisses|Swiss francs|franchi svizzeri|Fr\.",
    "KRW": r"KRW|won|₩",
    "INR": r"INR|₹|Rs\.?|rupees?|Indian rupees",
    "BRL": r"R\$|BRL|reais|real",
    "JPY": r"JPY|¥|yen",
    "PLN": r"PLN|zł(?:otych|oty)?",
    "ZAR": r"ZAR|R|rand",
    "TRY": r"TRY|TL|lira",
    "CNY": r"CNY|RMB|yuan",
    "SEK": r"SEK",
    "DKK": r"DKK",
    "NOK": r"NOK",
    "HUF": r"HUF|forint",
    "CZK": r"CZK|Kč",
}
_SCALES = {
    1e12: r"trillion|Billionen|bilioni|billones",
    1e9: r"billion|bn|Milliarden?|Mrd\.?|milliards?|miliard(?:y|i|a|o|ów)?|miljard|mil millones|mil milhões|"
    r"bilhões|bilhão|mld\.?|b|B",
    1e7: r"crore",
    1e6: r"million|mn|mln\.?|Million(?:en)?|Mio\.?|millions?|milion(?:i|e|ów|y)?|miljoen|millones|millón|milhões|"
    r"milhão|m(?![a-z])|M(?![a-z])",
    1e5: r"lakh",
    1e3: r"thousand|Tausend|tausend|mille|mila|mil(?! )|duizend|tys\.|k(?![a-z])",
}
# "T-211/26 R" is no sum of rand: such letters stand before it.
_ONLY_BEFORE = frozenset({"R", "$", "£", "¥", "₹", "₩"})
_ANY_CURRENCY = "|".join(_CURRENCIES.values())
_ANY_SCALE = "|".join(_SCALES.values())
_NUMBER = r"\d{1,3}(?:[., '’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_MONEY = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_ANY_CURRENCY})\s?)?(?P<number>{_NUMBER})(?:[\s-]?(?P<scale>{_ANY_SCALE})(?!\w))?"
    rf"(?:\s?(?:di\s|de\s|d['’]|d’)?(?P<after>{_ANY_CURRENCY})(?!\w))?"
)


@dataclass(frozen=True)
class Money:
    """A sum found in a text, with its offsets."""

    amount: Amount
    start: int
    end: int


def find_amounts(text: str) -> Iterator[Money]:
    """Yield the sums printed in a text, in order; numbers without a currency are none."""
    for match in _MONEY.finditer(text):
        written = match["before"] or match["after"]
        if written is None or (match["before"] is None and written in _ONLY_BEFORE):
            continue
        value = _value(match["number"]) * _scale(match["scale"])
        if value > 0:
            yield Money(Amount(value=round(value, 2), currency=_currency(written)), match.start(), match.end())


def _currency(written: str) -> str:
    # More than one pattern may fit "R$" or "A$": the longest written form decides.
    exact = [code for code, pattern in _CURRENCIES.items() if re.fullmatch(pattern, written)]
    return exact[0] if exact else "EUR"


def _scale(written: str | None) -> float:
    if written is None:
        return 1.0
    return next((scale for scale, pattern in _SCALES.items() if re.fullmatch(pattern, written)), 1.0)


def _value(number: str) -> float:
    """Return the value of digits grouped in any country's way; two or one digits after the last mark are decimals."""
    plain = re.sub(r"[ '’\u00a0\u202f]", "", number)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return float(plain)
    whole, _, rest = plain.rpartition(marks[-1])
    grouped = len(rest) == 3 and (marks.count(marks[-1]) > 1 or len(set(marks)) == 1)
    digits = re.sub(r"[.,]", "", whole)
    return float(f"{digits}{rest}") if grouped else float(f"{digits}.{rest}")
