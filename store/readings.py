"""What the extractor said of each document version: findings, mentions and near misses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from schemas.document import Document
from schemas.event import StoredFinding
from schemas.finding import Finding, Mention, NearMiss, Reading
from store.database import Connection
from store.rows import Row, columns, count, fetch, insert, load, to_row

_CLOCK_PUT_BACK = timedelta(days=1)

# The two models both have an authority: who published, and who takes the step.
_NOT_PLAIN = frozenset({"finding", "authority"})

STORED_FINDING = (
    f"{columns(StoredFinding, alias='f', leave_out=_NOT_PLAIN)}, {columns(Finding, alias='f')}, f.publishing_authority"
)
"""The select list of a stored finding, from `record.findings f`."""


def save_reading(
    connection: Connection,
    document: Document,
    reading: Reading,
    findings: Sequence[StoredFinding],
    now: datetime,
) -> bool:
    """Save the reading of a document's newest version; `findings` are the reading's own, in its order.

    Return False, and save nothing, when this extractor version has read that document version before.
    """
    key = {"document": document.id, "version": document.current.version, "extractor": reading.extractor}
    if _is_saved(connection, key, document.current.seen_at):
        return False
    insert(connection, "record.readings", [{**key, "lang": reading.lang, "analysed_at": now.isoformat()}])
    insert(connection, "record.findings", [_finding_row(f, place) for place, f in enumerate(findings)])
    mentions = [{**to_row(m), **key, "place": place} for place, m in enumerate(reading.mentions)]
    insert(connection, "record.mentions", mentions)
    near_misses = [{**to_row(n), **key, "place": place} for place, n in enumerate(reading.near_misses)]
    insert(connection, "record.near_misses", near_misses)
    return True


def load_reading(connection: Connection, document: str, version: int, extractor: str | None = None) -> Reading | None:
    """Return what was read in a document version, by the last extractor version unless one is named."""
    sql = """
        SELECT document, version, extractor, lang FROM record.readings
        WHERE document = ? AND version = ? AND extractor = coalesce(?, extractor)
        ORDER BY analysed_at DESC, extractor DESC LIMIT 1
    """
    rows = fetch(connection, sql, [document, version, extractor])
    if not rows:
        return None
    key = [document, version, rows[0]["extractor"]]
    return Reading(
        document=document,
        extractor=rows[0]["extractor"],
        lang=rows[0]["lang"],
        findings=tuple(load(connection, Finding, _of_reading("findings", Finding), key)),
        mentions=tuple(load(connection, Mention, _of_reading("mentions", Mention), key)),
        near_misses=tuple(load(connection, NearMiss, _of_reading("near_misses", NearMiss), key)),
    )


def findings_of_document(connection: Connection, document: str) -> tuple[StoredFinding, ...]:
    """Return every finding of all versions of a document by all extractor versions, in order."""
    sql = f"""
        SELECT {STORED_FINDING} FROM record.findings f WHERE f.document = ?
        ORDER BY f.version, f.found_at, f.place
    """
    return stored_findings(fetch(connection, sql, [document]))


def stored_findings(rows: Sequence[Row]) -> tuple[StoredFinding, ...]:
    """Return rows selected with STORED_FINDING as models."""
    return tuple(StoredFinding.model_validate(_nested(row)) for row in rows)


def _nested(row: Row) -> dict[str, Any]:
    own = {name: row[name] for name in StoredFinding.model_fields if name not in _NOT_PLAIN}
    finding = {name: row[name] for name in Finding.model_fields}
    return {**own, "authority": row["publishing_authority"], "finding": finding}


def _finding_row(stored: StoredFinding, place: int) -> Row:
    place_of_it = {"place": place, "publishing_authority": stored.authority}
    return {**to_row(stored, _NOT_PLAIN), **place_of_it, **to_row(stored.finding)}


def _is_saved(connection: Connection, key: Row, seen_at: datetime) -> bool:
    # No reading is older than its version (but for a clock put back); the readings lie in the order of time, so that
    # DuckDB looks through the newest only: one millisecond among 330,000, not six.
    sql = """
        SELECT count(*) FROM record.readings WHERE document = ? AND version = ? AND extractor = ? AND analysed_at >= ?
    """
    return count(connection, sql, [*key.values(), seen_at - _CLOCK_PUT_BACK]) > 0


def _of_reading(table: str, model: type[Finding] | type[Mention] | type[NearMiss]) -> str:
    return f"""
        SELECT {columns(model)} FROM record.{table}
        WHERE document = ? AND version = ? AND extractor = ? ORDER BY place
    """
