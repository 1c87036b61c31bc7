"""Turns decided steps into the values the rest of casewatch knows: findings, mentions, near misses."""

from spacy.tokens import Doc

from extractors.deadlines import deadline_of
from extractors.details import cases_of, step_date_of
from extractors.instruments import ai_nexus, instrument_of
from extractors.layout import Layout
from extractors.mentions import mentions_of
from extractors.parts import Name, Step
from extractors.sums import amount_of
from schemas.finding import Evidence, Finding, Mention, NearMiss, Party, Reading
from schemas.rules import as_running
from schemas.words import Action, Confidence, Instrument, Role, Status

# Weights from which a reading is of high or medium confidence; docs/detection.md tells how often each is right.
_HIGH, _MEDIUM = 0.85, 0.5
_THAT_RUN = frozenset({Action.OPENED, Action.INQUIRY, Action.LITIGATION})


def make_reading(doc: Doc, version: str) -> Reading:
    """Return the reading of an analysed document."""
    findings = tuple(_finding(doc, step) for step in doc._.steps)
    layout = doc._.layout
    mentions = tuple(_mention(layout, name) for name in mentions_of(doc))
    return Reading(
        document=doc._.document.id,
        extractor=version,
        lang=doc._.lang,
        findings=findings,
        mentions=mentions,
        near_misses=tuple(_near_misses(doc, findings)),
    )


def _finding(doc: Doc, step: Step) -> Finding:
    field, start, end = doc._.layout.place(step.sentence.start, step.sentence.end)
    nexus, reason = ai_nexus(doc, step)
    instrument = step.hit.trigger.instrument or instrument_of(doc, step)
    return Finding(
        authority=_division(step.authority or _publisher(doc), instrument),
        action=step.action,
        status=step.status,
        instrument=instrument,
        parties=_parties(step),
        cases=cases_of(doc, step),
        amount=amount_of(doc, step),
        deadline=deadline_of(doc, step),
        step_date=step_date_of(doc, step),
        ai_nexus=nexus,
        ai_reason=reason,
        evidence=Evidence(text=doc._.layout.slice(field, start, end), start=start, end=end, field=field),
        confidence=_confidence(doc, step),
        rule=_rule(doc, step),
    )


def _rule(doc: Doc, step: Step) -> str:
    """Return the rule a step was read by, which says so where the step is told beside the news as still running."""
    rule = step.hit.trigger.rule
    runs = step.pending and step.status is Status.ASSERTED and step.action in _THAT_RUN
    return as_running(rule) if runs and _is_beside_news(doc, step) else rule


def _is_beside_news(doc: Doc, step: Step) -> bool:
    """Tell whether a text has told a step towards others before."""
    before = (s for s in doc._.steps if s.status is Status.ASSERTED and s.sentence.start < step.sentence.start)
    targets = {target.key for target in step.targets()}
    return any(targets.isdisjoint(target.key for target in other.targets()) for other in before)


def _publisher(doc: Doc) -> str:
    """Return who publishes an official text, where it names no authority anybody knows."""
    document = doc._.document
    return f"other:{document.publisher if document.official and document.publisher else 'unnamed authority'}"


def _division(authority: str, instrument: Instrument) -> str:
    """Return the department for the division the catalogue knows, when the matter is not the division's."""
    antitrust = instrument in {Instrument.ANTITRUST, Instrument.MERGER, Instrument.UNKNOWN}
    return "other:US Department of Justice" if authority == "us-doj-atr" and not antitrust else authority


def _parties(step: Step) -> tuple[Party, ...]:
    parties = {name.key: Party(name=name.name, company=name.id, role=role) for name, role in reversed(step.parties)}
    return tuple(reversed(parties.values()))


def _confidence(doc: Doc, step: Step) -> Confidence:
    """Return how sure the reading is: by the weight of its least sure target, else by where the step stands."""
    weights = [doc._.weighed[t.key] for t in step.targets() if t.key in (doc._.weighed or {})]
    if weights and step.status is Status.ASSERTED:
        least = min(weights)
        return Confidence.HIGH if least >= _HIGH else Confidence.MEDIUM if least >= _MEDIUM else Confidence.LOW
    if step.sentence.section == "title" and step.named_authority and not step.hit.trigger.weak:
        return Confidence.HIGH
    if step.sentence.section != "body" or (step.named_authority and not step.anaphora):
        return Confidence.MEDIUM
    return Confidence.LOW


def _mention(layout: Layout, name: Name) -> Mention:
    field, start, end = layout.place(name.start, name.end)
    return Mention(
        kind="candidate" if name.kind == "company" and name.id is None else name.kind,
        id=name.id,
        name=name.name,
        surface=layout.slice(field, start, end),
        field=field,
        start=start,
        end=end,
        method=name.method,
        cue=name.cue,
        score=name.score,
    )


def _near_misses(doc: Doc, findings: tuple[Finding, ...]) -> list[NearMiss]:
    told = {p.company or p.name for f in findings if f.status is Status.ASSERTED for p in f.targets()}
    misses: dict[str, NearMiss] = {}
    for name in doc._.companies:
        if (name.id or name.name) in told or name.key in misses:
            continue
        field, start, end = doc._.layout.place(name.start, name.end)
        misses[name.key] = NearMiss(
            company=name.id, name=name.name, reason=_reason(doc, name), field=field, start=start, end=end
        )
    return list(misses.values())


def _reason(doc: Doc, name: Name) -> str:
    weight = (doc._.weighed or {}).get(name.key)
    weighed = f" (weighed at {weight:.2f})" if weight is not None else ""
    for step in doc._.steps:
        for party, role in step.parties:
            if party.key != name.key:
                continue
            if role is not Role.TARGET:
                return f"named as {role.value} in a step towards others, not as its target{weighed}"
            return f"the step ({step.action.value}) is {step.status.value}: {step.why}{weighed}"
    if name.key in (doc._.doubted or ()):
        return f"a rule read a step towards it, and the document as a whole speaks against it{weighed}"
    return f"named, but no step of an authority is stated towards it{weighed}"
