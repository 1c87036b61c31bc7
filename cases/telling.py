"""The words of a whole document that few matters are told with: two documents that share some tell of one matter.

A headline and a sentence often share no word with those of another step of their case; the rest of the texts does. What
is kept are the beginnings of words, without accents: inflected and related words, and those of two languages, are one.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from schemas.base import Model
from schemas.data_files import compiled, read_file, read_languages
from schemas.event import Event
from schemas.finding import Evidence
from schemas.keys import WORDS_MARK, called_names

COMMON_STEMS = Path(__file__).parent / "common_stems.toml"

ASIDES = Path(__file__).parent / "asides.toml"

STEM = 6
"""Letters that a word is kept by."""

LEAD = 1200
"""Characters of a text that are looked at: what it is about stands at its beginning, the rest is background."""

MOST = 40
"""Words that are kept of one document."""

_WORD = re.compile(r"[^\W\d_]{5,}")


class OtherMatter(Model):
    """The words of one language that say that a sentence tells of another matter."""

    others: tuple[str, ...]
    matters: tuple[str, ...]
    alone: tuple[str, ...]


class CommonStems(Model):
    """The form of common_stems.toml."""

    stems: frozenset[str]


def words_mark(title: str, text: str, names: Iterable[str], asides: Iterable[str] = ()) -> str:
    """Return the mark of a document's telling words; those of `names` are of any matter of these firms.

    Sentences that hold one of `asides`, as an older step or the number of another case, do not count.
    """
    named = {stem for name in names for stem in _stems_of_name(name)}
    lead = without_asides(text[:LEAD], tuple(asides))
    telling = (stem for stem in _stems(f"{title}\n{lead}") if stem not in named and stem not in _common())
    return WORDS_MARK + " ".join(list(dict.fromkeys(telling))[:MOST])


def without_asides(text: str, asides: Sequence[str] = ()) -> str:
    """Return a text without the sentences that tell of another matter beside it ("Separately, ...")."""
    kept = (one for one in sentences_of(text) if not is_aside(one) and not any(aside in one for aside in asides))
    return " ".join(kept)


def is_aside(sentence: str) -> bool:
    """Return whether a sentence says that something is another matter than the one at hand."""
    return _asides().search(sentence) is not None


def around(evidence: Evidence, title: str, text: str) -> tuple[str, str]:
    """Return title and text of what a document of several matters says of one: the line its evidence stands in."""
    if evidence.field == "title":
        return title, ""
    after = text.find("\n", evidence.end)
    return "", text[text.rfind("\n", 0, evidence.start) + 1 : after if after >= 0 else len(text)]


def shared_telling(one: Event, other: Event) -> frozenset[str]:
    """Return the telling words that the documents of both have; what is a firm's name in either is none."""
    firms = [party.name for event in (one, other) for party in event.parties]
    firms += [name for event in (one, other) for pair in called_names(event.marks) for name in pair]
    names = {stem for name in firms for stem in _stems_of_name(name)}
    return (telling_words(one) & telling_words(other)) - names


def telling_words(event: Event) -> frozenset[str]:
    """Return the telling words of an event's documents."""
    marks = (mark.removeprefix(WORDS_MARK) for mark in event.marks if mark.startswith(WORDS_MARK))
    return frozenset(word for words in marks for word in words.split())


def tells_of(event: Event, name: str) -> bool:
    """Return whether an event's documents hold the first word of a firm's name, of five letters or more."""
    first = _stems_of_name(name.split()[0]) if name.split() else ()
    return bool(first) and first[0] in telling_words(event)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, and what semicolons and line ends part."""
    return re.split(r"(?<=[.!?;])\s+|\n+", text)


def whole(sentences: Sequence[str]) -> list[str]:
    """Return sentences without the breaks after a full stop that ends none ("S.A. por", "S.r.l. (già")."""
    return re.sub(r"\n(?=[(a-zà-ÿ])", " ", "\n".join(sentences)).split("\n")


@cache
def _asides() -> re.Pattern[str]:
    return compiled(
        "|".join(_aside(words) for words in read_languages(OtherMatter, ASIDES).values()), ASIDES, re.IGNORECASE
    )


def _aside(words: OtherMatter) -> str:
    other, matter = rf"\b(?:{'|'.join(words.others)})\w*", rf"\b(?:{'|'.join(words.matters)})"
    near = r"(?:\W+\w+){0,2}?\W+"
    return rf"{other}{near}{matter}|{matter}\w*{near}{other}|\b(?:{'|'.join(words.alone)})"


@lru_cache(maxsize=1 << 12)
def _stems_of_name(name: str) -> tuple[str, ...]:
    return tuple(_stems(name))


def _stems(text: str) -> list[str]:
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return [word[:STEM] for word in _WORD.findall(plain)]


@cache
def _common() -> frozenset[str]:
    return frozenset(read_file(CommonStems, COMMON_STEMS).stems)
