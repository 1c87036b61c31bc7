"""What a run did, and what it may claim."""

from schemas.base import Model, UtcDatetime
from schemas.source import Failure
from schemas.words import Outcome


class SourceReport(Model):
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
    findings: int = 0
    new_events: int = 0
    new_alerts: int = 0
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
