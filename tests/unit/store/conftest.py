"""A DuckDB file of one's own for each test, and a connection in memory."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from store.database import CONFIG, Connection, Database, migrate


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "live" / "casewatch.duckdb")


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect(":memory:", config=CONFIG) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, Path(":memory:"))
        yield connection
