"""One pass in a process of its own that kills itself with SIGKILL at a named stage.

    python -m tests.fakes.crashing --config FILE --feeds URL --now ISO [--kill STAGE --hit N]

Stages are those the pipeline reports (fetched, saving, claimed, accepted, deciding, publishing), and
`copying`: while the published file is being written, seen by its temporary file in the folder.
"""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from casewatch.demo.sources import demo_sources
from flows.opening import open_tools
from flows.pipeline import watch_once
from flows.settings import load_settings
from knowledge.catalogue import Catalogue
from schemas.finding import Reading, ReadingInput
from schemas.report import RunReport
from schemas.settings import Settings


def kill_now(stage: str) -> None:
    """Say which stage was reached, and die as by kill -9."""
    print(f"reached {stage}", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def killer(stage: str | None, hit: int) -> Callable[[str], None]:
    """Return what the pipeline tells its stages: at the `hit`-th time of `stage` the process dies."""
    seen = 0
    lock = threading.Lock()

    def told(name: str) -> None:
        nonlocal seen
        with lock:
            seen += name == stage
            if name == stage and seen == hit:
                kill_now(name)

    return told


def kill_while_copying(folder: Path) -> None:
    """Die as soon as a temporary file stands in the folder of published files."""
    before = set(folder.glob("*")) if folder.exists() else set()
    while not (set(folder.glob("*")) if folder.exists() else set()) - before:
        pass
    kill_now("copying")


def run_pass(
    config: Path,
    feeds: str,
    moment: datetime,
    stage: Callable[[str], None] = lambda _name: None,
    catalogue: Catalogue | None = None,
    read: Callable[[ReadingInput], Reading] | None = None,
) -> RunReport:
    """Make one pass over the demo's sources at `feeds`, told to begin at that moment."""

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(milliseconds=1)
        return moment

    settings = settings_of(config)
    with open_tools(
        settings,
        clock=clock,
        write=lambda _text: None,
        stage=stage,
        catalogue=catalogue,
        sources=demo_sources(feeds),
        sleep=lambda _seconds: None,
        read=read,
    ) as tools:
        return watch_once(tools, every_source=True)


def settings_of(config: Path) -> Settings:
    """Return the settings of a file, with private addresses allowed."""
    settings = load_settings(config, os.environ)
    return settings.model_copy(update={"http": settings.http.model_copy(update={"allow_private": True})})


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--config", type=Path, required=True)
    ask.add_argument("--feeds", required=True)
    ask.add_argument("--now", type=datetime.fromisoformat, required=True)
    ask.add_argument("--kill")
    ask.add_argument("--hit", type=int, default=1)
    args = ask.parse_args()
    if args.kill == "copying":
        folder = settings_of(args.config).public_file.parent
        threading.Thread(target=kill_while_copying, args=[folder], daemon=True).start()
    report = run_pass(args.config, args.feeds, args.now, killer(args.kill, args.hit))
    print(f"ended {report.outcome.value}", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
