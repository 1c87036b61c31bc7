"""The parts of a message about an event, each one block or a few."""

from collections.abc import Sequence
from datetime import date

from alerts import blocks, wording
from alerts.blocks import Block
from alerts.phrases import listed, phrases
from alerts.routing import Routed
from knowledge.catalogue import Catalogue
from schemas.catalogue import Relation
from schemas.event import Case, Event, StoredFinding
from schemas.finding import Evidence
from schemas.words import Standing

_EXPOSED_SHOWN = 5


def facts(event: Event, case: Case | None, catalogue: Catalogue) -> Block:
    """Return who, what, towards whom, under which law and number, how much, and when."""
    numbers = event.case_numbers or (case.case_numbers if case else ())
    return blocks.fields(
        [
            ("Authority", wording.authority_name(event.authority, catalogue)),
            ("Step", event.action.value.replace("_", " ")),
            ("Target", listed(wording.target_names(event))),
            ("Also named", wording.others_named(event)),
            ("Law", phrases().instruments[event.instrument]),
            ("Case", listed(list(numbers)) if numbers else ""),
            ("Amount", wording.money(event.amount) if event.amount else ""),
            ("Deadline", event.deadline.isoformat() if event.deadline else ""),
            ("Date of the step", event.step_date.isoformat() if event.step_date else ""),
            ("Published / first seen", wording.published_and_seen(event.published, event.first_seen)),
        ]
    )


def quoted(evidence: Evidence, language: str | None) -> tuple[Block | None, ...]:
    """Return the sentence that says so, in quotes and in its own language, and where it stands."""
    spoken = wording.language_name(language)
    where = "headline" if evidence.field == "title" else "text"
    return (
        blocks.paragraph(f"“{evidence.text}”"),
        blocks.context([f"Evidence: from the {where}{f', in {spoken}' if spoken else ''}"]),
    )


def deadline(day: date, sentence: str | None) -> tuple[Block | None, ...]:
    """Return the printed deadline with the sentence that says so, when it was found."""
    words = f"“{sentence}”" if sentence else "The text prints this date; the sentence was not found."
    return (blocks.paragraph(f"Deadline {day:%Y-%m-%d}: {words}", limit=800),)


def denial(finding: StoredFinding) -> tuple[Block | None, ...]:
    """Return the authority's own words of denial, with their link."""
    return (
        blocks.paragraph(f"“{finding.finding.evidence.text}” ({finding.publisher})"),
        blocks.link("Read the denial", finding.url),
    )


def source_link(event: Event) -> Block | None:
    """Return the link to the document whose evidence is shown, or the word that there is none."""
    label = "Read the authority's text" if event.standing is Standing.CONFIRMED else "Read the report"
    return blocks.link(label, event.url) or blocks.context(["There is no web address to link to."])


def around(event: Event, exposed: Sequence[Relation], catalogue: Catalogue) -> Block | None:
    """Return whether the matter is about AI, and which other firms it touches through whom."""
    unique = sorted(dict.fromkeys(exposed), key=_nearness)
    lines = [wording.exposure(relation, catalogue) for relation in unique[:_EXPOSED_SHOWN]]
    if len(unique) > _EXPOSED_SHOWN:
        lines.append(f"and {len(unique) - _EXPOSED_SHOWN} more such relations")
    return blocks.context([_about_ai(event), *lines])


def why_you(event: Event, routed: Routed, catalogue: Catalogue) -> Block | None:
    """Return why this channel gets the message, from which source, and how to ask for more."""
    watches = f"{'watches' if len(routed.watches) > 1 else 'watch'} {listed(list(routed.watches))}"
    firms = listed([wording.company_name(firm, catalogue) for firm in routed.companies])
    title = f": {event.document_title}" if event.document_title else ""
    return blocks.context(
        [
            f"You get this because of the {watches} ({firms}). Confidence: {event.confidence.value}.",
            f"Source: {event.publisher}{title}",
            f"Why: casewatch explain {event.id}",
        ]
    )


def _nearness(relation: Relation) -> int:
    kinds = list(phrases().relations)
    return kinds.index(relation.kind) if relation.kind in kinds else len(kinds)


def _about_ai(event: Event) -> str:
    if event.ai_nexus is None:
        return "AI: the text does not say whether the matter is about AI."
    if event.ai_nexus is False:
        return "AI: the text names nothing that makes this a matter of AI."
    reason = f": “{event.ai_reason}”" if event.ai_reason else "."
    return f"AI: the matter is about AI{reason}"
