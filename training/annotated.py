"""Annotated texts of the repository as training wants them, and a reader that sees the firms they name."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractors.contract import as_input
from extractors.parts import Name
from extractors.pipeline import Knowledge, Reader, build_language
from knowledge.names import fold
from schemas.settings import ReadingSettings
from training.records import SENTENCES, read_rows

DOCUMENTS = Path(__file__).parents[1] / "benchmarks" / "enforcement" / "documents"


def fold_of(identity: str, parts: int) -> int:
    """Return the part a text belongs to while folds are learnt from one another."""
    return int(hashlib.sha1(f"fold {identity}".encode()).hexdigest(), 16) % parts


@dataclass(frozen=True)
class Answer:
    """What the annotation says of a span of the joined text: an event with its evidence there."""

    start: int
    end: int
    firms: Mapping[str, str]
    """folded name → role."""
    status: str
    action: str


@dataclass(frozen=True)
class Annotated:
    """A text with its annotation. Names are folded."""

    id: str
    entry: Mapping[str, Any]
    answers: tuple[Answer, ...]
    alert: frozenset[str]
    either: frozenset[str]
    names: tuple[str, ...]
    is_document: bool

    def answer(self, start: int, end: int, names: frozenset[str]) -> tuple[bool | None, str | None]:
        """Return whether a sentence tells a firm as target of an asserted step, None when left open, and the action.

        `names` are the folded names and words the firm goes by in the text.
        """
        here = [a for a in self.answers if a.start < end and start < a.end and names & a.firms.keys()]
        asserted = [a for a in here if a.status == "asserted" and any(a.firms.get(n) == "target" for n in names)]
        if asserted:
            return True, asserted[0].action
        if here:
            return False, None
        return (None if names & (self.alert | self.either) else False), None


def read_documents(folder: Path = DOCUMENTS) -> Iterator[Annotated]:
    """Yield the annotated documents of a folder."""
    for file in sorted(folder.glob("*.jsonl")):
        for row in read_rows(file):
            yield annotated(row, is_document=True)


def read_sentences(folder: Path = SENTENCES) -> Iterator[Annotated]:
    """Yield the labelled sentences of a folder, each as a document of one headline or one sentence."""
    for file in sorted(folder.glob("*.jsonl")):
        for row in read_rows(file):
            yield annotated(sentence_as_document(row), is_document=False)


def sentence_as_document(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a labelled sentence in the form of an annotated document."""
    headline = row["kind"] == "headline"
    events = [
        {
            "action": event["action"], "status": event["status"], "instrument": event["instrument"], "authority": None,
            "parties": [{"name": name, "role": role} for name, role in event["parties"]], "evidence": row["text"],
        }
        for event in row["events"]
    ]  # fmt: skip
    alert = {p["name"] for e in events if e["status"] == "asserted" for p in e["parties"] if p["role"] == "target"}
    named = {surface for surface, label in row["mentions"] if label in {"COMPANY", "PRODUCT"}}
    return {
        "id": row["id"], "lang": row["lang"], "date": row["date"], "publisher": "", "url": "",
        "official": row["kind"] == "official",
        "title": row["text"] if headline else "", "text": "" if headline else row["text"], "events": events,
        "alert": sorted(alert), "quiet": sorted(named - alert),
    }  # fmt: skip


def annotated(entry: Mapping[str, Any], is_document: bool) -> Annotated:
    """Return an entry of an annotated file with its names folded and its evidence placed."""
    joined = f"{entry['title']}\n\n{entry['text']}" if entry["title"] else entry["text"]
    parties = {p["name"] for event in entry["events"] for p in event["parties"]}
    return Annotated(
        id=entry["id"],
        entry=entry,
        answers=tuple(_answers(entry["events"], joined)),
        alert=frozenset(fold(name) for name in entry.get("alert") or ()),
        either=frozenset(fold(name) for name in entry.get("either") or ()),
        names=tuple(sorted(parties | set(entry.get("quiet") or ()), key=len, reverse=True)),
        is_document=is_document,
    )


def _answers(events: Iterable[Mapping[str, Any]], joined: str) -> Iterator[Answer]:
    for event in events:
        evidence = event.get("evidence") or ""
        start = joined.find(evidence)
        if evidence and start >= 0:
            firms = {fold(p["name"]): p["role"] for p in event["parties"]}
            yield Answer(start, start + len(evidence), firms, event["status"], event["action"])


class Analyst:
    """The rules without learnt weights, told beforehand which firms an annotated text names."""

    def __init__(self, catalogue: Knowledge) -> None:
        nlp = build_language(catalogue, ReadingSettings())
        Language.component("training_names", func=self._add_names)
        nlp.add_pipe("training_names", after="casewatch_authorities")
        self._reader = Reader(nlp, None)
        self._names: tuple[str, ...] = ()

    def analyse(self, text: Annotated) -> Doc:
        """Return the Doc with everything the rules found in a text."""
        self._names = text.names
        return self._reader.analyse(as_input(dict(text.entry)))

    def _add_names(self, doc: Doc) -> Doc:
        names: list[Name] = list(doc._.companies)
        for name in self._names:
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", doc._.layout.joined):
                if all(found.end() <= other.start or found.start() >= other.end for other in names):
                    names.append(Name("company", None, name, found.start(), found.end(), "annotation", None, 0.9))
        doc._.companies = sorted(names, key=lambda name: name.start)
        return doc
