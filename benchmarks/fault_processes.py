"""Schedules with real processes, a real DuckDB file, real HTTP and real kill -9."""

import random
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from alerts.outbox import new_alert
from benchmarks.fault_files import template
from benchmarks.fault_result import Result
from schemas.alert import Alert, Message
from schemas.words import AlertKind, Placement
from store.database import Database
from store.outbox import add_alerts
from tests.fakes.slack import FakeSlack, Fault, Kind

STAGES = ("claimed", "posting", "in_flight", "accepted", "saved")
FAULTS: tuple[Kind, ...] = ("ok", "ok", "reset", "reply_lost", "accepted_error", "server_error", "late", "rate_limited")
KILLED = -9
AT_ONCE = 4


def play_processes(schedules: int, seed: int, *, kills: bool) -> dict[str, int]:
    """Play schedules with processes and return the sums of what they came to.

    With `kills` one process is killed in each, at the stages in turn, and another takes over; without, two
    processes deliver side by side while Slack fails, and one of them may die.
    """
    with tempfile.TemporaryDirectory() as folder:
        empty = template(Path(folder))
        one = _killed if kills else _side_by_side
        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = list(pool.map(lambda number: one(empty, seed, number), range(schedules)))
    totals: Counter[str] = Counter()
    for result in results:
        totals.update(asdict(result))
    return {"schedules": schedules, **totals}


def _killed(empty: Path, seed: int, number: int) -> Result:
    """Kill a process at one stage, then let another finish."""
    chance = random.Random(seed + number)
    stage = STAGES[number % len(STAGES)]
    alerts = _alerts(chance)
    file = _filled(empty, number, alerts)
    # The one being posted when the process dies takes its time, or it would be over before the kill.
    faults = [Fault("slow", seconds=0.5)] if stage == "in_flight" else []
    with FakeSlack(faults=faults) as slack:
        dead = _start(file, slack.base_url, "--kill", stage, "--hit", "1" if faults else str(chance.randint(1, 2)))
        died = dead.wait(timeout=90) == KILLED
        assert died, f"the process was not killed at {stage}"
        assert _start(file, slack.base_url).wait(timeout=90) == 0
        return _result(alerts, slack, crashes=1)


def _side_by_side(empty: Path, seed: int, number: int) -> Result:
    """Let two processes deliver from one file while Slack fails; one of them may die on the way."""
    chance = random.Random(seed + number)
    alerts = _alerts(chance)
    file = _filled(empty, number, alerts)
    faults = [Fault(chance.choice(FAULTS), seconds=0.2) for _ in range(chance.randint(1, 5))]
    kill = ("--kill", chance.choice(STAGES)) if chance.random() < 0.6 else ()
    ended = threading.Event()
    with FakeSlack(faults=faults) as slack:
        late = threading.Thread(target=_accept_late, args=(slack, ended))
        late.start()
        both = [_start(file, slack.base_url, *kill), _start(file, slack.base_url)]
        crashes = sum(process.wait(timeout=90) == KILLED for process in both)
        ended.set()
        late.join()
        return _result(alerts, slack, crashes)


def _accept_late(slack: FakeSlack, ended: threading.Event) -> None:
    """Accept what was posted with the fault "late" well within the settle time."""
    while not ended.wait(0.2):
        slack.accept_late()


def _start(file: Path, slack: str, *more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.fault_worker", "--file", str(file), "--slack", slack, *more]
    return subprocess.Popen(command, cwd=Path(__file__).parents[1])


def _alerts(chance: random.Random) -> list[Alert]:
    now, message = datetime.now(UTC), Message(text="The CMA has opened an inquiry.")
    cases = [chance.choice(("c1", "c2", None)) for _ in range(chance.randint(3, 5))]
    return [
        new_alert(
            id=f"al-{number}",
            channel=chance.choice(("C0LEGAL01", "C0LEGAL02")),
            subject=f"ev-{number}",
            kind=AlertKind.STEP,
            message=message,
            now=now,
            case=case,
            thread=case,
            placement=chance.choice(tuple(Placement)),
            parent=chance.choice((None, message)),
        )
        for number, case in enumerate(cases)
    ]


def _filled(empty: Path, number: int, alerts: list[Alert]) -> Path:
    file = Path(shutil.copy(empty, empty.with_name(f"{number}.duckdb")))
    with Database(file).transaction() as connection:
        add_alerts(connection, alerts)
    return file


def _result(alerts: list[Alert], slack: FakeSlack, crashes: int) -> Result:
    arrived = slack.alerts()
    times = Counter(arrived)
    told: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
    by_id = {alert.id: alert for alert in alerts}
    for name in arrived:
        if by_id[name].case:
            told[(by_id[name].channel, by_id[name].case)].append(name)
    asked = [method for method, _given in slack.calls if method in ("conversations.history", "conversations.replies")]
    return Result(
        crashes=crashes,
        ambiguous=len(asked),
        accepted=len(arrived),
        lost=sum(1 for alert in alerts if not times[alert.id]),
        doubled=sum(count - 1 for count in times.values()),
        reordered=sum(after < before for names in told.values() for before, after in pairwise(names)),
    )
