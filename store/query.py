"""Anyone's SQL on the published snapshot: read-only, without files or network, with limits.

Imports nothing but DuckDB and the errors, so that `casewatch sql` starts fast.
"""

import difflib
import re
import threading
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from schemas.errors import QueryError

# No storage version here: the files are opened as they are.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    # A table name must never be taken for a Python variable.
    "python_enable_replacements": False,
    "memory_limit": "1GB",
    "threads": 2,
}

_ALLOWED = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


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
    max_rows: int = 10_000,
    seconds: float = 30.0,
) -> QueryResult:
    """Return what one SELECT gives on the published files, at most `max_rows` rows, within `seconds`.

    Views of the team's file are found without a prefix. Raises QueryError with a reason and, for a name
    that is not there, with the nearest ones.
    """
    connection = _open(public_file, team_file)
    try:
        _check(connection, sql)
        return _run(connection, sql, max_rows, seconds)
    finally:
        connection.close()


def describe(public_file: Path, team_file: Path | None) -> tuple[ViewDescription, ...]:
    """Return the views of the published files by name. Raises QueryError when nothing is published."""
    connection = _open(public_file, team_file)
    try:
        views = connection.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' "
            "ORDER BY view_name"
        ).fetchall()
        return tuple(_description(connection, name, comment or "") for name, comment in views)
    finally:
        connection.close()


def _open(public_file: Path, team_file: Path | None) -> duckdb.DuckDBPyConnection:
    if not public_file.exists():
        raise QueryError(f"{public_file}: nothing published yet, run `casewatch run` first")
    try:
        connection = duckdb.connect(str(public_file), read_only=True, config=_CONFIG)
        connection.execute("SET TimeZone = 'UTC'")
        _attach(connection, team_file)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        raise QueryError(f"{public_file}: cannot be opened: {_first_line(error)}") from error
    return connection


def _attach(connection: duckdb.DuckDBPyConnection, team_file: Path | None) -> None:
    # Colleagues who may not read the team's file still get the public facts.
    if team_file is None or not _is_readable(team_file):
        return
    quoted = str(team_file).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS casewatch_team (READ_ONLY)")
    name = connection.execute("SELECT current_database()").fetchall()[0][0].replace('"', '""')
    path = f'"{name}".main,casewatch_team.main'.replace("'", "''")
    connection.execute(f"SET search_path = '{path}'")


def _is_readable(file: Path) -> bool:
    try:
        with file.open("rb"):
            return True
    except OSError:
        return False


def _check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(f"this is no SQL DuckDB understands: {_first_lines(error)}") from error
    if len(statements) != 1:
        raise QueryError(f"give one statement, not {len(statements)}")
    if statements[0].type not in _ALLOWED:
        raise QueryError(f"only SELECT is possible here, not {statements[0].type.name}")


def _run(connection: duckdb.DuckDBPyConnection, sql: str, max_rows: int, seconds: float) -> QueryResult:
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        result = connection.execute(sql)
        columns = tuple(column[0] for column in result.description or ())
        rows = result.fetchmany(max_rows + 1)
    except duckdb.InterruptException as error:
        raise QueryError(f"the query ran longer than {seconds:g} seconds and was stopped") from error
    except duckdb.OutOfMemoryException as error:
        raise QueryError("the query needs more than 1 GB of memory: narrow it or add a LIMIT") from error
    except duckdb.PermissionException as error:
        raise QueryError("files, network and settings are closed to queries here") from error
    except duckdb.Error as error:
        raise QueryError(_explain(connection, error)) from error
    finally:
        timer.cancel()
    return QueryResult(columns, tuple(rows[:max_rows]), len(rows) > max_rows)


def _explain(connection: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
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


def _description(connection: duckdb.DuckDBPyConnection, name: str, comment: str) -> ViewDescription:
    told, _, example = comment.partition(" Example: ")
    columns = connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    comments = {column: text for column, text in columns if text}
    return ViewDescription(name, told, tuple(column for column, _ in columns), example, comments)


def _first_line(error: duckdb.Error) -> str:
    return str(error).split("\n", 1)[0]


def _first_lines(error: duckdb.Error) -> str:
    return str(error).split("\n\nLINE", 1)[0].strip()
