"""`casewatch sql`: print what a query on the published snapshot gives."""

import json
from pathlib import Path
from typing import Any

from casewatch.forms import as_csv, as_json, as_table
from schemas.data_folder import DataFolder
from schemas.errors import QueryError
from store.locked import opened
from store.query import (
    MAX_ROWS,
    SECONDS,
    ViewDescription,
    describe,
    export_parquet,
    run_query,
    run_sql,
)

FORMATS = ("table", "csv", "json", "parquet")


def ask(
    folder: DataFolder, query: str | None, form: str | None, output: Path | None, max_rows: int, seconds: float
) -> str:
    """Return the printed result of `query`, or where it was written; without a query, the list of views.

    Without `form` the ending of `output` tells it. Raises QueryError.
    """
    form = _format(form, output)
    if query is None:
        return _views(folder, as_json=form == "json")
    files = folder.public_file, folder.team_file
    if form == "parquet":
        if output is None:
            raise QueryError("Parquet is no text: name a file with --output")
        rows = export_parquet(*files, query, output, max_rows=max_rows, seconds=seconds)
        return f"{output}: {rows} rows" + (", as many as --max-rows allows" if rows == max_rows else "")
    result = run_sql(*files, query, max_rows=max_rows, seconds=seconds)
    printed = {"table": as_table, "csv": as_csv, "json": as_json}[form](result)
    cut = f"(cut after {len(result.rows)} rows: see --max-rows)" if result.truncated else ""
    if output is None:
        return f"{printed}\n{cut}" if cut else printed
    _write(output, printed + "\n")
    return f"{output}: {len(result.rows)} rows {cut}".rstrip()


def _format(form: str | None, output: Path | None) -> str:
    ending = output.suffix.removeprefix(".") if output else ""
    chosen = form or (ending if ending in FORMATS else "table")
    if chosen not in FORMATS:
        raise QueryError(f"there is no format {chosen!r}: choose one of {', '.join(FORMATS)}")
    return chosen


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{file}: cannot be written: {error.strerror or error}") from error


def rows_of(public_file: Path, team_file: Path | None, query: str) -> list[dict[str, Any]]:
    """Return what one of our own queries on the published files gives, as dictionaries. Raises QueryError."""
    [rows] = rows_of_each(public_file, team_file, query)
    return rows


def rows_of_each(public_file: Path, team_file: Path | None, *queries: str) -> list[list[dict[str, Any]]]:
    """Return what each of our own queries gives, of one state of the published files. Raises QueryError."""
    with opened(public_file, team_file) as connection:
        results = [run_query(connection, query, MAX_ROWS, SECONDS) for query in queries]
    return [[dict(zip(result.columns, row, strict=True)) for row in result.rows] for result in results]


def _views(folder: DataFolder, *, as_json: bool) -> str:
    views = describe(folder.public_file, folder.team_file)
    if as_json:
        return json.dumps([view._asdict() for view in views], ensure_ascii=False, default=str)
    return "\n\n".join(_described(view) for view in views)


def _described(view: ViewDescription) -> str:
    """Return a view with each of its columns on a line, and a question to start from."""
    width = max(map(len, view.columns))
    columns = [f"    {name.ljust(width)}  {view.column_comments.get(name, '')}" for name in view.columns]
    return "\n".join([f"{view.name}: {view.comment}", *columns, f"  e.g. {view.example}"])
