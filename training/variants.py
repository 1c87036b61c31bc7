"""Writes a text in other cases: headlines in title case, capitals throughout."""

import re
from dataclasses import replace
from random import Random

from training.records import Labelled

_SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "over", "the", "to", "with"})


def _same_length(text: str) -> bool:
    return len(text.upper()) == len(text)


def in_capitals(record: Labelled) -> Labelled | None:
    """Return a record in capitals, None when its letters change in number."""
    return replace(record, text=record.text.upper()) if _same_length(record.text) else None


def in_title_case(record: Labelled) -> Labelled | None:
    """Return a record with capitals as English headlines have them, None when its letters change in number."""
    if not _same_length(record.text):
        return None

    def large(match: re.Match[str]) -> str:
        word = match.group()
        return word if word in _SMALL else word[0].upper() + word[1:]

    return replace(record, text=re.sub(r"(?<![\w'’.-])[a-zà-ÿ]+(?![\w.]\w)", large, record.text))


def names_in_capitals(record: Labelled, labels: frozenset[str]) -> Labelled | None:
    """Return a record in which the names of some labels stand in capitals, as registers write them."""
    if not _same_length(record.text):
        return None
    text = record.text
    for start, end, label in record.spans:
        if label in labels:
            text = text[:start] + text[start:end].upper() + text[end:]
    return replace(record, text=text)


def with_stray_capitals(record: Labelled, share: float, random: Random) -> Labelled:
    """Return a record in which some plain words begin with a capital, as defined terms and headings do."""
    held = [(start, end) for start, end, _ in record.spans]

    def large(match: re.Match[str]) -> str:
        word = match.group()
        inside = any(start < match.end() and match.start() < end for start, end in held)
        return word if inside or random.random() > share else word[0].upper() + word[1:]

    text = re.sub(r"(?<![\w'’.-])[a-zà-ÿ]\w{3,}", large, record.text)
    return replace(record, text=text) if len(text) == len(record.text) else record
