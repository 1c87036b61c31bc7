"""Merges, splits and ties of cases. What was decided is only added to; a merged case keeps a pointer to the other."""

from collections.abc import Sequence
from datetime import datetime

from schemas.event import Case, CaseEdit, CaseLink
from store.database import Connection
from store.events import events_of_case, load_case, save_events
from store.mutes import take_mute_along
from store.rows import fetch, insert, to_row


def present_case(connection: Connection, case: str) -> Case | None:
    """Return a case by its id, or the one it was merged into; None for an unknown id."""
    found = load_case(connection, case)
    return present_case(connection, found.merged_into) if found and found.merged_into else found


def absorb(connection: Connection, case: Case, twin: Case, reason: str, by: str, now: datetime) -> None:
    """Let a case take over another one: its steps, ties, threads, holds and mute. The other keeps a pointer to it."""
    steps = [
        step.model_copy(update={"case": case.id, "case_why": f"its case {twin.id} was merged: {reason}"})
        for step in events_of_case(connection, twin.id)
    ]
    save_events(connection, steps, (), (twin.model_copy(update={"merged_into": case.id}),))
    # One step of redirection always suffices.
    connection.execute("UPDATE record.cases SET merged_into = ? WHERE merged_into = ?", [case.id, twin.id])
    for side in ('"case"', "other"):
        connection.execute(f"UPDATE record.case_links SET {side} = ? WHERE {side} = ?", [case.id, twin.id])
    connection.execute('DELETE FROM record.case_links WHERE "case" = other')
    _take_along(connection, case.id, twin.id)
    take_mute_along(connection, case.id, twin.id, by, now)
    note_edit(connection, CaseEdit(kind="merge", case=case.id, other=twin.id, reason=reason, by=by, at=now))


def note_edit(connection: Connection, edit: CaseEdit) -> None:
    """Add a merge or a split to the record of them."""
    insert(connection, "record.case_edits", [to_row(edit)])


def kept_apart(connection: Connection) -> frozenset[frozenset[str]]:
    """Return the pairs of cases that a person has split, under their present ids."""
    sql = """
        SELECT coalesce(a.merged_into, a.id) AS one, coalesce(b.merged_into, b.id) AS other
        FROM record.case_edits e JOIN record.cases a ON a.id = e."case" JOIN record.cases b ON b.id = e.other
        WHERE e.kind = 'split'
    """
    # Mostly there is none: a join takes four times as long to say so.
    if not fetch(connection, "SELECT 1 FROM record.case_edits WHERE kind = 'split' LIMIT 1"):
        return frozenset()
    return frozenset(frozenset((row["one"], row["other"])) for row in fetch(connection, sql))


def relate(connection: Connection, links: Sequence[CaseLink]) -> None:
    """Store ties between cases; a pair that is tied stays as it is."""
    if not links:
        return
    sql = """
        SELECT "case", other FROM record.case_links
        WHERE "case" IN (SELECT unnest($1::VARCHAR[])) OR other IN (SELECT unnest($1::VARCHAR[]))
    """
    tied = {frozenset(row.values()) for row in fetch(connection, sql, [sorted({link.case for link in links})])}
    new: dict[frozenset[str], CaseLink] = {}
    for link in links:
        new.setdefault(frozenset((link.case, link.other)), link)
    insert(connection, "record.case_links", [to_row(link) for pair, link in new.items() if pair not in tied])


def hold_too(connection: Connection, case: str, like: str) -> None:
    """Hold a case if another one is held, for the same reason."""
    connection.execute(
        "INSERT INTO record.holds SELECT ?, reason, held_by, held_at FROM record.holds WHERE subject = ? "
        "ON CONFLICT DO NOTHING",
        [case, like],
    )


def _take_along(connection: Connection, case: str, twin: str) -> None:
    hold_too(connection, case, twin)
    connection.execute(
        'INSERT INTO record.threads SELECT channel, ?, ts, alert FROM record.threads WHERE "case" = ? '
        "ON CONFLICT DO NOTHING",
        [case, twin],
    )
