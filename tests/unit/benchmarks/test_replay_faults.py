"""The faults a replay puts before its feeds, and when it puts them."""

import pytest

from benchmarks.replay_faults import FaultyWeb, faulty_web, outages, steadiest, with_fault

FEED = '<rss><channel><item><title>A</title><guid isPermaLink="false">a-1</guid></item></channel></rss>'


def test_a_fault_hides_the_items_or_moves_their_ids_and_nothing_else() -> None:
    assert with_fault(FEED, None) == (200, FEED)
    assert with_fault(FEED, "fails")[0] == 503
    assert with_fault(FEED, "markup") == (200, FEED.replace("item>", "teaser>"))
    assert with_fault(FEED, "guids") == (200, FEED.replace("a-1", "moved:a-1"))
    assert with_fault("<entry><id>tag:1</id></entry>", "guids") == (200, "<entry><id>moved:tag:1</id></entry>")


def test_the_steadiest_feeds_break() -> None:
    lists = [{"B": {"x"}, "A": {"y"}, "C": set[str](), "D": {"z"}} for _ in range(10)]
    lists[3] = {"B": set(), "D": {"z"}, "C": {"x"}, "A": {"y"}}
    lists[4] = {"B": {"x"}, "D": {"z"}, "C": set()}
    assert steadiest(lists) == ("D", "A", "B")
    assert [outages(lists, code) for code in "ABCD"] == [1, 1, 2, 0]
    with pytest.raises(ValueError, match="4 feeds"), faulty_web("http://127.0.0.1:9", ("A", "B"), 1):
        pass


def test_faults_last_ten_days_of_the_first_round_and_moved_ids_stay() -> None:
    web = FaultyWeb("http://127.0.0.1:9", {"A": "fails", "B": "guids"}, first=2)
    try:
        seen = []
        for day, playing in [(5, None), (1, 0), (2, 0), (11, 0), (12, 0), (5, 1)]:
            web.move(day, playing)
            seen.append((web.fault_of("A"), web.fault_of("B"), web.fault_of("C")))
    finally:
        web.server_close()
    assert [found[0] for found in seen] == [None, None, "fails", "fails", None, None]
    assert [found[1] for found in seen] == [None, None, "guids", "guids", "guids", "guids"]
    assert {found[2] for found in seen} == {None}
