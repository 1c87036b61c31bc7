"""Reads each trigger as a step: which authority, which firms in which role, which status."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extractors.authorities import COMMISSION, is_unnamed
from extractors.court_papers import VERSUS, as_judgment
from extractors.dates import parse_date
from extractors.lexicon import Lexicon, first_words
from extractors.parts import Hit, Name, Sentence, Step, Taken, is_court, names_within
from extractors.roles import Roles
from extractors.status import is_private, judge
from extractors.unlisted import DOUBTED
from schemas.words import Action, Instrument, Role, Status

_LISTED = re.compile(
    r"(?:[\s,/&;.()•*–-]|\b(?:and|und|et|e|y|en|i|or|oraz|Inc|LLC|Ltd|Limited|Corp|Corporation|GmbH|AG|SE|S\.?A|B\.?V|OpCo|Platforms|com|"
    r"Private|Pty|PBC|plc|L\.?P)\b)*"
)
_CALLED_COMPLAINANT = re.compile(
    r"^(?:\s+(?:Private|Pvt\.?|Limited|Ltd\.?|\(PTY\)|Inc\.?|S\.A))*[.,\s…”\"]*\(?"
    r"(?:hereinafter,? )?(?:(?:also )?referred to as )?(?:[“\"‘'][^“”\"‘’']{1,40}[”\"’'] or )?[‘'\"“]?(?:the )?[‘'\"“]?"
    r"(?:[Ii]nformant|[Cc]omplainant|(?:First |Second )?Applicant|Appellant|Claimant)",
)
_ADVERBS = re.compile(r"\s+(?:[a-zà-ÿ]+\s+){0,2}")
# "A club from Warsaw fines its keeper": such a place is where something is, not who acts.
_WITHIN = re.compile(
    r"\b(?:in|from|of|at|near|uit|te|van|aus|bei|z|ze|w|we|em|de|d[ao]|n[ao]|en|di|del|della)\s+$", re.IGNORECASE
)
_BY = re.compile(
    r"\b(?:(?:by|from|with|durch|vo[nm]|par|por|pel[ao]|door|da[il]?|dalla|dagli|przez|"
    # Behind a French headline: ", tranche la Cnil".
    r"selon|dit|conclut?|avertit?|(?:tranch|estim|annonc|ordonn|décid|confirm|jug|indiqu|précis|affirm)[eé])"
    r"\s+(?:(?:the|l['’]|la|le|der|die|de|el|il)\s?)?|dall['’])$",
    re.IGNORECASE,
)
_FROM_A_PLACE = re.compile(r"\s+(?:aus|from|de|da|uit|z|ze|desde)\s+")
# Courts that hear hardly anything but the matters of authorities.
_OF_AUTHORITIES = re.compile(
    r"\b(?:General Court|Court of Justice|CJEU|ECJ|EU(?:['’]s)?(?: top| highest| second-highest)? court|"
    r"(?:Competition|Markets?|Appellate) (?:Appeals? )?(?:Tribunal|Court)|NCLAT)\b"
)
_WITH = re.compile(r"\bwith\s+(?:the\s+)?$", re.IGNORECASE)
# How far into a decision its own title may stand, behind the names and addresses of the parties.
_HEAD = 1500
# German and Dutch put the subject behind the verb when something else comes first.
_VERB_SECOND = frozenset({"de", "nl", "pl"})
# Steps that only deals know, and how far the two sides of a deal stand apart at most.
_OF_DEALS = frozenset({Action.NOTIFIED, Action.CLEARED, Action.PROHIBITED})
_DEAL_GAP = 70
# "X's $32 billion Y deal"
_OWNED = re.compile(r"['’]s?\s(?:[\w$€£¥₹.,-]+\s){0,4}")
_NAMED_NEXT = re.compile(r"['’]s\b|\s+(?:[A-ZÀ-Þ]|behind\b)")
_TO_A_PRONOUN = re.compile(r"\s*(?:(?:on|of|into|against|to|over|with)\s+)?")
# The least score of a firm that its name alone gives away.
_LISTED_SCORE = 0.9
# How near a firm the words stand that say what it is in the matter.
_BESIDE = 60
# How far into a sentence its subject may stand.
_AT_THE_HEAD = 30
# A firm, a paper or a lab may open an inquiry too: without an authority it is none of ours.
_NEEDS_SOMEBODY = frozenset({Action.OPENED, Action.INQUIRY, Action.CLOSED})
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
_CERTAIN = ("catalogue", "place", "anaphora", "generic", "bare place")


def read_step(doc: Doc, hit: Hit) -> Step | None:
    """Return the step a trigger states, or None when nobody who could take it acts."""
    lexicon: Lexicon = doc._.lexicon
    sentence: Sentence = doc._.sentences[hit.sentence]
    actors = names_within(doc._.authorities, sentence.start, sentence.end)
    actor = _actor(hit, sentence, actors, lexicon) or _from_the_next(doc, hit, sentence)
    # "Last year it fined Acme": who acted is not said again. Enough for context, never for news.
    unsaid = hit.trigger.needs_authority and actor is None and not _we_act(doc, hit, sentence)
    if unsaid and hit.trigger.weak:
        return None
    # A court alone does not make a suit between private parties an authority's matter.
    private = is_private(sentence, lexicon) or is_private(doc._.sentences[0], lexicon)
    if private and (actor is None or all(is_court(a.id or a.name) for a in actors)):
        return None
    if actor is not None and not _in_an_authoritys_matter(doc, sentence, actor):
        return None
    parties = Roles(hit, sentence, doc._.companies, actors, lexicon).parties()
    described = _described(doc, hit, sentence, lexicon)
    if described and all(name.id is None for name, role in parties if role is Role.TARGET):
        named = {firm.key for firm in described}
        parties = [(name, role) for name, role in parties if role is not Role.TARGET and name.key not in named]
        parties = [(name, Role.TARGET) for name in described] + parties
    anaphora = False
    if not any(role is Role.TARGET for _, role in parties):
        found = _spoken_of(doc, hit, sentence, lexicon, actor is not None)
        if hit.trigger.target == "document":
            parties = [(name, role) for name, role in parties if name.key not in {f.key for f in found}]
        parties = [(name, Role.TARGET) for name in found if name.key not in {p.key for p, _ in parties}] + parties
        parties += [(name, Role.COMPLAINANT) for name in _brought_by(doc, hit)]
        anaphora = True
    if not any(role is Role.TARGET for _, role in parties) and anaphora and hit.trigger.target == "document":
        return None
    believed = [(name, role) for name, role in parties if name.score > DOUBTED]
    if len(believed) < len(parties) and not any(role is Role.TARGET for _, role in believed):
        return None
    parties = believed
    if not parties:
        return None
    status, why = judge(hit, sentence, parse_date(doc._.document.date), lexicon, doc._.publisher_authority is not None)
    if unsaid and status is not Status.BACKGROUND:
        return None
    spoken_of = _subject(doc, sentence) if unsaid else None
    who = actor.id or actor.name if actor else spoken_of or doc._.publisher_authority or _nearest(doc, hit)
    nobody = is_unnamed(actor) if actor else who is None
    if nobody and hit.trigger.action in _NEEDS_SOMEBODY and status is Status.ASSERTED:
        status, why = Status.SPECULATIVE, "the text names no authority"
    vague = actor is None or actor.method in {"bare place", "generic"}
    pending = first_words(lexicon.patterns["pending"], sentence.text) is not None
    official = _of_the_document(doc, hit) and who == doc._.publisher_authority
    return Step(hit, sentence, who, tuple(parties), status, why, anaphora, actor is not None, pending, official, vague)


def _described(doc: Doc, hit: Hit, sentence: Sentence, lexicon: Lexicon) -> list[Name]:
    """Return the firms that a description right behind the trigger means: "undertakings from the cloud company"."""
    if hit.trigger.target not in {"auto", "after"} or hit.trigger.actor != "authority":
        return []
    behind = _TO_A_PRONOUN.match(sentence.text, hit.end - sentence.start)
    found = behind and lexicon.patterns["pronouns"].match(sentence.text, behind.end())
    if not found or " " not in found.group() or _NAMED_NEXT.match(sentence.text, found.end()):
        return []
    return [firm for firm in subject_firms(doc) if firm.start < sentence.start]


def _from_the_next(doc: Doc, hit: Hit, sentence: Sentence) -> Name | None:
    """Return the authority the next sentence names for a passive: "Acme has been fined. The order comes from X"."""
    following = doc._.sentences[hit.sentence + 1 : hit.sentence + 2]
    if not following or sentence.section != "lead" or hit.trigger.target != "before":
        return None
    after = following[0]
    named = [a for a in names_within(doc._.authorities, after.start, after.end) if a.method in {"catalogue", "place"}]
    bringing = [a for a in named if _BY.search(after.text[: a.start - after.start][-40:])]
    return next((a for a in bringing if not is_court(a.id or a.name)), None)


def _in_an_authoritys_matter(doc: Doc, sentence: Sentence, actor: Name) -> bool:
    """Tell whether a judge or court without a name decides about an authority's matter: one is named, or its law."""
    if actor.method not in {"generic", "bare place"} or not is_court(actor.name):
        return True
    if _OF_AUTHORITIES.search(sentence.text):
        return True
    if any(not is_court(other.id or other.name) for other in doc._.authorities if other.method != "bare place"):
        return True
    return any(name is Instrument.ANTITRUST and law.search(sentence.text) for name, law in doc._.lexicon.instruments)


def _of_the_document(doc: Doc, hit: Hit) -> bool:
    """Tell whether a trigger stands in the head of an authority's own paper and speaks of that paper."""
    in_head = hit.start < doc._.layout.text_start + _HEAD
    return hit.trigger.target == "document" and doc._.publisher_authority is not None and in_head


def _brought_by(doc: Doc, hit: Hit) -> list[Name]:
    """Return the firms a register's paper calls its complainants, for the step the whole paper is."""
    if hit.trigger.target != "document":
        return []
    return _once([firm for firm in doc._.companies if firm.key in doc._.complainants])


def _actor(hit: Hit, sentence: Sentence, actors: list[Name], lexicon: Lexicon) -> Name | None:
    """Return the authority that acts: named ones first, then by nearness, before the trigger rather than after."""

    def rank(actor: Name) -> tuple[bool, int, int]:
        behind = actor.start >= hit.end
        distance = min(abs(hit.start - actor.end), abs(actor.start - hit.end))
        return (_CERTAIN.index(actor.method) >= 3, distance + 40 * behind, _CERTAIN.index(actor.method))

    fit = [a for a in actors if a.method != "bare place" or _place_acts(hit, sentence, a)]
    if hit.trigger.needs_authority and hit.trigger.actor == "authority" and hit.trigger.target != "before":
        fit = [a for a in fit if _does(hit, sentence, a, lexicon)]
    if hit.trigger.action in _NOT_OF_COURTS:
        # A court is where a suit goes, not who brings it; nor does it inquire or take grievances.
        fit = [a for a in fit if not is_court(a.id or a.name)]
    if hit.trigger.action is Action.LITIGATION:
        # Whom a complaint is lodged with does not sue.
        fit = [a for a in fit if not _lodged_with(sentence, a)]
    inside = [a for a in fit if a.start >= hit.start and a.end <= hit.end and a.method == "catalogue"]
    return inside[0] if inside else min(fit, key=rank, default=None)


def _lodged_with(sentence: Sentence, actor: Name) -> bool:
    start = actor.start - sentence.start
    return _WITH.search(sentence.text[max(0, start - 12) : start]) is not None


def _does(hit: Hit, sentence: Sentence, actor: Name, lexicon: Lexicon) -> bool:
    """Tell whether an authority can be the one who does what a verb says.

    It stands before it, after "by", or says so at the end ("X may proceed, the authority said").
    """
    if actor.start < hit.end:
        return True
    if actor.method != "bare place" and lexicon.patterns["attribution"].match(
        sentence.text[actor.end - sentence.start :]
    ):
        return True
    verb_second = lexicon.lang in _VERB_SECOND
    before = sentence.text[max(0, actor.start - sentence.start - 14) : actor.start - sentence.start]
    return bool(_BY.search(before)) or (verb_second and (actor.method != "bare place" or actor.id == COMMISSION))


def _place_acts(hit: Hit, sentence: Sentence, place: Name) -> bool:
    """Tell whether a bare place stands for its authority: "Brussels fines …", "… fined by Italy"."""
    if place.id == COMMISSION or hit.trigger.actor == "complainant":
        return True
    if hit.start <= place.start and place.end <= hit.end:
        return True
    gap = sentence.text[place.end - sentence.start : hit.start - sentence.start]
    if place.end <= hit.start and _ADVERBS.fullmatch(gap):
        return not _WITHIN.search(sentence.text[: place.start - sentence.start])
    before = sentence.text[max(0, place.start - sentence.start - 5) : place.start - sentence.start]
    if place.start < hit.end:
        return False
    # "Grünes Licht aus Bonn": a place right behind the words themselves.
    gap = sentence.text[hit.end - sentence.start : place.start - sentence.start]
    return bool(_FROM_A_PLACE.fullmatch(gap) or _BY.search(before))


def _we_act(doc: Doc, hit: Hit, sentence: Sentence) -> bool:
    return doc._.publisher_authority is not None and sentence.section != "body"


def _subject(doc: Doc, sentence: Sentence) -> str | None:
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


def _nearest(doc: Doc, hit: Hit) -> str | None:
    """Return the authority last named before the trigger, else the first one after it."""
    named = [a for a in doc._.authorities if a.method in {"catalogue", "place"}] or list(doc._.authorities)
    before = [a for a in named if a.start < hit.start]
    pick = before[-1] if before else named[0] if named else None
    return (pick.id or pick.name) if pick else None


def _spoken_of(doc: Doc, hit: Hit, sentence: Sentence, lexicon: Lexicon, acting: bool) -> list[Name]:
    """Return the firms a pronoun or silence stands for: those the document is about, else the last named."""
    if hit.trigger.target == "document":
        return _with_their_deal(doc, hit, subject_firms(doc, anywhere=True))
    behind = _TO_A_PRONOUN.match(sentence.text, hit.end - sentence.start)
    companies = doc._.companies
    earlier = names_within(companies, sentence.start, hit.start)
    if earlier and behind and lexicon.patterns["pronouns"].match(sentence.text, behind.end()):
        # "X was less lucky, since the authority served it notice": the pronoun stands for the firm before it.
        return _once(_first_group(doc._.layout.joined, earlier))
    pronoun = first_words(lexicon.patterns["pronouns"], sentence.text) is not None
    here = bool(names_within(companies, sentence.start, sentence.end))
    if (here and sentence.section == "title") or not (pronoun or (acting and sentence.section != "body")):
        return []
    titled = sentence.section == "title"
    known = [f for f in subject_firms(doc) if titled or f.start < sentence.start or f.end <= len(doc._.layout.title)]
    return known or (names_within(companies, 0, sentence.start)[-1:] if pronoun else [])


def _with_their_deal(doc: Doc, hit: Hit, firms: list[Name]) -> list[Name]:
    """Add the firms that a notice of a deal names in the sentence of its first one: "A, controlled by B, and C"."""
    if hit.trigger.action not in _OF_DEALS or not firms or firms[0].start < doc._.layout.text_start:
        return firms
    sentence = next(s for s in doc._.sentences if s.start <= firms[0].start < s.end)
    beside = names_within(doc._.companies, sentence.start, sentence.end)
    return _once(
        [*firms, *(firm for firm in beside if firm.score >= _LISTED_SCORE and firm.key not in doc._.complainants)]
    )


def subject_firms(doc: Doc, anywhere: bool = False) -> list[Name]:
    """Return the firms a document is about: those of its title, else the first group of its lead.

    With `anywhere`, a document that names none there is about the first firms of its text. What was found is kept.
    """
    kept = doc.user_data.setdefault("subject firms", {})
    if anywhere not in kept:
        kept[anywhere] = _subject_firms(doc, anywhere)
    return list(kept[anywhere])


def _subject_firms(doc: Doc, anywhere: bool) -> list[Name]:
    complainants, layout = doc._.complainants, doc._.layout
    firms = [f for f in doc._.companies if f.key not in complainants]
    title_end = len(layout.title)
    bystander = doc._.lexicon.patterns["bystander_before"]
    titled = [f for f in firms if f.end <= title_end]
    titled = [f for f in titled if not bystander.search(layout.joined[: f.start])] or titled
    if titled:
        versus = VERSUS.search(doc._.layout.title)
        defendants = [f for f in titled if versus and f.start >= versus.end()]
        return _once(defendants or titled)
    lead = [s for s in doc._.sentences if s.section == "lead"]
    named = [f for f in firms if lead and f.start < lead[-1].end] or (firms if anywhere else [])
    while named and named[0].score < 0.9 and any(f.id for f in named):
        named = named[1:]
    return _once(_first_group(doc._.layout.joined, named))


def _first_group(text: str, names: list[Name]) -> list[Name]:
    group = names[:1]
    for name in names[1:]:
        if not _LISTED.fullmatch(text[group[-1].end : name.start]):
            break
        group.append(name)
    return group


def _complainants(doc: Doc) -> frozenset[str]:
    text = doc._.layout.joined
    return frozenset(f.key for f in doc._.companies if _CALLED_COMPLAINANT.match(text[f.end : f.end + 120]))


def _once(names: list[Name]) -> list[Name]:
    seen: dict[str, Name] = {}
    for name in names:
        seen.setdefault(name.key, name)
    return list(seen.values())


@Language.component("casewatch_steps")
def mark_steps(doc: Doc) -> Doc:
    """Store the steps of a document as `doc._.steps`."""
    doc._.complainants = _complainants(doc)
    doc._.bystanders = _bystanders(doc)
    steps: list[Step] = []
    taken = Taken()
    for hit in doc._.hits:
        step = read_step(doc, hit) if taken.is_free(hit.start, hit.end) else None
        if step is not None:
            taken.add(hit.start, hit.end)
            steps.append(step)
    partners = deal_partners(doc)
    steps = [_with_bystanders(doc, _with_partners(step, partners)) for step in steps]
    doc._.steps = as_judgment(doc, sorted(steps, key=lambda step: step.hit.start))
    return doc


def deal_partners(doc: Doc) -> list[list[Name]]:
    """Return the groups of firms that title or lead put on the sides of one deal ("X buys Y", "X / Y")."""
    groups = []
    for sentence in doc._.sentences:
        if sentence.section != "body":
            firms = names_within(doc._.companies, sentence.start, sentence.end)
            groups += [[a, b] for a, b in pairwise(firms) if _is_deal(doc, a, b)]
    return groups


def _is_deal(doc: Doc, left: Name, right: Name) -> bool:
    text, patterns = doc._.layout.joined, doc._.lexicon.patterns
    gap = text[left.end : right.start]
    if left.key == right.key or len(gap) >= _DEAL_GAP:
        return False
    if _OWNED.fullmatch(gap):
        behind = right.end + (text[right.end : right.end + 1] == " ")
        return patterns["deal"].match(text, behind) is not None
    return patterns["bought"].search(gap) is not None


def _with_partners(step: Step, partners: list[list[Name]]) -> Step:
    """Add the other side of a deal to a step about the deal that names one side only."""
    keys = {target.key for target in step.targets()}
    if not keys or not (step.hit.trigger.deal or step.action in _OF_DEALS):
        return step
    others = _once([n for group in partners if keys & {m.key for m in group} for n in group if n.key not in keys])
    rest = tuple((name, role) for name, role in step.parties if name.key not in {other.key for other in others})
    return replace(step, parties=(*((other, Role.TARGET) for other in others), *rest)) if others else step


def _with_bystanders(doc: Doc, step: Step) -> Step:
    """Add the complainants and the affected that other sentences of the document name to a step that is its news."""
    if step.status is not Status.ASSERTED:
        return step
    known = {name.key for name, _ in step.parties}
    return replace(step, parties=(*step.parties, *((n, role) for n, role in doc._.bystanders if n.key not in known)))


def _bystanders(doc: Doc) -> list[tuple[Name, Role]]:
    """Return the firms that a document calls complainants or affected, each once."""
    found: dict[str, tuple[Name, Role]] = {}
    text, patterns, complainants = doc._.layout.joined, doc._.lexicon.patterns, doc._.complainants
    for group in _lists(text, doc._.companies):
        roles = [Role.COMPLAINANT if n.key in complainants else _beside_role(text, patterns, n) for n in group]
        role = next((role for role in roles if role is not None), None)
        if role is not None:
            # "to the detriment of A and B": what is said of one is said of those listed with it.
            for name in group:
                found.setdefault(name.key, (name, role))
    return list(found.values())


def _lists(text: str, names: list[Name]) -> list[list[Name]]:
    """Return names in order, those that stand in one list together."""
    groups: list[list[Name]] = []
    for name in names:
        if groups and _LISTED.fullmatch(text[groups[-1][-1].end : name.start]):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _beside_role(text: str, patterns: Mapping[str, re.Pattern[str]], name: Name) -> Role | None:
    before, after = text[max(0, name.start - _BESIDE) : name.start], text[name.end : name.end + _BESIDE]
    if patterns["complainant_before"].search(before) or patterns["complained"].match(after):
        return Role.COMPLAINANT
    return Role.AFFECTED if patterns["affected_before"].search(before) else None
