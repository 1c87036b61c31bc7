"""A date printed in a text by which something has to be done."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Model
from schemas.words import Action

DeadlineKind = Literal["comments", "compliance", "review", "reply", "deadline"]

KINDS: dict[Action, DeadlineKind] = {
    Action.INQUIRY: "comments",
    Action.COMMITMENTS: "comments",
    Action.NOTIFIED: "review",
    Action.OPENED: "review",
    Action.OBJECTIONS: "reply",
    Action.DECISION: "compliance",
    Action.INTERIM_MEASURES: "compliance",
    Action.DESIGNATION: "compliance",
}
"""What a date printed with a step is usually for. Computed from nothing else: the sentence beside it decides."""


class Deadline(Model):
    """A deadline of a step, and the sentence and document version that say so."""

    event: str
    kind: DeadlineKind
    date: date
    sentence: str
    document: str
    version: int = Field(ge=1)
    sequence: int = Field(default=0, ge=0)
    """How often it was moved."""
