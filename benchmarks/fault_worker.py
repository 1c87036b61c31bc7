"""A process that delivers what a DuckDB file holds to a Slack on loopback, and kills itself where it is told to.

    python -m benchmarks.fault_worker --file FILE --slack URL [--kill STAGE --hit N]

Stages: claimed, posting, in_flight (the request is on its way), accepted, saved, looking.
"""

import argparse
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from alerts.committing import Rules
from alerts.delivery import delivery
from alerts.slack import SlackSender
from flows.delivering import Doer, StoredOutbox
from schemas.alert import Moment
from store.database import Connection, Database

RULES = Rules(lease_seconds=1.6, settle_seconds=0.8, timeout_seconds=1.0, seconds_per_message=0.02)
TOKEN = "xoxb-fake"
LONGEST = 60.0


def killer(stage: str | None, hit: int) -> Callable[[str], None]:
    """Return what is told each stage, and dies as by kill -9 at the `hit`-th time of `stage`."""
    seen = 0

    def told(name: str) -> None:
        nonlocal seen
        seen += name == ("posting" if stage == "in_flight" else stage)
        if seen == hit and stage == "in_flight":
            threading.Timer(0.05, die).start()
        elif seen == hit and name == stage:
            die()

    return told


def die() -> None:
    """End this process as kill -9 does."""
    os.kill(os.getpid(), signal.SIGKILL)


def deliver_all(file: Path, slack: str, stage: Callable[[str], None]) -> None:
    """Make deliveries until no alert waits, at most for a minute."""
    database = Database(file)

    @contextmanager
    def transaction() -> Iterator[StoredOutbox]:
        with database.transaction() as connection:
            yield StoredOutbox(connection, tell_nobody)

    doer = Doer(transaction, SlackSender(SecretStr(TOKEN), slack, RULES.timeout_seconds), time.sleep, stage)
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        doer.run(delivery(f"process {os.getpid()}", RULES, lambda: Moment(datetime.now(UTC), time.monotonic())))
        with transaction() as outbox:
            if not outbox.waiting():
                return
        time.sleep(0.1)


def tell_nobody(_connection: Connection, _topic: str, _problem: str | None) -> None:
    """Issues of channels are not what is measured here."""


def main() -> None:
    """Run the command line."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    ask.add_argument("--file", type=Path, required=True)
    ask.add_argument("--slack", required=True)
    ask.add_argument("--kill")
    ask.add_argument("--hit", type=int, default=1)
    given = ask.parse_args()
    deliver_all(given.file, given.slack, killer(given.kill, given.hit))


if __name__ == "__main__":
    main()
