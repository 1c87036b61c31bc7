"""Property tests try the same examples at each run; HYPOTHESIS_PROFILE=search tries others.

The folders of the tests lie in memory where there is room, for the store writes each commit through to the disk: a few
milliseconds of waiting each. PYTEST_DEBUG_TEMPROOT names another place.
"""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes on a busy machine says nothing; each test has its time limit.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

# Two test processes with two threads of linear algebra each would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_MEMORY, _ROOM = Path("/dev/shm"), 4 << 30

if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

_FIRST = ("test_quality", "test_benchmark_gate", "test_stories", "test_detection_gate")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: it is not left to one process at the end, nor its fixture made by two."""
    items.sort(key=lambda item: item.path.stem not in _FIRST)
