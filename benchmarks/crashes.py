"""kill -9 at random moments of saving, publishing and migrating: every file is whole, nothing acknowledged is lost.

    python -m benchmarks.crashes --kills 100 --json

A process of its own saves batches, publishes after each, or brings a file of the first schema to the present one, and
says what is done when it is done. It is killed at a random moment (seeded). Then the live and the published file are
verified as `casewatch verify` does, and everything that was said to be done is looked for.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.store_batch import NOW, event_ids, save_batch
from store.database import Database, connect
from store.keeping import verify, verify_published
from store.publish import publish
from store.query import run_sql
from store.rows import count

ROOT = Path(__file__).parents[1]
FIRST_SCHEMA = ROOT / "tests" / "data" / "store" / "v1.duckdb"
STAGES = ("save", "publish", "migrate")
BATCH = 5
LONGEST_SECONDS = {"save": 0.4, "publish": 0.8, "migrate": 0.06}
"""A process is killed within this time of its first word: some batches, some snapshots, one migration."""


class Kill(NamedTuple):
    """What one kill met and left."""

    stage: str
    moment: str
    problems: tuple[str, ...]


def work(folder: Path, stage: str, number: int) -> None:
    """Do the stage's work until killed, saying each thing before it begins and when it is done."""
    database = Database(folder / "casewatch.duckdb")
    if stage == "migrate":
        print("begin migrate", flush=True)
        with database.opened():
            print("done migrate", flush=True)
        return
    while True:
        number += 1
        print(f"begin save {number}", flush=True)
        save_batch(database, number, BATCH)
        print(f"done save {number}", flush=True)
        if stage == "publish":
            print(f"begin publish {number}", flush=True)
            publish(database, folder / "events.duckdb", folder / "team.duckdb", NOW)
            print(f"done publish {number}", flush=True)


def kill_one(folder: Path, stage: str, number: int, seed: random.Random) -> tuple[Kill, int]:
    """Kill a process at its work; return what it left and the last number it may have used."""
    command = [sys.executable, "-m", "benchmarks.crashes", "--work", str(folder), stage, str(number)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline().strip()]
    listener = threading.Thread(target=lambda out: said.extend(line.strip() for line in out), args=[process.stdout])
    listener.start()
    time.sleep(seed.uniform(0, LONGEST_SECONDS[stage]))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    listener.join()
    process.stdout.close()
    said = [line for line in said if line]
    moment = f"during {said[-1].split()[1]}" if said[-1].startswith("begin") else "between"
    return Kill(stage, moment, tuple(problems_after(folder, said))), last_number(said, number)


def problems_after(folder: Path, said: list[str]) -> list[str]:
    """Return what is wrong after a kill, in words."""
    live = folder / "casewatch.duckdb"
    # A process that was killed before its first file stood has promised nothing.
    promised = any(line.startswith("done") for line in said)
    problems = verify(live) if promised or live.exists() else []
    database = Database(live)
    with database.opened() as connection:
        saved = numbers(said, "done save")
        begun = numbers(said, "begin save")
        for number in begun:
            sql = "SELECT count(*) FROM record.events WHERE list_contains(?, id)"
            found = count(connection, sql, [event_ids(number, BATCH)])
            if found != BATCH and (number in saved or found):
                problems.append(f"batch {number}: {found} of {BATCH} events are there")
        if "begin migrate" in said and not count(connection, "SELECT count(*) FROM record.alerts WHERE id = 'a1'"):
            problems.append("an alert of the file before the migration is gone")
    problems += verify(live)
    published = folder / "events.duckdb"
    if published.exists():
        problems += verify_published(published)
        for number in numbers(said, "done publish"):
            ids = ", ".join(f"'{event}'" for event in event_ids(number, BATCH))
            sql = f"SELECT count(*) FROM events WHERE event_id IN ({ids})"
            if run_sql(published, folder / "team.duckdb", sql).rows != ((BATCH,),):
                problems.append(f"batch {number} was published and is not there")
    return problems


def numbers(said: list[str], what: str) -> list[int]:
    """Return the numbers of what was said."""
    return [int(line.split()[-1]) for line in said if line.startswith(what)]


def last_number(said: list[str], number: int) -> int:
    """Return the highest number that may have been used."""
    return max([number, *numbers(said, "begin save")])


def run(kills: int, tell: Callable[[str], None]) -> list[Kill]:
    """Kill so often, the stages by turns; return what was met."""
    seed, number, met = random.Random(2026), 0, []
    with tempfile.TemporaryDirectory(prefix="casewatch-crashes-") as folder:
        record = Path(folder) / "record"
        record.mkdir()
        for turn in range(kills):
            stage = STAGES[turn % len(STAGES)]
            place = record
            if stage == "migrate":
                place = Path(folder) / f"old-{turn}"
                _old_file(place)
            kill, number = kill_one(place, stage, number, seed)
            tell(f"{turn + 1:3}  {kill.stage:8} {kill.moment:18} {'; '.join(kill.problems) or 'clean'}")
            met.append(kill)
    return met


def _old_file(folder: Path) -> None:
    folder.mkdir()
    file = folder / "casewatch.duckdb"
    shutil.copyfile(FIRST_SCHEMA, file)
    with connect(file) as connection:
        # The sample's document has no title, and its finding quotes one.
        connection.execute("UPDATE record.document_versions SET title = 'ACM investigates OpenAI'")


def main() -> None:
    """Kill and print, or be the process that is killed."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--kills", type=int, default=100)
    ask.add_argument("--json", action="store_true")
    ask.add_argument("--work", nargs=3, metavar=("FOLDER", "STAGE", "NUMBER"), help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.work:
        work(Path(args.work[0]), args.work[1], int(args.work[2]))
        return
    met = run(args.kills, (lambda _text: None) if args.json else print)
    figures = {
        "kills": len(met),
        "stages": dict(Counter(kill.stage for kill in met)),
        "moments": dict(Counter(kill.moment for kill in met)),
        "clean": sum(not kill.problems for kill in met),
        "problems": [problem for kill in met for problem in kill.problems],
    }
    print(json.dumps(figures) if args.json else figures)


if __name__ == "__main__":
    main()
