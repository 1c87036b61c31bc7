"""A large record made by SQL inside DuckDB: the same for the same numbers, without a loop in Python.

Texts are sentences of invented words, some twenty each; three parties a step; one document in ten has a second
version; a firm's share falls with the third power of its rank, so that the first few have most of the steps.
"""

from pathlib import Path

from store.database import Database

BATCHES = 12
"""Texts are put together in so many turns, to stay within the memory the store allows itself."""

VERSIONS = """
    SELECT n AS number, 1 AS version FROM range({documents}) r(n)
    UNION ALL SELECT n, 2 FROM range(0, {documents}, 10) r(n)
"""
"""Every document has a first version, every tenth a second."""


def make_record(file: Path, events: int) -> Database:
    """Make the record with so many events, three documents for ten of them; return it."""
    documents = max(events * 3 // 10, 1)
    # Whatever its size, the record spans the same eleven years.
    numbers = {"events": events, "documents": documents, "minutes": 5_700_000 / documents}
    database = Database(file)
    versions, texts = VERSIONS.format(**numbers), script("store_texts.sql")
    with database.opened() as connection:
        connection.execute(script("store_sentences.sql"))
        for batch in range(BATCHES):
            connection.execute(texts.format(**numbers, versions=versions, batches=BATCHES, batch=batch))
        connection.execute(script("store_record.sql").format(**numbers))
    return database


def script(name: str) -> str:
    """Return the SQL of a file beside this one."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
