"""The demo, played once for all tests that look at what it leaves, in whichever test process they run."""

import atexit
import fcntl
import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

from casewatch.demo.run import perform
from schemas.alert import Alert
from tests.bundled import reader

# The test processes of one run share what was played; without xdist there is one.
_SHARED = Path(gettempdir()) / f"casewatch-played-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
_RESULT, _USERS = _SHARED / "result.pickle", _SHARED / "users"


class Played(NamedTuple):
    """What a played demo leaves."""

    code: int
    alerts: tuple[Alert, ...]
    text: str
    folder: Path


@cache
def played_demo() -> Played:
    """Return what the demo did; its folder stays until the tests end."""
    with _alone():
        _USERS.mkdir(parents=True, exist_ok=True)
        (_USERS / str(os.getpid())).touch()
        atexit.register(_leave)
        if not _RESULT.exists():
            _RESULT.write_bytes(pickle.dumps(_play(_SHARED / "data")))
        played: Played = pickle.loads(_RESULT.read_bytes())
        return played


def _play(folder: Path) -> Played:
    folder.mkdir()
    lines: list[str] = []
    code, alerts = perform(lines.append, folder, reader().read)
    return Played(code, alerts, "\n".join(lines), folder)


def _leave() -> None:
    """Remove the folder when no other process uses it."""
    with _alone():
        (_USERS / str(os.getpid())).unlink(missing_ok=True)
        if not any(_USERS.iterdir()):
            shutil.rmtree(_SHARED)
            _SHARED.with_suffix(".lock").unlink()


@contextmanager
def _alone() -> Iterator[None]:
    with _SHARED.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
