"""The schema of a file of the store: an append-only list of migrations, of which it has seen the first so many."""

from contextlib import suppress
from pathlib import Path

import duckdb

from schemas.errors import StoreVersionError

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(connection: duckdb.DuckDBPyConnection, path: Path, folder: Path = MIGRATIONS) -> None:
    """Bring the file to the schema of this casewatch, one transaction a migration.

    `folder` holds the append-only list of migrations; their count is the version.
    Raises StoreVersionError when the file has seen more migrations than there are.
    """
    scripts = sorted(folder.glob("[0-9]*.sql"))
    version = schema_version(connection)
    if version > len(scripts):
        raise StoreVersionError(
            f"{path}: written by a newer casewatch (schema {version}, this one knows {len(scripts)}); "
            "update casewatch or use another data folder"
        )
    for number, script in enumerate(scripts[version:], start=version + 1):
        connection.execute("BEGIN")
        try:
            connection.execute(script.read_text(encoding="utf-8"))
            connection.execute("UPDATE record.schema_version SET version = ?", [number])
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise


def schema_version(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many migrations the open file has seen; 0 for an empty one."""
    try:
        row = connection.execute("SELECT version FROM record.schema_version").fetchone()
    except duckdb.CatalogException:
        return 0
    return int(row[0]) if row else 0
