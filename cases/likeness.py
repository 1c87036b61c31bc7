"""What a step is about, by the words of its headline and its sentence that not every matter is told with."""

import re
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

from rapidfuzz import fuzz

from cases.sums import is_one_sum
from schemas.base import Model
from schemas.data_files import compiled, read_file, read_languages
from schemas.event import Event

COMMON_WORDS = Path(__file__).parent / "common_words.toml"
ANOTHER = Path(__file__).parent / "another.toml"

_WORD = re.compile(r"[^\W\d_]{4,}")
_ALIKE = 80
"""From which likeness on (0 to 100) two words are one, inflected or compounded otherwise."""
_STEM = 5
"""Letters that two words of one stem begin with, at least: "grabar" and "grabaciones"."""

_TELLING = 2
"""Words from which on a headline tells one matter from another."""


class CommonWords(Model):
    """Words any matter is told with: the beginnings of words of every language, of each, and whole words of each."""

    every: tuple[str, ...]
    beginnings: dict[str, tuple[str, ...]]
    whole: dict[str, tuple[str, ...]]


class AnotherProceeding(Model):
    """The words of one language for another one, and for what is another one right behind them."""

    another: tuple[str, ...]
    proceeding: tuple[str, ...]
    alone: tuple[str, ...] = ()


class Subject(Model):
    """The words that say what a step is about, those of the headline apart, and their language."""

    language: str | None
    headline: frozenset[str]
    words: frozenset[str]
    """Those of the sentence and the headline."""
    amount: float | None


def subject_of(event: Event) -> Subject:
    """Return what an event is about, by the document it is shown with; names of firms and authority do not count."""
    names = (event.authority, event.publisher, *(party.name for party in event.parties))
    amount = event.amount.value if event.amount else None
    return _subject(event.language, event.document_title, event.evidence.text, names, amount)


@lru_cache(maxsize=1 << 12)
def _subject(language: str | None, title: str, sentence: str, names: tuple[str, ...], amount: float | None) -> Subject:
    # Remembered: each finding is held beside some forty events, and these come again with the next finding.
    known = {word for name in names for word in _WORD.findall(name.casefold())}
    headline = _telling(title, known, language)
    words = headline | _telling(sentence, known, language)
    return Subject(language=language, headline=headline or words, words=words, amount=amount)


def shared_words(ours: Subject, theirs: Subject) -> int:
    """Return how much two subjects have in common: one for a shared word, two for one of a headline or the same sum."""
    shared = _common(ours.words, theirs.words)
    return len(shared) + len(shared & (ours.headline | theirs.headline)) + 2 * is_one_sum(ours.amount, theirs.amount)


def is_other_matter(ours: Subject, theirs: Subject) -> bool:
    """Return whether, in one language, the headline of neither has a word that the other's headline or sentence has."""
    if ours.language != theirs.language or min(len(ours.headline), len(theirs.headline)) < _TELLING:
        return False
    if is_one_sum(ours.amount, theirs.amount):
        return False
    return not _common(ours.headline, theirs.words) and not _common(theirs.headline, ours.words)


def is_another_one(event: Event) -> bool:
    """Return whether headline or sentence call it another proceeding, beside one that is known ("a second case")."""
    return is_called_another(f"{event.document_title} {event.evidence.text}")


def is_called_another(text: str) -> bool:
    """Return whether words call a proceeding another one, beside one that is known."""
    return _another().search(text) is not None


def is_named(name: str, event: Event) -> bool:
    """Return whether headline or sentence hold the first word of a firm's name ("formerly Castellan")."""
    first = name.casefold().split()[:1]
    text = f"{event.document_title} {event.evidence.text}".casefold()
    return bool(first) and len(first[0]) >= 4 and re.search(rf"\b{re.escape(first[0])}\b", text) is not None


def _common(ours: frozenset[str], theirs: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in ours if any(_is_one_word(word, other) for other in theirs))


@lru_cache(maxsize=1 << 16)
def _is_one_word(one: str, other: str) -> bool:
    """Whether two words are one, inflected otherwise: alike, or the shorter but its last letter begins the longer."""
    begin = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return fuzz.ratio(one, other) >= _ALIKE or begin >= max(_STEM, min(len(one), len(other)) - 1)


def _telling(text: str, known: set[str], language: str | None) -> frozenset[str]:
    beginnings, whole = _said_of_any(language)
    words = set(_WORD.findall(text.casefold())) - known - whole
    return frozenset(word for word in words if not word.startswith(beginnings))


@cache
def _said_of_any(language: str | None) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the beginnings of words any matter is told with, and whole words; of all languages when none is known."""
    known = read_file(CommonWords, COMMON_WORDS)
    languages = [language] if language in known.beginnings else list(known.beginnings)
    beginnings = [word for name in languages for word in known.beginnings[name]]
    return (*known.every, *beginnings), frozenset(word for name in languages for word in known.whole[name])


@cache
def _another() -> re.Pattern[str]:
    words = read_languages(AnotherProceeding, ANOTHER).values()
    return compiled("|".join(map(_another_in_one_language, words)), ANOTHER, re.IGNORECASE)


def _another_in_one_language(words: AnotherProceeding) -> str:
    paired = rf"\b(?:{'|'.join(words.another)}) (?:{'|'.join(words.proceeding)})"
    return rf"{paired}|\b(?:{'|'.join(words.alone)})" if words.alone else paired
