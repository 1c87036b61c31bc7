"""What each column of the published views holds, written into the files themselves as comments."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from schemas.data_files import read_table
from store.database import Connection, quoted

FILE = Path(__file__).parent / "columns.toml"


def describe_columns(connection: Connection) -> None:
    """Comment every column of every view in the open file. Raises LookupError for a column nobody described."""
    described = _descriptions()
    statements = []
    for view, column in view_columns(connection):
        text = described.get(view, {}).get(column) or described["every"].get(column)
        if text is None:
            raise LookupError(f"{FILE.name}: [{view}] says nothing of {column}")
        statements.append(f'COMMENT ON COLUMN main."{view}"."{column}" IS {quoted(text)};')
    connection.execute("".join(statements))


@cache
def _descriptions() -> Mapping[str, Mapping[str, str]]:
    return read_table(FILE)


def view_columns(connection: Connection) -> list[tuple[str, str]]:
    """Return the columns of the views of the open file, each with its view."""
    found = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() "
        "AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index"
    ).fetchall()
    return [(str(view), str(column)) for view, column in found]
