"""Deliveries beside the reading: one thread makes them, and one that has not begun serves all who ask."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.delivering import delivering
from flows.tools import Tools
from knowledge.catalogue import Catalogue
from schemas.errors import StoreError
from tests.fakes.desk import desk

START = datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.fixture
def tools(tmp_path: Path) -> Tools:
    return desk(tmp_path / "data", (), Catalogue(), START)[0]


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
