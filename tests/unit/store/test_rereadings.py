"""What waits for a newer extractor, what a step rests on, and what no summary told yet."""

from datetime import timedelta

from schemas.rereading import RereadEvent
from store.database import Connection
from store.documents import save_poll
from store.events import save_events
from store.readings import save_reading
from store.rereadings import (
    corrections_so_far,
    mark_as_summed_up,
    save_reread_events,
    standing_findings,
    to_read_again,
    to_sum_up,
)
from store.weekly import near_misses_since
from tests.samples import NOW, case, document, event, link, near_miss, reading, state, stored_finding, version

LATER = NOW + timedelta(days=1)


def read(
    connection: Connection, id: str, number: int, extractor: str, finding: str | None = None, after: int = 0
) -> None:
    """Save that an extractor read a version of a document, and the finding it gave for the event e1."""
    moment = NOW + timedelta(hours=after)
    given = (
        [stored_finding(finding, document=id, version=number, extractor=extractor, found_at=moment)] if finding else []
    )
    stored = document(id, current=version(id, number))
    missed = near_miss() if id == "missed" else None
    said = reading(id, extractor=extractor, near_misses=(missed,) if missed else ())
    save_reading(connection, stored, said, given, moment)
    save_events(connection, (), [link("e1", one.id) for one in given], ())


def test_the_newest_version_is_read_again_once_and_oldest_news_first(connection: Connection) -> None:
    documents = [document("new", published=LATER), document("old", published=NOW), document("never-read")]
    save_poll(connection, state(), documents, [], [], NOW)
    save_poll(connection, state("press"), [document("press", source="press")], [version("new", 2)], [], NOW)
    for name, number in (("new", 1), ("new", 2), ("old", 1), ("press", 1)):
        read(connection, name, number, "1")
    assert to_read_again(connection, "1", ()) == ()
    assert to_read_again(connection, "2", ()) == ("old", "new", "press")
    assert to_read_again(connection, "2", ("press",)) == ("press",)
    read(connection, "new", 2, "2", after=1)
    assert to_read_again(connection, "2", ()) == ("old", "press")


def test_a_step_rests_on_the_last_reading_of_each_document(connection: Connection) -> None:
    """Of an edited document, too: the version before is not read again, and must not speak for it for ever."""
    save_poll(connection, state(), [document("a"), document("b")], [], [], NOW)
    save_events(connection, [event("e1")], [], [case()])
    read(connection, "a", 1, "1", "a1")
    read(connection, "a", 2, "1", "a2")
    read(connection, "b", 1, "1", "b1", after=1)
    assert [finding.id for finding in standing_findings(connection, "e1")] == ["a1", "a2", "b1"]
    read(connection, "a", 2, "2", after=2)
    assert [finding.id for finding in standing_findings(connection, "e1")] == ["b1"]
    read(connection, "b", 1, "2", "b2", after=3)
    assert [finding.id for finding in standing_findings(connection, "e1")] == ["b2"]
    read(connection, "a", 2, "3", "a3", after=4)
    assert [finding.id for finding in standing_findings(connection, "e1")] == ["a3", "b2"], "in the order they came"


def test_each_change_is_summed_up_once(connection: Connection) -> None:
    first = RereadEvent(extractor="2", event="e1", document="a", outcome="changed", told=("#legal", "#board"), at=NOW)
    second = first.model_copy(update={"event": "e2", "told": ("#legal",), "untold": ("#board",), "at": LATER})
    save_reread_events(connection, [second, first])
    assert to_sum_up(connection, "2") == (first, second)
    assert to_sum_up(connection, "1") == ()
    mark_as_summed_up(connection, "2", LATER)
    assert to_sum_up(connection, "2") == ()
    assert corrections_so_far(connection, "2") == {"#legal": 2, "#board": 1}, "one allowance an extractor, not a call"


def test_a_near_miss_that_is_read_again_is_no_news(connection: Connection) -> None:
    save_poll(connection, state(), [document("missed")], [], [], NOW)
    read(connection, "missed", 1, "1")
    assert len(near_misses_since(connection, NOW - timedelta(hours=1))) == 1
    read(connection, "missed", 1, "2", after=48)
    assert near_misses_since(connection, LATER) == ()
