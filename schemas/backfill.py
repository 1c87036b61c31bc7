"""How far the reading of a source's past has come."""

from datetime import date

from schemas.base import Model, Slug, UtcDatetime


class Backfill(Model):
    """A range of days asked of one source's archive: a row that is there until all of it is read goes on."""

    source: Slug
    start: date
    end: date
    window_start: date
    """First day of the part of the range that is being asked for."""
    page: int
    """The page to be asked for next."""
    collected: bool = False
    """All pages were asked for."""
    tell: bool = False
    """Alerts go out for what is found, marked late."""
    began_at: UtcDatetime
    error: str | None = None
    """Why the last page that was asked for could not be had."""


class Progress(Model):
    """What a backfill has done of what it has found to do. Times are in seconds."""

    done: int
    total: int
    seconds: float

    def seconds_left(self) -> float | None:
        """Return how long the rest takes at the pace so far; None before there is one."""
        return self.seconds / self.done * (self.total - self.done) if self.done else None

    def in_words(self) -> str:
        """Return how far it is, and how long the rest will take at this pace."""
        left = self.seconds_left()
        rest = "" if left is None else f", about {lasting(left)} left"
        return f"{self.done} of {self.total} documents read{rest}"


def lasting(seconds: float) -> str:
    """Return a length of time in words, as exact as anybody wants it."""
    minutes = round(seconds) // 60
    return f"{minutes} min" if minutes >= 2 else f"{seconds:.0f} s"


class BackfillReport(Model):
    """What a backfill found, or what is left of it."""

    pages: int = 0
    documents: int = 0
    """Documents that were not known before."""
    read: int = 0
    postponed: int = 0
    """Documents whose page could not be had; they are tried again by the next run or backfill."""
    findings: int = 0
    new_events: int = 0
    new_alerts: int = 0
    failures: tuple[str, ...] = ()
    reading_seconds: float = 0
    """From the first batch to the last one saved."""
    seconds: float = 0


class RereadReport(Model):
    """What reading stored documents again changes; it is stored only when `written`."""

    extractor: str
    written: bool
    documents: int = 0
    changed: int = 0
    """Documents that say something else now."""
    gained: int = 0
    lost: int = 0
    """Steps that were read before and are not any more."""
    new_events: int = 0
    changed_events: int = 0
    unsupported: int = 0
    """Events that no reading tells of any more."""
    new_alerts: int = 0
    shown: tuple[str, ...] = ()
    """The first changes, "+" for a step that is new and "-" for one that is gone."""
    failures: tuple[str, ...] = ()
