"""The JSON lines: what is answered to good lines, and in the place of bad ones."""

import json
from typing import Any

import pytest

from extractors.contract import as_input, read_lines
from extractors.pipeline import Reader

GOOD = {
    "id": "1",
    "title": "CMA fines Meta £7.5 million over AI assistant",
    "text": "The Competition and Markets Authority fined Meta £7.5 million on Tuesday.",
    "lang": "en",
    "date": "2026-03-04",
    "publisher": "A paper",
}


def answers(reader: Reader, *lines: str) -> list[tuple[dict[str, Any], bool]]:
    return list(read_lines(lines, reader))


def test_a_document_is_answered_in_the_form_of_the_contract(reader: Reader) -> None:
    [(answer, good)] = answers(reader, json.dumps(GOOD))
    assert good
    assert list(answer) == ["contract", "extractor", "id", "lang", "events", "alert", "candidates"]
    assert (answer["contract"], answer["id"], answer["lang"], answer["alert"]) == (1, "1", "en", ["Meta"])
    [told] = answer["events"]
    assert set(told) == {
        "authority", "action", "status", "instrument", "parties", "cases", "amount", "deadline", "step_date", "ai",
        "evidence", "confidence", "rule",
    }  # fmt: skip
    assert told["amount"] == {"value": 7500000.0, "currency": "GBP"}
    assert told["parties"] == [{"name": "Meta", "company": "meta", "role": "target"}]
    assert told["ai"] == {"nexus": True, "reason": "AI"}
    evidence = told["evidence"]
    assert GOOD[evidence["field"]][evidence["start"] : evidence["end"]] == evidence["text"]


@pytest.mark.parametrize(
    ("line", "identity", "words"),
    [
        ("{", None, "JSON"),  # cut line
        ("[1, 2]", None, "object"),  # a list
        ('{"id": "7", "title": "T"}', "7", "text"),  # key missing
        ('{"id": "7", "title": " ", "text": ""}', "7", "neither title nor text"),
        ('{"id": "7", "title": 5, "text": "x"}', "7", "title"),  # wrong type
        ('{"title": "T", "text": "x"}', None, "id"),  # no id
    ],
)
def test_a_bad_line_is_answered_in_its_place(reader: Reader, line: str, identity: str | None, words: str) -> None:
    (first, _), (bad, good), (last, _) = answers(reader, json.dumps(GOOD), line, json.dumps(GOOD | {"id": "2"}))
    assert not good
    assert bad["id"] == identity
    assert words in bad["error"]
    assert (first["id"], last["id"]) == ("1", "2")


def test_blank_lines_are_no_documents(reader: Reader) -> None:
    assert answers(reader, "", "  \n") == []


def test_unknown_keys_and_empty_values_do_not_matter() -> None:
    document = as_input(GOOD | {"lang": "", "url": None, "hard": "x", "events": []})
    assert (document.lang, document.url) == (None, "")
