"""Delivery with real processes, real time and real kills, in small; `docs/measurements.md` has the full sizes."""

from pathlib import Path

import pytest

from benchmarks.fault_processes import play_processes
from benchmarks.faults import play
from benchmarks.latency import measure

pytestmark = pytest.mark.slow

NOISE = 1.5
"""Machines that run tests do other things beside."""


def test_alerts_arrive_once_when_a_process_is_killed_mid_delivery() -> None:
    found = play_processes(10, 1, kills=True)
    assert found["crashes"] == 10
    assert (found["lost"], found["doubled"], found["reordered"]) == (0, 0, 0)


def test_two_processes_deliver_side_by_side() -> None:
    found = play_processes(6, 1, kills=False)
    assert (found["lost"], found["doubled"], found["reordered"]) == (0, 0, 0)


@pytest.mark.parametrize("broken", [None, "claim"])
def test_schedules_on_a_duckdb_file(broken: str | None) -> None:
    found = play(20, 1, "duckdb", broken)
    assert (found["lost"] + found["doubled"] == 0) is (broken is None)


@pytest.mark.alone
def test_an_alert_arrives_soon_while_another_source_hangs(tmp_path: Path) -> None:
    found = measure(1, 30.0, tmp_path)
    assert (found["alerts"], found["hidden"]) == (5, 0)
    assert found["p95"] < 5.0 * NOISE
