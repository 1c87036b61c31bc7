"""`casewatch sql`: print what a query on the published snapshot gives."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from schemas.errors import QueryError
from schemas.settings import Settings
from store.query import QueryResult, describe, run_sql

FORMATS = ("table", "csv", "json")


def ask(settings: Settings, query: str | None, output: str, max_rows: int, seconds: float) -> str:
    """Return the printed result of `query`, or the list of views when there is none. Raises QueryError."""
    if output not in FORMATS:
        raise QueryError(f"there is no format {output!r}: choose one of {', '.join(FORMATS)}")
    if query is None:
        return _views(settings, as_json=output == "json")
    result = run_sql(settings.public_file, settings.team_file, query, max_rows=max_rows, seconds=seconds)
    printed = {"table": as_table, "csv": _as_csv, "json": _as_json}[output](result)
    return f"{printed}\n(cut after {len(result.rows)} rows: see --max-rows)" if result.truncated else printed


def rows_of(public_file: Path, team_file: Path | None, query: str) -> list[dict[str, Any]]:
    """Return what one of our own queries on the published files gives, as dictionaries. Raises QueryError."""
    result = run_sql(public_file, team_file, query)
    return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _views(settings: Settings, *, as_json: bool) -> str:
    views = describe(settings.public_file, settings.team_file)
    if as_json:
        return json.dumps([view._asdict() for view in views], ensure_ascii=False, default=str)
    return "\n\n".join(
        f"{view.name}: {view.comment}\n  {', '.join(view.columns)}\n  e.g. {view.example}" for view in views
    )


def as_table(result: QueryResult) -> str:
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


def _cell(value: Any) -> str:
    """Return a value on one line; control characters of a hostile title must not reach the terminal."""
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return text if len(text) <= 60 else text[:59] + "…"


def _as_csv(result: QueryResult) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(result.columns)
    writer.writerows(result.rows)
    return out.getvalue().rstrip("\n")


def _as_json(result: QueryResult) -> str:
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    return json.dumps(rows, ensure_ascii=False, default=str)
