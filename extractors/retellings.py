"""Says which readings of a document only tell another of its steps again, or one that came before it."""

from dataclasses import replace

from extractors.expressions import expressions
from extractors.parts import Step, is_court
from schemas.words import Action, Status

_EXACTLY_DECIDED = frozenset(
    {Action.DESIGNATION, Action.INTERIM_MEASURES, Action.SETTLED, Action.OBJECTIONS, Action.RULING, Action.PROHIBITED}
)
# What a court rules on.
_RULED_ON = _EXACTLY_DECIDED - {Action.RULING} | {Action.DECISION, Action.CLEARED, Action.COMMITMENTS}
_ENDS_OF_MERGERS = frozenset({Action.CLEARED, Action.PROHIBITED})


def without_retellings(steps: list[Step]) -> list[Step]:
    """Return the steps without those told in other words, and with what came before the news told as context."""
    return _notified_as_context(_judged_as_context(_without_general_words(_without_second_tellings(steps))))


def without_parts(steps: list[Step]) -> list[Step]:
    """Leave out what its sentence tells of more firms in other words ("opens a case", "a case against Acme, Bolt")."""
    told = [(_sentence_and_step(step), _addressed([step])) for step in steps]
    return [
        step
        for step, (place, firms) in zip(steps, told, strict=True)
        if not firms or not any(other == place and firms < more for other, more in told)
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


def _judged_as_context(steps: list[Step]) -> list[Step]:
    """Tell the decision a court rules on, in the sentence that tells the ruling, as the older step it is."""
    ruled = {
        (step.sentence.start, target.key): step.hit.start
        for step in steps
        if step.action is Action.RULING and step.status is Status.ASSERTED and is_court(step.authority or "")
        for target in step.targets()
    }
    return [_as_context(step, "a court rules on it") if _is_ruled_on(step, ruled) else step for step in steps]


def _is_ruled_on(step: Step, ruled: dict[tuple[int, str], int]) -> bool:
    """Tell whether a step of an authority, or an appeal, stands where a court's ruling on the same firm is told."""
    if step.status is not Status.ASSERTED or is_court(step.authority or ""):
        return False
    rulings = [(step.sentence.start, target.key) for target in step.targets()]
    begins = [ruled[ruling] for ruling in rulings if ruling in ruled]
    if step.action is Action.LITIGATION and step.hit.trigger.actor == "firm":
        return any(_is_object(step, begin) for begin in begins)
    return bool(begins) and (step.action is Action.LITIGATION or step.action in _RULED_ON)


def _is_object(step: Step, begin: int) -> bool:
    """Tell whether an appeal is what words before it rule on: "dismisses Acme's appeal", not "… and Acme appeals"."""
    words = step.sentence.text[begin - step.sentence.start : step.hit.start - step.sentence.start]
    return begin < step.hit.start and not expressions().new_clause.search(words)


def _notified_as_context(steps: list[Step]) -> list[Step]:
    """Tell that a merger was notified, below the lead, as context where the news is how its review ended."""
    ended = _addressed([step for step in steps if step.status is Status.ASSERTED and step.action in _ENDS_OF_MERGERS])
    return [_as_context(step, "its review has ended") if _began(step, ended) else step for step in steps]


def _began(step: Step, ended: set[tuple[str | None, str]]) -> bool:
    """Tell whether a step below the lead only says when the merger was notified whose review has ended."""
    if step.status is not Status.ASSERTED or step.action is not Action.NOTIFIED or step.pending:
        return False
    return step.sentence.section == "body" and bool(step.targets()) and _addressed([step]) <= ended


def _retold_by(step: Step, told: dict[Action, set[tuple[str | None, str]]]) -> set[tuple[str | None, str]]:
    """Return who acts on whom in the steps that such words may tell again."""
    if step.action is Action.OBJECTIONS:
        return told[Action.LITIGATION] | told[Action.INSPECTION] | told[Action.DECISION] | told[Action.COMPLAINT]
    if step.action is Action.PROHIBITED and expressions().in_order_to.search(_before(step)):
        return told[Action.LITIGATION]
    if step.action is Action.SETTLED:
        # Newspapers call it a settlement when a case ends with commitments.
        return told[Action.COMMITMENTS]
    if step.action is Action.DECISION and not is_court(step.authority or ""):
        exact = told[Action.DESIGNATION] | told[Action.INTERIM_MEASURES] | told[Action.PROHIBITED]
        return exact if step.sentence.section == "title" else exact | told[Action.SETTLED]
    if step.action is not Action.INQUIRY:
        return set()
    offered = told[Action.COMMITMENTS] | told[Action.INSPECTION]
    return offered if step.sentence.section == "title" else offered | told[Action.OPENED]


def _before(step: Step) -> str:
    return step.sentence.text[: step.hit.start - step.sentence.start]


def _told(steps: list[Step], action: Action) -> set[tuple[str | None, str]]:
    return _addressed([step for step in steps if step.status is Status.ASSERTED and step.action is action])


def _sentence_and_step(step: Step) -> tuple[int, str | None, Action, Status]:
    return step.sentence.start, step.authority, step.action, step.status


def _addressed(steps: list[Step]) -> set[tuple[str | None, str]]:
    """Return who acts on whom in some steps: the authority with the key of each target."""
    return {(step.authority, target.key) for step in steps for target in step.targets()}


def _as_context(step: Step, why: str) -> Step:
    return replace(step, status=Status.BACKGROUND, why=why)
