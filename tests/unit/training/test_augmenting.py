"""Renaming, noise and other cases keep every name in its place, and are the same for the same seed."""

import re
from collections.abc import Callable
from random import Random

import pytest

from training.frames import fill_frames
from training.mixing import mix
from training.names import all_legal_forms, firm, known, known_bodies, load_stock, person, place_name, product
from training.noise import joined, only_noise, with_noise
from training.records import LABELS, Labelled
from training.renaming import as_firm, as_firm_of_papers, as_known_body, new_names, rename
from training.variants import in_capitals, in_title_case, names_in_capitals, with_stray_capitals, with_unknown_words

TEXT = "The FTC sued Velmont Robotics Inc. Ms Ada Quill of Velmont Robotics spoke in Oslo."
RECORD = Labelled(
    "a",
    "en",
    TEXT,
    tuple(
        (TEXT.index(words, at), TEXT.index(words, at) + len(words), label)
        for words, label, at in (
            ("FTC", "AUTHORITY", 0),
            ("Velmont Robotics Inc.", "COMPANY", 0),
            ("Ada Quill", "PERSON", 0),
            ("Velmont Robotics", "COMPANY", 40),
            ("Oslo", "PLACE", 0),
        )
    ),
    "test",
)


def words_of(record: Labelled) -> list[tuple[str, str]]:
    return [(record.text[start:end], label) for start, end, label in record.spans]


def test_firms_are_renamed_in_place() -> None:
    renamed = rename(RECORD, {"COMPANY": lambda _: "Brixo Ltd"})
    assert renamed.text == "The FTC sued Brixo Ltd Ms Ada Quill of Brixo spoke in Oslo."
    assert words_of(renamed)[3] == ("Brixo", "COMPANY")


def test_a_firm_with_a_legal_form_gets_another_with_one() -> None:
    for seed in range(20):
        new = as_firm(load_stock("train"), Random(seed), "de")("Acme GmbH")
        assert new is not None
        assert re.search(r"(?:GmbH|AG|SE|KG|KGaA|r\.l\.)", new)


def test_all_kinds_of_names_are_given_new_ones() -> None:
    seen = {label: set[str]() for label in LABELS}
    for seed in range(40):
        for words, label in words_of(rename(RECORD, new_names(load_stock("train"), Random(seed), "en"))):
            seen[label].add(words)
    assert len(seen["COMPANY"]) > 40
    assert len(seen["PERSON"]) > 10
    assert len(seen["PLACE"]) > 5
    assert len(seen["AUTHORITY"]) > 5


def test_bodies_are_renamed_by_those_their_language_names() -> None:
    renamings = [as_known_body(Random(seed), "nl") for seed in range(60)]
    names = {new("Autoriteit Consument en Markt") for new in renamings}
    assert names <= set(known_bodies("nl", letters=False))
    assert len(names) > 30
    assert all(str(new("ACM")).isupper() for new in renamings)
    assert "BMG" in known_bodies("de", letters=True)
    assert "BMG" not in known_bodies("nl", letters=True)


def test_the_stocks_share_nothing() -> None:
    train, held = load_stock("train"), load_stock("held")
    for part in ("onsets", "words", "surnames", "tails", "trades"):
        assert not {*getattr(train, part)} & {*getattr(held, part)}, part
    assert not {*held.words, *held.surnames} & {*known("firms"), *known("surnames")}


@pytest.mark.parametrize("make", [firm, person, place_name, product])
def test_names_depend_on_the_seed_alone(make: Callable[..., str]) -> None:
    def names(seed: int) -> list[str]:
        random = Random(seed)
        return [make(load_stock("train"), random) for _ in range(30)]

    assert names(3) == names(3) != names(4)


def test_noise_moves_the_names_with_the_text() -> None:
    for seed in range(30):
        assert words_of(with_noise(RECORD, Random(seed))) == words_of(RECORD)
    assert words_of(joined(RECORD, RECORD)) == words_of(RECORD) * 2


def test_lines_of_noise_hold_no_name() -> None:
    lines = list(only_noise(50, Random(1)))
    assert len({line.text for line in lines}) > 45
    assert not any(line.spans for line in lines)


def test_other_cases_keep_length_and_names() -> None:
    for varied in (in_capitals(RECORD), in_title_case(RECORD), names_in_capitals(RECORD, frozenset({"COMPANY"}))):
        assert varied is not None
        assert varied.text.casefold() == RECORD.text.casefold()
    stray = with_stray_capitals(RECORD, 1.0, Random(1))
    assert stray.text == TEXT.replace("sued", "Sued").replace("spoke", "Spoke")


def test_words_nobody_knows_keep_their_ending_and_all_names() -> None:
    varied = with_unknown_words(RECORD, 1.0, Random(1))
    assert "spoke" not in varied.text
    assert re.search(r"s[a-z]+oke in Oslo\.$", varied.text)
    assert words_of(varied) == words_of(RECORD)
    assert with_unknown_words(RECORD, 0.0, Random(1)) == RECORD


def test_some_firms_get_a_long_name_that_says_a_trade() -> None:
    renamings = [as_firm_of_papers(load_stock("train"), Random(seed), "es")("Acme S.A.") or "" for seed in range(40)]
    assert any(re.search(r" (?:del?|y|e|la) .*,? S\.?[AL]", name) for name in renamings)
    assert any(", S" in name for name in renamings)
    assert all(name.endswith(all_legal_forms("es")) for name in renamings)


def test_text_whose_capitals_are_longer_is_left_alone() -> None:
    assert in_capitals(Labelled("b", "de", "Straße", (), "test")) is None


def test_every_frame_can_be_filled() -> None:
    filled = list(fill_frames(load_stock("train"), Random(5), 2))
    assert len({record.lang for record in filled}) >= 8
    for record in filled:
        assert "{" not in record.text
        assert all(record.text[start:end].strip() == record.text[start:end] != "" for start, end, _ in record.spans)


def test_the_mix_depends_on_the_seed_alone() -> None:
    first, again, other = (mix([RECORD], [], [], seed=seed, frame_copies=1) for seed in (1, 1, 2))
    assert first == again
    assert first != other
