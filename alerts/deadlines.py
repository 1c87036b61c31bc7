"""The sentence a printed deadline stands in. Pure, and modest: a date it cannot find is shown without."""

import re
from collections.abc import Iterator
from datetime import date

_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zß-ÿ])|\n+")
_UNTIL = re.compile(
    r"\b(?:until|by|before|no later than|deadline|within|bis|spätestens|Frist|jusqu|avant|délai|entro|hasta|plazo|antes"
    r"|tot|uiterlijk|do|termin|até|prazo)\b",
    re.IGNORECASE,
)


_MONTHS = (
    "jan|gen|ene|sty", "feb|fév|fev|lut", "mar|mär|maa|mrt", "apr|avr|abr|kwi", "may|mai|mei|mag|maj",
    "jun|juin|giu|cze", "jul|juil|lug|lip", "aug|août|aou|ago|sie", "sep|set|wrz", "oct|okt|ott|out|paź",
    "nov|lis", "dec|dez|déc|dic|gru",
)  # fmt: skip
"""How the months begin in the languages that are read."""


def sentence_with(day: date, *texts: str) -> str | None:
    """Return the sentence of these texts that prints the date, one that says "until" before others."""
    found = [sentence for text in texts for sentence in _sentences(text) if _prints(day, sentence)]
    return next((sentence for sentence in found if _UNTIL.search(sentence)), found[0] if found else None)


def _sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in _END.split(text[:200_000]) if part.strip())


def _prints(day: date, sentence: str) -> bool:
    numeric = (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}")
    if any(text in sentence for text in numeric):
        return True
    # "14 January 2027", "January 14, 2027", "14. Januar 2027"
    number = rf"(?<!\d)0?{day.day}(?:st|nd|rd|th|er|º)?(?!\d)"
    month = rf"(?:{_MONTHS[day.month - 1]})[^\W\d_]*\.?,?"
    written = (rf"{number}[.,]?\s+(?:de\s+)?{month}\s+(?:de\s+)?{day.year}", rf"{month}\s+{number},?\s+{day.year}")
    return any(re.search(form, sentence, re.IGNORECASE) for form in written)
