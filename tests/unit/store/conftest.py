"""A DuckDB file of one's own for each test, and a connection to one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Connection, Database, attached, detach, start_engine
from tests.bundled import put_store


@pytest.fixture
def database(tmp_path: Path) -> Database:
    file = tmp_path / "live" / "casewatch.duckdb"
    put_store(file)
    return Database(file)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    with start_engine(tmp_path_factory.mktemp("engine") / "casewatch.duckdb") as engine:
        yield engine


@pytest.fixture
def connection(engine: Connection, tmp_path: Path) -> Iterator[Connection]:
    file = tmp_path / "connected.duckdb"
    put_store(file)
    with attached(engine.cursor(), file) as connection:
        yield connection
        detach(connection)
