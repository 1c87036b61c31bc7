"""Invents names of firms, people and places from stocks of parts. Nothing here looks at real ones."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from extractors.firm_names import towns
from extractors.known_names import all_known_bodies, all_known_firms, is_letters, known_products
from training.local_names import local_name

STOCKS = Path(__file__).parent / "data" / "stocks.toml"
KNOWN = Path(__file__).parent / "data" / "known_names.toml"
_ANYWHERE = ("Inc.", "Ltd", "SE", "plc")
_WITH_FORM, _TRADE_NAME = 0.35, 0.12
_KNOWN, _LOCAL = 0.35, 0.3
_FORM_OF_KNOWN = 0.15
# "Velra del Norte, S.A.", "Velra, Lda.", "Velra, Inc.": where a comma may part the form from the name.
_WITH_COMMA, _COMMA = frozenset({"en", "es", "fr", "pt"}), 0.5


@dataclass(frozen=True)
class Stock:
    """The parts that names are made of."""

    onsets: tuple[str, ...]
    middles: tuple[str, ...]
    endings: tuple[str, ...]
    words: tuple[str, ...]
    tails: tuple[str, ...]
    surnames: tuple[str, ...]
    first_names: tuple[str, ...]
    fields: tuple[str, ...]
    trades: tuple[str, ...]
    places: tuple[str, ...]
    prefixes: tuple[str, ...]
    adjectives: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(STOCKS.read_text(encoding="utf-8"))


@cache
def load_stock(name: str) -> Stock:
    """Return the stock `train` or `held`."""
    return Stock(**{part: tuple(values) for part, values in _table()[name].items()})


@cache
def known(kind: str) -> tuple[str, ...]:
    """Return names everybody knows: `firms`, `first_names`, `surnames`, `places` or `products`."""
    return tuple(tomllib.loads(KNOWN.read_text(encoding="utf-8"))[kind])


@cache
def known_firms() -> tuple[str, ...]:
    """Return firms that exist: those everybody knows, and those the reading has a list of."""
    return (*known("firms"), *(name for name in all_known_firms() if name not in set(known("firms"))))


@cache
def known_bodies(lang: str, *, letters: bool) -> tuple[str, ...]:
    """Return bodies that exist and texts of a language name: those of letters ("CNIL"), or the others."""
    bodies = ((name, langs) for name, langs in all_known_bodies().items() if is_letters(name) == letters)
    return tuple(name for name, langs in bodies if not langs or lang in langs)


@cache
def legal_forms(lang: str) -> tuple[str, ...]:
    """Return the legal forms of firms in texts of a language."""
    return tuple(_table()["legal_forms"].get(lang, _ANYWHERE))


@cache
def all_legal_forms(lang: str) -> tuple[str, ...]:
    """Return the legal forms of a language with the rarer ones, which only training uses."""
    return (*legal_forms(lang), *_table()["rarer_legal_forms"].get(lang, ()))


def with_legal_form(name: str, lang: str, random: Random) -> str:
    """Return a firm's name with a legal form of a language behind it, in half of the cases behind a comma."""
    form = random.choice(all_legal_forms(lang))
    return f"{name}, {form}" if lang in _WITH_COMMA and random.random() < _COMMA else f"{name} {form}"


def coined(stock: Stock, random: Random) -> str:
    """Return a word nobody uses: "Velrixon"."""
    middles = "".join(random.choice(stock.middles) for _ in range(random.choice((0, 1, 1, 2))))
    return random.choice(stock.onsets) + middles + random.choice(stock.endings)


def odd(stock: Stock, random: Random) -> str:
    """Return a single word that by its shape could be a firm, a person, a product or a place."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: coined(stock, random),
        lambda: coined(stock, random),
        lambda: random.choice(stock.words),
        lambda: random.choice(stock.words) + random.choice(stock.tails).lower(),
        lambda: random.choice(stock.surnames),
    )
    return random.choice(kinds)()


def firm(stock: Stock, random: Random) -> str:
    """Return a firm's name without its legal form."""
    kinds: tuple[tuple[float, Callable[[], str]], ...] = (
        (0.20, lambda: coined(stock, random)),
        (0.16, lambda: random.choice(stock.words)),
        (0.08, lambda: random.choice(stock.words) + random.choice(stock.tails)),
        (0.06, lambda: random.choice(stock.words) + random.choice(stock.tails).lower()),
        (0.08, lambda: f"{random.choice(stock.words)} {random.choice(stock.tails)}"),
        (0.05, lambda: f"{random.choice(stock.surnames)} {random.choice('&&-')} {random.choice(stock.surnames)}"),
        (0.06, lambda: "".join(random.choice("ABCDEFGHIKLMNOPRSTVXZ") for _ in range(random.choice((2, 3, 3, 4))))),
        (0.03, lambda: coined(stock, random).lower()),
        (0.05, lambda: odd(stock, random) + random.choice((".ai", ".io", ".AI", ".com"))),
        (0.03, lambda: random.choice("xnHGi1") + random.choice(("AI", "X", coined(stock, random)))),
        (0.05, lambda: random.choice(stock.surnames)),
        (0.05, lambda: f"{coined(stock, random)} {coined(stock, random)}"),
        (0.06, lambda: f"{random.choice(stock.words)} {random.choice(stock.trades)}"),
        (0.04, lambda: coined(stock, random).upper()),
        (0.05, lambda: f"{random.choice(stock.prefixes)} {odd(stock, random)}"),
        (
            0.05,
            lambda: f"{random.choice(stock.adjectives)} {random.choice(stock.trades)} {random.choice(stock.fields)}",
        ),
        (0.02, lambda: f"{random.choice(stock.trades)} and {random.choice(stock.trades)} Group"),
        (0.03, lambda: f"{random.choice(stock.places)} {random.choice((*stock.trades, *stock.fields))}"),
        (0.02, lambda: f"{coined(stock, random)} {random.choice(('I', 'II', 'IV', 'No. 3', 'Fund 6', '2'))}"),
        (0.02, lambda: f"{coined(stock, random)}-{coined(stock, random)}"),
    )
    weights = [weight for weight, _ in kinds]
    name = random.choices([make for _, make in kinds], weights)[0]()
    return f"{name} {random.choice(stock.fields)}" if random.random() < 0.3 else name


def group_of(stock: Stock, random: Random) -> str:
    """Return the name of a group by the word for one: "Grupo Velra", "Velra Group"."""
    patterns = _table()["units"]["groups"]
    return str(random.choice(patterns)).format(some_firm(stock, random))


def unit_of(stock: Stock, random: Random) -> str:
    """Return the name of a member of a group: "Velra Ireland"."""
    return f"{some_firm(stock, random)} {random.choice(_table()['units']['units'])}"


def some_firm(stock: Stock, random: Random) -> str:
    """Return a firm's short name, known or invented."""
    return random.choice(known_firms()) if random.random() < 0.5 else odd(stock, random)


def trade_name(lang: str, stock: Stock, random: Random) -> str:
    """Return a long name that says a trade or a place, with small words in it and a legal form behind it."""
    table = _table()["trade_names"]
    place = random.choice(stock.places) if random.random() < 0.5 else random.choice(known("places"))
    pattern = str(random.choice(table.get(lang, table["en"]))).replace("{place}", place)
    name = re.sub(r"\{\}", lambda _: random.choice((odd(stock, random), random.choice(stock.surnames))), pattern)
    if random.random() < 0.3:
        name = name.upper()
    return with_legal_form(name, lang, random)


def any_firm(lang: str, stock: Stock, random: Random) -> str:
    """Return a firm's name as papers have them: known or invented, short or with its legal form."""
    if random.random() < _KNOWN:
        name = random.choice(known_firms())
        return with_legal_form(name, lang, random) if random.random() < _FORM_OF_KNOWN else name
    if random.random() < _TRADE_NAME:
        return trade_name(lang, stock, random)
    name = firm_or_local(lang, stock, random)
    return with_legal_form(name, lang, random) if random.random() < _WITH_FORM else name


def firm_or_local(lang: str, stock: Stock, random: Random) -> str:
    """Return a firm's name without its legal form: invented, or in the forms of the language's country."""
    return local_name(lang, random) if random.random() < _LOCAL / (1 - _KNOWN) else firm(stock, random)


def letters(random: Random) -> str:
    """Return two to five capitals."""
    return "".join(random.choice("AABCDEEFGHIIKLMNOOPRSTUVWXZ") for _ in range(random.choice((2, 3, 3, 3, 4, 4, 5))))


def person(stock: Stock, random: Random) -> str:
    """Return a person's name, now and then as odd as a firm's."""
    first, last = random.choice(stock.first_names), random.choice(stock.surnames)
    if random.random() < 0.2:
        return f"{odd(stock, random)} {odd(stock, random)}"
    if random.random() < 0.7:
        first, last = random.choice(known("first_names")), random.choice(known("surnames"))
    full = f"{first} {last}"
    return random.choice((full, full, last, f"{first} {last.upper()}", f"{first} {random.choice('ABCJMR')}. {last}"))


@cache
def _towns() -> tuple[str, ...]:
    return tuple(sorted(towns()))


def _town(random: Random) -> str:
    return random.choice(_towns())


def place_name(stock: Stock, random: Random) -> str:
    """Return a place's name, now and then as odd as a firm's."""
    kinds = (odd(stock, random), random.choice(stock.places), *random.choices(known("places"), k=2), _town(random))
    return random.choice(kinds)


def product(stock: Stock, random: Random) -> str:
    """Return a product's name."""
    if random.random() < 0.3:
        return random.choice((*known("products"), *known_products()))
    name = odd(stock, random)
    tail = random.choice(("Pro", "One", "Play", "Chat"))
    return random.choice((name, f"{name} {random.randint(1, 9)}", f"{name}GPT", f"{name} {tail}"))
