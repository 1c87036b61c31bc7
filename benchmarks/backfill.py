"""Measures the reading of an archive of invented releases on loopback, in this process and on Dask workers.

    python -m benchmarks.backfill --documents 5000 --workers 1,2 --json

Every run is the command `casewatch backfill` in a process of its own on an empty record: without `--workers` ("0"),
then with so many Dask workers, each of one thread. `reading_seconds` is the time from the first batch to the last one
saved, the loading of the readers in it; `seconds` is the whole command, with the start of Prefect's server and of the
workers. `speed_up` compares the reading with that of the first number of workers, `whole_speed_up` the whole commands.
One more run is killed (SIGKILL) half-way and begun again: `resumed_is_equal` says whether the record then holds what an
undisturbed run gave, but for ids and times.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.database import Database
from store.rows import fetch

RANGE = ("--from", "2024-01-01", "--to", "2025-12-31")
COMMAND = (sys.executable, "-c", "from casewatch.main import main; main()", "backfill", "--allow-private", *RANGE)

CONTENTS = {
    "documents": """
        SELECT d.id, d.published, v.title, md5(v.text) FROM record.documents d
        JOIN record.document_versions v ON v.document = d.id ORDER BY ALL""",
    "findings": """
        SELECT document, place, authority, action, status, parties::VARCHAR, evidence::VARCHAR
        FROM record.findings ORDER BY ALL""",
    "events": """
        SELECT e.authority, e.action, e.parties::VARCHAR, e.document, list_sort(list(f.document)) AS told_by
        FROM record.events e JOIN record.event_findings l ON l.event = e.id JOIN record.findings f ON f.id = l.finding
        GROUP BY ALL ORDER BY ALL""",
    "cases": """
        SELECT c.title, c.state, list_sort(list(e.document)) AS steps
        FROM record.cases c JOIN record.events e ON e."case" = c.id GROUP BY c.id, c.title, c.state ORDER BY ALL""",
    "alerts": "SELECT count(*) FROM record.alerts",
}
"""What a record holds of a backfill, but for ids and times that are given anew."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure as the command line asks, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backfill", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--workers", default="1,2", help="numbers of Dask workers to measure")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    figures = measure(options.documents, [int(number) for number in options.workers.split(",")])
    print(json.dumps(figures) if options.json else json.dumps(figures, indent=2))


def measure(documents: int, workers: Sequence[int]) -> dict[str, Any]:
    """Return the figures of each number of workers, how much faster than the first they are, and of a resumed run."""
    with tempfile.TemporaryDirectory() as folder, archives(documents, Path(folder)) as sources:
        runs = {number: _run(Path(folder) / f"with-{number}", sources, number) for number in (0, *workers)}
        undisturbed = contents(Path(folder) / "with-0")
        equal = {number: contents(Path(folder) / f"with-{number}") == undisturbed for number in workers}
        killed_at = kill_half_way(Path(folder) / "killed", sources)
        _run(Path(folder) / "killed", sources, 0)
        resumed = contents(Path(folder) / "killed") == undisturbed
    base = runs[workers[0]]
    return {
        "documents": documents,
        "workers": {str(number): run for number, run in runs.items()},
        "speed_up": {str(n): round(base["reading_seconds"] / run["reading_seconds"], 2) for n, run in runs.items()},
        "whole_speed_up": {str(n): round(base["seconds"] / run["seconds"], 2) for n, run in runs.items()},
        "same_record": all(equal.values()),
        "killed_at": killed_at,
        "resumed_is_equal": resumed,
        "load": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
    }


@contextmanager
def archives(documents: int, folder: Path) -> Iterator[Path]:
    """Serve archives of so many documents in a process of their own; yield the file that declares them."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.archive_server",
        "--documents",
        str(documents),
        "--folder",
        str(folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline().startswith("http"), "the archives are not served"
            yield folder / "sources.toml"
        finally:
            server.kill()


def _run(data: Path, sources: Path, workers: int) -> dict[str, Any]:
    started = time.perf_counter()
    options = ["--data", str(data), "--sources", str(sources), "--workers", str(workers), "--json"]
    result = subprocess.run([*COMMAND, *options], capture_output=True, text=True, env=environment(data), check=False)
    seconds = time.perf_counter() - started
    if result.returncode:
        raise RuntimeError(
            f"the backfill ended with {result.returncode}: {result.stdout[-500:]}{result.stderr[-3000:]}"
        )
    report = json.loads(result.stdout.splitlines()[-1])
    reading = report["reading_seconds"]
    return {
        "read": report["read"],
        "new_events": report["new_events"],
        "reading_seconds": reading,
        # A run that was killed behind its last batch leaves nothing to read.
        "documents_per_second": round(report["read"] / reading, 1) if reading else 0.0,
        "seconds": round(seconds, 1),
    }


def kill_half_way(data: Path, sources: Path) -> str:
    """Begin a backfill and kill it (SIGKILL) when it says that half is read; return what it said last."""
    options = ["--data", str(data), "--sources", str(sources)]
    command = [*COMMAND, *options]
    said = ""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(data)) as process:
        assert process.stderr is not None
        for line in process.stderr:
            said = line.strip()
            done, _of, total, *_rest = said.split()
            if done.isdecimal() and 2 * int(done) >= int(total):
                process.kill()
                break
    return said


def environment(data: Path) -> dict[str, str]:
    """Return an environment in which Prefect keeps its own record beside the data, and nothing of ours is set."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "CASEWATCH"))}
    return {
        **plain,
        "PREFECT_HOME": str(data.parent / "prefect"),
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "DO_NOT_TRACK": "1",
    }


def contents(data: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what the record in a data folder holds, but for ids and times that are given anew."""
    with Database(data / "casewatch.duckdb").opened() as connection:
        return {name: fetch(connection, sql) for name, sql in CONTENTS.items()}


if __name__ == "__main__":
    main()
