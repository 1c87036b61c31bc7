"""The speed benchmark counts what it reads and compares like with like."""

import json

from benchmarks.extract import _with_new_words, measure

LINES = [
    json.dumps({"id": "a", "title": "Commission fines Acme", "text": "The Commission has fined Acme."}),
    json.dumps({"id": "b", "title": "", "text": "Nothing happened in the harbour today."}),
]


def test_documents_and_words_are_counted_over_all_rounds() -> None:
    figures = measure(LINES, repeat_to=4, processes=1, plain=False)
    assert (figures["documents"], figures["words"]) == (4, 28)
    assert figures["words_per_second"] > 0
    assert figures["rss_mb"] >= figures["rss_mb_after_first_tenth"] > 0
    assert "plain_spacy_words_per_second" not in figures


def test_the_ordinary_pipeline_reads_the_same_text() -> None:
    assert measure(LINES, repeat_to=0, processes=1, plain=True)["plain_spacy_words_per_second"] > 0


def test_words_that_are_met_once_stand_for_some_of_a_text() -> None:
    text = " ".join(["harbour"] * 400)
    line = json.dumps({"id": "a", "title": "Commission fines Acme", "text": text})
    first, second = (json.loads(changed) for changed in _with_new_words([line, line], 0.25))
    assert first["title"] == "Commission fines Acme"
    assert first["text"].count(" ") == text.count(" ")
    met_once = set(first["text"].split()) - {"harbour"}
    assert 50 < len(met_once) < 150
    assert len(met_once & set(second["text"].split())) < 3
