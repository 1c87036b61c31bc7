"""What a page says in place of an article: gone, a wall of cookies or captchas, a login, a script, out of order.

The phrases are data, in notices.toml.

A release about cookies or missing pages says the same words; it says them of somebody, and says more than they. So the
sentences are weighed: those that speak to the reader as only such pages do, against all others.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from schemas.base import Model
from schemas.data_files import checked, compiled, read_table

NOTICES = Path(__file__).with_name("notices.toml")

Kind = Literal["missing", "check", "script", "login", "outage", "furniture"]

REASONS: dict[Kind, str] = {
    "missing": "the page says that there is nothing at this address",
    "check": "a check for browsers or cookies was served in place of the page",
    "script": "the page is built by JavaScript: it has a title but no text",
    "login": "the page asks for a login or a subscription",
    "outage": "the page says that the site is out of order",
}

ENOUGH = 200
"""Weight from which a text is surely more than a headline with a button."""

SHORT = 1_500
"""Characters from which a text is taken for an article whatever stands in it."""

_TELLING = re.compile(r"[^\W\d_]{5,}|\d{3,}")
_STEM, _FEWEST_TELLING = 5, 3
"""Letters of a word that stay in its forms, and how many such words a title needs to tell anything."""

_LINE = 25
"""Weight below which a sentence is more likely a link of a menu."""
_SITE_NAME_WORDS = 4
_QUOTED = re.compile(r"[«„“\"‘](?:[^«»„“”\"’\n]{1,400})[»“”\"’]")
_SENTENCE_END = re.compile(r"\n|(?<=[.!?…])\s+|(?<=[。！？])")
_TITLE_PARTS = re.compile(r"\s+[|–—·-]\s+|\s*\|\s*")
_EDGES = " .!?…:;,»«„“”\"'()[]。！"
# A letter of these scripts says about as much as three of an alphabet.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Phrases(Model):
    """The regular expressions of one kind of notice."""

    whole: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


class Weighed(Model):
    """How much of a text is its own, how much of each kind of notice, and the kinds that are sure by themselves."""

    own: int
    notices: dict[Kind, int]
    sure: tuple[Kind, ...] = ()

    def heaviest(self) -> Kind | None:
        """Return the kind of notice most of the text is, None when none is in it."""
        return max(self.notices, key=lambda kind: self.notices[kind], default=None)


def load_phrases(path: Path = NOTICES) -> dict[Kind, Phrases]:
    """Return the phrases of each kind. Raises DataFileError for a broken file, or a pattern that cannot be read."""
    table = read_table(path)
    phrases = {kind: checked(Phrases, table.get(kind), path, (kind,)) for kind in get_args(Kind)}
    for part in phrases.values():
        for pattern in (*part.whole, *part.within, *part.cut):
            compiled(pattern, path)
    return phrases


def weigh(text: str, headings: Sequence[str] = ()) -> Weighed:
    """Return how much of a text is its own. `headings` are the page's titles: they are no text, and may be a notice."""
    for heading in headings:
        text = text.replace(heading, "\n")
    own, notices, sure = 0, Counter[Kind](), set[Kind]()
    for sentence in _sentences(text):
        kind = _kind_of(sentence)
        if kind is None:
            weight = _weight(sentence)
            own += weight if weight >= _LINE else weight // 2
        elif kind != "furniture":
            notices[kind] += _weight(sentence)
        sure.update(kind for kind, pattern in _cut_patterns().items() if pattern.search(sentence))
    sure.update(_kinds_of_titles(headings, bool(notices) or own < ENOUGH))
    return Weighed(own=own, notices=dict(notices), sure=tuple(sorted(sure)))


def is_unrelated(title: str, text: str) -> bool:
    """Return whether a short text shares no telling word with the title it is to belong to, in whatever language.

    Walls and "not found" in words nobody wrote down yet are told by this. Titles of few telling words, and scripts
    that do not part their words, tell nothing.
    """
    telling = {word[:_STEM] for word in _TELLING.findall(title.casefold())}
    if len(telling) < _FEWEST_TELLING or _DENSE.search(title) or len(text) >= SHORT:
        return False
    words = text.casefold()
    return not any(stem in words for stem in telling)


def _sentences(text: str) -> Iterator[str]:
    # What stands in quotation marks is told of somebody, whoever it speaks to.
    for sentence in _SENTENCE_END.split(_QUOTED.sub(lambda quoted: "x" * len(quoted[0]), text)):
        if sentence and sentence.strip():
            yield sentence.strip()


def _weight(words: str) -> int:
    return len(words) + 2 * len(_DENSE.findall(words))


def _kind_of(sentence: str) -> Kind | None:
    bare = sentence.strip(_EDGES)
    for kind, (whole, within) in _patterns().items():
        if whole.fullmatch(bare) or within.search(sentence):
            return kind
    return None


def _kinds_of_titles(headings: Sequence[str], thin: bool) -> Iterator[Kind]:
    """Yield the kinds that a title is, beside at most the name of the site."""
    for heading in headings if thin else ():
        parts = [part.strip(_EDGES) for part in _TITLE_PARTS.split(heading)]
        for kind, (whole, _within) in _patterns().items():
            rest = [part for part in parts if not whole.fullmatch(part)]
            if (
                kind != "furniture"
                and len(rest) < len(parts)
                and sum(len(part.split()) for part in rest) <= _SITE_NAME_WORDS
            ):
                yield kind
                break


@cache
def _patterns() -> dict[Kind, tuple[re.Pattern[str], re.Pattern[str]]]:
    return {kind: (_any_of(part.whole), _any_of(part.within)) for kind, part in load_phrases().items()}


@cache
def _cut_patterns() -> dict[Kind, re.Pattern[str]]:
    return {kind: _any_of(part.cut) for kind, part in load_phrases().items() if part.cut}


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)
