"""DG COMP's register: fields that are lists, coded values within strings, and cases that live on."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from feeds.formats.case_data import day_of_card, parse_case_data
from feeds.identity import entry_hash
from schemas.source import Entry, ParsedFeed, Response, Source

SOURCE = Source(
    id="cases", name="cases", url="https://a.example/cases.json", publisher="DG", format="case_data", living=True
)


def parsed(cases: Any) -> ParsedFeed | str:
    body = cases if isinstance(cases, bytes) else json.dumps(cases).encode()
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return parse_case_data(SOURCE, Response(source="cases", url=SOURCE.url, status=200, body=body, fetched_at=now))


def only(cases: Any) -> Entry:
    feed = parsed(cases)
    assert isinstance(feed, ParsedFeed), feed
    [entry] = feed.entries
    return entry


def a_case(decisions: int = 1, **metadata: list[str]) -> dict[str, Any]:
    coded = json.dumps({"items": [{"code": "1", "label": "Opening of proceedings"}]})
    return {
        "metadata": {"caseTitle": ["Firnwerk access"], "caseInitiationDate": ["2026-11-03"], **metadata},
        "decisions": [{"metadata": {"decisionTypes": [coded]}}] * decisions,
    }


def test_coded_values_are_decoded_twice() -> None:
    entry = only({"AT.49001": a_case(caseInstrument=[json.dumps({"code": "AT", "label": "Antitrust"})])})
    assert entry.title == "AT.49001 Firnwerk access"
    assert entry.url == "https://competition-cases.ec.europa.eu/cases/AT.49001"
    assert "Instrument: Antitrust" in entry.summary
    assert "Last decision: Opening of proceedings" in entry.summary


def test_a_new_decision_is_a_new_version_of_the_case() -> None:
    before, after = only({"AT.49001": a_case(1)}), only({"AT.49001": a_case(2)})
    assert before.guid == after.guid
    assert entry_hash(before) != entry_hash(after)


def decided(kind: str, day: str, release: str = "") -> dict[str, Any]:
    coded = json.dumps({"items": [{"code": "1", "label": kind}]})
    releases = [release] if release else []
    return {
        "metadata": {"decisionTypes": [coded], "decisionAdoptionDate": [day], "decisionPressReleases": releases},
    }


def test_the_card_of_a_case_tells_its_newest_decision_first() -> None:
    case = a_case() | {
        "decisions": [
            decided("Opening of proceedings", "2024-02-01T00:00:00"),
            decided("Statement of objections", "2026-06-01", "IP/26/9001"),
        ]
    }
    assert only({"AT.49001": case}).summary.splitlines() == [
        "Last decision: Statement of objections on 2026-06-01 (IP/26/9001)",
        "Earlier decision: Opening of proceedings on 2024-02-01",
        "Initiated: 2026-11-03",
    ]


@pytest.mark.parametrize(("number", "line"), [("M.1", "Merger registered: "), ("FS.1", "Case registered: ")])
def test_a_case_without_a_decision_is_only_registered(number: str, line: str) -> None:
    assert only({number: a_case(0)}).summary == f"{line}2026-11-03"


def test_the_last_decision_dates_a_case_else_its_beginning() -> None:
    assert only({"M.1": a_case()}).published == datetime(2026, 11, 3, tzinfo=UTC)
    dated = only({"M.1": a_case(caseLastDecisionDate=["2026-11-17"])})
    assert dated.published == datetime(2026, 11, 17, tzinfo=UTC)
    assert only({"M.1": {"metadata": {"caseTitle": ["No days"]}}}).published is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"<html>", "not JSON", id="a page instead"),
        pytest.param(b"[]", "no table", id="a list instead"),
        pytest.param({"AT.1": {"metadata": {}}}, "changed its form", id="no titles"),
        pytest.param(b"[" * 100_000, "not JSON", id="nested without end"),
    ],
)
def test_what_is_no_register_is_told(body: Any, reason: str) -> None:
    told = parsed(body)
    assert isinstance(told, str)
    assert reason in told


def test_broken_codes_are_kept_as_words() -> None:
    assert "Instrument: {broken" in only({"AT.1": a_case(caseInstrument=["{broken"])}).summary


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param(
            "Last decision: Art. 7 decision on 2018-06-27 (IP/18/4581)", date(2018, 6, 27), id="with a release"
        ),
        pytest.param("Last decision: Opening of proceedings on 2018-06-27", date(2018, 6, 27), id="without one"),
        pytest.param("Merger registered: 2018-06-01", date(2018, 6, 1), id="registered"),
        pytest.param("Last decision: Art. 7 decision", None, id="no day"),
        pytest.param("Last decision: Art. 7 decision on 2018-13-27", None, id="no such day"),
        pytest.param("The Commission opened proceedings on 2018-06-27", None, id="prose"),
    ],
)
def test_a_line_of_a_card_gives_its_day(line: str, day: date | None) -> None:
    assert day_of_card(line) == day
