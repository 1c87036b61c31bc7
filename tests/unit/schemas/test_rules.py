"""The names of rules, as they stand in every database: what they say may never change."""

import pytest

from schemas.rules import ReadBy, as_running, rule_name, tells_of_a_running_matter
from schemas.words import Action


def test_a_rule_is_called_by_language_action_and_how_it_read() -> None:
    assert rule_name("en", Action.OPENED, 1) == "en-opened-1"
    assert rule_name("de", Action.OPENED, ReadBy.PENDING) == "de-opened-pending"


@pytest.mark.parametrize(
    ("rule", "runs"),
    [
        ("en-opened-1-running", True),
        ("de-opened-pending", True),
        ("en-opened-1", False),
        ("en-opened-learnt", False),
        ("fr-closed-aside", False),
    ],
)
def test_what_the_rules_of_stored_findings_say_of_a_matter(rule: str, runs: bool) -> None:
    assert tells_of_a_running_matter(rule) is runs


def test_what_runs_is_said_once() -> None:
    assert as_running("en-opened-1") == as_running(as_running("en-opened-1")) == "en-opened-1-running"
    assert as_running("de-opened-pending") == "de-opened-pending"
