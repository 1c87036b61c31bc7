"""Decides per document: which readings of its sentences are one step, and which of them are its news."""

import re
from collections import defaultdict
from dataclasses import replace

from extractors.parts import Step, is_court
from schemas.words import Action, Status

_PLACE = {"title": 2, "lead": 3, "body": 1}
# A line of a paper with fewer words is its heading and states nothing.
_WORDS_OF_A_HEADING = 7
# "Sues to block the deal": what a suit is to bring about.
_TO = re.compile(r"\bto (?:\w+ly )?$")
_MARKS = "#*_ \n"
_EXACTLY_DECIDED = frozenset(
    {Action.DESIGNATION, Action.INTERIM_MEASURES, Action.SETTLED, Action.OBJECTIONS, Action.RULING, Action.PROHIBITED}
)


def decide(steps: list[Step], focus: frozenset[str], title: str = "") -> list[Step]:
    """Return one step for each (authority, action, status, targets), best told; asserted only if earned.

    `focus`: keys of the firms named in the title or, when it names none, in the lead.
    `title`: the headline; a line of the text that only repeats it tells no more than it does.
    """
    weighed = _headline_wins(_with_parallel(steps, [_weigh(step, focus) for step in steps]))
    weighed = _without_second_tellings(_named_elsewhere(_without_mere_names(weighed)))
    weighed = _without_general_words(weighed)
    groups: dict[tuple[object, ...], list[Step]] = defaultdict(list)
    for step in weighed:
        groups[step.authority, step.action, step.status, frozenset(t.key for t in step.targets())].append(step)
    return _without_parts([_best(group, title) for group in groups.values()])


def _weigh(step: Step, focus: frozenset[str]) -> Step:
    if step.status is not Status.ASSERTED or step.sentence.section != "body" or step.pending or step.official:
        return step
    if step.hit.trigger.weak or step.anaphora:
        return _told_as(step, Status.BACKGROUND, "named in the body only")
    return step


def _with_parallel(steps: list[Step], weighed: list[Step]) -> list[Step]:
    """Return the weighed steps, with those of other authorities towards the firms of the news told as they stand.

    Below the lead such a step often speaks of the firms without naming them: its authority and plain words must say it.
    """
    news = {target.key for step in weighed if step.status is Status.ASSERTED for target in step.targets()}
    return [
        step if _is_plain(step) and {target.key for target in step.targets()} <= news else new
        for step, new in zip(steps, weighed, strict=True)
    ]


def _is_plain(step: Step) -> bool:
    """Tell whether a sentence names who acts and its words can mean no older step ("will undertake an assessment")."""
    return step.named_authority and not step.vague and step.hit.trigger.status is Status.ASSERTED


def _headline_wins(steps: list[Step]) -> list[Step]:
    """Tell a step that the headline denies of a firm as denied throughout, but for those of other authorities."""
    denied: dict[tuple[str, Action], list[Step]] = defaultdict(list)
    for step in steps:
        if step.status is Status.DENIED and step.sentence.section == "title":
            for target in step.targets():
                denied[target.key, step.action].append(step)
    related = {Action.OPENED: Action.INQUIRY, Action.INQUIRY: Action.OPENED}
    return [
        _told_as(step, Status.DENIED, "the headline denies it")
        if step.status is Status.ASSERTED
        and any(
            _may_be_one(step, other)
            for target in step.targets()
            for action in {step.action, related.get(step.action, step.action)}
            for other in denied.get((target.key, action), ())
        )
        else step
        for step in steps
    ]


def _may_be_one(step: Step, other: Step) -> bool:
    """Tell whether two steps may be of one authority: it is the same, or one of the sentences names none."""
    return step.authority == other.authority or step.vague or other.vague


def _without_mere_names(steps: list[Step]) -> list[Step]:
    """Leave out words that only name a proceeding ("inquiry into X") when a step in it is told of the same firm."""
    told = {
        (step.authority, target.key)
        for step in steps
        if step.status is Status.ASSERTED and not step.hit.trigger.weak
        for target in step.targets()
    }
    return [
        step
        for step in steps
        if not (step.hit.trigger.weak and step.status is Status.ASSERTED and not step.pending)
        or not all((step.authority, target.key) in told for target in step.targets())
    ]


def _named_elsewhere(steps: list[Step]) -> list[Step]:
    """Give a step told of "Italy" or "regulators" the authority that the same step is told of by name."""
    known = {
        (step.action, step.status, target.key): step.authority
        for step in reversed(steps)
        if not step.vague
        for target in step.targets()
    }
    return [
        replace(step, authority=next((known[key] for key in keys if key in known), step.authority))
        if step.vague and (keys := [(step.action, step.status, target.key) for target in step.targets()])
        else step
        for step in steps
    ]


def _without_second_tellings(steps: list[Step]) -> list[Step]:
    """Leave out what tells another step of the same authority towards the same firms again.

    It "invites comments" on commitments, below the headline it "is looking at" firms on which it opened a case, and
    whom it sues it "accuses".
    """
    told = {action: _told(steps, action) for action in Action}
    return [
        step for step in steps if step.status is not Status.ASSERTED or not _addressed([step]) <= _retold_by(step, told)
    ]


def _without_general_words(steps: list[Step]) -> list[Step]:
    """Leave out a decision where its sentence says more exactly what was decided ("forbade Acme by interim order")."""
    exact = {
        (step.sentence.start, step.status, pair)
        for step in steps
        if step.action in _EXACTLY_DECIDED
        for pair in _addressed([step])
    }
    return [
        step
        for step in steps
        if step.action is not Action.DECISION
        or not step.targets()
        or not all((step.sentence.start, step.status, pair) in exact for pair in _addressed([step]))
    ]


def _without_parts(steps: list[Step]) -> list[Step]:
    """Leave out what its sentence tells of more firms in other words ("opens a case", "a case against Acme, Bolt")."""
    told = [(_sentence_and_step(step), _addressed([step])) for step in steps]
    return [
        step
        for step, (place, firms) in zip(steps, told, strict=True)
        if not firms or not any(other == place and firms < more for other, more in told)
    ]


def _sentence_and_step(step: Step) -> tuple[int, str | None, Action, Status]:
    return step.sentence.start, step.authority, step.action, step.status


def _retold_by(step: Step, told: dict[Action, set[tuple[str | None, str]]]) -> set[tuple[str | None, str]]:
    """Return who acts on whom in the steps that such words may tell again."""
    if step.action is Action.OBJECTIONS:
        return told[Action.LITIGATION] | told[Action.INSPECTION]
    if step.action is Action.PROHIBITED and _TO.search(_before(step)):
        return told[Action.LITIGATION]
    if step.action is Action.SETTLED:
        # Newspapers call it a settlement when a case ends with commitments.
        return told[Action.COMMITMENTS]
    if step.action is Action.DECISION and step.sentence.section != "title" and not is_court(step.authority or ""):
        return told[Action.SETTLED]
    if step.action is not Action.INQUIRY:
        return set()
    offered = told[Action.COMMITMENTS]
    return offered if step.sentence.section == "title" else offered | told[Action.OPENED]


def _before(step: Step) -> str:
    return step.sentence.text[: step.hit.start - step.sentence.start]


def _told(steps: list[Step], action: Action) -> set[tuple[str | None, str]]:
    return _addressed([step for step in steps if step.status is Status.ASSERTED and step.action is action])


def _addressed(steps: list[Step]) -> set[tuple[str | None, str]]:
    """Return who acts on whom in some steps: the authority with the key of each target."""
    return {(step.authority, target.key) for step in steps for target in step.targets()}


def _told_as(step: Step, status: Status, why: str) -> Step:
    return replace(step, status=status, why=why)


def _best(group: list[Step], title: str) -> Step:
    def rank(step: Step) -> tuple[bool, bool, int, bool, bool, int]:
        # Words that name the firm tell more than a headline or an opening line that does not, and so do words that
        # name who acts.
        text = step.sentence.text
        place = _PLACE["title" if _repeats(text, title) else step.sentence.section]
        named = step.named_authority
        return (not step.anaphora, not _is_heading(step), place, named, not step.hit.trigger.weak, -len(text))

    return max(group, key=rank)


def _repeats(text: str, title: str) -> bool:
    return text.strip(_MARKS).casefold() == title.strip(_MARKS).casefold()


def _is_heading(step: Step) -> bool:
    """Tell whether a paper only names itself there ("Decision under section 5"), without saying what is decided."""
    return step.hit.trigger.target == "document" and len(step.sentence.text.split()) < _WORDS_OF_A_HEADING
