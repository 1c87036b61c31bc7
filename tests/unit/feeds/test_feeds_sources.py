"""Every declared source reads its sample: tests/data/feeds/<source id>/sample.* and expected.json."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.parse import parse
from feeds.registry import BUNDLED, load_sources
from feeds.schedule import expectation_breach
from knowledge.load import load_catalogue
from schemas.source import ParsedFeed, Response, Source

DATA = Path(__file__).parents[2] / "data" / "feeds"
SOURCES = load_sources()
KINDS = {".xml": "application/xml", ".html": "text/html; charset=utf-8", ".json": "application/json"}


def parsed(source: Source) -> ParsedFeed:
    [sample] = (DATA / source.id).glob("sample.*")
    response = Response(
        source=source.id,
        url=source.url,
        status=200,
        content_type=KINDS[sample.suffix],
        body=sample.read_bytes(),
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    feed = parse(source, response)
    assert isinstance(feed, ParsedFeed), feed
    return feed


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_a_source_reads_its_sample(source: Source) -> None:
    expected = json.loads((DATA / source.id / "expected.json").read_text("utf-8"))
    feed = parsed(source)
    assert expected["basis"]
    assert feed.degraded is None
    found = [json.loads(entry.model_dump_json()) for entry in feed.entries]
    assert [{key: entry[key] for key in want} for entry, want in zip(found, expected["entries"], strict=True)] == (
        expected["entries"]
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_a_sample_has_the_fields_the_source_expects(source: Source) -> None:
    enough = source.model_copy(update={"expect": source.expect.model_copy(update={"min_items": 1})})
    assert expectation_breach(enough, parsed(source).entries, datetime(2026, 11, 20, tzinfo=UTC)) is None


def test_no_sample_without_a_source() -> None:
    assert {folder.name for folder in DATA.iterdir()} == {source.id for source in SOURCES}


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
        assert all(bool(entry.revision) == source.living for entry in parsed(source).entries), source.id
