"""Rows as text: a table for people, CSV and JSON for programs.

Both say what a value is, not how Python writes it: a list or a struct in a CSV cell is JSON, and what JSON cannot say
(an infinite number, a date as a key) is null or text.
"""

import csv
import io
import json
import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.query import QueryResult

_WIDEST = 60


def as_table(result: "QueryResult") -> str:
    """Return rows as a plain table, one line a row, cells cut at 60 characters."""
    rows = [[_cell(value) for value in row] for row in result.rows]
    return plain_table(result.columns, rows)


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return columns and rows aligned by spaces, with a rule under the heading."""
    widths = [max(len(name), *(len(row[i]) for row in rows), 0) for i, name in enumerate(columns)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [columns, ["-" * width for width in widths], *rows]
    ]
    return "\n".join(lines)


def as_csv(result: "QueryResult") -> str:
    """Return rows as CSV with a heading; NULL and an empty text are both an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(result.columns)
    writer.writerows([["" if value is None else _as_text(value) for value in row] for row in result.rows])
    return out.getvalue().rstrip("\n")


def as_json(result: "QueryResult") -> str:
    """Return rows as one JSON array of objects."""
    rows = [{name: _plain(value) for name, value in zip(result.columns, row, strict=True)} for row in result.rows]
    return _json(rows)


def moment(value: datetime | None) -> str:
    """Return a time as day and minute in UTC."""
    return value.strftime("%Y-%m-%d %H:%M") if value else "never"


def _cell(value: Any) -> str:
    """Return a value on one line; control characters of a hostile title must not reach the terminal."""
    if value is None:
        return ""
    plain_list = isinstance(value, list) and not any(isinstance(item, list | dict) for item in value)
    text = ", ".join(_as_text(item) for item in value) if plain_list else _as_text(value)
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _as_text(value: Any) -> str:
    if isinstance(value, list | tuple | dict | bool) or value is None:
        return _json(_plain(value))
    return value.hex() if isinstance(value, bytes) else str(value)


def _plain(value: Any) -> Any:
    """Return a value as JSON can say it."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.hex() if isinstance(value, bytes) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str, allow_nan=False)
