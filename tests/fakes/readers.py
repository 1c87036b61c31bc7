"""Readers of which a test says what they find, and documents for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.analysing import analyse, save_readings
from flows.tools import Tools
from schemas.document import Document
from schemas.finding import Evidence, Finding, Party, Reading, ReadingInput
from schemas.report import SourceReport
from schemas.words import Action, Role
from store.documents import save_poll
from tests.samples import NOW, document, finding, state, version

Found = Mapping[str, Sequence[Finding]]
SENTENCES = ("ACM opened a case against OpenAI.", "It fined Microsoft.")
"""The text of every document."""


def told(*targets: str, sentence: int = 0, action: Action = Action.OPENED, **given: Any) -> Finding:
    """Return a finding that rests on one of the sentences; the targets are ids of companies."""
    start = SENTENCES[0].__len__() + 1 if sentence else 0
    text = SENTENCES[sentence]
    parties = tuple(Party(name=name.capitalize(), company=name, role=Role.TARGET) for name in targets or ("openai",))
    evidence = Evidence(text=text, start=start, end=start + len(text), field="text")
    return finding(parties=parties, evidence=evidence, action=action, ai_nexus=True, **given)


def reader(extractor: str, found: Found) -> Any:
    """Return what reads documents: findings by the document's id; a text that is not named breaks it."""

    def read(asked: ReadingInput) -> Reading:
        return Reading(document=asked.id, extractor=extractor, lang="en", findings=tuple(found[asked.id]))

    return read


def released(id: str, **given: Any) -> Document:
    """Return a document whose text is read."""
    text = " ".join(SENTENCES)
    words = version(id, title=f"News {id}", text=text, language="en", content_hash=id, read_at=NOW, seen_at=NOW)
    return document(id, **{"published": NOW, "current": words, **given})


def take(tools: Tools, documents: Sequence[Document], read: Any, *, tell: bool = True) -> None:
    """Store documents, and what a reader finds in them, with the alerts that calls for."""
    with tools.database.transaction() as connection:
        save_poll(connection, state(documents[0].source), documents, [], [], NOW)
    readings = [(one, analyse(one, read, tools.catalogue, tools.clock())) for one in documents]
    done = [(one, said) for one, said in readings if isinstance(said, Reading)]
    save_readings(done, SourceReport(source="test"), tools, tell=tell)
