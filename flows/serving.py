"""Serve the watch on schedule from one command. With no Prefect server set, one is started on loopback.

The schedules run in a child process: Prefect's own runner may hang on SIGTERM while a run ends (3.8.8), so
this process takes the signal, asks the child to stop, and ends it when it does not. Nothing is lost by that:
every stage of a pass works from the store.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

SCHEDULES = ("*/5 8-19 * * 1-5", "*/15 0-7,20-23 * * 1-5", "*/15 * * * 0,6")
"""Every 5 minutes in Brussels working hours, every 15 otherwise; each source keeps its own interval within."""

TIDY = "17 4 * * *"
TIME_ZONE = "Europe/Brussels"

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}
"""Nothing about a legal team's watch leaves the machine."""

SERVER_START = timedelta(seconds=180)
STOP_WITHIN = timedelta(seconds=15)

Process = subprocess.Popen[bytes]


def serve_watch(config: Path | None, allow_private: bool, every: float | None) -> int:
    """Run the watch on schedule until SIGTERM or Ctrl-C; what a pass left undone the next one takes up.

    `every` (seconds) replaces the schedule of Brussels working hours. Returns the exit code: 0 after a
    signal, 1 when the schedules ended by themselves.
    """
    stop = _stop_on_signals()
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    arguments = [str(config.resolve()) if config else "", str(int(allow_private)), str(every or "")]
    with prefect_server(), _child([sys.executable, "-m", "flows.serving", *arguments]) as child:
        while not stop.wait(0.5):
            if child.poll() is not None:
                return 1
    return 0


def run_schedules(config: str, allow_private: bool, every: float | None) -> None:
    """Serve the watch, and the daily tidying of Prefect's own records, in this process."""
    from prefect import serve
    from prefect.schedules import Cron

    from flows.watch import tidy, watch

    parameters = {"config": config or None, "allow_private": allow_private}
    crons = [Cron(line, timezone=TIME_ZONE) for line in SCHEDULES]
    timing: dict[str, Any] = {"interval": every} if every else {"schedules": crons}
    deployments: list[Any] = [
        watch.to_deployment("watch", parameters=parameters, concurrency_limit=1, **timing),
        tidy.to_deployment("tidy", schedules=[Cron(TIDY, timezone=TIME_ZONE)]),
    ]
    serve(*deployments)


@contextmanager
def prefect_server() -> Iterator[None]:
    """Have a Prefect server while the block runs: the one in PREFECT_API_URL, else our own on loopback."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = _free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with _child([*command, "--no-ui"]) as server:
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        _wait_until_healthy(server)
        yield


def _wait_until_healthy(server: Process) -> None:
    """Wait for the server's own client to reach it. Raises RuntimeError when it does not come up."""
    import time

    from prefect import get_client

    deadline = time.monotonic() + SERVER_START.total_seconds()
    while server.poll() is None and time.monotonic() < deadline:
        with get_client(sync_client=True) as client:
            if client.api_healthcheck() is None:
                return
        time.sleep(0.5)
    raise RuntimeError("the Prefect server did not start: try `prefect server start` by itself")


@contextmanager
def _child(command: list[str]) -> Iterator[Process]:
    """Run a process in a session of its own; at the end ask it to stop, and end it with all it started."""
    # Standard output is for what the command was asked for, perhaps as JSON.
    process = subprocess.Popen(command, start_new_session=True, stdout=sys.stderr.fileno())
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_WITHIN.total_seconds())
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    _config, _private, _every = sys.argv[1:]
    run_schedules(_config, _private == "1", float(_every) if _every else None)
