"""The comparison with feedparser alone notices what it is there to notice."""

from pathlib import Path

from benchmarks.odd_feeds import measured

FEED = b"<rss><channel><item><title>Inquiry opened</title></item><item/></channel></rss>"


def test_whole_and_broken_files_are_all_answered(tmp_path: Path) -> None:
    (tmp_path / "whole.xml").write_bytes(FEED)
    (tmp_path / "cut.xml").write_bytes(FEED[:60])
    (tmp_path / "nothing.xml").write_bytes(b"")
    figures = measured(tmp_path)
    assert (figures.files, figures.answered, figures.crashes, figures.lost) == (3, 3, 0, ())
    assert figures.entries == 3
    assert 10 < figures.peak_memory_mb < 500


def test_a_feed_that_is_refused_is_told_as_lost(tmp_path: Path) -> None:
    (tmp_path / "crowded.xml").write_bytes(FEED.replace(b"<item/>", b"<a/>" * 100_001))
    assert measured(tmp_path).lost == (str(tmp_path / "crowded.xml"),)
