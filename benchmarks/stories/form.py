"""The form of a story: documents in several voices, the steps they tell, and which of these are one event, one case."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError, model_validator

from schemas.base import Model, Slug, UtcDatetime
from schemas.errors import DataFileError
from schemas.finding import Amount, Evidence, TextField
from schemas.words import Action, Instrument, Status

FOLDER = Path(__file__).parent
HELD_OUT = FOLDER / "held_out"


class StoryFinding(Model):
    """A step as its document tells it, and the truth: `event` and `case` are ids inside the story.

    Without them the step is none of the story's, or never happened.
    """

    authority: str
    action: Action
    status: Status = Status.ASSERTED
    instrument: Instrument
    targets: tuple[str, ...] = Field(min_length=1)
    """The firms as this text names them: by group, subsidiary or product."""
    cases: tuple[str, ...] = ()
    """Case numbers as printed in this text, misprints included."""
    amount: Amount | None = None
    step_date: date | None = None
    evidence: str
    event: Slug | None = None
    case: Slug | None = None

    def must_link(self, official: bool) -> bool:
        """Return whether it has to be found with the others of its event: told as fact, or denied by an authority."""
        voices = (Status.ASSERTED, Status.DENIED) if official else (Status.ASSERTED,)
        return self.case is not None and self.status in voices


class StoryDocument(Model):
    """A release, register entry or article."""

    id: Slug
    lang: str = Field(pattern=r"^[a-z]{2}$")
    official: bool
    publisher: str
    source: Slug
    """A declared source of an authority, else the outlet."""
    url: str
    published: UtcDatetime
    title: str
    text: str
    finding: tuple[StoryFinding, ...] = ()

    @model_validator(mode="after")
    def _shows_its_evidence(self) -> "StoryDocument":
        for finding in self.finding:
            evidence_in(self.title, self.text, finding.evidence)
        return self


class Story(Model):
    """Documents about one matter, or about matters that are easily taken for one."""

    name: Slug
    title: str
    trap: str = Field(min_length=1)
    """What it tries."""
    related: tuple[tuple[Slug, Slug], ...] = ()
    """Cases that have to do with each other and are not one."""
    document: tuple[StoryDocument, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> "Story":
        ids = [document.id for document in self.document]
        if len(set(ids)) < len(ids):
            raise ValueError("two documents have one id")
        cases: dict[str, str] = {}
        for finding in self.findings():
            if (finding.event is None) != (finding.case is None):
                raise ValueError(f"event and case belong together: {finding.evidence!r}")
            if finding.event and finding.case and cases.setdefault(finding.event, finding.case) != finding.case:
                raise ValueError(f"event {finding.event} is in two cases")
        if unknown := {case for pair in self.related for case in pair} - set(cases.values()):
            raise ValueError(f"related cases that no finding is of: {sorted(unknown)}")
        return self

    def findings(self) -> Iterator[StoryFinding]:
        """Yield the findings of all documents, in order."""
        for document in self.document:
            yield from document.finding


def load_stories(folder: Path) -> tuple[Story, ...]:
    """Return the stories of a folder, by name. Raises DataFileError for a file that does not keep the form."""
    return tuple(_load(path) for path in sorted(folder.glob("*.toml")))


def evidence_in(title: str, text: str, evidence: str) -> Evidence:
    """Return where in a title or text the evidence stands. Raises ValueError when it stands in neither."""
    fields: tuple[tuple[TextField, str], ...] = (("title", title), ("text", text))
    for field, words in fields:
        start = words.find(evidence)
        if start >= 0:
            return Evidence(text=evidence, start=start, end=start + len(evidence), field=field)
    raise ValueError(f"no slice of title or text: {evidence!r}")


def _load(path: Path) -> Story:
    try:
        return Story.model_validate({**tomllib.loads(path.read_text(encoding="utf-8")), "name": path.stem})
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataFileError(path, None, str(error)) from error
