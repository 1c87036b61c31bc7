"""Collects the words that are no part of a name anywhere in the training text."""

import re
from collections.abc import Iterable

from training.records import Labelled

_WORD = re.compile(r"[^\W\d_]{3,}")


def plain_words(records: Iterable[Labelled]) -> list[str]:
    """Return in order the words of three letters and more that stand outside of names, as lines for `words.txt`.

    A line is the word, folded to small letters, and the languages of the texts that have it: "aria it es".
    """
    found: dict[str, set[str]] = {}
    for record in records:
        spans = [(start, end) for start, end, _ in record.spans]
        for match in _WORD.finditer(record.text):
            if all(match.end() <= start or end <= match.start() for start, end in spans):
                found.setdefault(match.group().casefold(), set()).add(record.lang)
    return [" ".join((word, *sorted(languages))) for word, languages in sorted(found.items())]
