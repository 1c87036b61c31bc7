"""What a run may claim."""

from datetime import UTC, datetime

import pytest

from flows.outcome import exit_code, outcome_of
from schemas.report import SourceReport
from schemas.source import Failure
from schemas.words import Outcome

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FIRST = frozenset({"first"})


def failure(stage: str = "fetch") -> Failure:
    return Failure.model_validate(
        {"stage": stage, "source": "first", "url": "https://a.example/", "reason": "gone", "at": NOW}
    )


def read(source: str = "first", **more: object) -> SourceReport:
    return SourceReport.model_validate({"source": source, "due": True, "polled": True, **more})


def failed(source: str = "first", known: bool = False) -> SourceReport:
    return SourceReport(source=source, due=True, failures=(failure(),), known_failure=known)


@pytest.mark.parametrize(
    ("reports", "outcome"),
    [
        pytest.param([read(), read("second")], Outcome.COMPLETE, id="all read"),
        pytest.param([], Outcome.COMPLETE, id="nothing was due"),
        pytest.param([SourceReport(source="first", read=2)], Outcome.COMPLETE, id="only unfinished work taken up"),
        pytest.param([read(), failed("second")], Outcome.PARTIAL, id="one newly failed"),
        pytest.param([read(), failed("second", known=True)], Outcome.COMPLETE, id="one fails as reported before"),
        pytest.param([read(), read("second", failures=(failure("parse"),))], Outcome.PARTIAL, id="newly degraded"),
        pytest.param([read(failures=(failure("article"),))], Outcome.PARTIAL, id="an article could not be read"),
        pytest.param(
            [read(failures=(failure("article"),), known_failure=True)], Outcome.PARTIAL, id="unread though known"
        ),
        pytest.param([failed()], Outcome.BLIND, id="none read"),
        pytest.param([failed(known=True)], Outcome.BLIND, id="none read, though reported before"),
        pytest.param([failed(), read("second")], Outcome.BLIND, id="no source of priority 1 read"),
        pytest.param([read("second")], Outcome.COMPLETE, id="no source of priority 1 was due"),
    ],
)
def test_outcome(reports: list[SourceReport], outcome: Outcome) -> None:
    assert outcome_of(reports, FIRST) is outcome


def test_exit_codes_are_the_published_ones() -> None:
    assert [exit_code(item) for item in (Outcome.COMPLETE, Outcome.PARTIAL, Outcome.BLIND)] == [0, 3, 4]
