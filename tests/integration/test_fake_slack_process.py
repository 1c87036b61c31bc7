"""The fake Slack as a program: what it accepted outlives everybody."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from alerts.slack import SlackSender
from schemas.errors import SlackUnclearError
from tests.samples import alert

ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)


def test_accepted_messages_are_on_disk_before_the_answer(tmp_path: Path) -> None:
    state = tmp_path / "accepted.jsonl"
    command = [sys.executable, "-m", "tests.fakes.slack", "--state", str(state), "--faults", "reply_lost,reset"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        sender = SlackSender(SecretStr("xoxb-fake"), server.stdout.readline().strip(), 10)
        for name in ("a1", "a2"):
            with pytest.raises(SlackUnclearError):
                sender.post(alert(name))
        assert sender.find(alert("a1", created_at=NOW), NOW) is not None
        assert sender.find(alert("a2", created_at=NOW), NOW) is None
        sender.post(alert("a3"))
        server.kill()
    kept = [json.loads(line)["metadata"]["event_payload"]["alert"] for line in state.read_text().splitlines()]
    assert kept == ["a1", "a3"]
