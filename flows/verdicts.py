"""What people say to casewatch: what an alert was worth, and which cases they do not want to hear of."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.opening import new_id, utc_now
from schemas.alert import Alert
from schemas.errors import QueryError
from schemas.event import Event
from schemas.feedback import Feedback, Verdict
from schemas.finding import Party
from schemas.settings import Settings
from schemas.words import Role, Standing
from store.case_edits import present_case
from store.database import Connection, Database
from store.documents import version_of
from store.events import load_event
from store.feedback import latest_feedback, save_feedback
from store.mutes import mute, unmute
from store.outbox import load_alert
from store.publish import publish


def give_feedback(
    settings: Settings, alert: str, verdict: Verdict, by: str, note: str, now: Callable[[], datetime] = utc_now
) -> Feedback:
    """Store a verdict on an alert and publish it. Raises QueryError when there is no such alert, StoreError."""
    database = Database(settings.live_file)
    with database.transaction() as connection:
        known = load_alert(connection, alert)
        if known is None:
            raise QueryError(f"there is no alert {alert!r}: see `casewatch alerts list`")
        given = Feedback(
            id=new_id("fb"),
            alert=alert,
            event=known.event,
            verdict=verdict,
            given_by=by,
            given_at=now(),
            note=note,
        )
        save_feedback(connection, given)
    publish(database, settings.public_file, settings.team_file, now())
    return given


def set_mute(settings: Settings, case: str, by: str, *, on: bool, now: Callable[[], datetime] = utc_now) -> bool:
    """Mute a case, or end its mute; False when it was so before. Raises QueryError for an unknown case, StoreError."""
    database = Database(settings.live_file)
    with database.transaction() as connection:
        known = present_case(connection, case)
        if known is None:
            raise QueryError(f"there is no case {case!r}: see `casewatch cases`")
        changed = mute(connection, known.id, by, now()) if on else unmute(connection, known.id, by, now())
    publish(database, settings.public_file, settings.team_file, now())
    return changed


def export_feedback(settings: Settings, file: Path) -> int:
    """Write what was said of alerts as annotated documents for `casewatch evaluate`; return how many."""
    with Database(settings.live_file).transaction() as connection:
        cases = _labelled_cases(connection, latest_feedback(connection))
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    file.write_text(lines, encoding="utf-8")
    return len(cases)


def _labelled_cases(connection: Connection, given: Sequence[Feedback]) -> list[dict[str, Any]]:
    """One case a document: two alerts about one document agree on its labels, the later verdict counting."""
    cases: dict[str, dict[str, Any]] = {}
    for feedback in given:
        alert = load_alert(connection, feedback.alert)
        event = load_event(connection, feedback.event) if feedback.event else None
        if alert and event:
            cases[event.document] = _labelled_case(connection, feedback, alert, event)
    return list(cases.values())


def _labelled_case(connection: Connection, feedback: Feedback, alert: Alert, event: Event) -> dict[str, Any]:
    """Return a document with its labels as CONTRACT.md writes them.

    Of a wrong company the alerted firms must stay quiet; of a wrong step nobody has said which is right, so its
    firms count neither way.
    """
    version = version_of(connection, event.document, event.document_version)
    refused = alert.companies if feedback.verdict is Verdict.WRONG_COMPANY else ()
    kept = tuple(party for party in event.parties if (party.company or party.name) not in refused)
    targets = [party.name for party in kept if party.role is Role.TARGET]
    misread = feedback.verdict is Verdict.WRONG_STEP
    return {
        "id": event.document,
        "title": version.title,
        "text": version.text,
        "lang": version.language or "",
        "url": event.url or "",
        "date": (event.published or event.first_seen).date().isoformat(),
        "publisher": event.publisher,
        "official": event.standing is Standing.CONFIRMED,
        "events": [] if misread or not targets else [_labelled_event(event, kept)],
        "alert": [] if misread else targets,
        "quiet": [party.name for party in event.parties if party not in kept],
        "either": targets if misread else [],
        "ai_nexus": event.ai_nexus,
        "trap": f"feedback {feedback.verdict.value}",
        "hard": feedback.note,
    }


def _labelled_event(event: Event, parties: tuple[Party, ...]) -> dict[str, Any]:
    plain = event.model_dump(mode="json")
    same = ("authority", "action", "status", "instrument", "amount", "deadline", "step_date")
    return {
        **{name: plain[name] for name in same},
        "parties": [party.model_dump(mode="json") for party in parties],
        "cases": list(event.case_numbers),
        "evidence": event.evidence.text,
    }
