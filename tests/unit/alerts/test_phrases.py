"""The wording file: complete, and wrong ones named by file and line."""

from pathlib import Path

import pytest

from alerts.phrases import PHRASES_FILE, listed, load_phrases, phrases, with_article
from schemas.catalogue import Relation
from schemas.errors import DataFileError
from schemas.words import Action, Instrument, Role


def test_every_word_has_its_phrase() -> None:
    told = phrases()
    assert set(told.steps) == set(Action)
    assert set(told.instruments) == set(Instrument)
    assert set(told.roles) == set(Role)
    kinds = Relation.model_fields["kind"].annotation
    assert set(told.relations) == set(kinds.__args__)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("trap", "old", "new", "reason"),
    [
        ("no such action", 'opened = "{authority}', 'opend = "{authority}', "opened"),
        ("a step that does not say who", '"{authority} has settled with', '"It has settled with', "settled"),
        ("what runs, of nobody", "an investigation into {targets} under way", "an investigation under way", "running"),
        ("a law without a name", 'dsa = "Digital Services Act"\n', "", "instruments lacks dsa"),
        ("no TOML", "[notes]", "[notes", "Expected"),
        ("a number for words", 'de = "German"', "de = 7", "string"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(trap: str, old: str, new: str, reason: str, tmp_path: Path) -> None:
    text = PHRASES_FILE.read_text(encoding="utf-8")
    assert old in text, trap
    file = tmp_path / "phrases.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=reason) as caught:
        load_phrases(file)
    assert caught.value.path == file
    assert caught.value.line is not None


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("European Commission", "the European Commission"),
        ("Ofcom", "Ofcom"),
        ("The Bureau of Things", "The Bureau of Things"),
    ],
)
def test_an_authority_takes_its_article(name: str, called: str) -> None:
    assert with_article(name) == called


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (list("ABCDEFGH"), "A, B, C, D, E, F and 2 more"),
        ([], "firms it does not name"),
    ],
)
def test_a_list_of_names(names: list[str], read: str) -> None:
    assert listed(names) == read
