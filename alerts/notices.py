"""Messages that are not about one step alone: exposure, reminders, digests, and the weekly word."""

import re
from collections.abc import Sequence
from datetime import date

from alerts import blocks, parts, wording
from alerts.blocks import Block
from alerts.exposure import Path
from alerts.phrases import listed
from alerts.routing import Routed
from knowledge.catalogue import Catalogue
from schemas.alert import Alert, Message
from schemas.deadline import Deadline
from schemas.event import Case, Event

DIGEST_SHOWN = 12
"""Alerts in one digest; more make several, so that none is only counted."""
_LINK = re.compile(r"<(https?://[^|>]{1,300})\|[^>]+>")
_NEAR_MISSES_SHOWN = 8

DEADLINE_WORDS = {
    "comments": "Comments are possible until",
    "compliance": "To be complied with by",
    "review": "The review runs until",
    "reply": "A reply is possible until",
    "deadline": "The text names the date",
}


def exposure_message(
    event: Event, case: Case | None, paths: Sequence[Path], routed: Routed, catalogue: Catalogue
) -> Message:
    """Return the message that a step touches watched firms that are not in it, with the path and its basis."""
    firms = listed([wording.company_name(path.company, catalogue) for path in paths])
    through = listed(list(dict.fromkeys(wording.company_name(path.target, catalogue) for path in paths)))
    step = wording.headline(event, event.publisher, catalogue)
    headline = f"Exposure: {firms} through {through}"
    return blocks.message(
        f"{headline}. {step}",
        [
            blocks.header(headline),
            blocks.paragraph(step),
            blocks.paragraph("The firm itself is not in this step. It depends on one that is:"),
            *(blocks.paragraph(_path(path, catalogue), limit=600) for path in paths[:DIGEST_SHOWN]),
            parts.facts(event, case, catalogue),
            *parts.quoted(event.evidence, event.language),
            parts.source_link(event),
            parts.why_you(event, routed, catalogue),
        ],
    )


def _path(path: Path, catalogue: Catalogue) -> str:
    edges = [wording.exposure(relation, catalogue).removeprefix("Exposed: ") for relation in path.relations]
    return "; ".join(edges)


def reminder_message(event: Event, deadline: Deadline, today: date, routed: Routed, catalogue: Catalogue) -> Message:
    """Return the message that a printed deadline comes near, with the sentence it stands in."""
    left = (deadline.date - today).days
    when = "today" if left == 0 else f"in {wording.count(left, 'day')}"
    headline = f"Deadline {when}: {DEADLINE_WORDS[deadline.kind].lower()} {deadline.date:%Y-%m-%d}"
    told = wording.clause(event, catalogue)
    return blocks.message(
        f"{headline}. {told}",
        [
            blocks.header(headline),
            blocks.paragraph(f"Recalled because {told}."),
            *parts.deadline(deadline.date, deadline.sentence),
            parts.source_link(event),
            parts.why_you(event, routed, catalogue),
        ],
    )


def digest_message(alerts: Sequence[Alert], name: str) -> Message:
    """Return one message in the place of several, each with its own words and link, in their order."""
    cases = {alert.case for alert in alerts if alert.case}
    headline = f"{name}: {wording.count(len(alerts), 'message')} about {wording.count(len(cases), 'case')}"
    routes = list(dict.fromkeys(route for alert in alerts for route in alert.routes))
    why = f"You get this because of the {'watches' if len(routes) > 1 else 'watch'} {listed(routes)}."
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            *(block for alert in alerts for block in _digested(alert)),
            blocks.context([why, "Each one by itself: casewatch alerts list --state digested"]),
        ],
    )


def _digested(alert: Alert) -> list[Block | None]:
    # The text of a stored message is escaped already.
    text = blocks.unescaped(alert.message.text)
    found = next((link for block in alert.message.block_list() if (link := _link(block))), None)
    return [blocks.paragraph(f"• {text}", limit=360), blocks.link("Read the source", found)]


def _link(block: Block) -> str | None:
    text = block.get("text") or {}
    found = _LINK.fullmatch(text.get("text", "")) if text.get("type") == "mrkdwn" else None
    return blocks.unescaped(found[1]) if found else None


def still_watching_message(
    watch: str, sources: int, silent: Sequence[str], near_misses: Sequence[tuple[str, str, str]]
) -> Message:
    """Return the weekly word of a route: silence is not death. `near_misses` are (firm, title, reason)."""
    headline = (
        f"Still watching: {wording.count(sources, 'source')}, {len(silent)} silent, "
        f"{len(near_misses)} near miss{'' if len(near_misses) == 1 else 'es'}"
    )
    shown = near_misses[:_NEAR_MISSES_SHOWN]
    more = len(near_misses) - len(shown)
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(f"Silent or failing: {listed(list(silent), shown=20)}") if silent else None,
            blocks.paragraph("Named in the last seven days, and not told:") if shown else None,
            *(blocks.paragraph(f"{firm}: {title} ({reason})", limit=400) for firm, title, reason in shown),
            blocks.context(
                [
                    f"and {more} more: the view near_misses" if more else "",
                    f"The weekly word of the watch {watch}. All near misses: casewatch sql, view near_misses",
                ]
            ),
        ],
    )
