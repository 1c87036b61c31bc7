"""Which findings make no news: those of what was there before us, and of a register that is only written anew."""

from datetime import timedelta

import pytest

from flows.analysing import stored_findings_of
from knowledge.load import load_catalogue
from schemas.document import Document
from schemas.finding import Evidence, Reading
from tests.fakes.readers import released
from tests.samples import NOW, finding, version

CATALOGUE = load_catalogue(())


def read_as(line: str, number: int, *, baseline: bool) -> bool:
    """Return whether a step that rests on a line of a document's version is one of the past."""
    current = version("d1", version=number, title="AT.49001", text=line, language="en", content_hash="h", seen_at=NOW)
    document: Document = released("d1", baseline=baseline, current=current)
    evidence = Evidence(text=line, start=0, end=len(line), field="text")
    reading = Reading(document="d1", extractor="test", lang="en", findings=(finding(evidence=evidence),))
    [stored] = stored_findings_of(document, reading, CATALOGUE, lambda: NOW, lambda kind: f"{kind}_1")
    return stored.baseline


NEW = f"Last decision: Opening of proceedings on {(NOW - timedelta(days=5)).date()}"
OLD = f"Last decision: Art. 7 decision on {(NOW - timedelta(days=2000)).date()} (IP/18/4581)"


@pytest.mark.parametrize(
    ("line", "number", "baseline", "past"),
    [
        pytest.param(NEW, 1, True, True, id="there at first contact"),
        pytest.param(NEW, 1, False, False, id="a new case"),
        pytest.param(NEW, 2, True, False, id="a new decision in a case that was there"),
        pytest.param(OLD, 2, True, True, id="the register is written anew, the decision is old"),
        pytest.param(OLD, 1, False, False, id="a document that is new, however old its step"),
        pytest.param("The CMA opened its inquiry on 4 January 2019.", 2, False, False, id="prose of a living page"),
    ],
)
def test_a_step_is_of_the_past(line: str, number: int, baseline: bool, past: bool) -> None:
    assert read_as(line, number, baseline=baseline) is past
