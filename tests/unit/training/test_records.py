"""Labelled text is read with its names in place, and a fifth of it is kept out of training."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from training.records import (
    LABELS,
    UNKNOWN,
    fold,
    in_order,
    is_held_out,
    place,
    read_entities,
    read_registers,
    read_sentences,
)


def test_names_are_placed_in_order_of_appearance() -> None:
    text = "Acme sues Brix; Acme wins"
    assert place(text, [("Acme", "COMPANY"), ("Brix", "COMPANY"), ("Acme", "COMPANY")]) == (
        (0, 4, "COMPANY"),
        (10, 14, "COMPANY"),
        (16, 20, "COMPANY"),
    )


def test_a_name_is_not_found_inside_a_longer_word() -> None:
    assert place("Metallurgy firm Meta", [("Meta", "COMPANY")]) == ((16, 20, "COMPANY"),)


def test_a_repetition_that_is_not_listed_stays_open() -> None:
    assert place("Orange likes orange, says Orange", [("Orange", "COMPANY")])[1] == (26, 32, UNKNOWN)


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="Brix"):
        place("Acme wins", [("Brix", "COMPANY")])


def test_the_longer_of_two_overlapping_names_stays() -> None:
    assert in_order([(0, 4, "COMPANY"), (0, 9, "AUTHORITY"), (10, 12, "LAW")]) == (
        (0, 9, "AUTHORITY"),
        (10, 12, "LAW"),
    )


def test_our_sentences_are_whole() -> None:
    records = read_sentences()
    assert len(records) > 3000
    assert len({record.lang for record in records}) == 8
    assert {label for record in records for _, _, label in record.spans} <= {*LABELS, UNKNOWN}
    held = sum(is_held_out(record) for record in records)
    assert 0.17 < held / len(records) < 0.23


def test_our_sentences_say_that_their_cases_are_invented() -> None:
    folder = Path(__file__).parents[3] / "training" / "data" / "sentences"
    for file in folder.glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["notice"].startswith("Invented case")


def test_the_part_of_a_record_depends_on_its_id_alone() -> None:
    assert fold("en-0001") == fold("en-0001")
    assert {fold(f"en-{number}") for number in range(50)} == {0, 1, 2, 3, 4}


def test_annotated_sentences_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "a", "lang": "en", "text": "Acme", "ents": [[0, 4, "COMPANY"]]}\n\n', encoding="utf-8")
    (record,) = read_entities(file)
    assert record.spans == ((0, 4, "COMPANY"),)


def test_our_own_registers_can_be_read_and_overlap_nowhere() -> None:
    registers = read_registers()
    assert len(registers) > 700
    assert len({record.id for record in registers}) == len(registers)
    for record in registers:
        assert all(record.text[s:e].strip() == record.text[s:e] != "" for s, e, _ in record.spans), record.id
        assert {label for _, _, label in record.spans} <= set(LABELS)
        assert all(a[1] <= b[0] for a, b in pairwise(record.spans))
