"""Says whom a passage concerns: the firms its sentence names or describes, else those it goes on to speak of."""

from extractors.bystanders import brought_by
from extractors.candidates import DOUBTED
from extractors.enumerated import followers
from extractors.named_next import of_the_next
from extractors.parts import Name, is_court
from extractors.passages import Account, Parties, Passage
from extractors.roles import Roles
from extractors.subjects import described, spoken_of
from extractors.users import uses_of
from schemas.words import Action, Role

# What only an authority does: a judge who "blocked that demand" bans no firm.
_NEVER_OF_COURTS = frozenset({Action.CLEARED, Action.INTERIM_MEASURES})


def account_of(passage: Passage) -> Account | None:
    """Return a passage with whom it concerns, None when it is about nobody it could be taken towards."""
    named = _named_parties(passage)
    anaphora = not _has_target(named)
    parties = _believed(_spoken_parties(passage, named) if anaphora else named)
    if not parties or (anaphora and _is_about_nobody(passage, parties)):
        return None
    return Account(passage.doc, passage.hit, passage.sentence, passage.actors, passage.actor, parties, anaphora)


def _is_about_nobody(passage: Passage, parties: Parties) -> bool:
    """Tell whether words in a sentence that names no firm are no step towards those it goes on to speak of."""
    trigger, actor = passage.hit.trigger, passage.actor
    if uses_of(passage.doc._.companies, passage.hit, passage.sentence, passage.lexicon):
        return True
    if trigger.target == "document" and not _has_target(parties):
        return True
    by_a_court = actor is not None and is_court(actor.id or actor.name)
    return trigger.weak and by_a_court and trigger.action in _NEVER_OF_COURTS


def _named_parties(passage: Passage) -> Parties:
    """Return the firms that the sentence names or describes, with their roles."""
    parties = _with_roles(passage, passage.doc._.companies)
    if _has_target(parties) and not _has_target(_believed(parties)):
        # A capital that is perhaps no name does not stand in the way of a firm further off.
        others = _with_roles(passage, [firm for firm in passage.doc._.companies if firm.score > DOUBTED])
        parties = others if _has_target(others) else parties
    firms = described(passage.doc, passage.hit, passage.sentence, passage.lexicon)
    named = [name for name, role in parties if role is Role.TARGET and name.id is not None]
    if not firms or any(name.start < passage.hit.end for name in named):
        return parties
    keys = {firm.key for firm in firms}
    rest = [(name, role) for name, role in parties if role is not Role.TARGET and name.key not in keys]
    return [(name, Role.TARGET) for name in firms] + rest


def _with_roles(passage: Passage, firms: list[Name]) -> Parties:
    parties = Roles(passage.hit, passage.sentence, firms, passage.actors, passage.lexicon).parties()
    known = {name.key for name, _ in parties}
    next_ones = followers(firms, passage.hit, passage.sentence) if _has_target(parties) else []
    return [*parties, *((firm, Role.TARGET) for firm in next_ones if firm.key not in known)]


def _spoken_parties(passage: Passage, named: Parties) -> Parties:
    """Return the parties of a step whose sentence names no target: whom it speaks of, and who has a role besides."""
    doc, hit, sentence, acting = passage.doc, passage.hit, passage.sentence, passage.actor is not None
    found = spoken_of(doc, hit, sentence, passage.lexicon, acting) or (
        of_the_next(doc, hit, sentence) if acting else []
    )
    if hit.trigger.target == "document":
        named = [(name, role) for name, role in named if name.key not in {firm.key for firm in found}]
    known = {party.key for party, _ in named}
    targets = [(name, Role.TARGET) for name in found if name.key not in known]
    return targets + named + [(name, Role.COMPLAINANT) for name in brought_by(doc, hit)]


def _believed(parties: Parties) -> Parties:
    """Return the parties whose names are surely firms; none when only doubtful ones were the targets."""
    believed = [(name, role) for name, role in parties if name.score > DOUBTED]
    return believed if len(believed) == len(parties) or _has_target(believed) else []


def _has_target(parties: Parties) -> bool:
    return any(role is Role.TARGET for _, role in parties)
