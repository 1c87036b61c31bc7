"""Where the bundled sources lie, and what lists show of them, read at once: without the schema, which a test asks."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from schemas.data_files import read_table

BUNDLED = Path(__file__).with_name("sources")
"""Where the sources that come with casewatch lie; examples are in a folder below and are not polled."""

DEFAULTS = ("authority", "publisher", "jurisdiction", "language", "official")
"""Keys that may stand at the top of a file and hold for all its sources."""


class ListedSource(NamedTuple):
    """What lists show of a source, by the names and with the defaults of `schemas.source.Source`."""

    id: str
    publisher: str
    authority: str | None = None
    official: bool = True
    priority: int = 2
    interval_minutes: int = 60


def bundled_files() -> tuple[Path, ...]:
    """Return the files of the bundled sources, in the order in which they are read."""
    return tuple(sorted(BUNDLED.glob("*.toml")))


def list_bundled() -> Iterable[ListedSource]:
    """Yield the bundled sources in file order."""
    for path in bundled_files():
        document = read_table(path)
        for table in document["source"]:
            values = {**document, **table}
            yield ListedSource(**{key: values[key] for key in ListedSource._fields if key in values})
