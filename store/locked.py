"""A connection to the published files that reaches nothing else: read-only, without files, network or settings.

Imports nothing but DuckDB and the errors, so that `casewatch sql` starts fast.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

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
    "max_temp_directory_size": "4GB",
    "threads": 2,
}

_TRIES = 20
"""How often a file may be replaced while it is opened: each time takes a publication within the same millisecond."""


@contextmanager
def opened(public_file: Path, team_file: Path | None, writable: Path | None = None) -> Iterator[Connection]:
    """Yield a read-only connection to the published files that reaches nothing else, but to write one file.

    Raises QueryError when nothing is published or a file cannot be opened.
    """
    if not public_file.exists():
        raise QueryError(f"{public_file}: nothing published yet, run `casewatch run` first")
    # What does not fit into memory: DuckDB's own place for it is a folder that every query may name, beside the user.
    with TemporaryDirectory(prefix="casewatch-sql-", ignore_cleanup_errors=True) as spilled:
        connection = _open(public_file, team_file, writable, Path(spilled))
        try:
            yield connection
        finally:
            connection.close()


def _open(public_file: Path, team_file: Path | None, writable: Path | None, spilled: Path) -> Connection:
    connection = duckdb.connect(":memory:", config={**_CONFIG, "temp_directory": str(spilled)})
    try:
        _attach(connection, public_file, team_file)
        connection.execute("SET TimeZone = 'UTC'")
        if writable is not None:
            connection.execute(f"SET allowed_paths = [{quoted(writable)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except (OSError, duckdb.Error) as error:
        connection.close()
        raise QueryError(f"{public_file}: cannot be opened: {str(error).splitlines()[0]}") from error
    return connection


def _attach(connection: Connection, public_file: Path, team_file: Path | None) -> None:
    """Attach the files: the public one last, which is published first, so that an alert always finds its event."""
    # Colleagues who may not read the team's file still get the public facts.
    team = team_file is not None and _is_readable(team_file)
    if team_file is not None and team:
        attach_whole(connection, team_file, "casewatch_team")
    attach_whole(connection, public_file, "casewatch")
    connection.execute(f"SET search_path = 'casewatch.main{',casewatch_team.main' if team else ''}'")


def attach_whole(connection: Connection, file: Path, name: str) -> None:
    """Attach a file that may be replaced at any moment, read-only, as one of its versions and no mixture of two.

    DuckDB opens a file twice, for its header and for the rest, and takes one of each when another file is moved there
    in between. Raises duckdb.Error when the file is no database, OSError when it is not there, QueryError when it is
    replaced at every try.
    """
    for _ in range(_TRIES):
        # While this one is held open, no other file can get its number.
        with file.open("rb") as held:
            problem = _attach_once(connection, file, name)
            if os.path.samestat(os.fstat(held.fileno()), file.stat()):
                if problem:
                    raise problem
                return
        if not problem:
            connection.execute(f"DETACH {name}")
    raise QueryError(f"{file}: is replaced each time it is opened, try again")


def _attach_once(connection: Connection, file: Path, name: str) -> duckdb.Error | None:
    try:
        connection.execute(f"ATTACH {quoted(file)} AS {name} (READ_ONLY)")
    except duckdb.Error as error:
        return error
    return None


def quoted(text: Path) -> str:
    """Return a path as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def _is_readable(file: Path) -> bool:
    try:
        with file.open("rb"):
            return True
    except OSError:
        return False
