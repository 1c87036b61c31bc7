"""Messages that sum up, in one, what would flood a channel if it were told step by step."""

from collections.abc import Sequence

from alerts import blocks, wording
from knowledge.catalogue import Catalogue
from schemas.alert import Message
from schemas.event import Event

_SHOWN = 10


def summed_up(headline: str, words: str, events: Sequence[Event], catalogue: Catalogue) -> Message:
    """Return one message: a headline, what it is about, the newest steps, and how many more there are."""
    newest = sorted(events, key=lambda event: event.published or event.first_seen, reverse=True)
    lines = [
        f"{event.published or event.first_seen:%Y-%m-%d}: {wording.headline(event, event.publisher, catalogue)}"
        for event in newest[:_SHOWN]
    ]
    more = [f"and {len(newest) - _SHOWN} more: casewatch cases"] if len(newest) > _SHOWN else []
    shown = [blocks.paragraph(line, limit=400) for line in (*lines, *more)]
    return blocks.message(headline, [blocks.header(headline), blocks.paragraph(words), *shown])
