"""What the extractor said of each document version: findings, mentions and near misses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from schemas.document import Document
from schemas.event import StoredFinding
from schemas.finding import Finding, Mention, NearMiss, Reading
from store.database import Connection
from store.rows import Row, columns, fetch, insert, load, to_row

_KEY = ("document", "version", "extractor")

_CLOCK_PUT_BACK = timedelta(days=1)

# The two models both have an authority: who published, and who takes the step.
_NOT_PLAIN = frozenset({"finding", "authority"})

STORED_FINDING = (
    f"{columns(StoredFinding, alias='f', leave_out=_NOT_PLAIN)}, {columns(Finding, alias='f')}, f.publishing_authority"
)
"""The select list of a stored finding, from `record.findings f`."""


class ReadDocument(NamedTuple):
    """A document, what its newest version says, and the reading's findings under their ids, in its order."""

    document: Document
    reading: Reading
    findings: Sequence[StoredFinding]

    def key(self) -> tuple[str, int, str]:
        """Return what there is one reading of: document, version and extractor version."""
        return self.document.id, self.document.current.version, self.reading.extractor


def save_reading(
    connection: Connection,
    document: Document,
    reading: Reading,
    findings: Sequence[StoredFinding],
    now: datetime,
) -> bool:
    """Save the reading of a document's newest version, as save_new_readings does; return whether it was new."""
    return bool(save_new_readings(connection, [ReadDocument(document, reading, findings)], now))


def save_new_readings(connection: Connection, read: Sequence[ReadDocument], now: datetime) -> tuple[ReadDocument, ...]:
    """Save the readings of several documents, a statement a table; return those that were new.

    One is not when this extractor version has read that document version before: nothing of it is saved.
    """
    saved = _saved(connection, read)
    new = tuple(one for one in read if one.key() not in saved)
    keys = [dict(zip(_KEY, one.key(), strict=True)) for one in new]
    pairs = list(zip(new, keys, strict=True))
    readings = [{**key, "lang": one.reading.lang, "analysed_at": now.isoformat()} for one, key in pairs]
    insert(connection, "record.readings", readings)
    findings = [_finding_row(finding, place) for one in new for place, finding in enumerate(one.findings)]
    insert(connection, "record.findings", findings)
    insert(connection, "record.mentions", [row for one, key in pairs for row in _rows(one.reading.mentions, key)])
    insert(connection, "record.near_misses", [row for one, key in pairs for row in _rows(one.reading.near_misses, key)])
    return new


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


def _rows(parts: Sequence[Mention] | Sequence[NearMiss], key: Row) -> list[Row]:
    return [{**to_row(part), **key, "place": place} for place, part in enumerate(parts)]


def _saved(connection: Connection, read: Sequence[ReadDocument]) -> frozenset[tuple[str, int, str]]:
    # No reading is older than its version (but for a clock put back); the readings lie in the order of time, so that
    # DuckDB looks through the newest only: one millisecond among 330,000, not six.
    sql = """
        SELECT document, version, extractor FROM record.readings
        WHERE document IN (SELECT unnest(?::VARCHAR[])) AND analysed_at >= ?
    """
    if not read:
        return frozenset()
    since = min(one.document.current.seen_at for one in read) - _CLOCK_PUT_BACK
    rows = fetch(connection, sql, [[one.document.id for one in read], since])
    return frozenset((row["document"], row["version"], row["extractor"]) for row in rows)


def _of_reading(table: str, model: type[Finding] | type[Mention] | type[NearMiss]) -> str:
    return f"""
        SELECT {columns(model)} FROM record.{table}
        WHERE document = ? AND version = ? AND extractor = ? ORDER BY place
    """
