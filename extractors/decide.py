"""Decides per document: which readings of its sentences are one step, and which of them are its news."""

from collections import defaultdict
from dataclasses import replace

from extractors.antecedents import means_several
from extractors.parts import Name, Step, is_court
from extractors.places import any_place
from extractors.retellings import without_parts, without_retellings
from schemas.words import Action, Status

_PLACE = {"title": 2, "lead": 3, "body": 1}
# A line of a paper with fewer words is its heading and states nothing.
_WORDS_OF_A_HEADING = 7
_MARKS = "#*_ \n"


def decide(steps: list[Step], focus: frozenset[str], title: str = "") -> list[Step]:
    """Return one step for each (authority, action, status, targets), best told; asserted only if earned.

    `focus`: keys of the firms named in the title or, when it names none, in the lead.
    `title`: the headline; a line of the text that only repeats it tells no more than it does.
    """
    weighed = _headline_wins(_with_parallel(steps, [_weigh(step, focus) for step in steps]))
    weighed = without_retellings(_named_elsewhere(_without_mere_names(weighed)))
    groups: dict[tuple[object, ...], list[Step]] = defaultdict(list)
    for step in weighed:
        groups[step.authority, step.action, step.status, frozenset(t.key for t in step.targets())].append(step)
    return without_parts([_best(group, title) for group in groups.values()])


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
        or not all((step.authority, target.key) in told for target in _surest(step))
    ]


def _surest(step: Step) -> list[Name]:
    """Return the targets of a step that the catalogue knows; all of them when it knows none."""
    targets = step.targets()
    return [target for target in targets if target.id is not None] or list(targets)


def _named_elsewhere(steps: list[Step]) -> list[Step]:
    """Give a step told of "Italy" or "regulators" the authority that the same step is told of by name.

    "Regulators" that nobody names are those of whom the same step is told by their place ("EU regulators").
    """
    named = _authorities_of([step for step in steps if not _is_vague(step)])
    told = _authorities_of([step for step in steps if _is_told(step)]) | named
    return [
        replace(step, authority=_first_of(step, named if _is_told(step) else told)) if _is_vague(step) else step
        for step in steps
    ]


def _is_told(step: Step) -> bool:
    """Tell whether more than "regulators" or a country says who acts; a judgment is a court's in any case."""
    if step.authority is None or step.action is Action.RULING:
        return False
    name = step.authority.removeprefix("other:")
    bare = " " not in name and (means_several(name) or any_place("noun").fits(name))
    return name == step.authority or not bare


_Told = tuple[Action, Status, str]


def _authorities_of(steps: list[Step]) -> dict[_Told, str | None]:
    """Return who takes each step towards each firm, as it is told first."""
    return {key: step.authority for step in reversed(steps) for key in _told_of(step)}


def _told_of(step: Step) -> list[_Told]:
    return [(step.action, step.status, target.key) for target in step.targets()]


def _first_of(step: Step, authorities: dict[_Told, str | None]) -> str | None:
    return next((authorities[key] for key in _told_of(step) if key in authorities), step.authority)


def _is_vague(step: Step) -> bool:
    """Tell whether no name says who acts; a judgment told by whom it is on ("Acme beats the FTC") is a court's."""
    return step.vague or (step.action is Action.RULING and not is_court(step.authority or ""))


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

    best = max(group, key=rank)
    return replace(best, tellings=tuple(step.sentence for step in group if step.sentence is not best.sentence))


def _repeats(text: str, title: str) -> bool:
    return text.strip(_MARKS).casefold() == title.strip(_MARKS).casefold()


def _is_heading(step: Step) -> bool:
    """Tell whether a paper only names itself there ("Decision under section 5"), without saying what is decided."""
    return step.hit.trigger.target == "document" and len(step.sentence.text.split()) < _WORDS_OF_A_HEADING
