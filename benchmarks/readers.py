"""Readers that ask without pause while batches are saved and published: no error, no torn state, no waiting writer.

    python -m benchmarks.readers --readers 8 --publishes 100 --json

Each reader is a process that opens the published files for every question and checks that what it sees hangs together:
as many events as documents, cases and linked findings, three parties an event, no alert without its event, and never
fewer events than before.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.store_batch import NOW, event_ids, save_batch
from schemas.alert import Alert, Message
from schemas.words import AlertKind
from store.database import Database
from store.outbox import add_alerts
from store.publish import publish
from store.query import run_sql

ROOT = Path(__file__).parents[1]
BATCH = 3
SQL = """
    SELECT
        (SELECT count(*) FROM documents) AS documents,
        (SELECT count(*) FROM events) AS events,
        (SELECT count(*) FROM parties) AS parties,
        (SELECT count(*) FROM cases) AS cases,
        (SELECT count(*) FROM findings WHERE event_id IS NOT NULL) AS findings,
        (SELECT count(*) FROM alert_log l ANTI JOIN events e USING (event_id)) AS astray
"""


def read(public: Path, team: Path, end: Path) -> dict[str, Any]:
    """Ask until the file `end` stands there; return how often, and what was not as it must be."""
    asked, last, torn, errors = 0, 0, [], []
    while not end.exists():
        try:
            (row,) = run_sql(public, team, SQL).rows
        except Exception as error:  # whatever it is, it is what is counted here
            errors.append(f"{type(error).__name__}: {error}")
            continue
        documents, events, parties, cases, findings, astray = row
        if not documents == events == cases == findings or parties != 3 * events or astray or events < last:
            torn.append([*row, last])
        asked, last = asked + 1, events
    return {"asked": asked, "events": last, "torn": torn[:3], "errors": errors[:3]}


def measure(readers: int, publishes: int, folder: Path) -> dict[str, Any]:
    """Save and publish so often beside so many readers; return what they met and how long the writer took."""
    database = Database(folder / "casewatch.duckdb")
    public, team, end = folder / "events.duckdb", folder / "team.duckdb", folder / "end"
    publish(database, public, team, NOW)
    command = [sys.executable, "-m", "benchmarks.readers", "--read", str(public), str(team), str(end)]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(readers)]
    saves, snapshots = [], []
    try:
        for number in range(publishes):
            began = time.perf_counter()
            save_batch(database, number, BATCH)
            tell(database, number)
            saves.append(time.perf_counter() - began)
            publish(database, public, team, NOW)
            snapshots.append(time.perf_counter() - began - saves[-1])
    finally:
        end.touch()
        met = [json.loads(process.communicate(timeout=120)[0]) for process in processes]
    return {
        "readers": readers,
        "publishes": publishes,
        "questions": sum(each["asked"] for each in met),
        "fewest_questions": min(each["asked"] for each in met),
        "errors": [error for each in met for error in each["errors"]],
        "torn": [row for each in met for row in each["torn"]],
        "longest_save_seconds": round(max(saves), 2),
        "longest_publish_seconds": round(max(snapshots), 2),
    }


def tell(database: Database, number: int) -> None:
    """Add an alert about the newest event."""
    event = event_ids(number, BATCH)[0]
    alert = Alert(
        id=f"alert_{number}",
        channel="#legal",
        subject=event,
        kind=AlertKind.STEP,
        event=event,
        message=Message(text="A step"),
        created_at=NOW,
    )
    with database.transaction() as connection:
        add_alerts(connection, [alert])


def main() -> None:
    """Measure and print, or be one of the readers."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--readers", type=int, default=8)
    ask.add_argument("--publishes", type=int, default=100)
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--read", nargs=3, type=Path, metavar=("PUBLIC", "TEAM", "END"), help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.read:
        print(json.dumps(read(*args.read)))
        return
    with tempfile.TemporaryDirectory(prefix="casewatch-readers-") as folder:
        figures = measure(args.readers, args.publishes, Path(folder))
    print(json.dumps(figures) if args.json else figures)


if __name__ == "__main__":
    main()
