"""Case numbers: when two ways of writing mean one proceeding."""

import re
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def number_key(number: str) -> str:
    """Fold a case number: "AT.40099", "AT 40099" and "at40099" are one, "B6-22/16" and "B6-221/6" are two."""
    return ".".join(_TOKEN.findall(number.casefold()))


def shared_numbers(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    """Return those of our case numbers that are also theirs, as we write them."""
    known = {number_key(number) for number in theirs}
    return tuple(number for number in ours if number_key(number) in known)


def numbers_conflict(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether both sides know case numbers and have none in common (twin cases against one firm)."""
    return bool(ours and theirs) and not shared_numbers(ours, theirs)


def united_numbers(known: Iterable[str], told: Iterable[str]) -> tuple[str, ...]:
    """Return all case numbers, each once, in the spelling and order in which it was first met."""
    united: dict[str, str] = {}
    for number in (*known, *told):
        united.setdefault(number_key(number), number)
    return tuple(united.values())
