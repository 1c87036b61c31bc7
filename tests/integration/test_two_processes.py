"""Two monitors on one folder, by mistake or by cron: nothing is stored or told twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casewatch.demo.server import DemoServer
from casewatch.demo.sources import DEMO_TIMES
from tests.fakes.slack import FakeSlack
from tests.integration.test_crashes import CHANNEL, CONFIG

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def test_two_passes_at_once_tell_each_step_once(tmp_path: Path) -> None:
    with DemoServer() as demo, FakeSlack(channels={CHANNEL: "legal"}) as slack:
        text = CONFIG.format(workers=4, base=slack.base_url, token=slack.token, channel=CHANNEL)
        (tmp_path / "casewatch.toml").write_text(text, encoding="utf-8")

        def start(stage: int) -> "subprocess.Popen[str]":
            command = [
                sys.executable, "-m", "tests.fakes.crashing", "--config", str(tmp_path / "casewatch.toml"),
                "--feeds", demo.base, "--now", DEMO_TIMES[stage - 1].isoformat(),
            ]  # fmt: skip
            return subprocess.Popen(
                command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )

        for stage in (1, 2):
            demo.stage = stage
            for process in [start(stage), start(stage)]:
                _out, errors = process.communicate(timeout=110)
                assert process.returncode == 0, errors[-3000:]
        told = [message["text"] for message in slack.messages]
    assert len(told) == len(set(told)), told
    assert len(told) >= 7
