"""The watch under a real Prefect server: deployed, run by a worker, and served on schedule."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from casewatch.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

pytestmark = pytest.mark.slow

SOURCES = """
[[source]]
id = "loopback-cma"
name = "CMA on loopback"
url = "{base}/feeds/demo-uk-cma.xml"
authority = "uk-cma"
publisher = "Competition and Markets Authority"
language = "en"
priority = 1
interval_minutes = 1
allow_private = true
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment of its own for Prefect and casewatch, with one source on loopback."""
    with DemoServer() as demo:
        sources = tmp_path / "sources.toml"
        sources.write_text(SOURCES.format(base=demo.base), encoding="utf-8")
        yield {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "CASEWATCH"))},
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PREFECT_HOME": str(tmp_path / "prefect"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "CASEWATCH_HOME": str(ROOT),
            "CASEWATCH_DATA": str(tmp_path / "data"),
            "CASEWATCH_SOURCES": str(sources),
        }


@contextmanager
def running(command: list[str], environment: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process with a deadline for its end: Prefect's worker may outlive a first SIGTERM."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_for(url: str, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < deadline, f"nothing answers at {url}"
            time.sleep(0.5)


def prefect(environment: dict[str, str], *arguments: str) -> str:
    result = subprocess.run(
        ["prefect", "--no-prompt", *arguments],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout


def test_deploy_and_run_by_a_worker(environment: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    environment["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    server = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    worker = ["prefect", "worker", "start", "--pool", "casewatch", "--type", "process"]
    with running(server, environment, tmp_path / "server.log"):
        wait_for(f"{environment['PREFECT_API_URL']}/health")
        prefect(environment, "work-pool", "create", "casewatch", "--type", "process")
        prefect(environment, "deploy", "--all")
        with running(worker, environment, tmp_path / "worker.log"):
            prefect(
                environment, "deployment", "run", "watch/watch", "--param", "allow_private=true",
                "--watch", "--watch-timeout", "240",
            )  # fmt: skip
        runs = json.loads(
            prefect(environment, "flow-run", "ls", "--flow-name", "watch", "--state", "Completed", "-o", "json")
        )
        artifacts = prefect(environment, "artifact", "ls")
    assert "Completed" in {run["state"]["name"] for run in runs}, (tmp_path / "worker.log").read_text()[-4000:]
    assert "watch-run" in artifacts
    assert (tmp_path / "data" / "published" / "events.duckdb").exists()


def test_serve_runs_on_schedule_and_stops_on_sigterm(environment: dict[str, str], tmp_path: Path) -> None:
    published = tmp_path / "data" / "published" / "events.duckdb"
    command = ["casewatch", "serve", "--every", "5", "--allow-private"]
    with running(command, environment, tmp_path / "serve.log") as process:
        deadline = time.monotonic() + 300
        while not published.exists():
            assert process.poll() is None, (tmp_path / "serve.log").read_text()[-4000:]
            assert time.monotonic() < deadline, (tmp_path / "serve.log").read_text()[-4000:]
            time.sleep(0.5)
        process.terminate()
        assert process.wait(60) == 0, "it did not stop cleanly"
    assert "Completed" in (tmp_path / "serve.log").read_text()
