"""Says who takes the step that a trigger states: the authority its sentence names, or the one spoken of."""

import re
from dataclasses import replace

from spacy.tokens import Doc

from extractors.antecedents import kind_of
from extractors.expressions import expressions
from extractors.joint_action import agent_behind, first_named, is_set_apart
from extractors.lexicon import Lexicon
from extractors.parts import COMMISSION, Hit, Name, Sentence, is_court, names_within
from extractors.places_acting import ADVERBS, place_acts, was_done_in
from schemas.words import Action

# How far before a court the words stand that lodge something there.
_FILING_REACH = 90
_CLAUSE_MARK = re.compile(r"[,;:–—]\s")
# German and Dutch put the subject behind the verb when something else comes first.
_VERB_SECOND = frozenset({"de", "nl", "pl"})
# Characters before a name in which stands who did it, or that it says so: "ha stabilito l'Antitrust".
_BY_REACH = 24
# Characters between a body and its own tribunal: "CADE's Tribunal".
_POSSESSIVE = 3
# … and between a tribunal and the body it is of: "Tribunal do Cade".
_OF = 4
_NOT_SAID_OF_ANOTHER = frozenset({Action.COMPLAINT, Action.RULING, Action.LITIGATION, Action.OTHER, Action.SETTLED})
# A text of so few sentences is about one matter; of so very few, where its headline names no firm.
_FEW = 6
_VERY_FEW = 3
# How far into a sentence its subject may stand.
_AT_THE_HEAD = 30
_NOT_OF_COURTS = frozenset(
    {
        Action.LITIGATION,
        Action.OPENED,
        Action.INQUIRY,
        Action.OBJECTIONS,
        Action.NOTIFIED,
        Action.COMPLAINT,
        Action.DESIGNATION,
        Action.COMMITMENTS,
    }
)
_LOOKING_INTO = frozenset({Action.OPENED, Action.INQUIRY})
_CERTAIN = ("catalogue", "place", "anaphora", "generic", "bare place")


def acting_in(hit: Hit, sentence: Sentence, actors: list[Name], lexicon: Lexicon) -> Name | None:
    """Return the authority that acts: named ones first, then by nearness, before the trigger rather than after."""

    def rank(actor: Name) -> tuple[bool, int, int]:
        behind = actor.start >= hit.end
        distance = min(abs(hit.start - actor.end), abs(actor.start - hit.end))
        unsure = _CERTAIN.index(actor.method) >= 3 and not _is_right_before(actor, hit, sentence)
        return (unsure, distance + 40 * behind, _CERTAIN.index(actor.method))

    fit = [a for a in actors if a.method != "bare place" or place_acts(hit, sentence, a)]
    fit = [a for a in fit if not _is_parent(a, actors, sentence)] or fit
    at = sentence.start
    fit = [a for a in fit if not is_set_apart(sentence.text, a.start - at, a.end - at)] or fit
    if hit.trigger.needs_authority and hit.trigger.actor == "authority" and hit.trigger.target != "before":
        fit = [a for a in fit if _does(hit, sentence, a, lexicon)]
    fit = [a for a in able_to(hit.trigger.action, fit) if not (is_court(a.id or a.name) and _filed_at(sentence, a))]
    if hit.trigger.action is Action.SETTLED:
        # "Acme strikes a deal with publishers, Brussels applauds": not with the authority.
        fit = [a for a in fit if not _CLAUSE_MARK.search(_between(hit, sentence, a)) or _says_so(sentence, a, lexicon)]
    if hit.trigger.action is Action.LITIGATION:
        # Whom a complaint is lodged with does not sue.
        fit = [a for a in fit if not _lodged_with(sentence, a)]
    within = [a for a in fit if a.start >= hit.start and a.end <= hit.end]
    inside = [a for a in within if a.method == "catalogue"]
    if hit.trigger.action is Action.CLEARED and not inside:
        # "Acme wins EU approval": the place is whose approval it is.
        inside = [a for a in within if not (a.id or "other:").startswith("other:")]
    if agent := agent_behind(hit, sentence, fit):
        return agent
    nearest_fit = inside[0] if inside else min(fit, key=rank, default=None)
    return first_named(nearest_fit, fit, sentence.text, at) if nearest_fit else None


def _is_right_before(actor: Name, hit: Hit, sentence: Sentence) -> bool:
    """Tell whether only adverbs stand between "Brussels" and what is done: "…, Brussels still *investigates*"."""
    gap = sentence.text[actor.end - sentence.start : max(0, hit.start - sentence.start)]
    return actor.id == COMMISSION and actor.end <= hit.start and ADVERBS.fullmatch(gap) is not None


def _is_parent(body: Name, actors: list[Name], sentence: Sentence) -> bool:
    """Tell whether a ministry is only named as what another body is part of: "the Office, of the Ministry, asked"."""
    before = [a for a in actors if a.end <= body.start and kind_of(body.name)]
    gap = sentence.text[before[-1].end - sentence.start : body.start - sentence.start] if before else ""
    return expressions().parent_body.search(gap) is not None


def able_to(action: Action, actors: list[Name]) -> list[Name]:
    """Return the authorities that can take such a step: a court where one rules, and none where it does not act.

    A court is where a suit goes, not who brings it; nor does it inquire or take grievances.
    """
    if action in _NOT_OF_COURTS:
        return [actor for actor in actors if not is_court(actor.id or actor.name)]
    courts = [actor for actor in actors if is_court(actor.id or actor.name) and not _is_organ(actor, actors)]
    return courts if courts and action is Action.RULING else actors


def _is_organ(court: Name, actors: list[Name]) -> bool:
    """Tell whether a court is a body's own: "CADE's Tribunal"."""
    bodies = [a for a in actors if a.method == "catalogue" and not is_court(a.id or a.name)]
    return any(0 <= court.start - a.end <= _POSSESSIVE or 0 < a.start - court.end <= _OF for a in bodies)


def _lodged_with(sentence: Sentence, actor: Name) -> bool:
    start = actor.start - sentence.start
    return expressions().lodged_with.search(sentence.text[max(0, start - 12) : start]) is not None


def as_done_by(actor: Name | None, hit: Hit, sentence: Sentence, actors: list[Name]) -> Hit:
    """Return a trigger with the action it means when this authority does it.

    A complaint that an authority files itself is a suit, and what a body's own tribunal rules is its decision.
    """
    action = None
    if actor is not None and not is_court(actor.id or actor.name):
        gap = sentence.text[actor.end - sentence.start : max(0, hit.start - sentence.start)]
        courts = [a for a in actors if is_court(a.id or a.name)]
        files = expressions().brings.match(sentence.text, hit.start - sentence.start)
        if hit.trigger.action is Action.COMPLAINT and files and actor.end <= hit.start and ADVERBS.fullmatch(gap):
            action = Action.LITIGATION
        printed = sentence.text[actor.start - sentence.start : actor.end - sentence.start]
        organs = is_court(printed) if not courts else all(_is_organ(court, actors) for court in courts)
        if hit.trigger.action is Action.RULING and organs:
            action = Action.DECISION
    return replace(hit, trigger=replace(hit.trigger, action=action)) if action else hit


def _filed_at(sentence: Sentence, court: Name) -> bool:
    start = court.start - sentence.start
    return expressions().lodged_at.search(sentence.text[max(0, start - _FILING_REACH) : start]) is not None


def _does(hit: Hit, sentence: Sentence, actor: Name, lexicon: Lexicon) -> bool:
    """Tell whether an authority can be the one who does what a verb says.

    It stands before it, after "by", or says so at the end ("X may proceed, the authority said").
    """
    if actor.start < hit.end:
        return True
    if hit.trigger.action is Action.NOTIFIED:
        # A deal is notified to it.
        return True
    if hit.trigger.action in _LOOKING_INTO and _in_a_clause_behind(hit, sentence, actor, lexicon):
        return False
    if _says_so(sentence, actor, lexicon):
        return True
    if actor.method == "bare place" and was_done_in(hit, sentence, actor):
        return True
    verb_second = lexicon.lang in _VERB_SECOND
    before = sentence.text[max(0, actor.start - sentence.start - _BY_REACH) : actor.start - sentence.start]
    by = expressions().by.search(before) is not None
    return by or (verb_second and (actor.method != "bare place" or actor.id == COMMISSION))


def _between(hit: Hit, sentence: Sentence, actor: Name) -> str:
    return sentence.text[hit.end - sentence.start : actor.start - sentence.start]


def _says_so(sentence: Sentence, actor: Name, lexicon: Lexicon) -> bool:
    """Tell whether a body is quoted for what stands before it: "X may proceed, the authority said"."""
    words = lexicon.patterns["attribution"].match(sentence.text[actor.end - sentence.start :])
    return actor.method != "bare place" and words is not None


def _in_a_clause_behind(hit: Hit, sentence: Sentence, actor: Name, lexicon: Lexicon) -> bool:
    """Tell whether a name stands in a clause that says more of what a verb is done to.

    "Acme untersucht einen Ausfall, der die Seite der Kommission traf": Acme looks into it, not the Commission.
    """
    return lexicon.patterns["relative"].search(_between(hit, sentence, actor)) is not None


def from_the_next(doc: Doc, hit: Hit, sentence: Sentence) -> Name | None:
    """Return the authority the next sentence names for a passive: "Acme has been fined. The order comes from X"."""
    following = doc._.sentences[hit.sentence + 1 : hit.sentence + 2]
    if not following or sentence.section != "lead" or hit.trigger.target != "before":
        return None
    after = following[0]
    named = [a for a in names_within(doc._.authorities, after.start, after.end) if a.method in {"catalogue", "place"}]
    bringing = [a for a in named if expressions().by.search(after.text[: a.start - after.start][-40:])]
    return next((a for a in bringing if not is_court(a.id or a.name)), None)


def only_one(doc: Doc, hit: Hit) -> Name | None:
    """Return the only authority that a text of few sentences names, when the sentence of a trigger names none."""
    here: Sentence = doc._.sentences[hit.sentence]
    firms = names_within(doc._.companies, here.start, here.end)
    most = _FEW if firms else _VERY_FEW
    if len(doc._.sentences) > most or hit.trigger.weak or hit.sentence or hit.trigger.action in _NOT_SAID_OF_ANOTHER:
        return None
    if any(
        a.method != "bare place" or a.id == COMMISSION for a in names_within(doc._.authorities, here.start, here.end)
    ):
        return None
    named = [a for a in doc._.authorities if a.method in {"catalogue", "place", "anaphora"}]
    named = able_to(hit.trigger.action, named)
    return named[0] if len({a.key for a in named}) == 1 else None


def subject(doc: Doc, sentence: Sentence) -> str | None:
    """Return whom "it" at the head of a sentence means: the last authority that a sentence begins with."""
    named: list[Name] = [
        a for a in doc._.authorities if a.method in {"catalogue", "place", "anaphora"} and a.start < sentence.start
    ]
    begins = [s.start for s in doc._.sentences if s.start < sentence.start]
    for name in reversed(named):
        start = max(s for s in begins if s <= name.start)
        if name.start - start <= _AT_THE_HEAD:
            return name.id or name.name
    return None


def nearest(doc: Doc, hit: Hit) -> str | None:
    """Return the authority last named before the trigger that can take the step, else the first one after it."""
    named = [a for a in doc._.authorities if a.method in {"catalogue", "place"}] or list(doc._.authorities)
    named = able_to(hit.trigger.action, named)
    before = [a for a in named if a.start < hit.start]
    pick = before[-1] if before else named[0] if named else None
    return (pick.id or pick.name) if pick else None
