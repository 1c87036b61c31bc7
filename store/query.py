"""Anyone's SQL on the published snapshot: read-only, without files or network, with limits.

Imports nothing but DuckDB and the errors, so that `casewatch sql` starts fast.
"""

import difflib
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import duckdb

from schemas.errors import QueryError

Connection: TypeAlias = duckdb.DuckDBPyConnection

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

MAX_ROWS = 10_000
"""Where a result is cut unless more are asked for."""

SECONDS = 30.0
"""How long a query may run unless more is allowed."""

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
            _check(connection, sql)
            query = f"FROM (\n{sql.strip().rstrip(';')}\n) LIMIT {int(max_rows)}"
            copy = f"COPY ({query}) TO {_quoted(written)} (FORMAT parquet, USE_TMP_FILE false)"
            ((rows,),) = _run(connection, copy, 1, seconds).rows
        written.replace(file)
    except OSError as error:
        raise QueryError(f"{file}: cannot be written: {error.strerror or error}") from error
    finally:
        written.unlink(missing_ok=True)
    return int(rows)


@contextmanager
def opened(public_file: Path, team_file: Path | None, writable: Path | None = None) -> Iterator[Connection]:
    """Yield a read-only connection to the published files that reaches nothing else, but to write one file.

    Raises QueryError when nothing is published or a file cannot be opened.
    """
    connection = _open(public_file, team_file, writable)
    try:
        yield connection
    finally:
        connection.close()


def run_query(connection: Connection, sql: str, max_rows: int, seconds: float) -> QueryResult:
    """Return what one SELECT gives in an open connection; limits and errors as in `run_sql`."""
    _check(connection, sql)
    return _run(connection, sql, max_rows, seconds)


def describe(public_file: Path, team_file: Path | None) -> tuple[ViewDescription, ...]:
    """Return the views of the published files by name. Raises QueryError when nothing is published."""
    with opened(public_file, team_file) as connection:
        views = connection.execute(
            "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' "
            "ORDER BY view_name"
        ).fetchall()
        return tuple(_description(connection, name, comment or "") for name, comment in views)


def _open(public_file: Path, team_file: Path | None, writable: Path | None) -> Connection:
    if not public_file.exists():
        raise QueryError(f"{public_file}: nothing published yet, run `casewatch run` first")
    connection = duckdb.connect(":memory:", config=_CONFIG)
    try:
        _attach(connection, public_file, team_file)
        connection.execute("SET TimeZone = 'UTC'")
        if writable is not None:
            connection.execute(f"SET allowed_paths = [{_quoted(writable)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise QueryError(f"{public_file}: cannot be opened: {_first_line(error)}") from error
    return connection


def _attach(connection: Connection, public_file: Path, team_file: Path | None) -> None:
    """Attach the files: the public one last, which is published first, so that an alert always finds its event."""
    # Colleagues who may not read the team's file still get the public facts.
    team = team_file is not None and _is_readable(team_file)
    if team_file is not None and team:
        connection.execute(f"ATTACH {_quoted(team_file)} AS casewatch_team (READ_ONLY)")
    connection.execute(f"ATTACH {_quoted(public_file)} AS casewatch (READ_ONLY)")
    connection.execute(f"SET search_path = 'casewatch.main{',casewatch_team.main' if team else ''}'")


def _quoted(text: Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _is_readable(file: Path) -> bool:
    try:
        with file.open("rb"):
            return True
    except OSError:
        return False


def _check(connection: Connection, sql: str) -> None:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(f"this is no SQL DuckDB understands: {_first_lines(error)}") from error
    if len(statements) != 1:
        raise QueryError(f"give one statement, not {len(statements)}")
    if statements[0].type not in _ALLOWED:
        raise QueryError(f"only SELECT is possible here, not {statements[0].type.name}")


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


def _first_line(error: duckdb.Error) -> str:
    return str(error).split("\n", 1)[0]


def _first_lines(error: duckdb.Error) -> str:
    return str(error).split("\n\nLINE", 1)[0].strip()
