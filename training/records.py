"""The labelled text that training and measuring work on, and the forms it is read from."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SENTENCES = Path(__file__).parent / "data" / "sentences"
DOCUMENTS = Path(__file__).parent / "data" / "documents"
REGISTERS = Path(__file__).parent / "data" / "registers"
LABELS = ("COMPANY", "AUTHORITY", "PERSON", "PRODUCT", "LAW", "PLACE", "ORG_OTHER")
UNKNOWN = "?"
"""The label of words of which an annotation does not say what they are: nothing is learnt from them."""

HELD_OUT = 4
_FOLDS = 5

Span = tuple[int, int, str]
"""Start, end and label of a name, in characters."""


@dataclass(frozen=True)
class Labelled:
    """A text with its names, in order and without overlap. `source` says where it is from."""

    id: str
    lang: str
    text: str
    spans: tuple[Span, ...]
    source: str


def fold(identity: str) -> int:
    """Return the part, 0 to 4, that a record belongs to; the last is held out of training."""
    return int(hashlib.sha1(identity.encode()).hexdigest(), 16) % _FOLDS


def is_held_out(record: Labelled) -> bool:
    """Tell whether a record is kept for measuring only."""
    return fold(record.id) == HELD_OUT


def read_rows(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def read_entities(file: Path, source: str = "") -> list[Labelled]:
    """Return the records of a file of lines `{"id", "lang", "text", "ents": [[start, end, label]]}`."""
    return [
        Labelled(row["id"], row["lang"], row["text"], in_order((s, e, label) for s, e, label in row["ents"]), source)
        for row in read_rows(file)
    ]


def read_sentences(folder: Path = SENTENCES) -> list[Labelled]:
    """Return our own labelled sentences, whose names are listed by their words in order of appearance."""
    rows = [row for file in sorted(folder.glob("*.jsonl")) for row in read_rows(file)]
    return [
        Labelled(row["id"], row["lang"], row["text"], place(row["text"], row["mentions"]), "sentences") for row in rows
    ]


def read_documents(folder: Path = DOCUMENTS) -> list[Labelled]:
    """Return the sentences of the documents written for casewatch.

    Their firms were named by hand for the whole document; the other labels are those of the lists and of an
    earlier model, unknown where neither is sure.
    """
    return [record for file in sorted(folder.glob("*.jsonl")) for record in read_entities(file, "documents")]


def read_registers(folder: Path = REGISTERS) -> list[Labelled]:
    """Return our own sentences in the manner of authorities' decisions, registers and notices."""
    return [record for file in sorted(folder.glob("*.jsonl")) for record in read_entities(file, "registers")]


def place(text: str, mentions: Sequence[tuple[str, str]]) -> tuple[Span, ...]:
    """Return where names listed in order of appearance stand.

    Further occurrences of a listed name, which the list leaves out, are of unknown label.
    """
    spans: list[Span] = []
    at = 0
    for surface, label in mentions:
        found = _occurrence(text, surface, at, spans) or _occurrence(text, surface, 0, spans)
        if found is None:
            raise ValueError(f"{surface!r} is not in {text!r}")
        at = max(at, found[1])
        spans.append((*found, label))
    for surface in {surface for surface, _ in mentions}:
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            if _is_free(*match.span(), spans):
                spans.append((*match.span(), UNKNOWN))
    return in_order(spans)


def in_order(spans: Any) -> tuple[Span, ...]:
    """Return spans by their start; of two that overlap the longer stays."""
    taken: list[Span] = []
    for start, end, label in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if _is_free(start, end, taken):
            taken.append((start, end, label))
    return tuple(sorted(taken))


def _occurrence(text: str, surface: str, at: int, spans: Sequence[Span]) -> tuple[int, int] | None:
    loose = None
    for match in re.finditer(re.escape(surface), text[at:]):
        start, end = match.start() + at, match.end() + at
        if not _is_free(start, end, spans):
            continue
        if re.fullmatch(r"\W?", text[max(0, start - 1) : start]) and re.match(r"\W|$", text[end:]):
            return start, end
        loose = loose or (start, end)
    return loose


def _is_free(start: int, end: int, spans: Sequence[Span]) -> bool:
    return all(end <= a or b <= start for a, b, _ in spans)
