"""What comes with casewatch, made once: it never changes, and holds nothing of what it was asked."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.pipeline import Reader, load_reader
from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue
from store.database import Database


@cache
def bundled() -> Catalogue:
    """Return the catalogue that comes with casewatch."""
    return load_catalogue()


@cache
def reader() -> Reader:
    """Return the reader of that catalogue."""
    return load_reader(bundled())


def put_store(file: Path) -> None:
    """Put an empty store where there is none: a copy, for to migrate each anew takes ten times as long."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_empty_store())
        file.chmod(0o600)


@cache
def _empty_store() -> bytes:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "casewatch.duckdb")
        with database.transaction():
            pass
        return database.path.read_bytes()
