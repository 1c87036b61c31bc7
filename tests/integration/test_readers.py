"""Analysts read the published file while the monitor writes: nobody waits, nobody fails."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.store_batch import save_batch
from casewatch.demo.server import DemoServer
from store.database import Database
from store.outbox import add_alerts
from store.publish import publish
from tests.samples import NOW, alert

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
import json, sys, duckdb
path, times = sys.argv[1], int(sys.argv[2])
errors, counts = [], set()
for _ in range(times):
    try:
        with duckdb.connect(path, read_only=True) as connection:
            documents = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
            events = connection.execute("SELECT count(*) FROM events").fetchone()[0]
            counts.add((documents, events))
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
print(json.dumps({"errors": errors[:3], "failed": len(errors), "counts": sorted(counts)}))
"""


BUSY_READER = """
import json, sys, time
from pathlib import Path
from store.query import run_sql
public, team, end = map(Path, sys.argv[1:])
SQL = \"\"\"
    SELECT
        (SELECT count(*) FROM documents) AS documents,
        (SELECT count(*) FROM events) AS events,
        (SELECT count(*) FROM parties) AS parties,
        (SELECT count(*) FROM cases) AS cases,
        (SELECT count(*) FROM findings WHERE event_id IS NOT NULL) AS findings,
        (SELECT count(*) FROM alert_log l ANTI JOIN events e USING (event_id)) AS astray
\"\"\"
asked, last, torn, errors = 0, 0, [], []
while not end.exists():
    try:
        ((documents, events, parties, cases, findings, astray),) = run_sql(public, team, SQL).rows
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
        continue
    if not documents == events == cases == findings or parties != 3 * events or astray or events < last:
        torn.append([documents, events, parties, cases, findings, astray, last])
    asked, last = asked + 1, events
print(json.dumps({"asked": asked, "events": last, "torn": torn[:3], "errors": errors[:3]}))
"""
READERS = 8
PUBLISHES = 100
LONGEST_WAIT_SECONDS = 10.0


def test_eight_readers_through_a_hundred_saves_and_publishes(tmp_path: Path) -> None:
    """Nobody fails, nobody sees half a batch or an alert without its event, and the writer is never kept waiting."""
    database = Database(tmp_path / "casewatch.duckdb")
    public, team, end = tmp_path / "events.duckdb", tmp_path / "team.duckdb", tmp_path / "end"
    publish(database, public, team, NOW)
    command = [sys.executable, "-c", BUSY_READER, str(public), str(team), str(end)]
    readers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(READERS)]
    waits = []
    for number in range(PUBLISHES):
        began = time.perf_counter()
        save_batch(database, number, 3)
        with database.transaction() as connection:
            told = f"event_document_new_{number}_0"
            add_alerts(connection, [alert(f"a{number}", event=told, subject=told)])
        waits.append(time.perf_counter() - began)
        publish(database, public, team, NOW)
    end.touch()
    results = [json.loads(reader.communicate(timeout=120)[0]) for reader in readers]
    print(f"{READERS} readers, {PUBLISHES} saves and publishes: {sum(r['asked'] for r in results)} questions, "
          f"longest save {max(waits):.2f} s, {results}")  # fmt: skip
    assert [result["errors"] for result in results] == [[]] * READERS
    assert [result["torn"] for result in results] == [[]] * READERS
    assert all(result["asked"] > 10 for result in results)
    assert {result["events"] for result in results} <= {3 * PUBLISHES, 3 * PUBLISHES - 3}
    assert max(waits) < LONGEST_WAIT_SECONDS


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
