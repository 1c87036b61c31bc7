"""Reads each trigger as a step: which authority, which firms in which role, which status."""

from spacy.language import Language
from spacy.tokens import Doc

from extractors.acting import (
    acting_in,
    as_done_by,
    from_the_next,
    in_an_authoritys_matter,
    is_of_a_civil_court,
    nearest,
    only_one,
    subject,
)
from extractors.around import Around
from extractors.authorities import is_unnamed
from extractors.bystanders import brought_by, bystanders, complainants, with_bystanders
from extractors.clauses import own_clause
from extractors.court_papers import as_judgment, as_operative_part, is_operative_part
from extractors.dates import parse_date
from extractors.deals import deal_partners, with_partners
from extractors.expressions import expressions
from extractors.joint_action import told_of_each
from extractors.lexicon import Lexicon, first_words
from extractors.named_next import of_the_next
from extractors.parts import Hit, Name, Sentence, Step, Taken, is_court, names_within
from extractors.roles import Roles
from extractors.status import appealed_since, is_private, is_unreal, judge, leads_over
from extractors.subjects import described, spoken_of
from extractors.unlisted import DOUBTED
from extractors.users import uses_of
from extractors.wordings import as_worded
from schemas.words import Action, Role, Status

_Parties = list[tuple[Name, Role]]
# How far into a decision its own title may stand, behind the names and addresses of the parties.
_HEAD = 1500
# How far behind a trigger the words of a reaction that begin in it may go ("condena multa").
_OF_A_REACTION = 20
# A firm, a paper or a lab may open an inquiry or promise something too: without an authority it is none of ours.
_NEEDS_SOMEBODY = frozenset({Action.OPENED, Action.INQUIRY, Action.CLOSED, Action.COMMITMENTS})


@Language.component("casewatch_steps")
def mark_steps(doc: Doc) -> Doc:
    """Store the steps of a document as `doc._.steps`."""
    doc._.complainants = complainants(doc)
    doc._.bystanders = bystanders(doc)
    steps: list[Step] = []
    taken = Taken()
    for hit in doc._.hits:
        step = read_step(doc, hit) if taken.is_free(hit.start, hit.end) else None
        if step is not None:
            taken.add(hit.start, hit.end)
            steps += told_of_each(doc, step)
    partners = deal_partners(doc)
    steps = [with_bystanders(doc, with_partners(step, partners)) for step in steps]
    doc._.steps = as_judgment(doc, sorted(steps, key=lambda step: step.hit.start))
    return doc


def read_step(doc: Doc, hit: Hit) -> Step | None:
    """Return the step a trigger states, or None when nobody who could take it acts, or it is taken towards nobody."""
    lexicon: Lexicon = doc._.lexicon
    sentence: Sentence = doc._.sentences[hit.sentence]
    actors = names_within(doc._.authorities, sentence.start, sentence.end)
    actor = acting_in(hit, sentence, actors, lexicon) or from_the_next(doc, hit, sentence) or only_one(doc, hit)
    hit = as_worded(as_done_by(actor, hit, sentence, actors), sentence, actors, lexicon)
    hit = as_operative_part(hit, sentence, doc)
    # "Last year it fined Acme": who acted is not said again. Enough for context, never for news.
    unsaid = hit.trigger.needs_authority and actor is None and not _we_act(doc, sentence)
    if (unsaid and hit.trigger.weak) or not _is_an_authoritys(doc, sentence, actor, actors, lexicon):
        return None
    if is_unreal(hit, sentence, lexicon):
        return None
    named = _named_parties(doc, hit, sentence, actors, lexicon)
    anaphora = not _has_target(named)
    if anaphora and uses_of(doc._.companies, hit, sentence, lexicon):
        return None
    parties = _believed(_spoken_parties(doc, hit, sentence, named, actor is not None) if anaphora else named)
    if not parties or (anaphora and hit.trigger.target == "document" and not _has_target(parties)):
        return None
    if anaphora and hit.trigger.weak and actor is not None and _is_beyond_courts(hit, actor):
        return None
    status, why = _judged(doc, hit, sentence, lexicon)
    if status is Status.ASSERTED and (wish := _only_wished(hit, sentence, anaphora, lexicon)):
        status, why = Status.SPECULATIVE, wish
    if status is Status.ASSERTED and (reaction := _reacted_to(hit, sentence, actor, parties, lexicon)):
        status, why = Status.BACKGROUND, reaction
    if unsaid and status is not Status.BACKGROUND:
        return None
    who = _who(doc, hit, sentence, actor, unsaid)
    if is_operative_part(hit):
        who = next((court for court in (doc._.publisher_authority, who) if court and is_court(court)), None)
        if who is None or not doc._.document.official:
            return None
        status, why = Status.ASSERTED, "the operative part"
    nobody = is_unnamed(actor) if actor else who is None
    if nobody and hit.trigger.action in _NEEDS_SOMEBODY and status is Status.ASSERTED:
        status, why = Status.SPECULATIVE, "the text names no authority"
    return Step(
        hit, sentence, who, tuple(parties), status, why, anaphora,
        named_authority=actor is not None,
        pending=first_words(lexicon.patterns["pending"], sentence.text) is not None,
        official=_of_the_document(doc, hit) and who == doc._.publisher_authority,
        vague=actor is None or actor.method in {"bare place", "generic"},
    )  # fmt: skip


def _is_beyond_courts(hit: Hit, actor: Name) -> bool:
    """Tell whether only an authority takes such a step: a judge who "blocked that demand" bans no firm."""
    return is_court(actor.id or actor.name) and hit.trigger.action in {Action.CLEARED, Action.INTERIM_MEASURES}


def _we_act(doc: Doc, sentence: Sentence) -> bool:
    return doc._.publisher_authority is not None and sentence.section != "body"


def _is_an_authoritys(doc: Doc, sentence: Sentence, actor: Name | None, actors: list[Name], lexicon: Lexicon) -> bool:
    """Tell whether a sentence is about a matter of authorities: a court alone does not make a private suit one."""
    private = is_private(sentence, lexicon) or is_private(doc._.sentences[0], lexicon)
    if private and (actor is None or all(is_court(a.id or a.name) for a in actors)):
        return False
    if is_of_a_civil_court(doc):
        return False
    return actor is None or in_an_authoritys_matter(doc, sentence, actor)


def _judged(doc: Doc, hit: Hit, sentence: Sentence, lexicon: Lexicon) -> tuple[Status, str]:
    """Return the status of a step, by its sentence and the next one, and the words or rule that decided it."""
    actors = names_within(doc._.authorities, sentence.start, sentence.end)
    own = own_clause(hit, sentence, actors, doc._.hits)
    status, why = judge(hit, own, parse_date(doc._.document.date), lexicon, doc._.publisher_authority is not None)
    if status is Status.ASSERTED and _is_recalled(doc, sentence, lexicon):
        return Status.BACKGROUND, "recalled in a speech"
    following = next(iter(doc._.sentences[hit.sentence + 1 : hit.sentence + 2]), None)
    before = doc._.sentences[hit.sentence - 1] if hit.sentence else None
    if status is Status.ASSERTED and sentence.section == "body" and (words := leads_over(before, lexicon)):
        return Status.BACKGROUND, words
    if status is Status.ASSERTED and following is not None and _leads_to_a_question(doc, sentence, following):
        return Status.BACKGROUND, following.text
    appealed = appealed_since(hit, sentence, following, lexicon) if status is Status.ASSERTED else None
    return (Status.BACKGROUND, appealed) if appealed else (status, why)


def _is_recalled(doc: Doc, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether an authority's speech tells a step below its title, and does not call it new."""
    if doc._.publisher_authority is None or sentence.section == "title":
        return False
    speech = expressions().speech.search(doc._.layout.title)
    return speech is not None and first_words(lexicon.patterns["news"], sentence.text) is None


def _leads_to_a_question(doc: Doc, sentence: Sentence, following: Sentence) -> bool:
    """Tell whether a sentence only leads up to what an interviewer asks: "The EU has fined Acme. Are you too tame?"."""
    text = doc._.layout.joined
    ends = following.text.endswith("?") and text[following.end : following.end + 1] in {"\n", ""}
    begins = text[max(0, sentence.start - 1) : sentence.start] == "\n"
    return sentence.section == "body" and begins and ends and "\n" not in text[sentence.end : following.start]


def _only_wished(hit: Hit, sentence: Sentence, anaphora: bool, lexicon: Lexicon) -> str | None:
    """Return the words below the lead by which somebody asks for a step of firms named elsewhere, or in weak words."""
    if hit.trigger.action is not Action.COMPLAINT or sentence.section != "body" or not (anaphora or hit.trigger.weak):
        return None
    return first_words(
        lexicon.patterns["hedge_before"], sentence.text[hit.start - sentence.start : hit.end - sentence.start]
    )


def _reacted_to(hit: Hit, sentence: Sentence, actor: Name | None, parties: _Parties, lexicon: Lexicon) -> str | None:
    """Return the words by which somebody else only speaks of a step: "Washington slams EU fine on Acme"."""
    if sentence.section == "title" and (comment := first_words(lexicon.patterns["comment"], sentence.text)):
        return comment
    around = Around(sentence.text, hit.start - sentence.start, hit.end - sentence.start)
    words = lexicon.patterns["reaction"].search(around.before + around.inside + around.after[:_OF_A_REACTION])
    said_at = hit.start - len(around.before) + words.start() if words else hit.end
    if words is None or said_at >= hit.end or expressions().and_or.search(around.before[words.end() :]):
        return None
    own = [name for name, role in parties if role is Role.TARGET] + ([actor] if actor and not _is_abroad(actor) else [])
    return None if any(sentence.start <= name.start < said_at for name in own) else words.group()


def _is_abroad(actor: Name) -> bool:
    """Tell whether who acts is only a capital or country without an authority we know: it reacts rather than acts."""
    return actor.method == "bare place" and (actor.id or "other:").startswith("other:")


def _named_parties(doc: Doc, hit: Hit, sentence: Sentence, actors: list[Name], lexicon: Lexicon) -> _Parties:
    """Return the firms that the sentence names or describes, with their roles."""
    parties = Roles(hit, sentence, doc._.companies, actors, lexicon).parties()
    if _has_target(parties) and not _has_target(_believed(parties)):
        # A capital that is perhaps no name does not stand in the way of a firm further off.
        sure = [firm for firm in doc._.companies if firm.score > DOUBTED]
        others = Roles(hit, sentence, sure, actors, lexicon).parties()
        parties = others if _has_target(others) else parties
    firms = described(doc, hit, sentence, lexicon)
    if not firms or any(name.id is not None for name, role in parties if role is Role.TARGET):
        return parties
    keys = {firm.key for firm in firms}
    rest = [(name, role) for name, role in parties if role is not Role.TARGET and name.key not in keys]
    return [(name, Role.TARGET) for name in firms] + rest


def _spoken_parties(doc: Doc, hit: Hit, sentence: Sentence, named: _Parties, acting: bool) -> _Parties:
    """Return the parties of a step whose sentence names no target: whom it speaks of, and who has a role besides."""
    found = spoken_of(doc, hit, sentence, doc._.lexicon, acting) or (of_the_next(doc, hit, sentence) if acting else [])
    if hit.trigger.target == "document":
        named = [(name, role) for name, role in named if name.key not in {firm.key for firm in found}]
    known = {party.key for party, _ in named}
    told = [(name, Role.TARGET) for name in found if name.key not in known] + named
    return told + [(name, Role.COMPLAINANT) for name in brought_by(doc, hit)]


def _believed(parties: _Parties) -> _Parties:
    """Return the parties whose names are surely firms; none when only doubtful ones were the targets."""
    believed = [(name, role) for name, role in parties if name.score > DOUBTED]
    return believed if len(believed) == len(parties) or _has_target(believed) else []


def _has_target(parties: _Parties) -> bool:
    return any(role is Role.TARGET for _, role in parties)


def _who(doc: Doc, hit: Hit, sentence: Sentence, actor: Name | None, unsaid: bool) -> str | None:
    """Return who takes a step: whom its sentence names, else whom it goes on to speak of, or who publishes it."""
    if hit.trigger.official:
        # "Competition Commission v Acme", "U.S. v. Acme": the register is the publisher's own.
        publisher: str = doc._.publisher_authority
        return publisher
    if actor is not None:
        return (is_unnamed(actor) and _of_the_paragraph(doc, hit)) or actor.id or actor.name
    spoken = subject(doc, sentence) if unsaid else None
    return spoken or doc._.publisher_authority or nearest(doc, hit)


def _of_the_paragraph(doc: Doc, hit: Hit) -> str | None:
    """Return whose "officials" are meant: the one body that the sentence before, in the same paragraph, names."""
    before: Sentence = doc._.sentences[max(0, hit.sentence - 1)]
    here: Sentence = doc._.sentences[hit.sentence]
    if "\n" in doc._.layout.joined[before.end : here.start]:
        return None
    named = names_within(doc._.authorities, before.start, before.end)
    bodies = {a.id for a in named if a.method in {"catalogue", "place"} and a.id and not is_court(a.id)}
    return bodies.pop() if len(bodies) == 1 else None


def _of_the_document(doc: Doc, hit: Hit) -> bool:
    """Tell whether a trigger stands in the head of an authority's own paper and speaks of that paper."""
    in_head = hit.start < doc._.layout.text_start + _HEAD
    return hit.trigger.target == "document" and doc._.publisher_authority is not None and in_head
