"""What a reader finds in one document version: mentions, and steps with their parties and evidence."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.rules import tells_of_a_running_matter
from schemas.words import Action, Confidence, Instrument, Role, Status

TextField = Literal["title", "text"]
MentionKind = Literal["company", "product", "authority", "case_number", "amount", "date", "candidate"]
"""`product`: a product named for the firm whose id it bears; `candidate`: a firm no catalogue knows."""


class ReadingInput(Model):
    """A document as the extractor takes it. `date` is the document's own date."""

    id: str
    title: str = ""
    text: str = ""
    lang: str | None = None
    url: str = ""
    date: str | None = None
    publisher: str = ""
    official: bool = False
    authority: str | None = None
    """The authority that published it, when the source declares one."""


class Mention(Model):
    """Words that name something. `start` and `end` are character offsets in `field`."""

    kind: MentionKind
    id: str | None
    """Company or authority id of the catalogue; None for an unlisted name."""
    name: str
    surface: str
    field: TextField
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    method: str = "catalogue"
    cue: str | None = None
    score: float = 1.0


class Party(Model):
    """A company in a step. `company` is its catalogue id, None when unlisted."""

    name: str
    company: str | None = None
    role: Role


class Amount(Model):
    """Money as printed: value in units of `currency` (ISO 4217)."""

    value: float
    currency: str


class Evidence(Model):
    """The shortest sentence or headline that states the step: an exact slice of `field`."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    field: TextField


class Finding(Model):
    """One step as one document version tells it, read by one extractor version."""

    authority: str
    """Id of the catalogue, or `other:<name>`."""
    action: Action
    status: Status
    instrument: Instrument = Instrument.UNKNOWN
    parties: tuple[Party, ...] = ()
    cases: tuple[str, ...] = ()
    amount: Amount | None = None
    deadline: date | None = None
    step_date: date | None = None
    ai_nexus: bool | None = None
    ai_reason: str | None = None
    evidence: Evidence
    confidence: Confidence
    rule: str
    """As `schemas.rules` names it."""

    def targets(self) -> tuple[Party, ...]:
        """Return the parties the step is directed at."""
        return tuple(p for p in self.parties if p.role is Role.TARGET)

    def is_of_a_running_matter(self) -> bool:
        """Return whether the text tells of a matter that already runs, beside its news, and not of how it began."""
        return tells_of_a_running_matter(self.rule)


class NearMiss(Model):
    """A company that is named and does not alert, with the reason in plain words."""

    company: str | None
    name: str
    reason: str
    field: TextField
    start: int
    end: int


class Reading(Model):
    """Everything the extractor says of one document version."""

    document: str
    extractor: str
    lang: str
    findings: tuple[Finding, ...] = ()
    mentions: tuple[Mention, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()

    def alert(self) -> tuple[str, ...]:
        """Return the names of the firms that are target in an asserted step, in order, once each."""
        names = (
            party.name for finding in self.findings if finding.status is Status.ASSERTED for party in finding.targets()
        )
        return tuple(dict.fromkeys(names))
