"""Finds the line of a TOML file on which a value stands, by the tables and keys that lead to it."""

import re
from collections.abc import Iterable, Iterator

Place = tuple[str | int, ...]
"""What leads to a value: the names of tables and keys, and the numbers of entries, from 0."""

_NAME = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_NAMES})\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(rf"\s*({_NAMES})\s*=")


def line_of_value(text: str, place: Place, printed: str) -> int | None:
    """Return the number of the line on which the value at a place stands; None when no line leads there.

    A value that goes over several lines stands on the first of them that holds what is `printed` of it.
    """
    lines, places = text.splitlines(), list(_places(text.splitlines()))
    leading = [(number, at) for number, at in places if at == place[: len(at)]]
    if not leading:
        return None
    first, _ = max(leading, key=lambda found: len(found[1]))
    end = next((number for number, _ in places if number > first), len(lines) + 1)
    whole = re.compile(rf"(?<!\w){re.escape(printed)}(?!\w)")
    return next((number for number in range(first, end) if printed and whole.search(lines[number - 1])), first)


def _places(lines: Iterable[str]) -> Iterator[tuple[int, Place]]:
    """Yield the lines that begin a table or a value, each with its number and place."""
    entries: dict[Place, int] = {}
    table: Place = ()
    for number, line in enumerate(lines, 1):
        if header := _HEADER.fullmatch(line):
            table = _table(_parts(header[2]), header[1] == "[[", entries)
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_parts(key[1]))


def _table(names: list[str], is_entry: bool, entries: dict[Place, int]) -> Place:
    """Return the place of a table, and count it among its like; what is inside of entries is so of the last one."""
    place: Place = ()
    for depth, name in enumerate(names, 1):
        place = (*place, name)
        if is_entry and depth == len(names):
            entries[place] = entries.get(place, -1) + 1
        if place in entries:
            place = (*place, entries[place])
    return place


def _parts(names: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_NAME, names)]
