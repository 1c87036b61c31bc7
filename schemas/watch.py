"""A route: which steps towards which firms a team wants told, where, and with what manners."""

from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from schemas.base import Model, Slug, UtcDatetime
from schemas.words import Action, AiNexus, Confidence, Instrument

URGENT = (Action.INSPECTION, Action.INTERIM_MEASURES, Action.DECISION, Action.PROHIBITED)
"""Steps that wait for no digest and no morning."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Pace = Literal["at_once", "daily", "weekly"]


class Addition(Model):
    """A firm that a command put on a route."""

    company: str
    by: str
    at: UtcDatetime


class WatchChange(Addition):
    """A firm that was put on a route or taken off it. Append-only."""

    watch: Slug
    change: Literal["added", "removed"]
    definition: str
    """The route as it then was, in JSON."""


class Watch(Model):
    """One declared route. Empty `actions`, `instruments`, `authorities` or `languages` mean all of them."""

    id: Slug
    channel: str
    companies: tuple[str, ...] = ()
    """Catalogue ids; a settings file may say canonical names, which become ids when it is loaded."""
    additions: tuple[Addition, ...] = ()
    """Who put which of `companies` on the route by command, and when; the others are declared in the settings."""
    groups: tuple[Slug, ...] = ()
    any_ai_firm: bool = False
    """Every firm of the catalogue whose only business is AI."""
    parents: tuple[str, ...] = ()
    """Firms meant with all that belong to them, at any depth: ids or canonical names."""
    unlisted: bool = False
    """Firms no catalogue knows, in matters that are about AI."""
    actions: tuple[Action, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    authorities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes of the documents."""
    ai_nexus: AiNexus = AiNexus.BY_COMPANY
    confidence: Confidence = Confidence.MEDIUM
    """The lowest confidence that alerts."""
    official_only: bool = False
    exposure_hops: int = Field(default=1, ge=0, le=3)
    """How far a watched firm may be from one in the step and still be told as exposed; 0: not told."""
    send: Pace = "at_once"
    """Daily and weekly gather into one digest; urgent steps go at once all the same."""
    send_at: time = time(8)
    """When digests and reminders go, in the route's time zone."""
    send_on: Weekday = "monday"
    """The day of a weekly digest, and of the word that casewatch is still watching."""
    time_zone: str = "Europe/Brussels"
    quiet_from: time | None = None
    quiet_until: time | None = None
    """Between these hours nothing but urgent steps is sent; both or neither, over midnight if need be."""
    quiet_weekends: bool = False
    urgent: tuple[Action, ...] = URGENT
    gather_minutes: int = Field(default=0, ge=0, le=1440)
    """What comes within so many minutes is one message; 0: each its own."""
    unconfirmed_after_days: int = Field(default=7, ge=0)
    """After so many days a report no authority confirmed is said to be unconfirmed; 0: never."""
    remind_days: tuple[int, ...] = (14, 3)
    """How many days before a printed deadline it is recalled."""
    still_watching: bool = True
    """A weekly word of what was watched: silence must differ from death."""
    added_by: str = Field(default="")

    @field_validator("time_zone")
    @classmethod
    def _exists(cls, name: str) -> str:
        # ZoneInfo reads one file; the list of all zones would walk through hundreds of them at each start.
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is no time zone: write one such as 'Europe/Brussels'") from error
        return name

    @model_validator(mode="after")
    def _quiet_has_two_ends(self) -> "Watch":
        if (self.quiet_from is None) is not (self.quiet_until is None):
            raise ValueError("quiet_from and quiet_until belong together")
        return self

    def added_at(self, company: str) -> datetime | None:
        """Return when a command put a firm on the route; None when none did."""
        return next((addition.at for addition in self.additions if addition.company == company), None)

    def zone(self) -> ZoneInfo:
        """Return the route's time zone."""
        return ZoneInfo(self.time_zone)


class HeldStep(Model):
    """A step towards a firm that was in the record before the firm was put on a route."""

    event: str
    date: date
    words: str
    url: str | None = None
    why_not: str | None = None
    """Why the route would not have been told of it; None: it would have been."""


class Held(Model):
    """What the record holds on a firm already."""

    company: str
    steps: tuple[HeldStep, ...] = ()
    """The newest first."""
    near_misses: dict[str, int] = Field(default_factory=dict)
    """How many documents name it and did not alert, by the reason."""
