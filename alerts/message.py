"""What legal reads in Slack: events as Block Kit messages. Pure values; no network, no slack_sdk.

A press report says "Reported: OUTLET writes that …", the authority's own text "Confirmed: …". The evidence
stands in its own language, in quotes. What was written outside is escaped and never formatted.
"""

from collections.abc import Sequence

from alerts import blocks, parts, wording
from alerts.blocks import Block
from alerts.phrases import listed, phrases
from alerts.placing import state_block, state_line
from alerts.routing import Routed
from knowledge.catalogue import Catalogue
from schemas.alert import Message
from schemas.catalogue import Relation
from schemas.event import Case, Event, StoredFinding


def step_message(
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    *,
    late: bool = False,
    exposed: Sequence[Relation] | None = None,
    due: str | None = None,
) -> Message:
    """Return the message that tells a channel of a step.

    `late` says that the document was published long before it was found; `exposed` are the relations to
    show, those of the catalogue when not given; `due` is the sentence the event's deadline stands in.
    """
    return _event_message((), event, case, routed, catalogue, late, exposed, due)


def confirmed_message(
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    *,
    late: bool = False,
    due: str | None = None,
) -> Message:
    """Return the message that an authority's own text now confirms a reported step. It can be read alone."""
    was = blocks.paragraph("Until now this was only reported. This is the authority's own text.")
    return _event_message((was,), event, case, routed, catalogue, late, due=due)


def unconfirmed_message(event: Event, case: Case | None, routed: Routed, catalogue: Catalogue, *, days: int) -> Message:
    """Return the message that no authority confirmed a reported step within so many days."""
    told = f"{wording.count(days, 'day')} after the report no text of the authority confirms it."
    return _event_message((blocks.paragraph(told),), event, case, routed, catalogue, late=False)


def contradicted_message(
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    *,
    late: bool = False,
    denial: StoredFinding | None = None,
) -> Message:
    """Return the message that the authority denies a reported step, in its own words when `denial` is given."""
    was = blocks.paragraph("The authority itself denies this. Below it stands as it was reported.")
    own = (was, *(parts.denial(denial) if denial else ()))
    return _event_message(own, event, case, routed, catalogue, late)


def correction_message(
    event: Event, case: Case | None, routed: Routed, catalogue: Catalogue, *, changed: Sequence[str], diff: str = ""
) -> Message:
    """Return the short message that an event which was told now says something else in the `changed` fields.

    `diff` shows the words that changed, when it is the document that was edited.
    """
    headline = f"Corrected: {wording.clause(event, catalogue)}"
    names = listed([name.replace("_", " ") for name in changed])
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(f"What changed since this was told: {names}."),
            blocks.paragraph(diff) if diff else None,
            parts.facts(event, case, catalogue),
            *parts.quoted(event.evidence, event.language),
            parts.source_link(event),
            parts.why_you(event, routed, catalogue),
        ],
    )


def unsupported_message(event: Event, case: Case | None, routed: Routed, catalogue: Catalogue) -> Message:
    """Return the message that a step which was told is, read again, found in no text. It shows what was told."""
    headline = f"No longer found: {wording.clause(event, catalogue)}"
    why = (
        "A newer reader does not find this step in the text any more, nor in any other. "
        "It stays in the record, marked as unsupported. Read the sentence and judge."
    )
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(why),
            parts.facts(event, case, catalogue),
            *parts.quoted(event.evidence, event.language),
            parts.source_link(event),
            parts.why_you(event, routed, catalogue),
        ],
    )


def ops_message(text: str) -> Message:
    """Return a message for those who run casewatch."""
    return blocks.message(f"casewatch: {text}", [blocks.paragraph(f"casewatch: {text}", limit=2500)])


def _event_message(
    own: Sequence[Block | None],
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    late: bool,
    exposed: Sequence[Relation] | None = None,
    due: str | None = None,
) -> Message:
    headline = wording.headline(event, event.publisher, catalogue)
    if exposed is None:
        exposed = [relation for firm in routed.companies for relation in catalogue.exposed_to(firm)]
    return blocks.message(
        f"Late. {headline}" if late else headline,
        [
            blocks.header(headline),
            state_block(state_line(case, event)) if case else None,
            # The header is cut at 150 characters; who is meant must not be lost with its end.
            blocks.paragraph(headline) if len(headline) > blocks.HEADER else None,
            _notes(event, late),
            *own,
            parts.facts(event, case, catalogue),
            *parts.quoted(event.evidence, event.language),
            *(parts.deadline(event.deadline, due) if event.deadline and due else ()),
            parts.source_link(event),
            parts.around(event, exposed, catalogue),
            parts.why_you(event, routed, catalogue),
        ],
    )


def _notes(event: Event, late: bool) -> Block | None:
    was_late = "Late: the text was published well before casewatch found it." if late else ""
    notes = " ".join(filter(None, (was_late, phrases().notes.get(event.action))))
    return blocks.paragraph(notes) if notes else None
