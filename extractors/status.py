"""Tells the news from what is denied, only possible, or told as context, by the sentence of a step."""

from collections.abc import Callable
from datetime import date

from extractors.around import Around
from extractors.expressions import expressions
from extractors.lexicon import Lexicon, first_words
from extractors.older import dated_before, said_besides, told_as_context
from extractors.parts import Hit, Sentence
from extractors.telling import Standing, Telling
from schemas.words import Action, Status

# Reaches in characters, tried on documents written for the project:
# of "would have";
_UNREAL_REACH = 24
# of a denial that can mean nothing but the step;
_BESIDE = 16
# and of one that denies what is worded with denials itself.
_RIGHT_BEFORE = 20
_FINDINGS = frozenset({Action.OBJECTIONS, Action.DECISION, Action.RULING})
_FOUND = frozenset({Action.DECISION, Action.RULING})


def judge(hit: Hit, sentence: Sentence, doc_date: date | None, lexicon: Lexicon, official: bool) -> Standing:
    """Return the status of a step and the words or rule that decided it: the first rule that speaks."""
    telling = Telling(hit, sentence, doc_date, lexicon, official)
    return next((standing for rule in _RULES if (standing := rule(telling))), (Status.ASSERTED, "stated"))


def _by_the_trigger(telling: Telling) -> Standing | None:
    status = telling.hit.trigger.status
    return (status, "the words themselves") if status is not None and status is not Status.ASSERTED else None


def _denied(telling: Telling) -> Standing | None:
    around = telling.around
    denied = _denial(telling, around.without_each(_open_question(telling), _breach(telling)))
    if not denied:
        return None
    # "Not to be confused with the fines of 2019": what is dated is older, unless the denial stands right at it.
    older = dated_before(telling, around)
    return older if older and not _is_beside(denied, around) else (Status.DENIED, denied)


def _left_open(telling: Telling) -> Standing | None:
    words = _open_question(telling)
    return (Status.SPECULATIVE, words) if words else None


def _expected(telling: Telling) -> Standing | None:
    """Return speculative for what is only possible or suspected, unless something older stands nearer to it."""
    words = None if _ends_it(telling) else _hedge(telling) or _announcement(telling)
    if words is None and telling.action in _FOUND:
        words = telling.first("suspicion", telling.around.before)
    return (_nearer_background(telling) or (Status.SPECULATIVE, words)) if words else None


def _running(telling: Telling) -> Standing | None:
    words = telling.first("pending", telling.around.part)
    return (Status.ASSERTED, words) if words is not None else None


def _dated(telling: Telling) -> Standing | None:
    return dated_before(telling, telling.own)


_RULES: tuple[Callable[[Telling], Standing | None], ...] = (
    _by_the_trigger,
    _denied,
    _left_open,
    _expected,
    _running,
    _dated,
    told_as_context,
    said_besides,
)
"""What gives a step its status, in order; what no rule speaks of is stated."""


def _open_question(telling: Telling) -> str | None:
    return telling.first("left_open", telling.around.clause)


def _breach(telling: Telling) -> str | None:
    """Return the words by which findings tell a breach as something not done: "found that Acme does not comply"."""
    around = telling.around
    return telling.first("breach_negated", around.inside + around.after) if telling.action in _FINDINGS else None


def _denial(telling: Telling, around: Around) -> str | None:
    if telling.hit.trigger.status is Status.ASSERTED:
        # What ends a matter is worded with negations; only one right before it denies it.
        return telling.first("negation_before", around.before[-_RIGHT_BEFORE:])
    checks = (
        ("negation_before", around.before),
        ("negation_inside", around.inside),
        ("negation_around", around.close),
        ("negation_after", around.after),
        ("negation_sentence", around.text),
    )
    return _first_of(telling, checks)


def _first_of(telling: Telling, checks: tuple[tuple[str, str], ...]) -> str | None:
    return next((found for name, words in checks if (found := telling.first(name, words))), None)


def _is_beside(denied: str, around: Around) -> bool:
    """Tell whether a denial stands right at the step; "not to be confused with the fines of 2019" does not."""
    return denied in around.before[-_BESIDE:] + around.inside + around.after[:_BESIDE]


def _ends_it(telling: Telling) -> bool:
    """Tell whether words leave a matter at that: "no further action is planned" is told as decided, not as a guess."""
    if telling.action is not Action.CLOSED:
        return False
    return telling.first("negation_before", telling.around.inside) is not None


def _hedge(telling: Telling) -> str | None:
    around = telling.around
    # "Told Acme its preliminary view: it could be in breach": what objections say is no guess of whoever tells them.
    after = around.after.partition(":")[0] if telling.action is Action.OBJECTIONS else around.after
    checks = (
        ("hedge_before", around.before),
        ("hedge_inside", around.inside),
        ("hedge_after", after),
        ("hedge_sentence", around.text),
    )
    return _first_of(telling, checks)


def _announcement(telling: Telling) -> str | None:
    """Return the words by which a firm only says that it will go to court."""
    will = expressions().will.search(telling.around.before)
    firms = telling.action is Action.LITIGATION and telling.hit.trigger.actor == "firm"
    return will.group() if will and firms else None


def _nearer_background(telling: Telling) -> Standing | None:
    """Return background where its words stand between the hedge and the step ("… weeks after Acme complained")."""
    before, patterns = telling.around.before, telling.lexicon.patterns
    hedges = list(patterns["hedge_before"].finditer(before))
    older = list(patterns["background_before"].finditer(before))
    if not hedges or not older or older[-1].start() < hedges[-1].end():
        return None
    return Status.BACKGROUND, older[-1].group()


def is_unreal(hit: Hit, sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the words that say a step never came about: "a deal that would have allowed Acme to go on"."""
    start = max(0, hit.start - sentence.start - _UNREAL_REACH)
    return first_words(lexicon.patterns["unreal"], sentence.text[start : hit.end - sentence.start])


def is_private(sentence: Sentence, lexicon: Lexicon) -> str | None:
    """Return the words that make a sentence one about private litigation or no authority's matter."""
    return first_words(lexicon.patterns["private"], sentence.text)
