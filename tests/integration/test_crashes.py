"""kill -9 at each named stage of a run: after the next runs every alert has arrived exactly once."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from casewatch.demo.server import DemoServer
from casewatch.demo.sources import DEMO_TIMES
from tests.bundled import bundled, reader
from tests.fakes.crashing import run_pass
from tests.fakes.slack import FakeSlack

ROOT = Path(__file__).parents[2]
STAGES = ("fetched", "saving", "deciding", "claimed", "accepted", "publishing", "copying")
HITS = (1, 2)
REACHED_LESS_OFTEN = {"saving": (1, 1), "claimed": (1, 2), "publishing": (1, 1), "copying": (1, 1)}
"""How often a run reaches a stage depends on its alerts: these are killed more often at an earlier time."""

CHANNEL = "C0LEGAL"

pytestmark = pytest.mark.slow

CONFIG = """
data_folder = "data"
workers = {workers}

[slack]
base_url = "{base}"
token = "{token}"
seconds_per_message = 0

[[watch]]
id = "default"
channel = "{channel}"
groups = ["watched"]
"""


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


def killed_pass(folder: Path, demo: DemoServer, now: datetime, stage: str, hit: int) -> str:
    """Make a pass in a process of its own that is killed at a stage; return what it said."""
    command = [
        sys.executable, "-m", "tests.fakes.crashing", "--config", str(folder / "casewatch.toml"),
        "--feeds", demo.base, "--now", now.isoformat(), "--kill", stage, "--hit", str(hit),
    ]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=120, check=False).stdout.strip()


def whole_pass(folder: Path, demo: DemoServer, now: datetime) -> None:
    """Make a pass in this process, which knew nothing of the killed one."""
    run_pass(folder / "casewatch.toml", demo.base, now, catalogue=bundled(), read=reader().read)


def texts(slack: FakeSlack) -> "Counter[str]":
    """Return what arrived. Two newspapers tell one step, and threads decide which of them is read first."""
    return Counter(re.sub(r"^Reported: .* writes", "Reported: one writes", m["text"]) for m in slack.messages)


def set_up(folder: Path, slack: FakeSlack, workers: int = 4) -> None:
    text = CONFIG.format(workers=workers, base=slack.base_url, token=slack.token, channel=CHANNEL)
    (folder / "casewatch.toml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def after_first_poll(tmp_path_factory: pytest.TempPathFactory, demo: DemoServer) -> Path:
    """A folder in which the quiet first poll is over."""
    folder = tmp_path_factory.mktemp("first")
    demo.stage = 1
    with FakeSlack(channels={CHANNEL: "legal"}) as slack:
        set_up(folder, slack)
        whole_pass(folder, demo, DEMO_TIMES[0])
    return folder


def play(folder: Path, demo: DemoServer, *kill: Any) -> "tuple[str, Counter[str]]":
    """Run the news, killed at a stage if one is given, then undisturbed passes; return the stage and the texts."""
    demo.stage = 2
    with FakeSlack(channels={CHANNEL: "legal"}) as slack:
        set_up(folder, slack)
        said = killed_pass(folder, demo, DEMO_TIMES[1], *kill) if kill else ""
        for number in range(1 if kill else 0, 4):
            whole_pass(folder, demo, DEMO_TIMES[1] + timedelta(minutes=10 * number))
        return said, texts(slack)


@pytest.fixture(scope="module")
def undisturbed(after_first_poll: Path, tmp_path_factory: pytest.TempPathFactory, demo: DemoServer) -> "Counter[str]":
    folder = tmp_path_factory.mktemp("undisturbed") / "data"
    shutil.copytree(after_first_poll, folder)
    _said, sent = play(folder, demo)
    assert len(sent) >= 6
    return sent


@pytest.mark.parametrize("hit", HITS)
@pytest.mark.parametrize("stage", STAGES)
def test_every_alert_arrives_once(
    stage: str,
    hit: int,
    after_first_poll: Path,
    undisturbed: "Counter[str]",
    tmp_path: Path,
    demo: DemoServer,
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(after_first_poll, folder)
    hits = REACHED_LESS_OFTEN.get(stage, HITS)[hit - 1]
    said, sent = play(folder, demo, stage, hits)
    print(f"killed: {said}")
    assert said == f"reached {stage}"
    assert sent == undisturbed
