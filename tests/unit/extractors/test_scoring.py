"""The figures: small documents counted by hand, and equality with the reference script where it is at hand."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractors.rates import Rate, wilson
from extractors.score_names import ScoreNames, fold, names_beside
from extractors.scoring import by_group, evaluate

NAMES = ScoreNames(
    aliases={"facebook": "meta", "meta": "meta", "acme": "acme"},
    watched=frozenset({"meta", "acme"}),
    authorities=frozenset({"eu-ec", "uk-cma"}),
)
SHARED = Path(__file__).parents[4] / "shared"


def event(
    firm: str, action: str = "opened", status: str = "asserted", role: str = "target", **more: Any
) -> dict[str, Any]:
    party = {"name": firm, "role": role}
    return {"authority": "eu-ec", "action": action, "status": status, "parties": [party], "instrument": "dma", **more}


def document(i: str, *events: dict[str, Any], alert: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"id": i, "title": "A title", "text": "The body.", "events": list(events), "alert": list(alert), **more}


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Facebook, Inc.", "meta"),  # alias behind a suffix
        ("Acme S. A.", "acme"),  # a suffix in single letters
        ("Société Générale", "societe generale"),  # accents
        ("Acme Holdings Limited", "acme"),  # two suffixes
        ("Inc", "inc"),  # a suffix alone stays
    ],
)
def test_names_fold(name: str, folded: str) -> None:
    assert NAMES.firm(name) == folded


def test_letters_are_joined_and_punctuation_goes() -> None:
    assert fold("A. B. C. & Co.") == "abc & co"


def test_nothing_wanted_and_nothing_given_is_perfect() -> None:
    assert (Rate(0, 0, 0).precision, Rate(0, 0, 0).recall, Rate(0, 0, 0).f1) == (1.0, 1.0, 1.0)
    assert Rate(0, 1, 0).f1 == 0.0
    assert wilson(0, 0) == (0.0, 1.0)


def test_watched_pairs_and_either() -> None:
    gold = [
        document("1", event("Meta"), alert=("Meta",)),
        document("2", event("Acme"), alert=("Acme",), either=["Acme"]),  # counts neither way
        document("3", quiet=["Acme"]),
    ]
    given = {
        "1": document("1", event("Facebook"), alert=("Facebook",)),
        "3": document("3", event("Acme"), alert=("Acme",)),
    }
    figures = evaluate(gold, given, NAMES)
    assert figures.rates["watched"] == Rate(1, 1, 2)
    assert figures.unanswered == 1
    assert figures.wrong == (("3", "acme"),)
    assert figures.missed == ()
    assert figures.shares["quiet watched firms that alerted"].hit == 1


def test_an_action_also_allowed_counts_as_the_action() -> None:
    gold = [document("1", event("Meta", "decision", action_also=["settled"]), alert=("Meta",))]
    figures = evaluate(gold, {"1": document("1", event("Meta", "settled"), alert=("Meta",))}, NAMES)
    assert figures.rates["watched event"] == Rate(1, 1, 1)


def test_evidence_must_be_a_quotation() -> None:
    gold = [document("1", event("Meta", evidence="The body."), alert=("Meta",))]
    quoted = {"1": document("1", event("Meta", evidence={"text": "The body."}), alert=("Meta",))}
    invented = {"1": document("1", event("Meta", evidence={"text": "The body of it."}), alert=("Meta",))}
    assert evaluate(gold, quoted, NAMES).shares["evidence"].hit == 1
    assert evaluate(gold, invented, NAMES).shares["evidence"].hit == 0


def test_groups() -> None:
    gold = [document("1", event("Meta"), alert=("Meta",), lang="en"), document("2", lang="de")]
    rates = by_group(gold, {}, NAMES, lambda doc: str(doc["lang"]))
    assert rates == {"de": Rate(0, 0, 0), "en": Rate(0, 1, 0)}


@pytest.mark.skipif(not (SHARED / "gold" / "score.py").exists(), reason="the reference script is not at hand")
def test_same_figures_as_the_reference_script(tmp_path: Path) -> None:
    lines = (SHARED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    # Every third document answered with its own annotation, every third with one event fewer.
    given = {
        doc["id"]: {"id": doc["id"], "events": doc["events"][number % 3 :], "alert": doc["alert"]}
        for number, doc in enumerate(gold)
        if number % 3 < 2
    }
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("\n".join(json.dumps(doc) for doc in given.values()), encoding="utf-8")
    script = SHARED / "gold" / "score.py"
    run = subprocess.run(
        [sys.executable, str(script), str(SHARED / "gold" / "dev.jsonl"), str(predictions), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    known = frozenset(
        line.split()[2]
        for line in (SHARED / "facts" / "authorities.yaml").read_text(encoding="utf-8").splitlines()
        if line.startswith("- id: ")
    )
    names = names_beside(SHARED / "gold", ScoreNames({}, frozenset(), known))
    ours = json.loads(json.dumps(evaluate(gold, given, names).as_dict()))
    assert ours == json.loads(run.stdout)
