"""A later step asks for the keys under which the earlier ones are held."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.candidates import candidate_keys
from cases.deciding import created_event
from schemas.event import StoredFinding
from schemas.finding import Evidence, Finding, Party
from schemas.keys import lookup_keys
from schemas.words import Action, Confidence, Instrument, Role, Status

DAY_0 = datetime(2026, 3, 2, 10, tzinfo=UTC)


def telling(day: int, authority: str, action: Action) -> StoredFinding:
    moment = DAY_0 + timedelta(days=day)
    finding = Finding(
        authority=authority,
        action=action,
        status=Status.ASSERTED,
        instrument=Instrument.ANTITRUST,
        parties=(Party(name="Meta", company="meta", role=Role.TARGET),),
        evidence=Evidence(text="x", start=0, end=1, field="text"),
        confidence=Confidence.HIGH,
        rule="test",
    )
    return StoredFinding(
        id=f"f-{day}",
        document=f"d-{day}",
        version=1,
        document_title="Meta",
        language="pt",
        marks=(),
        extractor="test",
        official=False,
        authority=None,
        publisher="The Newspaper",
        published=moment,
        found_at=moment,
        baseline=False,
        finding=finding,
    )


ROWS = [
    ("a decision years later", True, telling(0, "eu-ec", Action.OPENED), telling(900, "eu-ec", Action.DECISION)),
    ("another authority", False, telling(0, "eu-ec", Action.OPENED), telling(40, "uk-cma", Action.DECISION)),
    ("a court of the same country, four years later", True,
        telling(0, "eu-ec", Action.DECISION), telling(1400, "eu-gc", Action.RULING)),
    ("a court nobody listed: any authority's order may be before it", True,
        telling(0, "br-cade", Action.INTERIM_MEASURES), telling(10, "other:Justiça Federal", Action.RULING)),
    ("what no court reviews", False,
        telling(0, "br-cade", Action.INQUIRY), telling(10, "other:Justiça Federal", Action.RULING)),
]  # fmt: skip


@pytest.mark.parametrize(("found", "earlier", "later"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_candidates(found: bool, earlier: StoredFinding, later: StoredFinding) -> None:
    held = lookup_keys(created_event(earlier, "ev", DAY_0))
    assert bool(held.intersection(candidate_keys(later))) is found
