"""What is known of a trigger where it stands: who acts in its sentence, whom that concerns, who takes the step."""

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from extractors.acting import (
    acting_in,
    as_done_by,
    from_the_next,
    nearest,
    only_one,
    subject,
)
from extractors.authorities import is_unnamed
from extractors.court_papers import as_operative_part
from extractors.expressions import expressions
from extractors.lexicon import Lexicon
from extractors.parts import Hit, Name, Sentence, is_court, names_within
from extractors.private_suits import in_an_authoritys_matter, is_of_a_civil_court
from extractors.status import is_private, is_unreal
from extractors.wordings import as_worded
from schemas.words import Role

Parties = list[tuple[Name, Role]]


@dataclass(frozen=True)
class Passage:
    """A trigger, with what it means in its sentence, and the authority that acts there."""

    doc: Doc
    hit: Hit
    sentence: Sentence
    actors: list[Name]
    """The authorities that the sentence names."""
    actor: Name | None

    @cached_property
    def lexicon(self) -> Lexicon:
        """Return the words of the document's language."""
        lexicon: Lexicon = self.doc._.lexicon
        return lexicon

    @cached_property
    def unsaid(self) -> bool:
        """Return whether an authority would have to act and none is named, nor speaks of itself."""
        we = self.doc._.publisher_authority is not None and self.sentence.section != "body"
        return self.hit.trigger.needs_authority and self.actor is None and not we

    @cached_property
    def who(self) -> str | None:
        """Return who takes the step: whom the sentence names, else whom it goes on to speak of, or who publishes it."""
        if self.hit.trigger.official:
            # "Competition Commission v Acme", "U.S. v. Acme": the register is the publisher's own.
            publisher: str = self.doc._.publisher_authority
            return publisher
        if self.actor is not None:
            return (is_unnamed(self.actor) and _of_the_paragraph(self)) or self.actor.id or self.actor.name
        spoken = subject(self.doc, self.sentence) if self.unsaid else None
        return spoken or self.doc._.publisher_authority or nearest(self.doc, self.hit)


@dataclass(frozen=True)
class Account(Passage):
    """A passage of which it is known, too, whom it concerns."""

    parties: Parties
    anaphora: bool
    """The sentence names nobody whom the step is towards."""


def passage_of(doc: Doc, hit: Hit) -> Passage:
    """Return a trigger with who acts in its sentence, and as what it means when they do."""
    lexicon: Lexicon = doc._.lexicon
    sentence: Sentence = doc._.sentences[hit.sentence]
    actors = names_within(doc._.authorities, sentence.start, sentence.end)
    actor = acting_in(hit, sentence, actors, lexicon) or from_the_next(doc, hit, sentence) or only_one(doc, hit)
    hit = as_worded(as_done_by(actor, hit, sentence, actors), sentence, actors, lexicon, _lead_of(doc, sentence))
    return Passage(doc, as_operative_part(hit, sentence, doc), sentence, actors, actor)


def _lead_of(doc: Doc, sentence: Sentence) -> str:
    """Return the first sentence below a headline, nothing for any other sentence."""
    if sentence.section != "title":
        return ""
    return next((below.text for below in doc._.sentences if below.section != "title"), "")


def is_told(passage: Passage) -> bool:
    """Return whether a passage tells a step of an authority, one that came about."""
    if passage.unsaid and passage.hit.trigger.weak:
        return False
    return _is_an_authoritys(passage) and not is_unreal(passage.hit, passage.sentence, passage.lexicon)


def _is_an_authoritys(passage: Passage) -> bool:
    """Tell whether a sentence is about a matter of authorities: a court alone does not make a private suit one."""
    doc, sentence, actor = passage.doc, passage.sentence, passage.actor
    private = is_private(sentence, passage.lexicon) or is_private(doc._.sentences[0], passage.lexicon)
    bodies = [body for body in passage.actors if body.method != "bare place"] or passage.actors
    if private and (actor is None or all(_is_court_or_legislature(body) for body in bodies)):
        return False
    if is_of_a_civil_court(doc):
        return False
    return actor is None or in_an_authoritys_matter(doc, sentence, actor)


def _is_court_or_legislature(actor: Name) -> bool:
    who = actor.id or actor.name
    return is_court(who) or expressions().legislature.search(who) is not None


def _of_the_paragraph(passage: Passage) -> str | None:
    """Return whose "officials" are meant: the one body that the sentence before, in the same paragraph, names."""
    doc, here = passage.doc, passage.sentence
    before: Sentence = doc._.sentences[max(0, passage.hit.sentence - 1)]
    if "\n" in doc._.layout.joined[before.end : here.start]:
        return None
    named = names_within(doc._.authorities, before.start, before.end)
    bodies = {a.id for a in named if a.method in {"catalogue", "place"} and a.id and not is_court(a.id)}
    return bodies.pop() if len(bodies) == 1 else None
