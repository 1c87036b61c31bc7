"""The demo, played once for all tests that look at what it leaves."""

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from casewatch.demo.run import perform
from schemas.alert import Alert


class Played(NamedTuple):
    """What a played demo leaves."""

    code: int
    alerts: tuple[Alert, ...]
    text: str
    folder: Path


@cache
def played_demo() -> Played:
    """Return what the demo did; its folder stays until the tests end."""
    folder = TemporaryDirectory(prefix="casewatch-played-")
    atexit.register(folder.cleanup)
    lines: list[str] = []
    code, alerts = perform(lines.append, Path(folder.name))
    return Played(code, alerts, "\n".join(lines), Path(folder.name))
