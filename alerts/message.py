"""What legal reads in Slack: events as Block Kit messages. Pure values; no network, no slack_sdk.

A press report says "Reported: OUTLET writes that …", the authority's own text "Confirmed: …". The evidence
stands in its own language, in quotes. What was written outside is escaped and never formatted.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from knowledge.catalogue import Catalogue

from alerts import blocks
from alerts.blocks import Block
from alerts.phrases import listed, phrases, sentence
from alerts.routing import Routed
from schemas.alert import Message
from schemas.catalogue import Relation
from schemas.event import Case, Event, StoredFinding
from schemas.finding import Amount, Evidence
from schemas.words import Role, Standing

_EXPOSED_SHOWN = 5
_STEPS_SHOWN = 10


def step_message(
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    *,
    outlet: str | None = None,
    language: str | None = None,
    late: bool = False,
    exposed: Sequence[Relation] | None = None,
) -> Message:
    """Return the message that tells a channel of a step.

    `outlet` and `language` (ISO 639-1) are the document's own when not given; `exposed` the relations of
    the catalogue. `late` says so when the document was published long before it was found.
    """
    headline = _headline(event, outlet or event.publisher, catalogue)
    return _event_message(headline, (), event, case, routed, catalogue, language, late, exposed)


def confirmed_message(
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    *,
    outlet: str | None = None,
    language: str | None = None,
    late: bool = False,
    exposed: Sequence[Relation] | None = None,
) -> Message:
    """Return the message that an authority's own text now confirms a reported step. It can be read alone."""
    headline = _headline(event, outlet or event.publisher, catalogue)
    was = "Until now this was only reported. This is the authority's own text."
    return _event_message(headline, (was,), event, case, routed, catalogue, language, late, exposed)


def contradicted_message(
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    *,
    outlet: str | None = None,
    language: str | None = None,
    late: bool = False,
    exposed: Sequence[Relation] | None = None,
    denial: StoredFinding | None = None,
) -> Message:
    """Return the message that the authority denies a reported step, with its own words when `denial` is given."""
    headline = _headline(event, outlet or event.publisher, catalogue)
    was = "The authority itself denies it. What was reported is shown below as it was reported."
    own = () if denial is None else _denial(denial)
    return _event_message(headline, (was,), event, case, routed, catalogue, language, late, exposed, own)


def correction_message(
    event: Event, case: Case | None, routed: Routed, catalogue: Catalogue, *, changed: Sequence[str]
) -> Message:
    """Return the short message that an event which was told now says something else in the `changed` fields."""
    headline = f"Corrected: {_clause(event, catalogue)}"
    names = listed([name.replace("_", " ") for name in changed])
    was = f"What changed since this was told: {names}."
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(was),
            blocks.fields(_fields(event, case, catalogue)),
            *_evidence(event.evidence, event.language),
            blocks.link("Read the document", event.url),
            _footer(event, routed, catalogue),
        ],
    )


def summary_message(
    counts: Mapping[str, int],
    events: Sequence[Event],
    catalogue: Catalogue,
    *,
    now: datetime,
    shown: int = _STEPS_SHOWN,
) -> Message:
    """Return the one message of a quiet first poll: documents a source (by id), and the watched steps among them.

    The newest `shown` steps are listed, the others counted. Nothing of this is alerted again.
    """
    documents = sum(counts.values())
    headline = f"Now watching {_count(len(counts), 'source')}: {_count(len(events), 'step')} already there"
    what = (
        f"casewatch has read {_count(documents, 'document')} that were there before it started to watch, until "
        f"{_time(now)}. They are stored and not alerted; from now on every new step is."
    )
    newest = sorted(events, key=lambda event: event.published or event.first_seen, reverse=True)
    lines = [_summary_line(event, catalogue) for event in newest[:shown]]
    if len(events) > shown:
        lines.append(f"and {len(events) - shown} more: casewatch cases")
    if not events:
        lines.append("None of them tells a step towards a firm on this channel's watchlist.")
    sources = listed([f"{source} ({n})" for source, n in counts.items()], shown=40)
    return blocks.message(
        headline,
        [
            blocks.header(headline),
            blocks.paragraph(what),
            *(blocks.paragraph(line, limit=400) for line in lines),
            blocks.context([f"Documents a source: {sources}"]),
        ],
    )


def ops_message(text: str) -> Message:
    """Return a message for those who run casewatch."""
    return blocks.message(f"casewatch: {text}", [blocks.paragraph(f"casewatch: {text}", limit=2500)])


def plain_text(message: Message) -> str:
    """Return a message as it reads in a terminal: the same words, without markup."""
    return "\n".join(line for block in message.block_list() for line in _printed(block))


def _event_message(
    headline: str,
    first: Sequence[str],
    event: Event,
    case: Case | None,
    routed: Routed,
    catalogue: Catalogue,
    language: str | None,
    late: bool,
    exposed: Sequence[Relation] | None,
    own: Sequence[Block | None] = (),
) -> Message:
    if exposed is None:
        exposed = [item for firm in routed.companies for item in catalogue.exposed_to(firm)]
    told = [headline] if len(headline) > blocks.HEADER else []
    note = phrases().notes.get(event.action)
    told_late = ["Late: the text was published well before casewatch found it."] if late else []
    return blocks.message(
        f"Late. {headline}" if late else headline,
        [
            blocks.header(headline),
            blocks.paragraph(" ".join([*told, *told_late, *first, *([note] if note else [])]) or headline),
            *own,
            blocks.fields(_fields(event, case, catalogue)),
            *_evidence(event.evidence, language or event.language),
            _source_link(event),
            blocks.context(_ai_lines(event) + _exposure_lines(exposed, catalogue)),
            _footer(event, routed, catalogue),
        ],
    )


def _headline(event: Event, outlet: str, catalogue: Catalogue) -> str:
    clause = _clause(event, catalogue)
    return {
        Standing.CONFIRMED: f"Confirmed: {clause}",
        Standing.REPORTED: f"Reported: {outlet} writes that {clause}",
        Standing.UNCONFIRMED: f"Unconfirmed: {outlet} wrote that {clause}",
        Standing.CONTRADICTED: f"Contradicted: {outlet} wrote that {clause}",
    }[event.standing]


def _clause(event: Event, catalogue: Catalogue) -> str:
    targets = [party.name for party in event.parties if party.role is Role.TARGET]
    return sentence(event.action, authority_name(event.authority, catalogue), targets)


def authority_name(authority: str, catalogue: Catalogue) -> str:
    """Return how an authority is called in a message; one that is not listed by the name the text gives it."""
    known = catalogue.authorities.get(authority)
    return known.display_name() if known else authority.removeprefix("other:")


def _fields(event: Event, case: Case | None, catalogue: Catalogue) -> list[tuple[str, str]]:
    numbers = event.case_numbers or (case.case_numbers if case else ())
    return [
        ("Authority", authority_name(event.authority, catalogue)),
        ("Step", event.action.value.replace("_", " ")),
        ("Target", listed([party.name for party in event.parties if party.role is Role.TARGET])),
        ("Also named", _others(event)),
        ("Law", phrases().instruments[event.instrument]),
        ("Case", listed(list(numbers)) if numbers else ""),
        ("Amount", _money(event.amount) if event.amount else ""),
        ("Deadline", event.deadline.isoformat() if event.deadline else ""),
        ("Date of the step", event.step_date.isoformat() if event.step_date else ""),
        ("Published / first seen", f"{_published(event)} / {_time(event.first_seen)}"),
    ]


def _others(event: Event) -> str:
    others = [party for party in event.parties if party.role is not Role.TARGET]
    named = [f"{party.name} ({phrases().roles[party.role]})" for party in others]
    return listed(named) if named else ""


def _evidence(evidence: Evidence, language: str | None) -> list[Block | None]:
    spoken = phrases().languages.get(language or "", language or "")
    where = "headline" if evidence.field == "title" else "text"
    return [
        blocks.paragraph(f"“{evidence.text}”"),
        blocks.context([f"Evidence: from the {where}{f', in {spoken}' if spoken else ''}"]),
    ]


def _denial(denial: StoredFinding) -> tuple[Block | None, ...]:
    link = blocks.link("Read the denial", denial.url)
    return (blocks.paragraph(f"“{denial.finding.evidence.text}” ({denial.publisher})"), link)


def _source_link(event: Event) -> Block | None:
    label = "Read the authority's text" if event.standing is Standing.CONFIRMED else "Read the report"
    link = blocks.link(label, event.url)
    return link or blocks.context(["There is no web address to link to."])


def _ai_lines(event: Event) -> list[str]:
    if event.ai_nexus is None:
        return ["AI: the text does not say whether the matter is about AI."]
    if event.ai_nexus is False:
        return ["AI: the matter is not about AI."]
    return [f"AI: the matter is about AI: “{event.ai_reason}”" if event.ai_reason else "AI: yes."]


def _exposure_lines(exposed: Sequence[Relation], catalogue: Catalogue) -> list[str]:
    unique = list(dict.fromkeys(exposed))
    lines = [_exposure(relation, catalogue) for relation in unique[:_EXPOSED_SHOWN]]
    rest = len(unique) - _EXPOSED_SHOWN
    return [*lines, f"and {rest} more firms exposed"] if rest > 0 else lines


def _exposure(relation: Relation, catalogue: Catalogue) -> str:
    who, to = _company_name(relation.company, catalogue), _company_name(relation.to, catalogue)
    kind = phrases().relations.get(relation.kind, relation.kind.replace("_", " "))
    if relation.basis.kind == "document":
        basis = f"“{relation.basis.sentence}”" if relation.basis.sentence else "from a document"
    else:
        basis = "general knowledge"
    return f"Exposed: {who} {kind} {to} ({basis}, {'verified' if relation.verified else 'unverified'})"


def _company_name(company: str, catalogue: Catalogue) -> str:
    known = catalogue.companies.get(company)
    return known.name if known else company


def _footer(event: Event, routed: Routed, catalogue: Catalogue) -> Block | None:
    watches = f"{'watches' if len(routed.watches) > 1 else 'watch'} {listed(list(routed.watches))}"
    firms = listed([_company_name(firm, catalogue) for firm in routed.companies])
    return blocks.context(
        [
            f"You get this because of the {watches} ({firms}). Confidence: {event.confidence.value}.",
            f"Source: {event.publisher}: {event.document_title}" if event.document_title else event.publisher,
            f"Why: casewatch explain {event.id}",
        ]
    )


def _summary_line(event: Event, catalogue: Catalogue) -> str:
    day = event.published or event.first_seen
    return f"{day:%Y-%m-%d}: {_headline(event, event.publisher, catalogue)}"


def _published(event: Event) -> str:
    return _time(event.published) if event.published else "no date given"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _money(amount: Amount) -> str:
    return f"{amount.currency} {amount.value:,.2f}".removesuffix(".00")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


_LINK = re.compile(r"<([^|>]+)\|([^>]+)>")
_LABEL = re.compile(r"^\*([^*\n]+)\*\n")


def _printed(block: Block) -> Iterator[str]:
    if block["type"] == "header":
        title = _unmarked(block["text"])
        yield from (title, "─" * min(len(title), 100))
    elif block["type"] == "context":
        yield from (f"  · {_unmarked(element)}" for element in block["elements"])
    elif "fields" in block:
        yield from (f"  {_unmarked(field)}" for field in block["fields"])
    else:
        yield _unmarked(block["text"])


def _unmarked(text: dict[str, Any]) -> str:
    words: str = text["text"]
    if text["type"] == "mrkdwn":
        words = _LABEL.sub(lambda label: f"{label[1]}: ", _LINK.sub(r"\2: \1", words))
    return html.unescape(words)
