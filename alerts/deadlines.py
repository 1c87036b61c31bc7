"""The sentence a printed deadline stands in. Pure, and modest: a date it cannot find is shown without."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from schemas.base import Model
from schemas.data_files import compiled, read_file

_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zß-ÿ])|\n+")
DEADLINE_WORDS = Path(__file__).with_name("deadline_words.toml")


class DeadlineWords(Model):
    """The form of deadline_words.toml: words that say "by then", and how the twelve months begin."""

    until: tuple[str, ...]
    months: tuple[tuple[str, ...], ...] = Field(min_length=12, max_length=12)


def sentence_with(day: date, *texts: str) -> str | None:
    """Return the sentence of these texts that prints the date, one that says "until" before others."""
    found = [sentence for text in texts for sentence in _sentences(text) if _prints(day, sentence)]
    return next((sentence for sentence in found if _until().search(sentence)), found[0] if found else None)


def _sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in _END.split(text[:200_000]) if part.strip())


def _prints(day: date, sentence: str) -> bool:
    numeric = (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}")
    if any(text in sentence for text in numeric):
        return True
    # "14 January 2027", "January 14, 2027", "14. Januar 2027"
    number = rf"(?<!\d)0?{day.day}(?:st|nd|rd|th|er|º)?(?!\d)"
    month = rf"(?:{'|'.join(_words().months[day.month - 1])})[^\W\d_]*\.?,?"
    written = (rf"{number}[.,]?\s+(?:de\s+)?{month}\s+(?:de\s+)?{day.year}", rf"{month}\s+{number},?\s+{day.year}")
    return any(re.search(form, sentence, re.IGNORECASE) for form in written)


@cache
def _words() -> DeadlineWords:
    return read_file(DeadlineWords, DEADLINE_WORDS)


@cache
def _until() -> re.Pattern[str]:
    return compiled(rf"\b(?:{'|'.join(_words().until)})\b", DEADLINE_WORDS, re.IGNORECASE)
