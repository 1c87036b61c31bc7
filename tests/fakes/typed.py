"""The command line as a user types it, in this process: to start another and import everything takes a second."""

import io
import os
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from casewatch.main import main


class Ended(NamedTuple):
    """What a command leaves on the screen."""

    returncode: object
    stdout: str
    stderr: str


def casewatch(folder: Path, *arguments: str) -> Ended:
    """Run a command in a folder, without what the environment says of casewatch."""
    code: object = 0
    out, said = io.StringIO(), io.StringIO()
    with chdir(folder), _plain_environment(), redirect_stdout(out), redirect_stderr(said):
        try:
            main(arguments)
        except SystemExit as end:
            code = end.code or 0
    return Ended(code, out.getvalue(), said.getvalue())


@contextmanager
def _plain_environment() -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("CASEWATCH")}
    try:
        yield
    finally:
        os.environ.update(kept)
