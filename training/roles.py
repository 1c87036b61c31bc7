"""Names what a text only calls "the company" or "the regulator": real sentences in which a firm or a body acts."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from training.frames import LABELS_OF_SLOTS, makers, words_of
from training.names import Stock
from training.records import Labelled, Span

ROLES = Path(__file__).parent / "data" / "roles.toml"
_KINDS = ("firms", "firm", "product", "authority", "other")
_KEEP_ARTICLE = frozenset({"authority", "other"})
# What a name follows is a part of something else: "the company Acme". German writes all nouns with a capital.
_APART, _APART_IN_GERMAN = r"(?![\w-]| [\"“„«(]?(?-i:[A-ZÀ-Ž]))", r"(?![\w-]| [\"“„«(])"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(ROLES.read_text(encoding="utf-8"))


@cache
def _called(lang: str) -> re.Pattern[str] | None:
    """Return what calls firms and others in a language, with its article; the group says which."""
    if lang not in _table():
        return None
    table = _table()[lang]
    articles = "|".join(map(re.escape, table["articles"])) or "(?:)"
    words = "|".join(f"(?P<{kind}>{_longest_first(table[kind])})" for kind in _KINDS)
    apart = _APART_IN_GERMAN if lang == "de" else _APART
    return re.compile(rf"(?<![\w’'-])(?P<article>{articles})(?:{words}){apart}", re.IGNORECASE)


def _longest_first(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def with_named_roles(record: Labelled, stock: Stock, random: Random) -> Labelled | None:
    """Return a record with names where it calls firms and others by what they are; None where it calls none so."""
    called = _called(record.lang)
    found = [match for match in called.finditer(record.text) if _is_apart(match, record.spans)] if called else []
    if not found:
        return None
    text, spans, at = "", list[Span](), 0
    given: dict[str, list[str]] = {}
    for match in (*found, None):
        until = match.start() if match else len(record.text)
        spans += [(s - at + len(text), e - at + len(text), label) for s, e, label in record.spans if at <= s < until]
        text += record.text[at:until]
        if match:
            text, added = _named(text, match, _names(match, given, record.lang, stock, random), record.lang)
            spans += added
            # "Acme Inc." ends a sentence with the dot it has.
            at = match.end() + (text.endswith(".") and record.text[match.end() : match.end() + 1] == ".")
    return replace(record, text=text, spans=tuple(spans))


def _is_apart(match: re.Match[str], spans: Sequence[Span]) -> bool:
    """Tell whether no name stands in the words or right behind them: "the company *Acme*"."""
    return all(end <= match.start() or match.end() + 1 < start for start, end, _ in spans)


def _names(match: re.Match[str], given: dict[str, list[str]], lang: str, stock: Stock, random: Random) -> Sequence[str]:
    """Return the names for some words, the same wherever the text has the same words."""
    words = match[str(match.lastgroup)].casefold()
    if words not in given:
        kind = "firm" if match.lastgroup == "firms" else str(match.lastgroup)
        count = random.choice((2, 2, 3)) if match.lastgroup == "firms" else 1
        new = makers(lang, words_of(lang), stock, random)[kind]
        given[words] = [new() for _ in range(count)]
    return given[words]


def _named(text: str, match: re.Match[str], names: Sequence[str], lang: str) -> tuple[str, list[Span]]:
    """Return a text with names behind it, parted as in a list, and where they stand."""
    kind = "firm" if match.lastgroup == "firms" else str(match.lastgroup)
    text += _before(match["article"], kind, lang)
    spans: list[Span] = []
    for number, name in enumerate(names):
        if number:
            text += f" {_table()[lang]['and']} " if number == len(names) - 1 else ", "
        spans.append((len(text), len(text) + len(name), LABELS_OF_SLOTS[kind]))
        text += name
    return text, spans


def _before(article: str, kind: str, lang: str) -> str:
    if kind in _KEEP_ARTICLE:
        return article
    instead = str(_table()[lang]["articles"].get(article.lower(), ""))
    return instead.capitalize() if article[:1].isupper() else instead
