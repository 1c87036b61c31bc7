"""What a run did, and what it may claim."""

from schemas.base import Model, UtcDatetime
from schemas.source import Failure
from schemas.words import Outcome


class Found(Model):
    """What documents gave once they were read."""

    findings: int = 0
    new_events: int = 0
    new_alerts: int = 0


class SourceReport(Found):
    """What one source gave in one run."""

    source: str
    due: bool = False
    """It was asked in this run (else only unfinished documents of it were taken up)."""
    polled: bool = False
    """It was asked and answered with something that could be read."""
    not_modified: bool = False
    entries: int = 0
    new_documents: int = 0
    new_versions: int = 0
    read: int = 0
    baseline: bool = False
    failures: tuple[Failure, ...] = ()
    known_failure: bool = False
    """The source failed, and that was already reported before this run."""


class DeliveryReport(Model):
    """What became of the alerts a run tried to send."""

    sent: int = 0
    reconciled: int = 0
    retry: int = 0
    parked: int = 0


class RunReport(Model):
    """One pass over the due sources."""

    id: str
    started: UtcDatetime
    finished: UtcDatetime
    outcome: Outcome
    sources: tuple[SourceReport, ...] = ()
    delivery: DeliveryReport = DeliveryReport()
    published: bool = False
    notes: tuple[str, ...] = ()


class Issue(Model):
    """What was found not to be normal about a source (or a part of casewatch), and since when."""

    source: str
    topic: str
    text: str
    opened_at: UtcDatetime
    closed_at: UtcDatetime | None = None


class SourceStatus(Model):
    """How a declared source is doing: a line of `casewatch status`."""

    source: str
    name: str
    authority: str | None = None
    official: bool
    priority: int
    proven: bool = False
    """False: it never met its declared items and fields, and is shown as not yet watched."""
    documents: int = 0
    last_poll: UtcDatetime | None = None
    last_success: UtcDatetime | None = None
    last_new_item: UtcDatetime | None = None
    max_silence_days: int | None = None
    """Days without a new item that are still normal."""
    failing_since: UtcDatetime | None = None
    failures_in_a_row: int = 0
    error: str | None = None
    next_poll: UtcDatetime | None = None
    issues: tuple[str, ...] = ()
    """The texts of its open issues."""
