"""The field's own words, as closed lists: actions, statuses, roles, instruments and the states of an alert.

Every table, message, JSON form and document of casewatch uses these very words.
"""

from enum import StrEnum


class Action(StrEnum):
    """The step an authority (or a complainant before it) takes in a proceeding."""

    COMPLAINT = "complaint"
    INQUIRY = "inquiry"
    INSPECTION = "inspection"
    OPENED = "opened"
    OBJECTIONS = "objections"
    INTERIM_MEASURES = "interim_measures"
    COMMITMENTS = "commitments"
    DECISION = "decision"
    DESIGNATION = "designation"
    NOTIFIED = "notified"
    CLEARED = "cleared"
    PROHIBITED = "prohibited"
    CLOSED = "closed"
    LITIGATION = "litigation"
    RULING = "ruling"
    SETTLED = "settled"
    OTHER = "other"


class Status(StrEnum):
    """Whether the step is the news, denied, only possible, or told as context."""

    ASSERTED = "asserted"
    DENIED = "denied"
    SPECULATIVE = "speculative"
    BACKGROUND = "background"


class Role(StrEnum):
    """What a company is in a step; a company in no role is only named."""

    TARGET = "target"
    COMPLAINANT = "complainant"
    AFFECTED = "affected"


class Instrument(StrEnum):
    """The body of law a step is taken under."""

    ANTITRUST = "antitrust"
    MERGER = "merger"
    DMA = "dma"
    DSA = "dsa"
    AI_ACT = "ai_act"
    DATA_PROTECTION = "data_protection"
    CONSUMER = "consumer"
    COPYRIGHT = "copyright"
    STATE_AID = "state_aid"
    FSR = "fsr"
    OTHER = "other"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How sure a finding is; what each level is worth is measured in docs/detection.md."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Standing(StrEnum):
    """What stands behind an event: press alone, the authority's own text, silence, or its denial."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    CONTRADICTED = "contradicted"


class AlertKind(StrEnum):
    """Why a message is sent."""

    STEP = "step"
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    CORRECTION = "correction"
    REMINDER = "reminder"
    EXPOSURE = "exposure"
    DIGEST = "digest"
    SUMMARY = "summary"
    OPS = "ops"


class AlertState(StrEnum):
    """Where an alert stands on its way to Slack. It ends sent, digested or withdrawn."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    DIGESTED = "digested"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


class Placement(StrEnum):
    """Where a message stands in its channel: on its own, in its case's thread, or in both."""

    TOP = "top"
    REPLY = "reply"
    BROADCAST = "broadcast"


class AiNexus(StrEnum):
    """What a route asks of a matter: that it is about AI, or nothing."""

    REQUIRED = "required"
    ANY = "any"
    BY_COMPANY = "by_company"


class Outcome(StrEnum):
    """What a run may claim: see flows/report.py for the rule."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    BLIND = "blind"


class TextFrom(StrEnum):
    """Where the text of a document version came from, best first."""

    ARTICLE = "article"
    ENTRY = "entry"
    SUMMARY = "summary"
    TITLE = "title"
