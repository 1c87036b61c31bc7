"""Seen, read and analysed: what each leaves in the tables and what the next stage picks up."""

import time
from datetime import timedelta

import pytest

from schemas.words import TextFrom
from store.database import Connection, Database
from store.documents import (
    find_document,
    known_documents,
    load_versions,
    postpone_read,
    save_poll,
    save_text,
    sources_with_work,
    to_analyse,
    to_read,
)
from store.feed_states import load_states
from store.readings import save_reading
from tests.samples import NOW, document, reading, state, version

LATER = NOW + timedelta(hours=1)


def save(connection: Connection, *ids: str, source: str = "acm-news") -> None:
    save_poll(connection, state(source), [document(id, source=source) for id in ids], [], [], NOW)


def read(connection: Connection, id: str, number: int = 1) -> None:
    save_text(connection, version(id, number, text="The text.", text_from=TextFrom.ARTICLE, read_at=NOW))


def ids_to_read(connection: Connection, now: object = NOW) -> list[tuple[str, int]]:
    return [(found.id, tries) for found, tries in to_read(connection, "acm-news", now, 10)]  # type: ignore[arg-type]


def test_a_poll_saves_state_and_documents_together(connection: Connection) -> None:
    save(connection, "a", "b")
    assert "acm-news" in load_states(connection)
    assert [known.id for known in known_documents(connection, ["acm-news"])["acm-news"]] == ["a", "b"]


def test_only_documents_of_the_source_are_known(connection: Connection) -> None:
    save(connection, "a", source="other")
    assert known_documents(connection, ["acm-news"])["acm-news"] == []


def test_the_same_poll_again_changes_nothing(connection: Connection) -> None:
    save(connection, "a")
    read(connection, "a")
    before = find_document(connection, "a")
    save(connection, "a")
    assert find_document(connection, "a") == before


def test_a_document_met_again_moves_only_its_last_seen(connection: Connection) -> None:
    save(connection, "a", "b")
    save_poll(connection, state(), [], [], ["a"], LATER)
    met, other = find_document(connection, "a"), find_document(connection, "b")
    assert met is not None
    assert other is not None
    assert (met.first_seen, met.last_seen, other.last_seen) == (NOW, LATER, NOW)


def test_a_new_version_is_current_known_and_still_to_be_read(connection: Connection) -> None:
    save(connection, "a")
    read(connection, "a")
    save_poll(connection, state(), [], [version("a", 2, title="Corrected", content_hash="new")], [], LATER)
    assert [v.version for v in load_versions(connection, "a")] == [1, 2]
    assert [(k.version, k.content_hash) for k in known_documents(connection, ["acm-news"])["acm-news"]] == [(2, "new")]
    assert ids_to_read(connection) == [("a", 0)]
    found = find_document(connection, "a")
    assert found is not None
    assert (found.current.title, found.last_seen) == ("Corrected", LATER)


def test_a_read_document_is_not_read_again(connection: Connection) -> None:
    save(connection, "a")
    read(connection, "a")
    assert ids_to_read(connection) == []


def test_reading_keeps_the_hash_of_the_entry(connection: Connection) -> None:
    save(connection, "a")
    save_text(connection, version("a", text="The text.", content_hash="of the article", read_at=NOW))
    assert known_documents(connection, ["acm-news"])["acm-news"][0].content_hash == "hash"


def test_the_text_of_a_version_that_is_not_there_is_no_silent_loss(connection: Connection) -> None:
    save(connection, "a")
    with pytest.raises(LookupError, match="a version 2"):
        save_text(connection, version("a", 2, read_at=NOW))


def test_a_failed_reading_waits_for_its_next_try(connection: Connection) -> None:
    save(connection, "a", "b")
    postpone_read(connection, "a", 1, "timeout", 2, LATER)
    assert ids_to_read(connection) == [("b", 0)]
    assert ids_to_read(connection, LATER) == [("b", 0), ("a", 2)]


def test_the_limit_takes_the_oldest(connection: Connection) -> None:
    save_poll(connection, state(), [document("z", first_seen=NOW - timedelta(days=1))], [], [], NOW)
    save(connection, "a")
    assert [found.id for found, _ in to_read(connection, "acm-news", NOW, 1)] == ["z"]


def test_read_documents_wait_for_the_extractor_until_they_have_a_reading(connection: Connection) -> None:
    save(connection, "a", "b")
    assert to_analyse(connection, "acm-news", 10) == ()
    read(connection, "a")
    waiting = to_analyse(connection, "acm-news", 10)
    assert [found.id for found in waiting] == ["a"]
    save_reading(connection, waiting[0], reading("a"), [], NOW)
    assert to_analyse(connection, "acm-news", 10) == ()


def test_a_new_version_waits_for_the_extractor_again(connection: Connection) -> None:
    save(connection, "a")
    read(connection, "a")
    save_reading(connection, document("a"), reading("a"), [], NOW)
    save_poll(connection, state(), [], [version("a", 2)], [], LATER)
    read(connection, "a", 2)
    assert [found.current.version for found in to_analyse(connection, "acm-news", 10)] == [2]


def test_another_extractor_finds_everything_to_read_again(connection: Connection) -> None:
    save(connection, "a")
    read(connection, "a")
    save_reading(connection, document("a"), reading("a", extractor="1"), [], NOW)
    assert to_analyse(connection, "acm-news", 10, extractor="1") == ()
    assert [found.id for found in to_analyse(connection, "acm-news", 10, extractor="2")] == ["a"]


def test_sources_with_work_are_those_with_something_to_read_or_analyse(connection: Connection) -> None:
    save(connection, "a", source="to-read")
    save(connection, "b", source="to-analyse")
    read(connection, "b")
    save(connection, "c", source="waiting")
    postpone_read(connection, "c", 1, "timeout", 1, LATER)
    save(connection, "d", source="done")
    read(connection, "d")
    save_reading(connection, document("d"), reading("d"), [], NOW)
    assert sources_with_work(connection, NOW) == {"to-read", "to-analyse"}
    assert sources_with_work(connection, LATER) == {"to-read", "to-analyse", "waiting"}


def test_a_document_is_found_by_id_and_by_address(connection: Connection) -> None:
    save(connection, "a")
    for name in ("a", "https://acm.example/a"):
        found = find_document(connection, name)
        assert found is not None
        assert found.id == "a"
    assert find_document(connection, "https://acm.example/none") is None


def test_a_poll_of_500_documents_is_saved_in_a_second(database: Database) -> None:
    with database.transaction():
        pass
    documents = [document(str(n), current=version(str(n), text="A sentence. " * 300)) for n in range(500)]
    begun = time.perf_counter()
    with database.transaction() as connection:
        save_poll(connection, state(), documents, [], [], NOW)
    assert time.perf_counter() - begun < 1.0
