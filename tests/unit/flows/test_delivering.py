"""Deliveries beside the reading: one thread makes them, and what they are refused is told by another way."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from alerts.slack import SlackSender
from flows.delivering import deliver, delivering
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.errors import StoreError
from store.outbox import add_alerts
from tests.fakes.desk import desk
from tests.fakes.slack import FakeSlack
from tests.samples import alert

START = datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return desk(tmp_path / "data", (), Catalogue(), START, made=False)[0]


def test_a_delivery_that_has_not_begun_serves_all_who_ask(tools: Tools) -> None:
    with delivering(tools) as ask, tools.sending:
        for _ in range(20):
            ask()
    assert 1 <= len(tools.deliveries) <= 2, "one may have begun before the second was asked for"


def test_nobody_asks_and_nothing_is_delivered(tools: Tools) -> None:
    with delivering(tools):
        pass
    assert tools.deliveries == []


def test_a_delivery_that_could_not_be_made_is_told_at_the_end(tools: Tools) -> None:
    tools.settings.data_folder.write_text("a file where the folder should be")
    with pytest.raises(StoreError), delivering(tools) as ask:
        ask()


def test_a_channel_that_refuses_is_told_to_the_operators_and_so_is_its_end(tmp_path: Path) -> None:
    plain, clock = desk(tmp_path, (), Catalogue(), START)
    with FakeSlack(channels={"C0LEGAL": "legal"}, archived=["C0LEGAL"]) as slack:
        tools = replace(plain, sender=SlackSender(SecretStr(slack.token), slack.base_url))
        with tools.database.transaction() as connection:
            add_alerts(connection, (alert("a1", channel="C0LEGAL", created_at=START),))
        for _ in range(2):
            deliver(tools)
            clock.skip(hours=1)
        slack.archived.clear()
        deliver(tools)
        assert slack.alerts() == ["a1"]
    told = [json.loads(line)["text"] for line in tools.settings.ops_file.read_text("utf-8").splitlines()]
    refused, recovered = told
    assert "unarchive it" in refused
    assert recovered == "Recovered: slack (C0LEGAL)."
