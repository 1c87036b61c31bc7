"""The store with real processes: owners that share the outbox, writers killed half-way, readers at any moment."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.committing import Rules, claim
from flows.delivering import StoredOutbox
from schemas.alert import Moment
from store.database import Database
from store.events import load_event, save_events
from store.outbox import add_alerts, list_alerts
from store.publish import publish
from store.rows import count
from store.runs import open_issues
from tests.bundled import put_store
from tests.samples import NOW, alert, event

ROOT = Path(__file__).parents[2]
RULES = Rules(lease_seconds=60, settle_seconds=60, timeout_seconds=1, seconds_per_message=0, batch=3)

CLAIMER = """
import sys
from pathlib import Path
from alerts.committing import Rules, claim
from flows.delivering import StoredOutbox
from schemas.alert import Moment
from store.database import Database
from tests.samples import NOW
rules = Rules(lease_seconds=60, settle_seconds=60, timeout_seconds=1, seconds_per_message=0, batch=3)
database = Database(Path(sys.argv[1]))
while True:
    with database.transaction() as connection:
        outbox = StoredOutbox(connection, print)
        taken, _pause = claim(outbox, outbox.waiting(), sys.argv[2], rules, Moment(NOW, 0.0))
    if not taken:
        break
    for item in taken:
        print(item.id, flush=True)
"""

WRITER = """
import sys
from pathlib import Path
from store.database import Database
from store.events import save_events
from tests.samples import case, event
database = Database(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), 10**9):
    with database.transaction() as connection:
        pair = [event(f"e{number}-{half}", document_title="x" * 5000) for half in range(2)]
        save_events(connection, pair, [], [case(f"c{number}")])
    print(number, flush=True)
"""

READER = """
import sys
from pathlib import Path
from store.query import run_sql
opened = 0
last = 0
while not Path(sys.argv[2]).exists():
    sql = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM cases)"
    ((events, cases),) = run_sql(Path(sys.argv[1]), None, sql).rows
    assert events == cases, (events, cases)
    assert events >= last, (events, last)
    last = events
    opened += 1
print(opened, last)
"""


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from schemas.errors import StoreError
from store.database import Database
from store.publish import publish
from store.runs import open_issue
from tests.samples import NOW
# Writing past the limit fails as it does on a full disk, once the signal is ignored.
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
database, folder = Database(Path(sys.argv[1])), Path(sys.argv[2])
def much():
    with database.transaction() as connection:
        for number in range(20):
            text = "".join(str(hash((number, n))) for n in range(20_000))
            open_issue(connection, f"s{number}", "poll", text, NOW)
def snapshot():
    publish(database, folder / "events.duckdb", folder / "team.duckdb", NOW)
for act in (snapshot, much):
    try:
        act()
        print("done")
    except StoreError as error:
        print(type(error).__name__, "in one line:", "\\n" not in str(error))
"""


def start(code: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def database(tmp_path: Path) -> Database:
    put_store(tmp_path / "casewatch.duckdb")
    return Database(tmp_path / "casewatch.duckdb")


def test_two_processes_never_claim_the_same_alert(database: Database) -> None:
    wanted = [f"a{number:03}" for number in range(40)]
    with database.transaction() as connection:
        add_alerts(connection, [alert(name, channel=f"#{name}") for name in wanted])
    owners = [start(CLAIMER, database.path, name) for name in ("first", "second")]
    claimed = [line for owner in owners for line in owner.communicate()[0].split()]
    assert [owner.returncode for owner in owners] == [0, 0]
    assert sorted(claimed) == wanted


def test_two_threads_never_claim_the_same_alert(database: Database) -> None:
    wanted = [f"a{number:03}" for number in range(40)]
    with database.transaction() as connection:
        add_alerts(connection, [alert(name, channel=f"#{name}") for name in wanted])
    claimed: list[str] = []

    def work(owner: str) -> None:
        taken = [alert()]
        while taken:
            with database.transaction() as connection:
                outbox = StoredOutbox(connection, lambda *_told: None)
                now = Moment(NOW + timedelta(seconds=1), 0.0)
                taken = list(claim(outbox, outbox.waiting(), owner, RULES, now)[0])
            claimed.extend(item.id for item in taken)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("first", "second", "third")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == wanted
    with database.transaction() as connection:
        assert {item.attempts for item in list_alerts(connection)} == {1}


def kill_half_way(database: Database, begin: int, transactions: int) -> int:
    """Let a process commit that many transactions, kill it in the next; return the last it told of."""
    writer = start(WRITER, database.path, begin)
    assert writer.stdout is not None
    last = begin
    for _ in range(transactions):
        last = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.communicate()[0].split()
    return int(rest[-1]) if rest else last


def check_kills(database: Database, kills: int) -> None:
    begin = 0
    for number in range(kills):
        last = kill_half_way(database, begin, 1 + number % 3)
        with database.transaction() as connection:
            for told in range(begin, last + 1):
                assert load_event(connection, f"e{told}-0") is not None, "what was told of is there"
            events = count(connection, "SELECT count(*) FROM record.events")
            assert events == 2 * count(connection, "SELECT count(*) FROM record.cases"), "whole or not at all"
        begin = last + 2


def test_a_killed_writer_loses_nothing_it_told_of(database: Database) -> None:
    check_kills(database, 2)


@pytest.mark.slow
def test_many_killed_writers_lose_nothing_they_told_of(database: Database) -> None:
    check_kills(database, 40)


def check_readers(database: Database, folder: Path, publishes: int) -> None:
    public, team, end = folder / "events.duckdb", folder / "team.duckdb", folder / "end"
    publish(database, public, team, NOW)
    readers = [start(READER, public, end) for _ in range(2)]
    for number in range(publishes):
        with database.transaction() as connection:
            connection.execute(
                "INSERT INTO record.cases SELECT ?, 'a', 'dma', 't', [], 'opened', now(), now(), NULL", [number]
            )
            save_events(connection, [event(f"e{number}")], [], [])
        publish(database, public, team, NOW)
    end.touch()
    for reader in readers:
        opened, last = map(int, reader.communicate()[0].split())
        assert reader.returncode == 0
        assert opened > publishes / 5
        assert last <= publishes


def test_readers_see_a_whole_snapshot_while_others_are_published(database: Database, tmp_path: Path) -> None:
    check_readers(database, tmp_path, 8)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_readers_see_a_whole_snapshot_200_times(database: Database, tmp_path: Path) -> None:
    check_readers(database, tmp_path, 200)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        pytest.param(100_000, ["PublishError in one line: True", "StoreError in one line: True"], id="no room"),
        pytest.param(4_000_000, ["done", "StoreError in one line: True"], id="room for the snapshot only"),
    ],
)
def test_a_full_disk_loses_nothing_and_is_told(
    database: Database, tmp_path: Path, limit: int, expected: list[str]
) -> None:
    folder = tmp_path / "published"
    with database.transaction() as connection:
        save_events(connection, [event("e1")], [], [])
    publish(database, folder / "events.duckdb", folder / "team.duckdb", NOW)
    before = {file: file.read_bytes() for file in folder.iterdir()}
    told = start(FULL_DISK, database.path, folder, limit).communicate()[0].splitlines()
    assert told == expected
    after = {file: file.read_bytes() for file in folder.iterdir()}
    assert set(after) == set(before), "nothing half-written is left"
    assert after == before or "done" in told
    with database.transaction() as connection:
        assert load_event(connection, "e1") is not None
        assert open_issues(connection) == ()
    publish(database, folder / "events.duckdb", folder / "team.duckdb", NOW)
