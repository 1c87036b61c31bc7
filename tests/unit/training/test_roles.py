"""What a text calls by what it is gets a name, and every other name stays in its place."""

from random import Random

import pytest

from training.names import load_stock
from training.records import LABELS, Labelled, Span
from training.roles import with_named_roles


def named(text: str, lang: str = "en", spans: tuple[Span, ...] = (), seed: int = 1) -> Labelled | None:
    return with_named_roles(Labelled("a", lang, text, spans, "test"), load_stock("train"), Random(seed))


@pytest.mark.parametrize("seed", range(10))
def test_firms_bodies_and_things_get_names(seed: int) -> None:
    record = named("The company told the regulator about the app, says the union.", seed=seed)
    assert record is not None
    first, second, third, fourth = record.spans
    assert [label for _, _, label in record.spans] == ["COMPANY", "AUTHORITY", "PRODUCT", "ORG_OTHER"]
    assert record.text[: first[0]] == ""
    assert record.text[first[1] : second[0]] == " told the "
    assert record.text[third[1] : fourth[0]] == ", says the "


def test_names_already_there_move_with_the_text() -> None:
    text = "The Commission fined the company in Oslo."
    record = named(text, spans=((4, 14, "AUTHORITY"), (36, 40, "PLACE")))
    assert record is not None
    words = [record.text[start:end] for start, end, _ in record.spans]
    assert (words[0], words[2]) == ("Commission", "Oslo")
    assert {label for _, _, label in record.spans} <= set(LABELS)


def test_the_same_words_are_the_same_firm() -> None:
    record = named("The company sold it. The company kept the rest.")
    assert record is not None
    first, second = record.spans
    assert record.text[slice(*first[:2])] == record.text[slice(*second[:2])]


def test_several_firms_stand_in_a_list() -> None:
    record = named("Die Parteien haben die Preise abgesprochen.", "de")
    assert record is not None
    assert len(record.spans) >= 2
    assert record.text[record.spans[-2][1] : record.spans[-1][0]] == " und "


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Nobody acts here.", ()),
        # What a name follows is a part of something else.
        ("The company Acme sold it.", ((12, 16, "COMPANY"),)),
        ("The Company Secretary resigned.", ()),
        ("The company-wide policy changed.", ()),
    ],
)
def test_other_words_stay(text: str, spans: tuple[Span, ...]) -> None:
    assert named(text, spans=spans) is None


def test_an_unknown_language_stays() -> None:
    assert named("The company sold it.", "xx") is None
