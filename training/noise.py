"""Adds what papers and web pages have around their sentences: headings, file numbers, defined terms, the next line.

A model that has only seen tidy sentences takes every capital for a name.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from training.records import Labelled

_LONG_WORD = re.compile(r"[^\W\d_]{7,}")
_TORN = 0.12
NOISE = Path(__file__).parent / "data" / "noise.toml"
_CODES = (
    "CR{n}Mar22", "16Ok{d}/15b", "AT.40{n}", "C/{n}/23", "2024-0{n}", "M.9{n}", "n° 18-D-{d}", "B6-{d}/16", "SA.53{n}",
    "IP/24/{n}", "IC-47{n}-H6H9", "MTF-25/10{n}-7", "DIH-2.70{d}.4.2026.PS", "EXP2021{n}", "PS13{n}", "No. {n} of 22",
    "[{d}]", "{d}.", "{d}.1.", "({d})", "¶ {d}", "- {d} -", "{n}/2021", "p. {d}", "§ {d}", "•", "[XX]", "[***]", "(…)",
)  # fmt: skip


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(NOISE.read_text(encoding="utf-8"))


def short_terms(lang: str) -> tuple[str, ...]:
    """Return the terms of a language that are written in capitals throughout and name nobody: "GPU", "TVA"."""
    return tuple(term for term in _table().get(lang, _table()["en"])["terms"] if term.isupper())


def with_breaks(record: Labelled, random: Random) -> Labelled:
    """Return a record with some long words torn, as text taken from a scan has them: "Wettbew erbs", "Preis- liste"."""
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    at = 0
    for match in _LONG_WORD.finditer(record.text):
        if random.random() < _TORN:
            cut, mark = match.start() + random.randint(2, len(match.group()) - 3), random.choice((" ", " ", "- "))
            pieces += [record.text[at:cut], mark]
            cuts.append((cut, len(mark)))
            at = cut

    def moved(offset: int) -> int:
        return offset + sum(length for cut, length in cuts if cut < offset)

    spans = tuple((moved(start), moved(end), label) for start, end, label in record.spans)
    return replace(record, text="".join([*pieces, record.text[at:]]), spans=spans)


def code(random: Random) -> str:
    """Return a file number, a mark or the number of a paragraph."""
    return random.choice(_CODES).format(n=random.randint(100, 999), d=random.randint(1, 40))


def heading(lang: str, random: Random) -> str:
    """Return one to three headings or defined terms in a row, as text taken from a page has them."""
    words = _table().get(lang, _table()["en"])
    pieces = [random.choice(words["headings"]) for _ in range(random.choice((1, 1, 2, 3)))]
    if random.random() < 0.3:
        pieces.append(random.choice(words["terms"]))
    if random.random() < 0.4:
        pieces.insert(random.randrange(len(pieces) + 1), code(random))
    return " ".join(pieces)


def with_noise(record: Labelled, random: Random) -> Labelled:
    """Return a record with a heading or number before or behind it."""
    before = f"{random.choice((heading(record.lang, random), code(random)))} " if random.random() < 0.6 else ""
    after = f" {heading(record.lang, random)}" if not before or random.random() < 0.4 else ""
    spans = tuple((start + len(before), end + len(before), label) for start, end, label in record.spans)
    return replace(record, text=before + record.text + after, spans=spans)


def joined(first: Labelled, second: Labelled) -> Labelled:
    """Return two records as one text."""
    shift = len(first.text) + 1
    spans = (*first.spans, *((start + shift, end + shift, label) for start, end, label in second.spans))
    return replace(first, text=f"{first.text} {second.text}", spans=spans)


def only_noise(count: int, random: Random) -> Iterator[Labelled]:
    """Yield lines of headings, terms and numbers that hold no name."""
    languages = sorted(_table())
    weights = [5 if lang == "en" else 1 for lang in languages]
    for number in range(count):
        lang = random.choices(languages, weights)[0]
        terms = _table()[lang]["terms"]
        line = " ".join(random.choice((heading(lang, random), random.choice(terms), code(random))) for _ in range(3))
        yield Labelled(f"noise-{number}", lang, line, (), "frames")
