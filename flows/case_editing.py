"""Cases merged and split by hand. What a person decides stays, whatever is read later."""

from collections.abc import Callable, Sequence
from datetime import datetime

from cases.proceedings import case_with, new_case
from flows.opening import new_id, utc_now
from schemas.errors import QueryError
from schemas.event import Case, CaseEdit
from schemas.settings import Settings
from schemas.words import Confidence
from store.case_edits import absorb, hold_too, note_edit, present_case
from store.database import Connection, Database
from store.events import events_of_case, save_events
from store.publish import publish


def merge_cases(
    settings: Settings, case: str, other: str, reason: str, by: str, now: Callable[[], datetime] = utc_now
) -> Case:
    """Let `case` take over `other`, whose id leads to it from now on; publish, and return the case.

    Raises QueryError when one is unknown or both are one already, StoreError.
    """
    database = Database(settings.live_file)
    with database.transaction() as connection:
        kept, gone = _known(connection, case), _known(connection, other)
        if kept.id == gone.id:
            raise QueryError(f"{case} and {other} are one case already")
        absorb(connection, kept, gone, reason, by, now())
        kept = case_with(kept, events_of_case(connection, kept.id))
        save_events(connection, (), (), (kept,))
    publish(database, settings.public_file, settings.team_file, now())
    return kept


def split_case(
    settings: Settings, case: str, events: Sequence[str], reason: str, by: str, now: Callable[[], datetime] = utc_now
) -> Case:
    """Move some steps of a case into a new one, which no document makes one with it again; publish, return the new one.

    Raises QueryError when the case or a step of it is unknown, or no step would stay, StoreError.
    """
    database = Database(settings.live_file)
    with database.transaction() as connection:
        new = _split(connection, _known(connection, case), frozenset(events), reason, by, now())
    publish(database, settings.public_file, settings.team_file, now())
    return new


def _split(connection: Connection, case: Case, events: frozenset[str], reason: str, by: str, now: datetime) -> Case:
    steps = events_of_case(connection, case.id)
    unknown = events - {step.id for step in steps}
    if unknown or not events:
        raise QueryError(
            f"{case.id} has no step {', '.join(sorted(unknown)) or 'named'}: see `casewatch cases {case.id}`"
        )
    leaving = [step for step in steps if step.id in events]
    staying = [step for step in steps if step.id not in events]
    if not staying:
        raise QueryError(f"no step would stay in {case.id}")
    why = f"split from {case.id} by hand: {reason}"
    new = new_case(leaving[0], new_id("ca"))
    moved = [
        step.model_copy(update={"case": new.id, "case_why": why, "case_confidence": Confidence.HIGH})
        for step in leaving
    ]
    new = case_with(new, moved)
    save_events(connection, moved, (), (new, case_with(case, staying)))
    hold_too(connection, new.id, case.id)
    edit = CaseEdit(
        kind="split", case=case.id, other=new.id, events=tuple(sorted(events)), reason=reason, by=by, at=now
    )
    note_edit(connection, edit)
    return new


def _known(connection: Connection, case: str) -> Case:
    found = present_case(connection, case)
    if found is None:
        raise QueryError(f"there is no case {case!r}: see `casewatch cases`")
    return found
