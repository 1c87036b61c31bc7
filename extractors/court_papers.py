"""Reads a paper "Acme v Commission", whose head names a court, as the judgment: its news is the ruling.

Authorities publish the judgments on their own decisions; what these tell of the decision is what the court decided on.
"""

from dataclasses import replace

from spacy.tokens import Doc

from extractors.expressions import expressions
from extractors.layout import Layout
from extractors.parts import COMMISSION, Hit, Name, Sentence, Step, is_court, names_within
from extractors.spoken_authorities import EUROPEAN_COURTS
from schemas.words import Action, Status

_HEAD = 400
"""Characters of the text in which the name of the court stands by itself, before the parties."""

_BESIDE_ITS_NAME = 20
"""Characters that may stand in the line of the court's name besides it: "IN THE …", "Dublin"."""


def as_judgment(doc: Doc, steps: list[Step]) -> list[Step]:
    """Return the steps of a court's paper as the court tells them; those of any other document unchanged."""
    court = _court_at_the_head(doc)
    return [_told_by(court, step) for step in steps] if court else steps


def as_lodged(doc: Doc, steps: list[Step]) -> list[Step]:
    """Return the steps with what a European court's notice says is lodged with it as a suit against the Commission."""
    if doc._.publisher_authority not in EUROPEAN_COURTS:
        return steps
    return [replace(step, authority=COMMISSION) if _is_lodged(doc, step) else step for step in steps]


def _is_lodged(doc: Doc, step: Step) -> bool:
    """Tell whether a court tells of a suit without saying whose decision it is about: a title "Acme/Commission"."""
    by_a_court = step.authority is not None and is_court(step.authority)
    return step.action is Action.LITIGATION and by_a_court and expressions().versus.search(_caption(doc)) is not None


def is_operative_part(hit: Hit) -> bool:
    """Return whether words are those by which a court closes its paper ("the appeal is dismissed")."""
    return hit.trigger.target == "document" and hit.trigger.action is Action.RULING and hit.trigger.status is not None


def as_operative_part(hit: Hit, sentence: Sentence, doc: Doc) -> Hit:
    """Return a ruling that a court's own paper tells without a name as one on the firms the paper is about."""
    publisher = doc._.publisher_authority
    if hit.trigger.action is not Action.RULING or publisher is None or not is_court(publisher):
        return hit
    if names_within(doc._.companies, sentence.start, sentence.end):
        return hit
    return replace(hit, trigger=replace(hit.trigger, target="document", status=Status.ASSERTED))


def closing_court(doc: Doc, who: str | None) -> str | None:
    """Return the court whose own paper an operative part closes: who publishes it, else who speaks in it."""
    if not doc._.document.official:
        return None
    return next((court for court in (doc._.publisher_authority, who) if court and is_court(court)), None)


def _court_at_the_head(doc: Doc) -> Name | None:
    publisher = doc._.publisher_authority
    if publisher is None or not _is_against_an_authority(doc):
        return None
    if publisher in EUROPEAN_COURTS and expressions().judgment.search(doc._.layout.title):
        return Name("authority", publisher, publisher, 0, 0)
    end = doc._.layout.text_start + _HEAD
    courts = [a for a in doc._.authorities if a.start < end and a.method == "catalogue" and is_court(a.id or a.name)]
    lines = [sentence for sentence in doc._.sentences if sentence.field == "text" and sentence.start < end]
    return next((court for court in courts for line in lines if _is_line_of(court, line)), None)


def _is_against_an_authority(doc: Doc) -> bool:
    caption = _caption(doc)
    versus = expressions().versus.search(caption)
    sued = (name for name in doc._.authorities if versus and versus.end() <= name.start < len(caption))
    return any(not is_court(name.id or name.name) for name in sued)


def _caption(doc: Doc) -> str:
    """Return the title, of a court's own paper with the first line of its text: they name the sides of a case."""
    layout: Layout = doc._.layout
    end = layout.joined.find("\n", layout.text_start) if is_court(doc._.publisher_authority or "") else -1
    return layout.joined[: end if 0 <= end <= layout.text_start + _HEAD else len(layout.title)]


def _is_line_of(court: Name, line: Sentence) -> bool:
    inside = line.start <= court.start and court.end <= line.end
    return inside and len(line.text) - (court.end - court.start) <= _BESIDE_ITS_NAME


def _told_by(court: Name, step: Step) -> Step:
    if step.status is not Status.ASSERTED or (is_court(step.authority or "") and step.action is not Action.LITIGATION):
        return step
    if step.sentence.section == "title" or step.hit.trigger.target == "document":
        ruling = replace(step.hit, trigger=replace(step.hit.trigger, action=Action.RULING))
        return replace(step, hit=ruling, authority=court.id or court.name, named_authority=True, vague=False)
    return replace(step, status=Status.BACKGROUND, why="recounted by a court")
