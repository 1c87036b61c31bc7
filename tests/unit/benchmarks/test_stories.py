"""The stories keep their form, links are counted over pairs, and the linking does not fall behind."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from pydantic import ValidationError

from benchmarks.stories.__main__ import measure
from benchmarks.stories.form import FOLDER, HELD_OUT, Story, StoryDocument, load_stories
from benchmarks.stories.playing import Played, Told, play
from benchmarks.stories.scoring import case_pairs, event_pairs, related_rate
from feeds.registry import load_sources
from schemas.errors import DataFileError
from training.evaluating import Rate

BUILD, HELD = load_stories(FOLDER), load_stories(HELD_OUT)
ALL = (*BUILD, *HELD)
DOCUMENTS = [document for story in ALL for document in story.document]
FLOORS = {"event_links": (0.99, 0.98), "case_links": (0.99, 0.98)}
"""Precision and recall that the stories to build with may not fall under."""
HELD_OUT_FLOORS = {"event_links": (0.98, 0.93), "case_links": (0.98, 0.93)}


def test_there_are_as_many_as_the_card_says() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    languages = Counter(document.lang for document in DOCUMENTS)
    counts = [str(languages[lang]) for lang in sorted(languages)]
    assert (len(BUILD), len(HELD)) == (100, 100)
    assert len(DOCUMENTS) >= 300
    assert len(languages) >= 8
    assert f"| documents | {' | '.join(counts)} | {len(DOCUMENTS)} |" in card
    assert "Every case here is invented" in card


def test_every_story_says_what_it_tries_and_is_another() -> None:
    assert [story.name for story in ALL if len(story.trap) < 20] == []
    assert len({story.name for story in ALL}) == len({story.title for story in ALL}) == len(ALL)


def test_no_two_documents_stand_at_one_address() -> None:
    assert len({(document.source, document.url) for document in DOCUMENTS}) == len(DOCUMENTS)


def test_releases_come_from_declared_sources_and_press_from_none() -> None:
    declared = {source.id for source in load_sources(())}
    assert [d.source for d in DOCUMENTS if d.official is not (d.source in declared)] == []


def test_documents_are_as_long_as_short_releases_are() -> None:
    words = {f"{story.name}/{d.id}": len(d.text.split()) for story in ALL for d in story.document}
    assert {name: count for name, count in words.items() if not 35 <= count <= 150} == {}


def test_a_story_that_does_not_hang_together_is_refused(tmp_path: Path) -> None:
    story = next(story for story in BUILD if story.name == "ai-act-first-request").model_dump()
    first = story["document"][0]
    with pytest.raises(ValidationError, match="no slice"):
        StoryDocument.model_validate({**first, "text": "Nothing of it."})
    with pytest.raises(ValidationError, match="one id"):
        Story.model_validate({**story, "document": [first, first]})
    with pytest.raises(ValidationError, match="no finding is of"):
        Story.model_validate({**story, "related": [("c1", "c77")]})
    torn = [{**first, "id": case, "finding": [{**first["finding"][0], "case": case}]} for case in ("c1", "c2")]
    with pytest.raises(ValidationError, match="is in two cases"):
        Story.model_validate({**story, "related": (), "document": torn})
    (tmp_path / "empty.toml").write_text('title = "Nothing"\ntrap = "none"\n', encoding="utf-8")
    with pytest.raises(DataFileError, match=r"empty\.toml"):
        load_stories(tmp_path)


def told(story: str, event: str | None, link: str | None, case: str = "k", *, must: bool = True) -> Told:
    return Told(story, f"{event}{link}", "words", event, event and "c1", must, link, link and case)


def test_pairs_are_right_wrong_or_missed() -> None:
    steps = [
        told("a", "e1", "x"),
        told("a", "e1", "x"),
        told("a", "e1", "y"),
        told("b", "e1", "y"),
        told("b", "e2", "z"),
    ]
    events, cases = event_pairs(steps), case_pairs(steps)
    assert events.rate == Rate(wanted=3, given=2, right=1)
    assert [(one.story, other.story) for one, other in events.wrong] == [("a", "b")]
    assert len(events.missed) == 2
    assert cases.rate == Rate(wanted=4, given=10, right=4)


def test_an_old_step_told_as_context_counts_only_where_it_goes_wrong() -> None:
    steps = [told("a", "e1", "x"), told("a", "e1", "x", must=False), told("b", "e1", "x", must=False)]
    assert event_pairs(steps).rate == Rate(wanted=0, given=2, right=0)
    assert event_pairs(steps[:2]).rate == Rate(wanted=0, given=0, right=0)


def test_a_tie_is_right_when_it_binds_related_cases() -> None:
    steps = tuple(told(story, "e1", "x", case) for story, case in (("a", "k1"), ("b", "k2"), ("c", "k3")))
    steps = (*steps, Told("a", "d2", "words", "e2", "c2", True, "y", "k4"))
    played = Played(steps, (("k1", "k4"), ("k4", "k1"), ("k2", "k3")))
    assert related_rate(played, [("a", "c1", "c2"), ("b", "c1", "c2")]) == Rate(wanted=2, given=2, right=1)


@pytest.mark.slow
def test_a_reading_is_held_against_what_is_written_down() -> None:
    story = next(story for story in BUILD if story.name == "one-release-two-languages")
    steps = play([story], whole_reading=True).told
    found = {step.document for step in steps if step.must and step.linked_event}
    assert {"d1", "d2"} <= found
    assert event_pairs(steps).rate.precision == 1.0


@pytest.mark.parametrize(
    ("stories", "floors"),
    [
        pytest.param(BUILD[::12], FLOORS, id="every twelfth"),
        pytest.param(BUILD, FLOORS, id="all", marks=[pytest.mark.slow, pytest.mark.timeout(600)]),
        pytest.param(HELD, HELD_OUT_FLOORS, id="held out", marks=[pytest.mark.slow, pytest.mark.timeout(600)]),
    ],
)
def test_the_linking_does_not_fall_behind(stories: tuple[Story, ...], floors: dict[str, tuple[float, float]]) -> None:
    figures = measure(stories)
    for kind, (precision, recall) in floors.items():
        assert figures[kind]["precision"] >= precision
        assert figures[kind]["recall"] >= recall


@pytest.mark.parametrize(
    ("stories", "at_once"),
    [
        pytest.param([story for story in BUILD if story.related][::3], 30, id="those with cases that are related"),
        pytest.param(ALL, 100, id="all", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
        pytest.param(ALL, 7, id="all, in small batches", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)
def test_a_batch_is_linked_as_document_by_document(stories: Sequence[Story], at_once: int) -> None:
    alone, together = play(stories), play(stories, at_once=at_once)
    assert _put_together(together) == _put_together(alone)
    assert len(alone.ties) > 0


def _put_together(played: Played) -> tuple[list[tuple[int | None, int | None]], set[frozenset[int]]]:
    """Return which event and case each step was put to, and which cases are tied, numbered as they come."""
    numbers: dict[str, int] = {}

    def number(name: str | None) -> int | None:
        return numbers.setdefault(name, len(numbers)) if name else None

    links = [(number(told.linked_event), number(told.linked_case)) for told in played.told]
    return links, {frozenset(numbers[case] for case in tie) for tie in played.ties}
