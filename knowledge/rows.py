"""Reads the tables of a catalogue file, and finds the line a reader has to change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.data_files import read_table
from schemas.errors import DataFileError

TABLES = ("cues", "group", "company", "relation", "authority", "body")
_HEADER = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")


@dataclass(frozen=True)
class Row:
    """One `[[table]]` of a file: the `number`th of its kind, counted from 0."""

    path: Path
    table: str
    number: int
    values: Mapping[str, Any]

    def error(self, reason: str, *clues: object) -> DataFileError:
        """Return the error for this row, at the first of its lines that shows the last clue it can."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        headers = [at for at, line in enumerate(lines) if _HEADER.match(line)]
        own = [at for at in headers if _HEADER.match(lines[at])[1] == self.table]  # type: ignore[index]
        first = own[self.number]
        last = next((at for at in headers if at > first), len(lines))
        for clue in map(str, clues):
            first = next((at for at in range(first, last) if _shows(lines[at], clue)), first)
        return DataFileError(self.path, first + 1, reason)


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file, in order within each table.

    Raises DataFileError when it cannot be read, is no TOML, or holds a table of another name.
    """
    tables = read_table(path)
    for table, rows in tables.items():
        if table not in TABLES or not isinstance(rows, list):
            line_number = _line_of(path, table)
            known = ", ".join(f"[[{name}]]" for name in TABLES)
            raise DataFileError(path, line_number, f"{table!r} is not known here; write one of {known}")
    return [Row(path, table, number, row) for table, rows in tables.items() for number, row in enumerate(rows)]


def _line_of(path: Path, clue: str) -> int | None:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if _shows(line, clue)), None)


def _shows(line: str, clue: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(clue)}(?!\w)", line) is not None
