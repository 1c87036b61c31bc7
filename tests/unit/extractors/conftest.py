"""One reader for all tests of the folder: it is built once and never changes."""

import pytest

from extractors.pipeline import Reader
from tests import bundled


@pytest.fixture(scope="session")
def reader() -> Reader:
    return bundled.reader()
