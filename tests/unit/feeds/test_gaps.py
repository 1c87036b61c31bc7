"""What is known and not watched is said: every gap has a reason, and none is watched after all."""

from pathlib import Path

import pytest

from casewatch.sources_page import BEGIN, END, page_with_lists, written
from feeds.gaps import load_gaps
from feeds.registry import load_sources
from knowledge.load import load_catalogue
from schemas.errors import DataFileError

PAGE = Path(__file__).parents[3] / "docs" / "sources.md"


def test_a_gap_is_not_watched_and_has_a_reason() -> None:
    gaps, watched = load_gaps(), load_sources()
    ids = [gap.id for gap in gaps]
    assert len(ids) == len(set(ids))
    assert not set(ids) & {source.id for source in watched}
    assert not {gap.url for gap in gaps} & {source.url for source in watched}
    assert all(len(gap.reason) > 15 for gap in gaps)


def test_the_authority_of_a_gap_stands_in_the_catalogue() -> None:
    assert {gap.authority for gap in load_gaps()} <= set(load_catalogue().authorities)


def test_a_gap_without_a_reason_is_refused_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "gaps.toml"
    file.write_text('[[gap]]\nid = "a"\nauthority = "eu-ec"\nurl = "https://a.example"\n')
    with pytest.raises(DataFileError, match=r"(?s)gaps\.toml.*reason"):
        load_gaps(file)


def test_the_page_lists_what_is_declared() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "run: python -m casewatch.sources_page docs/sources.md"


def test_a_page_without_its_marks_is_not_written() -> None:
    with pytest.raises(ValueError, match="has no"):
        page_with_lists(f"{BEGIN} and no end", "lists")
    assert page_with_lists(f"a {BEGIN} old {END} b", "new") == f"a {BEGIN}\n\nnew\n{END} b"


def test_the_first_page_tells_how_many() -> None:
    watched = load_sources()
    told = f"{len(watched)} endpoints of {len({source.authority for source in watched})} authorities"
    assert told in (PAGE.parents[1] / "README.md").read_text("utf-8")
