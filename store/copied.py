"""What else the published files are made of: small tables that are written whole each time."""

from collections.abc import Mapping

from store.prepared import PIECES

_ALL = "SELECT * FROM live.record.{table}"

SMALL: Mapping[str, str] = {
    "schema_version": _ALL,
    "sources": _ALL,
    "authority_names": _ALL,
    "company_names": _ALL,
    "relations": _ALL,
    "feed_states": _ALL,
    "case_links": _ALL,
    "deadlines": _ALL,
    # Issues of Slack and of casewatch itself may name channels; those of declared sources are public.
    "issues": f"{_ALL} WHERE source IN (SELECT id FROM live.record.sources)",
    "runs": "SELECT * EXCLUDE (delivery, notes) FROM live.record.{table}",
    "source_reports": "SELECT * EXCLUDE (new_alerts) FROM live.record.{table}",
}
"""The tables of the public file beside those of the pieces."""

TEAM: Mapping[str, str] = {
    "schema_version": _ALL,
    "watches": _ALL,
    "watched_companies": _ALL,
    "watch_changes": _ALL,
    "holds": _ALL,
    "feedback": _ALL,
    "alerts": "SELECT * EXCLUDE (lease_owner, lease_until, steady, message, parent), message.text AS text "
    "FROM live.record.{table}",
    "threads": _ALL,
    "mutes": _ALL,
    "case_edits": _ALL,
    "issues": _ALL,
    "runs": _ALL,
}
"""The tables of the team's file."""

PUBLIC: frozenset[str] = frozenset({*SMALL, *(table for piece in PIECES for table in piece.tables)})
"""The tables of the public file: nothing that tells what is watched or who is told."""
