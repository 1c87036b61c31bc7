"""Lone sentences are measured by the fifth that nothing was learnt from."""

from benchmarks.lone_sentences import lone_sentences, table
from extractors.score_names import ScoreNames
from training.records import HELD_OUT, fold

NAMES = ScoreNames(aliases={}, watched=frozenset({"acme"}), authorities=frozenset())


def test_the_two_parts_share_no_sentence() -> None:
    held_out = {document["id"] for document in lone_sentences(held_out=True)}
    learnt = {document["id"] for document in lone_sentences(held_out=False)}
    assert not held_out & learnt
    assert all(fold(identity) == HELD_OUT for identity in held_out)


def test_figures_are_told_for_all_and_by_language() -> None:
    events = [
        {"authority": None, "action": "decision", "status": "asserted", "parties": [{"name": "Acme", "role": "target"}]}
    ]
    documents = [
        {"id": "1", "lang": "de", "alert": ["Acme"], "events": events},
        {"id": "2", "lang": "fr", "alert": ["Acme"], "events": events},
    ]
    lines = table(documents, {"1": {"events": events}}, NAMES)
    assert lines[0] == "2 sentences, each read alone"
    assert [line.split()[0] for line in lines[1:]] == ["watched", "any", "de", "fr"]
    assert "R 0.50" in lines[1]
    assert "F1 0.000  (0 right, 1 wanted, 0 given)" in lines[4]
