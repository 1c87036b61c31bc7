"""What a new version of a release changed, and whether it is of weight."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.changes import LONGEST_DIFF, change_between
from schemas.document import DocumentChange, DocumentVersion

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
TEXT = "The authority fined Firnwerk €5 million on 3 March 2026 for a breach of Article 102 TFEU. It may appeal."


def version(number: int, text: str = TEXT, title: str = "Fine for Firnwerk", content: str = "") -> DocumentVersion:
    return DocumentVersion(
        document="d", version=number, title=title, text=text, content_hash=content or f"{title}{text}", seen_at=NOW
    )


def changed(text: str, title: str = "Fine for Firnwerk") -> DocumentChange:
    change = change_between(version(1), version(2, text, title))
    assert change is not None
    return change


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param(TEXT.replace("€5", "€6"), ("amounts",), id="another sum"),
        pytest.param(TEXT.replace("3 March", "4 March"), ("dates",), id="another day"),
        pytest.param(TEXT.replace("2026", "2025"), ("dates",), id="another year"),
        pytest.param(TEXT.replace("102", "101"), ("articles",), id="another article"),
        pytest.param(TEXT.replace("€5 million", "€6 million").replace("102", "101"), ("amounts", "articles"), id="two"),
        pytest.param(TEXT.replace("may appeal", "can appeal"), (), id="a word that weighs nothing"),
        pytest.param(TEXT + " Further details will follow.", (), id="a sentence at the end, with a capital"),
        pytest.param("It may appeal. " + TEXT.removesuffix(" It may appeal."), (), id="moved"),
        pytest.param(TEXT.replace("fined", "fined, in the end,"), (), id="a comma at a name"),
    ],
)
def test_what_weighs(text: str, what: tuple[str, ...]) -> None:
    assert changed(text).changed == what


def test_names_are_those_that_were_read() -> None:
    names = (frozenset({"Firnwerk"}), frozenset({"Firnwerk", "Kiesel"}))
    change = change_between(version(1), version(2, TEXT + " Kiesel too."), (), names)
    assert change is not None
    assert change.changed == ("names",)


def test_the_diff_shows_the_words_and_a_few_around_them() -> None:
    assert "fined Firnwerk [-€5-] {+€6+} million on" in changed(TEXT.replace("€5", "€6")).diff
    long = "word " * 500
    middle = change_between(version(1, long + "five" + long), version(2, long + "six" + long))
    assert middle is not None
    assert middle.diff.count("word") < 20
    assert "…" in middle.diff


def test_equal_words_are_no_change() -> None:
    assert change_between(version(1), version(2, TEXT.replace(" ", "\n"))) is None


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        pytest.param("A fine for Firnwerk", TEXT, "retitled", id="only the headline"),
        pytest.param("Fine for Firnwerk", TEXT + " More.", "edited", id="the text"),
        pytest.param("[Withdrawn] Fine for Firnwerk", TEXT, "withdrawn", id="GOV.UK's mark"),
    ],
)
def test_kinds(title: str, text: str, kind: str) -> None:
    assert changed(text, title).kind == kind


def test_words_that_come_back_are_republished() -> None:
    first, second, third = version(1, content="a"), version(2, TEXT + " Off.", content="b"), version(3, content="a")
    change = change_between(second, third, [first])
    assert change is not None
    assert change.kind == "republished"


@given(before=st.text(max_size=300), after=st.text(max_size=300))
def test_any_two_texts_can_be_compared(before: str, after: str) -> None:
    change = change_between(version(1, before), version(2, after))
    assert (change is None) == (before.split() == after.split())
    assert change is None or len(change.diff) <= LONGEST_DIFF
