"""The weights are learnt from annotated texts: who is told as a target, over how many mentions, by which action."""

from typing import Any

import pytest

from extractors.weighing import Models
from tests.bundled import bundled
from training.annotated import Analyst, annotated, sentence_as_document
from training.weighing import Example, examples, firm_numbers, learn, unread

FIRMS = ["Google", "Meta", "Nvidia", "Mistral AI", "OpenAI", "Amazon", "Apple", "Anthropic"]


def document(number: int, title: str, firm: str, told: bool) -> dict[str, Any]:
    action = "decision" if number % 4 else "opened"
    event = {
        "authority": "eu-ec", "action": action, "status": "asserted" if told else "background",
        "instrument": "antitrust", "parties": [{"name": firm, "role": "target"}], "evidence": title,
    }  # fmt: skip
    return {
        "id": f"d-{number}", "lang": "en", "date": "2026-02-03", "publisher": "", "url": "", "official": False,
        "title": title, "text": "", "events": [event], "alert": [firm] if told else [], "quiet": [], "trap": "",
    }  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> list[Example]:
    rows = []
    for number, firm in enumerate(FIRMS):
        rows.append(document(2 * number, f"Commission slaps fine on {firm}", firm, told=True))
        rows.append(document(2 * number + 1, f"{firm} recalls the fine of years gone by", firm, told=False))
    analyst = Analyst(bundled())
    documents = [annotated(row, is_document=True) for row in rows]
    sentences = [annotated({**row, "id": f"s-{row['id']}"}, is_document=False) for row in rows]
    return list(examples([*documents, *sentences], analyst))


@pytest.fixture(scope="module")
def models(texts: list[Example]) -> Models:
    return learn(texts)


def test_a_mention_is_scored_by_the_words_around_it(texts: list[Example], models: Models) -> None:
    told = {text.id: next(iter(firm_numbers(text, models.mention).values()))["best"] for text in texts}
    assert min(told[f"d-{2 * n}"] for n in range(len(FIRMS))) > max(told[f"d-{2 * n + 1}"] for n in range(len(FIRMS)))


def test_lone_sentences_have_weights_of_their_own(texts: list[Example], models: Models) -> None:
    told = {text.id: next(iter(firm_numbers(text, models.lone_mention, lone=True).values()))["best"] for text in texts}
    assert min(told[f"s-d-{2 * n}"] for n in range(len(FIRMS))) > max(
        told[f"s-d-{2 * n + 1}"] for n in range(len(FIRMS))
    )
    assert models.lone_document.classes


def test_the_action_is_learnt_from_targets_only(texts: list[Example]) -> None:
    actions = {mention.action for text in texts for mention in text.mentions}
    assert actions == {"decision", "opened", None}


def test_a_labelled_sentence_is_a_document_of_its_own() -> None:
    row = {
        "id": "en-1", "lang": "en", "kind": "headline", "date": "2026-01-01", "text": "CMA fines Acme",
        "mentions": [["CMA", "AUTHORITY"], ["Acme", "COMPANY"], ["Bolt", "COMPANY"]],
        "events": [
            {"action": "decision", "status": "asserted", "instrument": "antitrust", "parties": [["Acme", "target"]]},
        ],
    }  # fmt: skip
    entry = sentence_as_document(row)
    assert (entry["title"], entry["text"], entry["alert"], entry["quiet"]) == ("CMA fines Acme", "", ["Acme"], ["Bolt"])
    assert annotated(entry, is_document=False).answer(0, 14, frozenset({"acme"})) == (True, "decision")
    assert annotated(entry, is_document=False).answer(0, 14, frozenset({"bolt"})) == (False, None)


def test_a_product_or_an_inflected_name_is_the_firm_it_stands_for() -> None:
    row = {**document(1, "Garante blocks ChatGPT", "ChatGPT", told=True), "alert": ["ChatGPT"]}
    (text,) = examples([annotated(row, is_document=False)], Analyst(bundled()))
    assert text.wanted
    assert [mention.told for mention in text.mentions] == [True]


def test_an_unread_text_keeps_its_answers_and_loses_its_triggers(texts: list[Example]) -> None:
    text = next(text for text in texts if text.steps)
    hidden = unread(text)
    assert [mention.told for mention in hidden.mentions] == [mention.told for mention in text.mentions]
    assert hidden.mentions[0].signs != text.mentions[0].signs
    assert not hidden.steps
    assert not any(view.hits for view in hidden.seen.sentences)
