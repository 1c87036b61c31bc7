"""A step in the world (Event), the proceeding it belongs to (Case), and what ties findings to them."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Model, UtcDatetime
from schemas.finding import Amount, Evidence, Finding, Party
from schemas.words import Action, Confidence, Instrument, Role, Standing, Status


class StoredFinding(Model):
    """A finding with its place: which document version said it, read by which extractor."""

    id: str
    document: str
    version: int
    extractor: str
    official: bool
    authority: str | None = None
    """The authority whose own document it is, services folded into the body they are part of.
    Only its own document confirms an authority's step; None: press, or a source that declares none."""
    publisher: str
    url: str | None = None
    document_title: str = ""
    language: str | None = None
    published: UtcDatetime | None = None
    found_at: UtcDatetime
    baseline: bool = False
    marks: tuple[str, ...] = ()
    """What the document says it is: `number:`, `page:` and `release:` of its address, `text:` of its words."""
    finding: Finding

    def target_ids(self) -> frozenset[str]:
        """Return the catalogue ids (or folded names) of the firms the step is directed at."""
        return _target_ids(self.finding.parties)


class EventFinding(Model):
    """Why a finding belongs to an event. Append-only."""

    event: str
    finding: str
    why: str
    confidence: Confidence


class Event(Model):
    """A step in the world. Its id is given once and never derived from text."""

    id: str
    case: str
    authority: str
    action: Action
    status: Status
    standing: Standing
    instrument: Instrument
    parties: tuple[Party, ...]
    case_numbers: tuple[str, ...] = ()
    amount: Amount | None = None
    deadline: date | None = None
    step_date: date | None = None
    ai_nexus: bool | None = None
    ai_reason: str | None = None
    confidence: Confidence
    evidence: Evidence
    document: str
    """The document whose evidence is shown: the authority's own, if there is one."""
    document_version: int = Field(ge=1)
    document_title: str = ""
    publisher: str
    url: str | None = None
    language: str | None = None
    published: UtcDatetime | None = None
    first_seen: UtcDatetime
    last_changed: UtcDatetime
    baseline: bool = False
    supported: bool = True
    marks: tuple[str, ...] = ()
    """The marks of the documents that tell of it."""
    case_why: str = ""
    """Why it belongs to its case, and how sure that is."""
    case_confidence: Confidence = Confidence.HIGH

    def target_ids(self) -> frozenset[str]:
        """Return the catalogue ids (or folded names) of the firms the step is directed at."""
        return _target_ids(self.parties)


class Case(Model):
    """A proceeding of one authority: its steps, its numbers and its present state."""

    id: str
    authority: str
    instrument: Instrument
    title: str
    case_numbers: tuple[str, ...] = ()
    state: Action
    opened: UtcDatetime
    last_step: UtcDatetime
    merged_into: str | None = None


class CaseLink(Model):
    """Two cases that belong together and are not one, such as one deal before two authorities."""

    case: str
    other: str
    relation: str
    why: str
    confidence: Confidence
    by: str
    at: UtcDatetime


class CaseEdit(Model):
    """A merge or a split of cases. Append-only; what a person decided no later document undoes.

    merge: `other` went into `case`. split: `events` left `case` for the new case `other`.
    """

    kind: Literal["merge", "split"]
    case: str
    other: str
    events: tuple[str, ...] = ()
    reason: str
    by: str
    at: UtcDatetime


def party_key(party: Party) -> str:
    """Return what tells one party from another: its catalogue id, else its folded name."""
    return party.company or f"name:{party.name.casefold().strip()}"


def _target_ids(parties: tuple[Party, ...]) -> frozenset[str]:
    return frozenset(party_key(party) for party in parties if party.role is Role.TARGET)
