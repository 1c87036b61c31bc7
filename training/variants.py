"""Writes a text otherwise: in other cases, as headlines and registers do, or in words that nobody knows."""

import re
from dataclasses import replace
from random import Random

from training.records import Labelled, Span

_SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "over", "the", "to", "with"})
_PLAIN = re.compile(r"(?<![\w'’.@/-])[^\W\d_](?=[^\W\d_]{4})[a-zß-ÿŁ-ż]+(?![\w.@/-]\w)")
_ENDING = 3
_CONSONANTS, _VOWELS = "bcdfghklmnprstvwz", "aeiou"


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


def with_unknown_words(record: Labelled, share: float, random: Random) -> Labelled:
    """Return a record in which some plain words are replaced by others of the same ending that nobody knows.

    A model that meets unknown words in names only takes every word it does not know for a name.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for start, end, label in (*record.spans, (len(record.text), len(record.text), "")):
        plain = _PLAIN.sub(lambda match: _unknown(match, share, random), record.text[at:start])
        name = record.text[start:end]
        pieces += [plain, name]
        length += len(plain)
        if name:
            spans.append((length, length + len(name), label))
        length, at = length + len(name), end
    return replace(record, text="".join(pieces), spans=tuple(spans))


def _unknown(match: re.Match[str], share: float, random: Random) -> str:
    word = match.group()
    if random.random() > share:
        return word
    middle = "".join(random.choice(_VOWELS) + random.choice(_CONSONANTS) for _ in range(random.choice((1, 2, 2, 3))))
    return word[0] + middle + word[-_ENDING:]
