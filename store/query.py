"""Anyone's SQL on the published snapshot: read-only, without files or network, with limits.

Imports nothing but DuckDB and the errors, so that `casewatch sql` starts fast.
"""

import difflib
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from schemas.errors import QueryError
from store.locked import Connection, opened, quoted

MAX_ROWS = 10_000
"""Where a result is cut unless more are asked for."""

SECONDS = 30.0
"""How long a query may run unless more is allowed."""

# What may stand before EXPLAIN, and between it and what it explains.
_EXPLAIN = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*EXPLAIN\b(?:\s+ANALYZE\b)?(?:\s*\(\s*(?:ANALYZE|FORMAT)\b[^()]*\))?",
    re.IGNORECASE | re.DOTALL,
)


class QueryResult(NamedTuple):
    """What a query gave; `truncated`: there were more rows than asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool


class ViewDescription(NamedTuple):
    """A view with what a row of it is, its columns, and a query to start from."""

    name: str
    comment: str
    columns: tuple[str, ...]
    example: str
    column_comments: dict[str, str]


def run_sql(
    public_file: Path,
    team_file: Path | None,
    sql: str,
    *,
    max_rows: int = MAX_ROWS,
    seconds: float = SECONDS,
) -> QueryResult:
    """Return what one SELECT gives on the published files, at most `max_rows` rows, within `seconds`.

    Views of the team's file are found without a prefix. Raises QueryError with a reason and, for a name
    that is not there, with the nearest ones; Ctrl-C stops the query, as a QueryError too.
    """
    with opened(public_file, team_file) as connection:
        return run_query(connection, sql, max_rows, seconds)


def export_parquet(
    public_file: Path,
    team_file: Path | None,
    sql: str,
    file: Path,
    *,
    max_rows: int = MAX_ROWS,
    seconds: float = SECONDS,
) -> int:
    """Write what one SELECT gives, at most `max_rows` rows, to a Parquet file; return how many rows it has.

    The connection may touch that one file and no other. Raises QueryError as `run_sql` does; what stood at
    `file` before then stands there still.
    """
    written = file.resolve().with_name(f".{file.name}.{os.getpid()}")
    try:
        with opened(public_file, team_file, written) as connection:
            query = f"{_checked(connection, sql)} LIMIT {int(max_rows)}"
            copy = f"COPY ({query}) TO {quoted(written)} (FORMAT parquet, USE_TMP_FILE false)"
            ((rows,),) = _run(connection, copy, 1, seconds).rows
        written.replace(file)
    except OSError as error:
        raise QueryError(f"{file}: cannot be written: {error.strerror or error}") from error
    finally:
        written.unlink(missing_ok=True)
    return int(rows)


def run_query(connection: Connection, sql: str, max_rows: int, seconds: float) -> QueryResult:
    """Return what one SELECT gives in an open connection; limits and errors as in `run_sql`."""
    return _run(connection, _checked(connection, sql), max_rows, seconds)


def describe(public_file: Path, team_file: Path | None) -> tuple[ViewDescription, ...]:
    """Return the views of the published files by name. Raises QueryError when nothing is published."""
    with opened(public_file, team_file) as connection:
        views = connection.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' "
            "ORDER BY view_name"
        ).fetchall()
        return tuple(_description(connection, name, comment or "") for name, comment in views)


def _checked(connection: Connection, sql: str) -> str:
    """Return one SELECT in a form in which it can do nothing else.

    DuckDB takes statements that change or write something into a WITH, but only at the top: here the top is ours.
    """
    statement = _only_statement(connection, sql)
    if statement.type is duckdb.StatementType.SELECT:
        return _within_ours(statement.query)
    explain = _EXPLAIN.match(statement.query)
    if statement.type is duckdb.StatementType.EXPLAIN and explain:
        return f"{explain[0]} {_within_ours(statement.query[explain.end() :])}"
    raise QueryError(f"only SELECT is possible here, not {statement.type.name}")


def _only_statement(connection: Connection, sql: str) -> duckdb.Statement:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(f"this is no SQL DuckDB understands: {_first_lines(error)}") from error
    if len(statements) != 1:
        raise QueryError(f"give one statement, not {len(statements)}")
    try:
        kind = statements[0].type
    except ValueError as error:  # one DuckDB's own Python does not know yet
        raise QueryError("only SELECT is possible here") from error
    if kind is duckdb.StatementType.MULTI:
        raise QueryError("a PIVOT needs its values here, as in PIVOT events ON action IN ('opened', 'decision')")
    return statements[0]


def _within_ours(query: str) -> str:
    return f"FROM (\n{_without_its_end(query)}\n)"


def _without_its_end(query: str) -> str:
    """Return one statement without the semicolon at its end and what comes after."""
    text = query.encode()
    operators = [place for place, kind in duckdb.tokenize(query) if kind is duckdb.token_type.operator]
    return next((text[:place].decode() for place in operators if text[place : place + 1] == b";"), query)


def _run(connection: Connection, sql: str, max_rows: int, seconds: float) -> QueryResult:
    try:
        return _within(connection, seconds, lambda: _fetch(connection, sql, max_rows))
    except duckdb.OutOfMemoryException as error:
        raise QueryError("the query needs more than 1 GB of memory: narrow it or add a LIMIT") from error
    except duckdb.PermissionException as error:
        raise QueryError("files, network and settings are closed to queries here") from error
    except duckdb.Error as error:
        raise QueryError(_explain(connection, error)) from error


def _fetch(connection: Connection, sql: str, max_rows: int) -> QueryResult:
    result = connection.execute(sql)
    columns = tuple(column[0] for column in result.description or ())
    rows = result.fetchmany(max_rows + 1)
    return QueryResult(columns, tuple(rows[:max_rows]), len(rows) > max_rows)


def _within(connection: Connection, seconds: float, work: Callable[[], QueryResult]) -> QueryResult:
    """Do the work in a thread and stop it when its time is over or the user presses Ctrl-C.

    In the main thread DuckDB would not let Python see the signal before the query ends.
    """
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work)
        try:
            return running.result(timeout=seconds)
        except TimeoutError:
            connection.interrupt()
            raise QueryError(f"the query ran longer than {seconds:g} seconds and was stopped") from None
        except KeyboardInterrupt:
            connection.interrupt()
            raise QueryError("the query was stopped") from None


def _explain(connection: Connection, error: duckdb.Error) -> str:
    message = _first_lines(error)
    missing = re.search(r"Table with name (\S+) does not exist", message)
    if not missing:
        return message
    views = [row[0] for row in connection.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
    ).fetchall()]  # fmt: skip
    near = difflib.get_close_matches(missing[1], views, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"there is no view {missing[1]}.{hint} There are: {', '.join(views)}"


def _description(connection: Connection, name: str, comment: str) -> ViewDescription:
    told, _, example = comment.partition(" Example: ")
    columns = connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    comments = {column: text for column, text in columns if text}
    return ViewDescription(name, told, tuple(column for column, _ in columns), example, comments)


def _first_lines(error: duckdb.Error) -> str:
    return str(error).split("\n\nLINE", 1)[0].strip()
