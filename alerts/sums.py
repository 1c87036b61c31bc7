"""Messages that sum up, in one, what would flood a channel if it were told step by step."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from alerts import blocks, wording
from alerts.phrases import listed
from knowledge.catalogue import Catalogue
from schemas.alert import Message
from schemas.event import Event

_SHOWN = 10


def summary_message(
    counts: Mapping[str, int], events: Sequence[Event], catalogue: Catalogue, *, now: datetime, shown: int = _SHOWN
) -> Message:
    """Return the one message of a quiet first poll: documents a source (by id), and the watched steps among them.

    The newest `shown` steps are listed, the others counted. Nothing of this is alerted again.
    """
    steps = wording.count(len(events), "step")
    headline = f"Now watching {wording.count(len(counts), 'source')}: {steps} already there"
    read = (
        f"Documents that were there before casewatch began to watch, until {wording.time(now)}: "
        f"{sum(counts.values())}. They are stored and not alerted; from now on every new step is."
    )
    nothing = "None of them tells a step towards a firm on this channel's watchlist."
    sources = listed([f"{source} ({number})" for source, number in counts.items()], shown=40)
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(read),
            *(blocks.paragraph(line, limit=400) for line in _newest(events, catalogue, shown) or [nothing]),
            blocks.context([f"Documents a source: {sources}"]),
        ],
    )


def new_route_message(
    routes: Sequence[str], events: Sequence[Event], catalogue: Catalogue, *, since: datetime
) -> Message:
    """Return the one message about routes that are new: the steps they ask for that were held already."""
    named = f"{'route' if len(routes) == 1 else 'routes'} {listed(list(routes))}"
    headline = f"New here: {named}. {wording.count(len(events), 'step')} already held"
    about = (
        f"Steps since {since:%Y-%m-%d} that were told before this was asked for. They are stored and not alerted; "
        "from now on every new step is."
    )
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(about),
            *(blocks.paragraph(line, limit=400) for line in _newest(events, catalogue, _SHOWN)),
        ],
    )


def reread_message(found: Sequence[Event], changed: Sequence[Event], catalogue: Catalogue) -> Message:
    """Return the one message about stored documents that were read again: steps found, and steps told that changed.

    `changed` are those the channel gets no correction of: it had enough of them.
    """
    counted = [(found, "found"), (changed, "changed")]
    parts = [f"{wording.count(len(events), 'step')} {what}" for events, what in counted if events]
    headline = f"Documents read again: {', '.join(parts)}"
    about = "A newer reader read the stored documents again. What it found is old: it is stored and not alerted."
    otherwise = [blocks.paragraph("Told here before, and now read otherwise:")] if changed else []
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(about),
            *(blocks.paragraph(line, limit=400) for line in _newest(found, catalogue, _SHOWN)),
            *otherwise,
            *(blocks.paragraph(line, limit=400) for line in _newest(changed, catalogue, _SHOWN)),
        ],
    )


def _newest(events: Sequence[Event], catalogue: Catalogue, shown: int) -> list[str]:
    """One line a step, newest first; then how many more."""
    newest = sorted(events, key=lambda event: event.published or event.first_seen, reverse=True)
    lines = [
        f"{event.published or event.first_seen:%Y-%m-%d}: {wording.headline(event, event.publisher, catalogue)}"
        for event in newest[:shown]
    ]
    return [*lines, f"and {len(newest) - shown} more: casewatch cases"] if len(newest) > shown else lines
