"""Weighs what the rules read: how likely it is, over the whole document, that a firm is the target of a step it tells.

Rules read precisely and miss wordings nobody wrote down; what is learnt from annotated texts is vaguer and knows more
of them. Each mention is weighed by the words of its sentence, then the firm by all its mentions and what the rules made
of them. A target the rules read and the weight contradicts is not told; one they left out and the weight is sure of is.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from extractors.acting import able_to
from extractors.mention_features import DocumentView, SentenceView, mention_features, view
from extractors.parts import COMMISSION, Hit, Name, Sentence, Step, Trigger
from extractors.standing import report_on_a_year
from extractors.weights import LinearModel, load_weights
from schemas.rules import ReadBy, rule_name
from schemas.words import Action, Role, Status

DROP_BELOW = 0.2
PROPOSE_FROM = 0.6
_LEAST = -7.0
_SECTIONS = ("title", "lead", "body")


@dataclass(frozen=True)
class Weighed:
    """A firm of a document: the probability that it is told as a target, and where that shows most."""

    firm: str
    probability: float
    at: SentenceView


@dataclass(frozen=True)
class Models:
    """What was learnt: of one mention, of a firm over a document, and of the action a mention tells."""

    mention: LinearModel
    document: LinearModel
    action: LinearModel


def load_models() -> Models | None:
    """Return the models, None when they have not been made."""
    mention, document, action = (load_weights(name) for name in ("mention", "document", "action"))
    return Models(mention, document, action) if mention and document and action else None


def weigh(doc: Doc, steps: list[Step], models: Models | None) -> list[Step]:
    """Return the steps as the weights leave them.

    `doc._.weighed` holds what each firm weighed, `doc._.doubted` the targets of rules that the weights do not believe.
    """
    if models is None or not doc._.companies:
        return steps
    seen = view(doc, steps)
    weighed = {w.firm: w for w in weigh_firms(seen, steps, models)}
    doc._.weighed = {firm: w.probability for firm, w in weighed.items()}
    believed = [_without_doubtful(step, weighed) for step in steps]
    # A step that loses its last target is none; one that never had any (a complainant's) stays.
    kept = [new for old, new in zip(steps, believed, strict=True) if new.targets() or not old.targets()]
    doc._.doubted = {t.key for step in steps for t in step.targets()} - {t.key for step in kept for t in step.targets()}
    told = {t.key for step in kept if step.status is Status.ASSERTED or _is_plainly_none(step) for t in step.targets()}
    sure = [w for w in weighed.values() if w.probability >= PROPOSE_FROM and w.firm not in told]
    sure = [w for w in sure if report_on_a_year(doc, w.at.sentence) is None]
    return [*kept, *(step for w in sure for step in _proposed(doc, w, seen, models))]


def weigh_firms(seen: DocumentView, steps: Iterable[Step], models: Models) -> list[Weighed]:
    """Return the weight of each firm named in a document."""
    mentions: dict[str, list[tuple[float, SentenceView]]] = {}
    for at in seen.sentences:
        for firm in at.starts:
            score = float(models.mention.scores(mention_features(seen, at, firm))[0])
            mentions.setdefault(firm, []).append((score, at))
    numbers = {firm: document_numbers(firm, scored, seen, steps) for firm, scored in mentions.items()}
    return [
        Weighed(
            firm, probability(dense_score(numbers[firm], models.document)), max(scored, key=lambda pair: pair[0])[1]
        )
        for firm, scored in mentions.items()
    ]


def document_numbers(
    firm: str, scored: list[tuple[float, SentenceView]], seen: DocumentView, steps: Iterable[Step]
) -> dict[str, float]:
    """Return what a document says of a firm in named numbers: its mentions' scores, and what the rules read."""
    scores = sorted((max(_LEAST, score) for score, _ in scored), reverse=True)
    numbers = {"best": scores[0], "second": scores[1] if len(scores) > 1 else _LEAST, "mentions": math.log(len(scores))}
    for section in _SECTIONS:
        there = [max(_LEAST, score) for score, at in scored if at.sentence.section == section]
        numbers[f"{section} best"] = max(there, default=_LEAST)
        numbers[f"{section} named"] = float(bool(there))
    mine = [(step, role) for step in steps for name, role in step.parties if name.key == firm]
    for step, role in mine:
        who = role.value if role is Role.TARGET else "other role"
        numbers[f"{who} {step.status.value} {step.sentence.section}"] = 1.0
    asserted = any(role is Role.TARGET and step.status is Status.ASSERTED for step, role in mine)
    numbers |= {"asserted": float(asserted), "unread": float(not mine), "official": float(seen.official)}
    return numbers | {"asserted best": numbers["asserted"] * scores[0]}


def dense_score(numbers: dict[str, float], model: LinearModel) -> float:
    """Return the log-odds a model of named numbers gives; numbers it does not know count nothing."""
    weights: dict[str, float] = dict(zip(model.classes, model.weights[0].tolist(), strict=True))
    return float(model.bias[0]) + sum(weights.get(name, 0.0) * value for name, value in numbers.items())


def probability(log_odds: float) -> float:
    """Return the probability that log-odds stand for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _without_doubtful(step: Step, weighed: dict[str, Weighed]) -> Step:
    if step.status is not Status.ASSERTED:
        return step
    doubtful = {t.key for t in step.targets() if t.key in weighed and weighed[t.key].probability < DROP_BELOW}
    return replace(step, parties=tuple(p for p in step.parties if p[0].key not in doubtful)) if doubtful else step


def _is_plainly_none(step: Step) -> bool:
    """Tell whether words that can mean nothing else call a step an older one: a complaint that is withdrawn."""
    return step.hit.trigger.status is Status.BACKGROUND


def _proposed(doc: Doc, weighed: Weighed, seen: DocumentView, models: Models) -> list[Step]:
    name = _name_in(doc, weighed)
    action = models.action.best(mention_features(seen, weighed.at, weighed.firm))
    hit = _hit(weighed.at, Action(action), doc)
    authority = _authority(doc, weighed.at.sentence, hit.trigger.action)
    who = (authority.id or authority.name) if authority else doc._.publisher_authority or _last_named(doc, weighed.at)
    step = Step(
        hit, weighed.at.sentence, who, ((name, Role.TARGET),), Status.ASSERTED, f"weighed at {weighed.probability:.2f}",
        named_authority=authority is not None, vague=authority is None, learnt=True,
    )  # fmt: skip
    return [step] if who else []


def _name_in(doc: Doc, weighed: Weighed) -> Name:
    sentence = weighed.at.sentence
    names: list[Name] = doc._.companies
    return next(n for n in names if n.key == weighed.firm and sentence.start <= n.start < sentence.end)


def _hit(at: SentenceView, action: Action, doc: Doc) -> Hit:
    """Return the trigger of a sentence that states an action, else a stand-in over the whole sentence."""
    stated = [hit for hit in at.hits if hit.trigger.action is action]
    if stated:
        return stated[0]
    rule = rule_name(doc._.lexicon.lang, action, ReadBy.LEARNT)
    trigger = Trigger(action, "", "after", "authority", False, False, False, None, None, rule)
    return Hit(trigger, at.sentence.start, at.sentence.end, doc._.sentences.index(at.sentence))


def _authority(doc: Doc, sentence: Sentence, action: Action) -> Name | None:
    here = [a for a in doc._.authorities if sentence.start <= a.start < sentence.end and not _is_only_a_place(a)]
    here = able_to(action, here)
    ranked = sorted(here, key=lambda a: ("catalogue", "place", "anaphora", "generic", "bare place").index(a.method))
    return ranked[0] if ranked else None


def _is_only_a_place(authority: Name) -> bool:
    return authority.method == "bare place" and authority.id != COMMISSION


def _last_named(doc: Doc, at: SentenceView) -> str | None:
    """Return the authority last named before a sentence, else the first behind it; a place only for want of one."""
    bodies = [a for a in doc._.authorities if not _is_only_a_place(a)] or list(doc._.authorities)
    before = [a for a in bodies if a.start < at.sentence.start]
    named = before[-1] if before else bodies[0] if bodies else None
    return (named.id or named.name) if named else None
