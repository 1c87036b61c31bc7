"""A route: which steps towards which firms a team wants told, and where."""

from pydantic import Field

from schemas.base import Model, Slug
from schemas.words import Action, AiNexus, Confidence, Instrument


class Watch(Model):
    """One declared route. Empty `actions` or `instruments` mean all of them."""

    id: Slug
    channel: str
    companies: tuple[str, ...] = ()
    """Catalogue ids; a settings file may say canonical names, which become ids when it is loaded."""
    groups: tuple[Slug, ...] = ()
    actions: tuple[Action, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    ai_nexus: AiNexus = AiNexus.BY_COMPANY
    confidence: Confidence = Confidence.MEDIUM
    """The lowest confidence that alerts."""
    official_only: bool = False
    added_by: str = Field(default="")
