"""Every declared source reads its sample: feeds/samples/<source id>/sample.* and expected.json."""

import re
from datetime import UTC, datetime

import pytest

from feeds.bundled import BUNDLED, ListedSource, list_bundled
from feeds.pairs import SAMPLES, Pair, differences, load_pair
from feeds.parse import parse
from feeds.registry import load_sources
from knowledge.load import load_catalogue
from schemas.source import Entry, ParsedFeed, Response, Source

SOURCES = load_sources()


def parsed(source: Source) -> tuple[Entry, ...]:
    file = pair_of(source).sample
    kind = "text/html; charset=utf-8" if file.suffix == ".html" else ""
    answer = Response(
        source=source.id,
        url=source.url,
        status=200,
        content_type=kind,
        body=file.read_bytes(),
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    feed = parse(source, answer)
    assert isinstance(feed, ParsedFeed), feed
    return feed.entries


def pair_of(source: Source) -> Pair:
    pair = load_pair(source.id)
    assert pair is not None, f"{source.id} has no pair in feeds/samples"
    return pair


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_a_source_reads_its_sample(source: Source) -> None:
    pair = pair_of(source)
    assert differences(source, pair) == ()
    assert re.match(r"(?:REC|DOC|assumed)\b", pair.basis), pair.basis
    assert pair.entries


def test_the_bundled_files_pass_the_closer_look_at_a_users_own() -> None:
    assert load_sources(sorted(BUNDLED.glob("*.toml"))) == SOURCES


def test_the_bundled_files_are_listed_as_their_schema_reads_them() -> None:
    shown = [ListedSource(*(getattr(source, name) for name in ListedSource._fields)) for source in SOURCES]
    assert list(list_bundled()) == shown


def test_no_sample_without_a_source() -> None:
    assert {folder.name for folder in SAMPLES.iterdir()} == {source.id for source in SOURCES}


def test_bundled_sources_are_official_and_name_their_authority() -> None:
    for source in SOURCES:
        assert source.official, source.id
        assert source.authority, source.id
        assert source.jurisdiction, source.id
        assert not source.allow_private, source.id


def test_bundled_authorities_stand_in_the_catalogue() -> None:
    known = set(load_catalogue().authorities)
    assert {source.authority for source in SOURCES} <= known


def test_the_example_is_not_polled_and_can_be_loaded() -> None:
    [example] = load_sources([BUNDLED / "examples" / "press-example.toml"])
    assert not example.official
    assert example.id not in {source.id for source in SOURCES}
    assert all("example." not in source.url for source in SOURCES)


def test_living_entries_carry_their_state() -> None:
    for source in SOURCES:
        assert all(bool(entry.revision) == source.living for entry in parsed(source)), source.id
