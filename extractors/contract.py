"""The JSON lines of `casewatch extract`: documents in, readings out, in the same order."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Protocol

from pydantic import ValidationError

from schemas.finding import Finding, Reading, ReadingInput

CONTRACT = 1
_HALF = re.compile("[\ud800-\udfff]")
_TEXT_KEYS = ("id", "title", "text")


class Reads(Protocol):
    """Anything that reads documents."""

    def read_all(self, documents: Iterable[ReadingInput]) -> Iterator[Reading]: ...


def read_lines(lines: Iterable[str], reader: Reads, at_once: int = 1) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield for each non-empty line its answer and whether it was read; `at_once` lines are taken together.

    A line that is no JSON object, lacks a key, or has neither title nor text is answered by
    `{"id": …, "error": …}` in its place.
    """
    filled = (line for line in lines if line.strip())
    while entries := [_checked(line) for line in islice(filled, at_once)]:
        readings = reader.read_all(entry for entry in entries if isinstance(entry, ReadingInput))
        for entry in entries:
            if isinstance(entry, ReadingInput):
                yield as_output(next(readings)), True
            else:
                yield entry, False


def _checked(line: str) -> ReadingInput | dict[str, Any]:
    """Return the document of a line, or the answer that says why there is none."""
    try:
        entry = _without_halves(json.loads(line))
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
    return document


def _without_halves(entry: Any) -> Any:
    """Return an object of JSON with halves of characters ("\\ud83d" alone), which are no text, replaced by U+FFFD."""
    if not isinstance(entry, dict):
        return entry
    return {key: _HALF.sub("\ufffd", value) if isinstance(value, str) else value for key, value in entry.items()}


def as_line(answer: dict[str, Any]) -> str:
    """Return an answer as a line of JSON that can be written as UTF-8."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8")


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
