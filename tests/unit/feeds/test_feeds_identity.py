"""Which entries are new: the traps of identity, one a row."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.documents import new_document, next_version
from feeds.identity import Changes, fingerprint, keep_new, normalise_url
from schemas.document import Document, KnownDocument
from schemas.source import Entry, Source

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SOURCE = Source(id="try", name="Try", publisher="Try", url="https://authority.example/feed")


def entry(guid: str | None = None, url: str | None = None, title: str = "T", **changes: object) -> Entry:
    address = f"https://authority.example{url}" if url and url.startswith("/") else url
    return Entry.model_validate({"source": "try", "guid": guid, "url": address, "title": title, **changes})


def known_of(document: Document) -> KnownDocument:
    return KnownDocument(
        id=document.id,
        guid=document.guid,
        url=document.url,
        fingerprint=document.fingerprint,
        content_hash=document.current.content_hash,
        version=document.current.version,
        first_seen=document.first_seen,
    )


def poll(known: dict[str, KnownDocument], entries: Sequence[Entry]) -> Changes:
    """One poll, with what it brought remembered in `known`."""
    changes = keep_new(entries, tuple(known.values()))
    for found in changes.new:
        document = known_of(new_document(SOURCE, found, NOW, False))
        assert document.id not in known, "two documents with one id"
        known[document.id] = document
    for before, found in changes.changed:
        version = next_version(before, found, NOW)
        update = {"content_hash": version.content_hash, "version": version.version}
        known[before.id] = before.model_copy(update=update)
    return changes


HTTP_A = "http://authority.example/a"

SECOND_POLLS = [
    ("the same item", [entry("1", "/a")], [entry("1", "/a")], 0, 0),
    ("another item", [entry("1", "/a")], [entry("2", "/b")], 1, 0),
    ("retitled", [entry("1", "/a", "Old")], [entry("1", "/a", "New")], 0, 1),
    ("another summary", [entry("1", "/a", summary="x")], [entry("1", "/a", summary="y")], 0, 1),
    ("another text", [entry("1", "/a", content="x")], [entry("1", "/a", content="y")], 0, 1),
    ("another date alone", [entry("1", "/a", published=NOW)], [entry("1", "/a")], 0, 0),
    ("a living page moved on", [entry("1", "/a", revision="1")], [entry("1", "/a", revision="2")], 0, 1),
    ("retitled, the GUID holds the headline", [entry("Old", "/a", "Old")], [entry("New", "/a", "New")], 0, 1),
    ("a GUID made anew at each poll", [entry("x1", "/a")], [entry("x2", "/a")], 0, 0),
    ("a GUID made anew, no address", [entry("x1")], [entry("x2")], 0, 0),
    ("a GUID reused for another address", [entry("1", "/a")], [entry("1", "/b")], 1, 0),
    ("a GUID all items share", [entry("1", "/a"), entry("1", "/b")], [entry("1", "/a"), entry("1", "/c")], 1, 0),
    ("no GUID, no address, the same words", [entry(title="A")], [entry(title="A")], 0, 0),
    ("no GUID, no address, other words", [entry(title="A")], [entry(title="B")], 1, 0),
    ("the same title at another address", [entry(None, "/a", "A")], [entry(None, "/b", "A")], 1, 0),
    ("a landing page for all", [entry("1", "/n", "A"), entry("2", "/n", "B")], [entry("3", "/n", "C")], 1, 0),
    ("one of them is left", [entry("1", "/n", "A"), entry("2", "/n", "B")], [entry("2", "/n", "B")], 0, 0),
    ("http becomes https", [entry("1", "http://a.example/x")], [entry("1", "https://a.example/x")], 0, 0),
    ("tracking", [entry(None, "/a?id=1&utm_source=rss")], [entry(None, "/a?id=1&fbclid=z")], 0, 0),
    ("another parameter", [entry(None, "/a?id=1")], [entry(None, "/a?id=2")], 1, 0),
    ("a fragment that means nothing", [entry(None, "/a#top")], [entry(None, "/a")], 0, 0),
    ("fragments that tell apart", [entry(None, "/a#1"), entry(None, "/a#2")], [entry(None, "/a#3")], 1, 0),
    ("a GUID that starts to have an address", [entry("1")], [entry("1", "/a")], 0, 0),
    ("a GUID that ceases to have one", [entry("1", "/a")], [entry("1")], 0, 0),
    ("gone, and back again", [entry("1", "/a")], [], 0, 0),
]


@pytest.mark.parametrize(
    ("first", "second", "new", "changed"), [row[1:] for row in SECOND_POLLS], ids=[row[0] for row in SECOND_POLLS]
)
def test_a_second_poll(first: list[Entry], second: list[Entry], new: int, changed: int) -> None:
    known: dict[str, KnownDocument] = {}
    assert len(poll(known, first).new) == len(first)
    changes = poll(known, second)
    assert (len(changes.new), len(changes.changed)) == (new, changed)
    again = poll(known, second)
    assert (again.new, again.changed) == ((), ())
    assert len(again.seen) == len(second)


@pytest.mark.parametrize(
    ("entries", "count", "trap"),
    [
        ([entry("1", "/a"), entry("1", "/a")], 1, "the very same item twice"),
        ([entry("1", "/a"), entry("1", "/b")], 2, "one GUID, two addresses"),
        ([entry("1", "/a", "A"), entry("1", "/a", "B")], 2, "one GUID, one address, two titles"),
        ([entry("1", "/a"), entry("2", "/a")], 2, "two GUIDs, one address"),
        ([entry(None, "/a", "A"), entry(None, "/b", "A")], 2, "one title, two addresses"),
        ([entry(), entry()], 1, "nothing but a title, twice"),
    ],
)
def test_one_poll(entries: list[Entry], count: int, trap: str) -> None:
    assert len(poll({}, entries).new) == count, trap


def test_the_first_words_come_back_beside_the_later_ones() -> None:
    """The document is named after its first words: what has them again must not become a second one of that name."""
    known: dict[str, KnownDocument] = {}
    first, later = entry("1", "/a", "First"), entry("1", "/a", "Later")
    poll(known, [first])
    assert len(poll(known, [later]).changed) == 1
    assert [found.title for found in poll(known, [first, later]).new] == ["Later"]
    assert poll(known, [first, later]).new == ()


def test_dates_take_no_part() -> None:
    """Equal, missing, future and unordered dates: a later poll brings exactly what was not there."""
    dates = [NOW, NOW, None, datetime(2099, 1, 1, tzinfo=UTC), datetime(1999, 1, 1, tzinfo=UTC)]
    entries = [entry(str(n), f"/{n}", published=date) for n, date in enumerate(dates)]
    known: dict[str, KnownDocument] = {}
    assert len(poll(known, entries[:2]).new) == 2
    assert [found.guid for found in poll(known, entries[::-1]).new] == ["4", "3", "2"]
    assert poll(known, entries).new == ()


def test_the_feeds_order_is_kept() -> None:
    entries = [entry(str(n), f"/{n}") for n in (3, 1, 2)]
    assert [found.guid for found in keep_new(entries, ()).new] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://Authority.Example:443/A/", "https://authority.example/A/"),
        ("http://authority.example:80", "http://authority.example/"),
        ("http://authority.example:8080/a", "http://authority.example:8080/a"),
        ("https://a.example/x?utm_medium=rss&b=2&a=1&gclid=3", "https://a.example/x?b=2&a=1"),
        ("https://a.example/x?", "https://a.example/x"),
        ("https://a.example/x#part", "https://a.example/x"),
        ("https://a.example/#/news/1", "https://a.example/#/news/1"),
        ("https://user@a.example/x", "https://a.example/x"),
        ("https://a.example./x", "https://a.example/x"),
        (" https://a.example/x ", "https://a.example/x"),
        ("https://a.example", "https://a.example/"),
        ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]/x"),
        (None, None),
    ],
)
def test_normalise_url(url: str | None, normal: str | None) -> None:
    assert normalise_url(url) == normal
    assert normalise_url(normal) == normal


@given(
    st.tuples(
        st.sampled_from(["http://", "https://", "HTTPS://"]),
        st.sampled_from(["a.example", "A.example", "a.example.", "a-1.b.example:80", "[2001:db8::1]", "a_b.example"]),
        st.text(alphabet=st.sampled_from('ax/?&=;%.!~ "é\t'), max_size=8).map("/{}".format),
    ).map(lambda parts: "".join(parts).strip())
)
def test_a_fragment_changes_nothing(url: str) -> None:
    """An address that is in its normal form is seen as that at once, and must not slip through."""
    assert normalise_url(url) == normalise_url(f"{url}#part")


def test_the_fingerprint_holds_the_address() -> None:
    assert fingerprint(entry(None, "/a")) != fingerprint(entry(None, "/b"))
    assert fingerprint(entry("1", "/a")) == fingerprint(entry("2", "/a"))


TANGLED = [
    (
        "two sayings of one page, http and https, beside a fragment of it",
        [[entry(None, "/a#x")], [entry("3", HTTP_A)]],
        [entry(None, "/a"), entry(None, HTTP_A)],
    ),
    (
        "a page that took the words its fragment has",
        [[entry(None, HTTP_A, "B")], [entry(None, "/a"), entry(None, "/a#x", "B")]],
        [entry("1", HTTP_A, "B"), entry(None, "/a", "B")],
    ),
    (
        "a GUID that lost its address, twice",
        [[entry("1", "/a#x"), entry(), entry(None, "/a#x", "B")], [entry("1", None, "B")]],
        [entry("1", summary="s"), entry("3", "/a#x"), entry("1")],
    ),
    (
        "a GUID with and without address, and the address without it",
        [[entry("2", HTTP_A, summary="s"), entry("2", "/a#y", summary="s")], [entry(None, HTTP_A)]],
        [entry("2", "/a", summary="s"), entry("2"), entry(None, HTTP_A, summary="s")],
    ),
]


@pytest.mark.parametrize(("earlier", "entries"), [row[1:] for row in TANGLED], ids=[row[0] for row in TANGLED])
def test_a_tangled_poll_again_brings_nothing(earlier: list[list[Entry]], entries: list[Entry]) -> None:
    brings_nothing_again(earlier, entries)


SOME = st.lists(
    st.builds(
        entry,
        guid=st.sampled_from([None, "1", "2", "3"]),
        url=st.sampled_from([None, "/a", "/b", "/a#x", "/a#y", "/b?utm_source=1", "http://authority.example/a"]),
        title=st.sampled_from(["A", "B"]),
        summary=st.sampled_from(["", "s"]),
        published=st.sampled_from([None, NOW]),
    ),
    max_size=8,
)


@settings(max_examples=300)
@given(earlier=st.lists(SOME, max_size=3), entries=SOME)
def test_the_same_poll_again_brings_nothing(earlier: list[list[Entry]], entries: list[Entry]) -> None:
    brings_nothing_again(earlier, entries)


def brings_nothing_again(earlier: list[list[Entry]], entries: list[Entry]) -> None:
    known: dict[str, KnownDocument] = {}
    for some in earlier:
        poll(known, some)
    poll(known, entries)
    again = poll(known, entries)
    assert (again.new, again.changed) == ((), ())
    backwards = poll(known, entries[::-1])
    assert (backwards.new, backwards.changed) == ((), ())


@given(entries=SOME)
def test_no_address_is_lost_at_the_first_poll(entries: list[Entry]) -> None:
    found = {(new.guid, new.url) for new in keep_new(entries, ()).new}
    addresses = {normalise_url(new.url, keep_fragment=True) for new in entries}
    assert {normalise_url(url, keep_fragment=True) for _, url in found} == addresses
