"""How long what is kept, what is held, and what was erased."""

from pydantic import Field

from schemas.base import Model, UtcDatetime


class Retention(Model):
    """How many days what is kept; None: for ever."""

    press_text_days: int | None = Field(default=90, ge=1)
    """Texts and summaries of press articles. Headline, link, evidence sentence and hash stay."""
    person_days: int | None = Field(default=730, ge=1)
    """Who gave feedback, and in which words. The verdict stays."""
    raw_days: int | None = Field(default=90, ge=1)
    """Bodies as they came, in the data folder's `raw`."""


class Hold(Model):
    """A legal hold: nothing of it may be erased."""

    subject: str
    """Id of a document or a case, or `all`."""
    reason: str
    held_by: str
    held_at: UtcDatetime


class Erased(Model):
    """How much was erased, or would be."""

    texts: int = 0
    persons: int = 0
    raw_bodies: int = 0
