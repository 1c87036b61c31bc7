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


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--config", type=Path, required=True)
    ask.add_argument("--feeds", required=True)
    ask.add_argument("--now", type=datetime.fromisoformat, required=True)
    ask.add_argument("--kill")
    ask.add_argument("--hit", type=int, default=1)
    args = ask.parse_args()
    moment = args.now

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(milliseconds=1)
        return moment

    settings = load_settings(args.config, os.environ)
    settings = settings.model_copy(update={"http": settings.http.model_copy(update={"allow_private": True})})
    if args.kill == "copying":
        folder = settings.public_file.parent
        threading.Thread(target=kill_while_copying, args=[folder], daemon=True).start()
    with open_tools(
        settings,
        clock=clock,
        write=lambda _text: None,
        stage=killer(args.kill, args.hit),
        sources=demo_sources(args.feeds),
        sleep=lambda _seconds: None,
    ) as tools:
        report = watch_once(tools, every_source=True)
    print(f"ended {report.outcome.value}", flush=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
