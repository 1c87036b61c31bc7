"""What a human does to alerts from the command line: retry, withdraw, test."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from casewatch.alert_commands import app
from schemas.alert import Alert
from schemas.errors import ConfigurationError, SlackRefusedError
from schemas.words import AlertState
from store.database import Database
from store.outbox import add_alerts, load_alert
from tests.fakes.slack import FakeSlack
from tests.samples import NOW, alert

CONFIG = """
data_folder = "data"

[slack]
base_url = "{base}"
token = "xoxb-fake"

[[watch]]
id = "default"
channel = "C0LEGAL"
groups = ["watched"]
"""


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(channels={"C0LEGAL": "legal"}) as running:
        yield running


@pytest.fixture
def config(slack: FakeSlack, tmp_path: Path) -> Path:
    file = tmp_path / "casewatch.toml"
    file.write_text(CONFIG.format(base=slack.base_url), encoding="utf-8")
    return file


def queue(config: Path, *alerts: Alert) -> Database:
    database = Database(config.parent / "data" / "casewatch.duckdb")
    with database.transaction() as connection:
        add_alerts(connection, alerts)
    return database


def run(config: Path, *arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(app, [*arguments, "--config", str(config), "--json"], catch_exceptions=True)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def kept(database: Database, name: str) -> Alert:
    with database.transaction() as connection:
        found = load_alert(connection, name)
    assert found is not None
    return found


def test_a_test_message_says_that_it_is_one(config: Path, slack: FakeSlack) -> None:
    answer = run(config, "test", "--channel", "#legal")
    (message,) = slack.messages
    assert answer == {"channel": "#legal", "ts": message["ts"]}
    assert "Test message" in message["text"]
    slack.revoked = True
    with pytest.raises(SlackRefusedError, match="revoked"):
        run(config, "test", "--channel", "#legal")


@pytest.mark.parametrize("state", [AlertState.PENDING, AlertState.HELD, AlertState.PARKED])
def test_what_was_not_sent_is_withdrawn_with_the_reason(state: AlertState, config: Path) -> None:
    database = queue(config, alert("a1", state=state))
    assert run(config, "withdraw", "a1", "--reason", "told by phone") == {"withdrawn": "a1", "reason": "told by phone"}
    assert (kept(database, "a1").state, kept(database, "a1").reason) == (AlertState.WITHDRAWN, "told by phone")
    shown = run(config, "show", "a1")
    assert shown["state"] == "withdrawn"


@pytest.mark.parametrize("state", [AlertState.SENDING, AlertState.SENT, AlertState.DIGESTED])
def test_what_slack_may_hold_cannot_be_taken_back(state: AlertState, config: Path) -> None:
    database = queue(config, alert("a1", state=state))
    with pytest.raises(ConfigurationError, match=state.value):
        run(config, "withdraw", "a1", "--reason", "too late")
    with pytest.raises(ConfigurationError, match="no alert"):
        run(config, "withdraw", "a2", "--reason", "never there")
    assert kept(database, "a1").state is state


def test_parked_alerts_go_again_at_once(config: Path) -> None:
    parked = {"state": AlertState.PARKED, "attempts": 5, "error": "is_archived"}
    database = queue(config, alert("a1", **parked), alert("a2", **parked), alert("a3"))
    assert run(config, "retry", "a1") == {"retried": ["a1"]}
    again = kept(database, "a1")
    assert again.state is AlertState.PARKED
    assert again.next_try is not None
    assert again.next_try > NOW
    assert kept(database, "a2").next_try is None
