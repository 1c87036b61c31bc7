"""The measurement of polling works, with few feeds and without the reader it is compared with."""

import json

import feedparser
import pytest

from benchmarks.poll import main
from benchmarks.poll_server import ENTRIES, feed


def test_feeds_differ_only_by_their_newest_entry() -> None:
    before, after = (feedparser.parse(feed(3, newest)).entries for newest in (ENTRIES, ENTRIES + 1))
    assert len(before) == len(after) == ENTRIES
    assert [entry.id for entry in before[1:]] == [entry.id for entry in after[:-1]]


@pytest.mark.slow
def test_all_phases_are_timed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--feeds", "4", "--threads", "2", "--rounds", "1", "--known", "10,100", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert figures["feeds"] == 4
    assert {"first_to_bare", "validated_to_bare", "same_bytes_to_bare", "cycle_many_to_few"} <= set(figures)
