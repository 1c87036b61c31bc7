"""Pairs: a saved answer of a source, and the entries that are to be read from it.

A folder named after the source holds `sample.*` and `expected.json`: `{"basis", "entries": [...]}`. An expected entry
names the fields that matter; the others may be anything. `basis` says how far the answer is known to have that form:
REC (recorded), DOC (documented) or assumed.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feeds.parse import parse
from feeds.schedule import expectation_breach
from schemas.base import Model
from schemas.errors import DataFileError
from schemas.source import Entry, Failure, Response, Source

SAMPLES = Path(__file__).with_name("samples")
"""The pairs of the bundled sources, beside their declarations."""

_KINDS = {".xml": "application/xml", ".html": "text/html; charset=utf-8", ".json": "application/json"}
_READ_ON = datetime(2026, 11, 20, tzinfo=UTC)
"""The day on which the samples are read: what they say lies some days back."""


class Pair(Model):
    """A saved answer and what is to be read from it."""

    sample: Path
    basis: str
    entries: tuple[dict[str, Any], ...]


def load_pair(source_id: str, folder: Path = SAMPLES) -> Pair | None:
    """Return the pair of a source, None when it has none. Raises DataFileError for one that cannot be read."""
    place = folder / source_id
    samples = sorted(place.glob("sample.*"))
    if not samples:
        return None
    file = place / "expected.json"
    try:
        told = json.loads(file.read_text("utf-8"))
        return Pair(sample=samples[0], basis=told["basis"], entries=tuple(told["entries"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataFileError(file, None, f"not `basis` and `entries`: {error}") from error


def differences(source: Source, pair: Pair) -> tuple[str, ...]:
    """Return how what is read from the sample differs from what is expected, in plain words; none: it is right."""
    parsed = parse(source, _answer(source, pair.sample))
    if isinstance(parsed, Failure):
        return (parsed.reason,)
    enough = source.model_copy(update={"expect": source.expect.model_copy(update={"min_items": 1})})
    breach = parsed.degraded or expectation_breach(enough, parsed.entries, _READ_ON)
    return (*((breach,) if breach else ()), *_compared(parsed.entries, pair.entries))


def _answer(source: Source, sample: Path) -> Response:
    return Response(
        source=source.id,
        url=source.url,
        status=200,
        content_type=_KINDS.get(sample.suffix, ""),
        body=sample.read_bytes(),
        fetched_at=_READ_ON,
    )


def _compared(entries: Sequence[Entry], expected: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    if len(entries) != len(expected):
        return (f"{len(entries)} entries are read where {len(expected)} are expected",)
    told = []
    for place, (entry, want) in enumerate(zip(entries, expected, strict=True), 1):
        read = json.loads(entry.model_dump_json())
        told += [
            f"entry {place}: {field} is {read.get(field)!r}, expected is {value!r}"
            for field, value in want.items()
            if read.get(field) != value
        ]
    return tuple(told)
