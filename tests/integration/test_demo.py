"""The demo is the whole pipeline over real HTTP and a real store: what must be told is told once, the rest is not."""

import pytest

from casewatch.demo.picture import ALERT
from casewatch.demo.record import shown_alert
from schemas.words import AlertKind
from tests.fakes.played import Played, played_demo

TOLD = {
    ("exposure", ("sap",)),
    ("exposure", ("sap", "infomaniak")),
    ("exposure", ("snap",)),
    (
        "exposure",
        ("kakao", "salesforce", "linkedin", "perplexity", "github", "snap", "cursor", "apple", "microsoft"),
    ),
    ("step", ("aleph-alpha",)),
    ("step", ("character-ai",)),
    ("step", ("google",)),
    ("step", ("microsoft",)),
    ("step", ("microsoft", "mistral-ai")),
    ("step", ("nvidia",)),
    ("step", ("openai",)),
    ("step", ("salesforce", "cohere")),
    ("step", ("xai",)),
    ("confirmed", ("microsoft", "mistral-ai")),
}


@pytest.fixture
def played() -> Played:
    return played_demo()


def test_every_step_is_told_once_and_nothing_else_is(played: Played) -> None:
    """Among the rest: a denial, two private suits, an old fine, authorities that use AI, a wind, share prices."""
    alerts = played.alerts
    told = sorted((alert.kind.value, alert.companies) for alert in alerts if alert.kind is not AlertKind.SUMMARY)
    assert told == sorted(TOLD)


def test_the_first_poll_is_one_summary(played: Played) -> None:
    alerts = played.alerts
    summaries = [alert for alert in alerts if alert.kind is AlertKind.SUMMARY]
    assert alerts[0] is summaries[0]
    assert len(summaries) == 1
    assert "Meta" in summaries[0].message.blocks
    assert "Apple" in summaries[0].message.blocks


def test_the_report_says_who_writes_and_the_release_confirms_it(played: Played) -> None:
    alerts = played.alerts
    report, release = (alert for alert in alerts if set(alert.companies) == {"microsoft", "mistral-ai"})
    assert report.message.text.startswith("Reported: The Harbour Ledger (invented) writes that")
    assert "has opened an investigation into Microsoft's investment in Mistral" in report.message.blocks
    assert release.message.text.startswith("Confirmed: the European Commission")
    assert release.subject == report.subject, "the release must find the event that was reported"


def test_it_says_what_was_not_told(played: Played) -> None:
    code, output = played.code, played.text
    assert code == 0
    assert "Commission denies that it is investigating Anthropic\n    Anthropic: " in output


def test_the_kept_alert_is_the_one_the_demo_sends(played: Played) -> None:
    """When this fails: python -m casewatch.demo.record && python -m casewatch.demo.picture docs/alert.svg"""
    alerts = played.alerts
    assert shown_alert(alerts) == ALERT.read_text("utf-8")
