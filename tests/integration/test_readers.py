"""Analysts read the published file while the monitor writes: nobody waits, nobody fails."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.readers import measure
from casewatch.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
OPENINGS = 500

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SOURCES = """
[[source]]
id = "loopback-{number}"
name = "Feed {number} on loopback"
url = "{base}/feeds/{feed}.xml"
authority = "uk-cma"
publisher = "Competition and Markets Authority"
language = "en"
allow_private = true
"""

READER = """
import json, sys
from pathlib import Path
from store.locked import opened
path, times = Path(sys.argv[1]), int(sys.argv[2])
errors, counts = [], set()
for _ in range(times):
    try:
        with opened(path, None) as connection:
            documents = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
            events = connection.execute("SELECT count(*) FROM events").fetchone()[0]
            counts.add((documents, events))
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
print(json.dumps({"errors": errors[:3], "failed": len(errors), "counts": sorted(counts)}))
"""


LONGEST_WAIT_SECONDS = 10.0


@pytest.mark.alone
def test_nobody_fails_nobody_sees_half_a_batch_and_the_writer_is_not_kept_waiting(tmp_path: Path) -> None:
    """Small; docs/measurements.md has eight readers and a hundred publishes."""
    met = measure(4, 15, tmp_path)
    print(met)
    assert (met["errors"], met["torn"]) == ([], [])
    assert met["fewest_questions"] > 10
    assert met["longest_save_seconds"] < LONGEST_WAIT_SECONDS


def test_four_readers_while_runs_loop(tmp_path: Path) -> None:
    published = tmp_path / "data" / "published" / "events.duckdb"
    with DemoServer() as demo:
        demo.stage = 3
        text = "".join(
            SOURCES.format(number=number, base=demo.base, feed=feed)
            for number, feed in enumerate(["demo-uk-cma", "demo-eu-ec", "demo-de-bkarta"])
        )
        (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
        options = ["--data", str(tmp_path / "data"), "--sources", str(tmp_path / "sources.toml"), "--allow-private"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWATCH")}
        run = [str(BIN / "casewatch"), "run", "--now", *options]
        subprocess.run(run, cwd=tmp_path, env=environment, check=False, capture_output=True, timeout=120)
        assert published.exists()
        with (tmp_path / "runs.log").open("wb") as log:
            loop = subprocess.Popen([*run, "--every", "0.05"], cwd=tmp_path, env=environment, stdout=log, stderr=log)
            readers = [
                subprocess.Popen(
                    [sys.executable, "-c", READER, str(published), str(OPENINGS)], stdout=subprocess.PIPE, text=True
                )
                for _ in range(4)
            ]
            results = [json.loads(reader.communicate(timeout=600)[0]) for reader in readers]
            assert loop.poll() is None, (tmp_path / "runs.log").read_text()[-3000:]
            loop.terminate()
            loop.wait(60)
    passes = (tmp_path / "runs.log").read_text().count("sources read")
    print(f"4 readers x {OPENINGS} openings during {passes} passes: {results}")
    assert [result["failed"] for result in results] == [0, 0, 0, 0], results
    assert passes >= 3
