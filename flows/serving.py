"""Serve the watch on schedule from one process. With no Prefect server set, one is started on loopback."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

SCHEDULES = ("*/5 8-19 * * 1-5", "*/15 0-7,20-23 * * 1-5", "*/15 * * * 0,6")
"""Every 5 minutes in Brussels working hours, every 15 otherwise; each source keeps its own interval within."""

TIME_ZONE = "Europe/Brussels"

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}
"""Nothing about a legal team's watch leaves the machine."""

SERVER_START = timedelta(seconds=180)
SERVER_STOP = timedelta(seconds=10)


def serve_watch(config: Path | None, allow_private: bool, every: float | None) -> None:
    """Run the watch on schedule until SIGTERM or Ctrl-C; what a pass left undone the next one takes up.

    `every` (seconds) replaces the schedule of Brussels working hours.
    """
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    with prefect_server():
        _serve({"config": str(config.resolve()) if config else None, "allow_private": allow_private}, every)


def _serve(parameters: dict[str, Any], every: float | None) -> None:
    from prefect.schedules import Cron

    from flows.watch import watch

    crons = [Cron(line, timezone=TIME_ZONE) for line in SCHEDULES]
    timing: dict[str, Any] = {"interval": every} if every else {"schedules": crons}
    watch.serve("watch", parameters=parameters, limit=1, **timing)


@contextmanager
def prefect_server() -> Iterator[None]:
    """Have a Prefect server while the block runs: the one in PREFECT_API_URL, else our own on loopback."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    port = _free_port()
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen([*command, "--no-ui"], start_new_session=True)
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    try:
        _wait_until_healthy(server)
        yield
    finally:
        _stop(server)


def _wait_until_healthy(server: "subprocess.Popen[bytes]") -> None:
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


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(SERVER_STOP.total_seconds())
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
