"""Collects the words that are no part of a name anywhere in the training text."""

import re
from collections.abc import Iterable

from training.records import Labelled

_WORD = re.compile(r"[^\W\d_]{3,}")


def plain_words(records: Iterable[Labelled]) -> list[str]:
    """Return in order, folded to small letters, the words of three letters and more that stand outside of names."""
    found: set[str] = set()
    for record in records:
        spans = [(start, end) for start, end, _ in record.spans]
        for match in _WORD.finditer(record.text):
            if all(match.end() <= start or end <= match.start() for start, end in spans):
                found.add(match.group().casefold())
    return sorted(found)
