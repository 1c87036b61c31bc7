"""What comes with casewatch, loaded once: it never changes, and holds nothing of what it was asked."""

from functools import cache

from extractors.pipeline import Reader, load_reader
from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue


@cache
def bundled() -> Catalogue:
    """Return the catalogue that comes with casewatch."""
    return load_catalogue()


@cache
def reader() -> Reader:
    """Return the reader of that catalogue."""
    return load_reader(bundled())
