"""Deliver alerts through seeded schedules of everything that can fail, and count what was lost, doubled or reordered.

    python -m benchmarks.faults --schedules 20000 --seed 1 --json
    python -m benchmarks.faults --schedules 500 --store duckdb --json
    python -m benchmarks.faults --schedules 50 --store processes --json
    python -m benchmarks.faults --kills 100 --json
    python -m benchmarks.faults --schedules 2000 --break lookup     must find fault, and exits with 1

`--break` leaves one part of the promise out (the look into the history, the lease, the commit before the post): a
simulation that does not notice would prove nothing.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, fields
from pathlib import Path

from alerts.sender import Outbox
from benchmarks.fault_result import Result
from benchmarks.fault_store import MemoryOutbox
from benchmarks.fault_world import Store, World


class MemoryStore:
    """A fresh outbox in memory."""

    def __init__(self, broken: str | None) -> None:
        self._outbox = MemoryOutbox(honours_leases=broken != "claim")

    def transaction(self) -> AbstractContextManager[Outbox]:
        """Yield the outbox."""
        return self._outbox.transaction()

    def crash(self) -> None:
        """Nothing but what was committed is there anyway."""

    def close(self) -> None:
        """Nothing is open."""


@contextmanager
def memory_stores(broken: str | None) -> Iterator[Callable[[], Store]]:
    """Yield what makes the store of a schedule."""
    yield lambda: MemoryStore(broken)


@contextmanager
def duckdb_stores(broken: str | None) -> Iterator[Callable[[], Store]]:
    """Yield what makes the store of a schedule: a new DuckDB file each."""
    from benchmarks.fault_files import FileStore, template
    from store.database import start_engine

    with tempfile.TemporaryDirectory() as folder:
        empty = template(Path(folder))
        with start_engine(empty) as engine:
            yield lambda: FileStore(empty, broken, engine)


def play(schedules: int, seed: int, store: str, broken: str | None) -> dict[str, int]:
    """Play the schedules `seed`, `seed + 1` … and return the sums of what they came to."""
    stores = duckdb_stores if store == "duckdb" else memory_stores
    with stores(broken) as new_store:
        results = [play_one(seed + number, new_store(), broken) for number in range(schedules)]
    return {"schedules": schedules, **summed(results)}


def play_one(seed: int, store: Store, broken: str | None) -> Result:
    """Play one schedule."""
    try:
        return World(seed, store, broken).play()
    finally:
        store.close()


def summed(results: list[Result]) -> dict[str, int]:
    """Return the sums of the results' figures."""
    rows = [asdict(result) for result in results]
    return {field.name: sum(row[field.name] for row in rows) for field in fields(Result)}


def main() -> int:
    """Run the command line; 1 when an alert was lost, doubled or reordered."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--schedules", type=int, default=100)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--store", choices=("memory", "duckdb", "processes"), default="memory")
    ask.add_argument("--kills", type=int, default=0, help="kill -9 a delivering process so many times instead")
    ask.add_argument("--break", dest="broken", choices=("lookup", "claim", "commit"))
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args()
    if given.kills or given.store == "processes":
        from benchmarks.fault_processes import play_processes

        found = play_processes(given.kills or given.schedules, given.seed, kills=bool(given.kills))
    else:
        found = play(given.schedules, given.seed, given.store, given.broken)
    print(json.dumps(found) if given.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    return 1 if found["lost"] or found["doubled"] or found["reordered"] else 0


if __name__ == "__main__":
    sys.exit(main())
