"""The past read by Dask workers, and with `kill -9` half-way: each time the record holds what one process gives."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.backfill import COMMAND, archives, contents, environment, measure
from flows.backfilling import BATCH
from flows.cluster import count_workers
from flows.serving import QUIET, prefect_server
from schemas.errors import SettingsError

ROOT = Path(__file__).parents[2]
DOCUMENTS = 2 * BATCH + 20
"""So many that a process alone takes three batches too, and can be killed between them."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_two_workers_of_a_local_cluster_and_a_killed_process_give_the_same() -> None:
    figures = measure(DOCUMENTS, [2])
    assert {name: run["read"] for name, run in figures["workers"].items()} == {"0": DOCUMENTS, "2": DOCUMENTS}
    assert figures["workers"]["2"]["new_events"] > DOCUMENTS / 4
    assert figures["same_record"]
    assert re.match(rf"\d+ of {DOCUMENTS} documents read", figures["killed_at"])
    assert figures["resumed_is_equal"]


def test_a_cluster_that_is_there_killed_half_way_and_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**QUIET, "PREFECT_API_URL": ""}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    with archives(DOCUMENTS, tmp_path) as sources, cluster(tmp_path) as address, prefect_server():
        assert count_workers(address) == 2
        run(tmp_path / "undisturbed", sources)
        killed = tmp_path / "killed"
        assert kill_half_way(killed, sources, "--dask", address) >= DOCUMENTS / 2
        left = run(killed, sources, "--dask", address)
    assert 0 < left <= DOCUMENTS / 2, "what was read is not read again"
    assert contents(killed) == contents(tmp_path / "undisturbed")


def test_a_cluster_that_does_not_answer_is_named() -> None:
    with pytest.raises(SettingsError, match="--dask: no cluster answers at nonsense"):
        count_workers("nonsense")


def run(data: Path, sources: Path, *options: str) -> int:
    """Run a backfill to its end; return how many documents were read."""
    with started(data, sources, "--json", *options) as process:
        told, problems = process.communicate(timeout=300)
    assert process.returncode == 0, problems[-3000:]
    return int(json.loads(told.splitlines()[-1])["read"])


def kill_half_way(data: Path, sources: Path, *options: str) -> int:
    """Kill a backfill when it says that half is read; return how many documents it had read."""
    with started(data, sources, *options) as process:
        assert process.stderr is not None
        lines = []
        for line in process.stderr:
            lines.append(line)
            said = re.search(r"(\d+) of (\d+) documents read", line)
            if said and 2 * int(said[1]) >= int(said[2]):
                process.kill()
                return int(said[1])
    raise AssertionError(f"it ended before: {''.join(lines)[-3000:]}")


@contextmanager
def started(data: Path, sources: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """A backfill in a process of its own that uses the Prefect server of this one."""
    own = {"PREFECT_API_URL": os.environ["PREFECT_API_URL"], "PREFECT_LOGGING_LEVEL": "INFO"}
    command = [*COMMAND, "--data", str(data), "--sources", str(sources), *options]
    with subprocess.Popen(
        command, cwd=ROOT, env={**environment(data), **own}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers in processes of their own; yields the address."""
    file, log = folder / "scheduler.json", folder / "cluster.log"
    place = ["--scheduler-file", str(file), "--no-dashboard"]
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *place]
    workers = ["distributed.cli.dask_worker", "--nworkers", "2", "--nthreads", "1", *place]
    with log.open("w") as output:
        processes = []
        try:
            for command in (scheduler, workers):
                processes.append(
                    subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, stdout=output, stderr=output)
                )
                wait_until(file.exists, log)
            address = str(json.loads(file.read_text("utf-8"))["address"])
            wait_until(lambda: has_workers(address, 2), log)
            yield address
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(30)


def has_workers(address: str, count: int) -> bool:
    try:
        return count_workers(address) == count
    except SettingsError:
        return False


def wait_until(there: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + 120
    while not there():
        assert time.monotonic() < deadline, log.read_text("utf-8")[-3000:]
        time.sleep(0.2)
