"""The published benchmark keeps its form: closed words, exact evidence, targets that are told, invented and said so."""

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.words import Action, Instrument, Role, Status

FOLDER = Path(__file__).parents[3] / "benchmarks" / "enforcement"
LANGUAGES = ["de", "en", "es", "fr", "it", "nl", "pl", "pt"]
NOTICE = "Invented case; many names are real."
Document = dict[str, Any]


def read(lang: str) -> list[Document]:
    lines = (FOLDER / "documents" / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ALL = [document for lang in LANGUAGES for document in read(lang)]


def problems(document: Document) -> list[str]:
    """Return what is wrong with the annotation of a document."""
    found = []
    whole = (document["title"], document["text"])
    targets = set()
    named = set(document["quiet"])
    for event in document["events"]:
        Action(event["action"]), Status(event["status"]), Instrument(event["instrument"])
        if not any(event["evidence"] in field for field in whole):
            found.append(f"evidence is no slice: {event['evidence'][:60]}")
        for party in event["parties"]:
            Role(party["role"])
            if event["status"] == "asserted" and party["role"] == "target":
                targets.add(party["name"])
        if not event["parties"]:
            found.append("an event without a firm")
    if targets != set(document["alert"]):
        found.append(f"alert is not its targets: {targets ^ set(document['alert'])}")
    if named & set(document["alert"]):
        found.append(f"both quiet and told: {named & set(document['alert'])}")
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_annotations_keep_their_form(lang: str) -> None:
    wrong = {document["id"]: found for document in read(lang) if (found := problems(document))}
    assert not wrong


def test_every_record_says_that_it_is_invented_and_what_it_tries() -> None:
    assert [d["id"] for d in ALL if d["notice"] != NOTICE] == []
    assert [d["id"] for d in ALL if not d["trap"].strip()] == []
    assert "Every case here is invented" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_identities_are_unique_and_languages_right() -> None:
    assert len({d["id"] for d in ALL}) == len(ALL) >= 400
    assert all(d["id"].split("-")[1] == d["lang"] for d in ALL)


def test_every_action_status_role_and_instrument_is_there() -> None:
    events = [event for d in ALL for event in d["events"]]
    assert {e["action"] for e in events if e["status"] == "asserted"} == {str(a) for a in Action}
    assert {e["status"] for e in events} == {str(s) for s in Status}
    assert {e["instrument"] for e in events} == {str(i) for i in Instrument}
    assert {p["role"] for e in events for p in e["parties"]} == {str(r) for r in Role}


def test_the_data_card_counts_what_is_there() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    counts = [str(len(read(lang))) for lang in LANGUAGES]
    assert f"| documents | {' | '.join(counts)} | {len(ALL)} |" in card
