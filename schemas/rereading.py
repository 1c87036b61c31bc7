"""What reading stored documents again does to the steps they told of."""

from typing import Literal

from pydantic import Field

from schemas.base import Model, UtcDatetime

RereadOutcome = Literal["new", "changed", "unsupported"]


class RereadEvent(Model):
    """What reading a document again did to a step."""

    extractor: str
    event: str
    document: str
    outcome: RereadOutcome
    """Unsupported: no reading tells of it any more."""
    fields: tuple[str, ...] = ()
    """What of the step reads otherwise."""
    told: tuple[str, ...] = ()
    """Channels that get a correction of their own."""
    untold: tuple[str, ...] = ()
    """Channels that were told of the step and had enough corrections: it stands in their summary."""
    reached: tuple[str, ...] = ()
    """Channels whose routes ask for the step now and did not before: it stands in their summary, as found."""
    at: UtcDatetime


class RereadReport(Model):
    """What reading stored documents again changes; it is stored only when `written`."""

    extractor: str
    written: bool
    documents: int = 0
    outcomes: dict[str, int] = Field(default_factory=dict)
    """How many steps are new, changed or unsupported."""
    corrections: dict[str, int] = Field(default_factory=dict)
    """Corrections to each channel."""
    summed_up: dict[str, int] = Field(default_factory=dict)
    """Steps each channel hears of in its summary only: those found, and changes beyond a few corrections."""
    summaries: int = 0
    shown: tuple[str, ...] = ()
    """The first changes, a line each: "+" for a new step, "~" for a changed one, "-" for an unsupported one."""
    failures: tuple[str, ...] = ()
