"""Invents firms in the forms that firms have where they are from: "Bouwgroep Smeets", "Hijos de Urrutia"."""

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

LOCAL_NAMES = Path(__file__).parent / "data" / "local_names.toml"
_SLOT = re.compile(r"\{(\w+)\}")
# Firms are abroad too, and a text in English is about firms of all countries.
_ABROAD = {"en": 0.45}
_SELDOM_ABROAD = 0.15
_LETTERS = "AABCDEEFGHIIKLMNOOPRSSTTUVWXZ"
_CAPITALS = 0.12


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(LOCAL_NAMES.read_text(encoding="utf-8"))


def local_name(lang: str, random: Random) -> str:
    """Return the name of a firm, without its legal form, as papers in a language have them."""
    at_home = lang in _table() and random.random() > _ABROAD.get(lang, _SELDOM_ABROAD)
    parts = _table()[lang if at_home else random.choice(sorted(_table()))]
    name = _SLOT.sub(lambda slot: _part(slot[1], parts, random), random.choice(parts["patterns"]))
    return name.upper() if random.random() < _CAPITALS else name


def _part(slot: str, parts: dict[str, Any], random: Random) -> str:
    if slot == "letters":
        return "".join(random.choice(_LETTERS) for _ in range(random.choice((2, 3, 3, 3, 4, 4, 5))))
    return str(random.choice(parts[{"s": "surnames", "t": "surnames", "place": "places", "word": "words"}[slot]]))
