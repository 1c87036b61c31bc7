"""One reader for all tests of the folder: it is built once and never changes."""

import pytest

from extractors.pipeline import Reader, load_reader
from knowledge.load import load_catalogue


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader(load_catalogue())
