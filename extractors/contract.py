"""The JSON lines of `casewatch extract`: documents in, readings out, in the same order."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from pydantic import ValidationError

from schemas.finding import Finding, Reading, ReadingInput

CONTRACT = 1
_TEXT_KEYS = ("id", "title", "text")


class Reads(Protocol):
    """Anything that reads a document."""

    def read(self, document: ReadingInput) -> Reading: ...


def read_lines(lines: Iterable[str], reader: Reads) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield for each non-empty line its answer and whether it was read.

    A line that is no JSON object, lacks a key, or has neither title nor text is answered by
    `{"id": …, "error": …}` in its place.
    """
    for line in lines:
        if not line.strip():
            continue
        answer = _read_line(line, reader)
        yield answer, "error" not in answer


def _read_line(line: str, reader: Reads) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"not valid JSON: {error}"}
    if not isinstance(entry, dict):
        return {"id": None, "error": "not a JSON object"}
    identity = entry.get("id")
    missing = [key for key in _TEXT_KEYS if key not in entry]
    if missing:
        return {"id": identity, "error": f"key missing: {', '.join(missing)}"}
    try:
        document = as_input(entry)
    except ValidationError as error:
        first = error.errors()[0]
        return {"id": identity, "error": f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"}
    if not document.title.strip() and not document.text.strip():
        return {"id": identity, "error": "neither title nor text"}
    return as_output(reader.read(document))


def as_input(entry: dict[str, Any]) -> ReadingInput:
    """Return a document of the contract as the reader takes it.

    Raises pydantic.ValidationError when a value has the wrong type. Keys it does not know are ignored.
    """
    known = {key: entry[key] for key in ReadingInput.model_fields if entry.get(key) is not None}
    return ReadingInput.model_validate(known | {"lang": entry.get("lang") or None})


def as_output(reading: Reading) -> dict[str, Any]:
    """Return a reading in the form of the contract."""
    return {
        "contract": CONTRACT,
        "extractor": reading.extractor,
        "id": reading.document,
        "lang": reading.lang,
        "events": [_event(finding) for finding in reading.findings],
        "alert": list(reading.alert()),
        "candidates": [
            {"name": m.name, "start": m.start, "end": m.end, "field": m.field, "score": m.score}
            for m in reading.mentions
            if m.kind == "candidate"
        ],
    }


def _event(finding: Finding) -> dict[str, Any]:
    event = finding.model_dump(mode="json", exclude={"ai_nexus", "ai_reason"})
    event["ai"] = {"nexus": finding.ai_nexus, "reason": finding.ai_reason}
    return event
