"""The comparison with feedparser alone notices what it is there to notice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FEED = b"<rss><channel><item><title>Inquiry opened</title></item><item/></channel></rss>"


def measured(folder: Path) -> dict[str, Any]:
    # From a small process: a child begins with the peak of memory of its parent.
    command = [sys.executable, "-m", "benchmarks.odd_feeds", str(folder), "--json"]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return figures


@pytest.mark.slow
def test_whole_broken_and_refused_files_are_all_answered(tmp_path: Path) -> None:
    (tmp_path / "whole.xml").write_bytes(FEED)
    (tmp_path / "cut.xml").write_bytes(FEED[:60])
    (tmp_path / "nothing.xml").write_bytes(b"")
    (tmp_path / "crowded.xml").write_bytes(FEED.replace(b"<item/>", b"<a/>" * 100_001))
    figures = measured(tmp_path)
    assert (figures["files"], figures["answered"], figures["crashes"], figures["entries"]) == (4, 4, 0, 3)
    assert figures["lost"] == [str(tmp_path / "crowded.xml")], "a feed that is refused is told as lost"
    assert 10 < figures["peak_memory_mb"] < 500
