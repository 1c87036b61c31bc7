"""What a step is about, by the words of its headline and its sentence that not every matter is told with."""

import re
import tomllib
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from schemas.base import Model
from schemas.event import Event

COMMON_WORDS = Path(__file__).parent / "common_words.toml"

_WORD = re.compile(r"[^\W\d_]{4,}")
_ALIKE = 82
"""From which likeness on (0 to 100) two words are one, inflected or compounded otherwise."""


class Subject(Model):
    """The words that say what a step is about, and their language."""

    language: str | None
    words: frozenset[str]


def subject_of(event: Event) -> Subject:
    """Return what an event is about, by the document it is shown with."""
    names = {word for party in event.parties for word in _WORD.findall(party.name.casefold())}
    told = set(_WORD.findall(f"{event.document_title} {event.evidence.text}".casefold())) - names
    common = _common(event.language)
    return Subject(language=event.language, words=frozenset(word for word in told if not word.startswith(common)))


def shared_words(ours: Subject, theirs: Subject) -> int:
    """Return how many words of ours are theirs too, give or take their endings."""
    return sum(
        process.extractOne(word, theirs.words, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None
        for word in ours.words
    )


def is_other_matter(ours: Subject, theirs: Subject) -> bool:
    """Return whether both say in one language what they are about, and have no word in common."""
    same_language = ours.language == theirs.language
    return same_language and min(len(ours.words), len(theirs.words)) >= 2 and not shared_words(ours, theirs)


def is_named(name: str, event: Event) -> bool:
    """Return whether headline or sentence hold the first word of a firm's name ("formerly Castellan")."""
    first = name.casefold().split()[:1]
    text = f"{event.document_title} {event.evidence.text}".casefold()
    return bool(first) and len(first[0]) >= 4 and re.search(rf"\b{re.escape(first[0])}\b", text) is not None


@cache
def _common(language: str | None) -> tuple[str, ...]:
    words = tomllib.loads(COMMON_WORDS.read_text("utf-8"))
    every = words.pop("every")
    chosen = words.get(language or "") or [word for known in words.values() for word in known]
    return (*every, *chosen)
