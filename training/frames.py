"""Fills the sentence frames of data/frames/ with names: text in the register of authorities' own papers."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from extractors.firm_names import OTHERS, bare_name
from training.names import (
    Stock,
    any_firm,
    group_of,
    known_bodies,
    letters,
    person,
    place_name,
    product,
    some_firm,
    unit_of,
)
from training.noise import short_terms
from training.records import Labelled, Span

FRAMES = Path(__file__).parent / "data" / "frames"
BODIES = Path(__file__).parent / "data" / "bodies.toml"
_MADE_UP = 0.45
"""How often a body, an association or a law is made of parts instead of taken from the list."""
_EXISTING = 0.35
"""How often a body is one that exists."""
_SLOT = re.compile(r"\{([a-z]+)(\d?)\}")
LABELS_OF_SLOTS = {
    "firm": "COMPANY", "short": "COMPANY", "authority": "AUTHORITY", "board": "AUTHORITY", "court": "AUTHORITY",
    "officer": "AUTHORITY",
    "letters": "COMPANY", "unit": "COMPANY", "group": "COMPANY", "genitive": "COMPANY",
    "bodyletters": "AUTHORITY", "otherletters": "ORG_OTHER",
    "law": "LAW", "person": "PERSON", "place": "PLACE", "other": "ORG_OTHER", "product": "PRODUCT",
}  # fmt: skip


@cache
def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def fill_frames(stock: Stock, random: Random, copies: int, folder: Path = FRAMES) -> Iterator[Labelled]:
    """Yield every frame `copies` times, each time with other names; those without slots a third as often."""
    for file in sorted(folder.glob("*.toml")):
        table, lang = _table(file), file.stem
        for number, frame in enumerate(table["frames"]):
            for copy in range(copies):
                yield fill(f"frame-{lang}-{number}-{copy}", frame, lang, table, stock, random)
        for number, text in enumerate(table["bare"]):
            for copy in range((copies + 2) // 3):
                yield Labelled(f"bare-{lang}-{number}-{copy}", lang, text, (), "frames")


def fill(identity: str, frame: str, lang: str, table: dict[str, Any], stock: Stock, random: Random) -> Labelled:
    """Return a frame with names in its slots; `{short}` is the firm's name without its legal form."""
    names: dict[str, str] = {}
    make = makers(lang, table, stock, random)
    for kind, number in _SLOT.findall(frame):
        slot = kind + number
        if kind == "short":
            names[slot] = bare_name(names.setdefault("firm" + number, make["firm"]()))
        elif slot not in names:
            names[slot] = make[kind]()
    pieces: list[str] = []
    spans: list[Span] = []
    length = at = 0
    for match in _SLOT.finditer(frame):
        name = names[match[1] + match[2]]
        pieces += [frame[at : match.start()], name]
        length += match.start() - at
        # What bears no label ({termletters}, {code}) only looks like a name.
        if match[1] in LABELS_OF_SLOTS:
            spans.append((length, length + len(name), LABELS_OF_SLOTS[match[1]]))
        # "Acme Inc." ends a sentence with the dot it has.
        doubled = name.endswith(".") and frame[match.end() : match.end() + 1] == "."
        length, at = length + len(name), match.end() + doubled
    return Labelled(identity, lang, "".join([*pieces, frame[at:]]), tuple(spans), "frames")


@cache
def other_letters() -> tuple[str, ...]:
    """Return the letters of organisations that are neither firms nor bodies: "BEUC"."""
    return tuple(name for name in _table(OTHERS)["organisations"] if name.isupper())


def _half(names: Sequence[str], random: Random) -> str:
    return random.choice(names) if random.random() < 0.5 else letters(random)


def words_of(lang: str) -> dict[str, Any]:
    """Return the bodies, laws, places and so on that frames of a language are filled with."""
    return _table(FRAMES / f"{lang}.toml")


def makers(lang: str, table: dict[str, Any], stock: Stock, random: Random) -> dict[str, Callable[[], str]]:
    """Return what makes a new name for each kind of slot."""

    def place() -> str:
        return place_name(stock, random) if random.random() < 0.5 else str(random.choice(table["place"]))

    def called(kind: str) -> Callable[[], str]:
        def new() -> str:
            if kind == "authority" and random.random() < _EXISTING:
                return random.choice(known_bodies(lang, letters=random.random() < 0.4))
            parts = _table(BODIES).get(lang)
            if parts is None or random.random() > _MADE_UP:
                return str(random.choice(table[kind])).replace("{place}", place())
            pattern = random.choice(parts[kind])
            first, second = random.sample(parts["topics"], 2)
            return str(pattern.format(topic=first, topic2=second, place=random.choice(table["place"])))

        return new

    def listed(kind: str) -> Callable[[], str]:
        return lambda: str(random.choice(table[kind])).replace("{place}", place())

    def terms() -> str:
        return str(random.choice(short_terms(lang))) if random.random() < 0.5 else letters(random)

    def genitive() -> str:
        name = some_firm(stock, random)
        return name if name.endswith("s") else f"{name}s"

    return {
        "firm": lambda: any_firm(lang, stock, random),
        "letters": lambda: letters(random),
        "bodyletters": lambda: _half(known_bodies(lang, letters=True), random),
        "otherletters": lambda: _half(other_letters(), random),
        "termletters": terms,
        "unit": lambda: unit_of(stock, random),
        "group": lambda: group_of(stock, random),
        "genitive": genitive,
        "code": lambda: str(random.randint(10, 99999)),
        "authority": called("authority"),
        "board": called("authority"),
        "court": listed("court"),
        "officer": listed("officer"),
        "law": called("law"),
        "person": lambda: person(stock, random),
        "place": place,
        "other": called("other"),
        "product": lambda: product(stock, random) if random.random() < 0.5 else random.choice(table["product"]),
    }
