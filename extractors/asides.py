"""Reads what a document says of firms beside its steps: whom it lets off, and what others expect or want.

Data in patterns/asides.toml. What is read here is denied or speculative, of firms that no step is told of by the
same authority: it fills a timeline and never makes news.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field
from spacy.tokens import Doc

from extractors.anchored import Anchored
from extractors.boilerplate import is_boilerplate
from extractors.candidates import DOUBTED
from extractors.lexicon import Lexicon, first_words
from extractors.lists import once
from extractors.parts import Hit, Name, Sentence, Step, Trigger, is_court, names_within
from extractors.status import is_private
from extractors.subjects import subject_firms
from schemas.base import Model
from schemas.data_files import read_entries
from schemas.rules import ReadBy, rule_name
from schemas.words import Action, Role, Status

ASIDES = Path(__file__).parent / "patterns" / "asides.toml"
_NAMED = frozenset({"catalogue", "place", "anaphora"})


class Aside(Model):
    """Words that let a firm off, or say what somebody expects of an authority, with an example of them."""

    lang: str = Field(pattern="^[a-z]{2}$")
    status: Literal["denied", "speculative"]
    pattern: str
    example: str


@cache
def load_asides(path: Path = ASIDES) -> tuple[Aside, ...]:
    """Return the asides of all languages. Raises DataFileError when the file breaks its form."""
    return read_entries(Aside, "aside", path)


_Pairs = set[tuple[str | None, str]]


@dataclass
class _Known:
    """Of which firms a step of which authority is told (authority, firm): as news or in doubt, or as older."""

    told: _Pairs
    older: _Pairs

    @classmethod
    def of(cls, steps: list[Step]) -> Self:
        """Return what some steps tell."""
        pairs: dict[bool, _Pairs] = {True: set(), False: set()}
        for step in steps:
            pairs[step.status is Status.BACKGROUND] |= {(step.authority, name.key) for name, _ in step.parties}
        return cls(told=pairs[False], older=pairs[True])


def asides(doc: Doc, steps: list[Step]) -> list[Step]:
    """Return the denied and speculative steps that a document tells of firms which `steps` do not speak of."""
    known = _Known.of(steps)
    told = {step.sentence.start for step in steps if step.status is not Status.BACKGROUND}
    found: list[Step] = []
    for hit in _hits(doc):
        sentence: Sentence = doc._.sentences[hit.sentence]
        step = None if sentence.start in told else _aside(doc, hit, sentence, steps, known)
        if step is not None:
            told.add(sentence.start)
            known.told |= {(step.authority, name.key) for name in step.targets()}
            found.append(step)
    return found


def _hits(doc: Doc) -> Iterator[Hit]:
    lexicon: Lexicon = doc._.lexicon
    patterns = _anchored(lexicon)
    for index, sentence in enumerate(doc._.sentences):
        for match, trigger in patterns.first_matches(sentence.words):
            if not is_boilerplate(sentence.words, lexicon.lang):
                yield Hit(trigger, sentence.start + match.start(), sentence.start + match.end(), index)


@cache
def _anchored(lexicon: Lexicon) -> Anchored[Trigger]:
    """Return the asides of a language, those that let off first; each only tried where its words stand."""
    mine = sorted((entry for entry in load_asides() if entry.lang == lexicon.lang), key=lambda entry: entry.status)
    return Anchored((lexicon.written_out(entry.pattern), _trigger(entry)) for entry in mine)


def _trigger(entry: Aside) -> Trigger:
    return Trigger(
        Action.OPENED, entry.pattern, "auto", "authority",
        needs_authority=False, weak=True, deal=False, status=Status(entry.status), instrument=None, rule="aside",
    )  # fmt: skip


def _aside(doc: Doc, hit: Hit, sentence: Sentence, steps: list[Step], known: _Known) -> Step | None:
    actors = [a for a in names_within(doc._.authorities, sentence.start, sentence.end) if a.method in _NAMED]
    who = _who(doc, sentence, actors, steps)
    if who is None or (not actors and is_private(sentence, doc._.lexicon)):
        return None
    named = _firms(doc, hit, sentence)
    # Only words that let off outweigh an older step, and only those that name who or whom.
    outweighs = hit.trigger.status is Status.DENIED and (named or actors)
    said = known.told if outweighs else known.told | known.older
    targets = [firm for firm in named or _spoken_of(doc, hit, who, said, bool(actors)) if (who, firm.key) not in said]
    action = _action(steps, who)
    trigger = replace(hit.trigger, action=action, rule=rule_name(doc._.lexicon.lang, action, ReadBy.ASIDE))
    parties = tuple((firm, Role.TARGET) for firm in targets)
    status = hit.trigger.status or Status.SPECULATIVE
    told = replace(hit, trigger=trigger)
    step = Step(told, sentence, who, parties, status, _words(doc, hit), named_authority=bool(actors))
    return step if targets else None


def _words(doc: Doc, hit: Hit) -> str:
    words: str = doc._.layout.joined[hit.start : hit.end]
    return words


def _who(doc: Doc, sentence: Sentence, actors: list[Name], steps: list[Step]) -> str | None:
    """Return who is spoken of: the authority named, else the publisher, else whoever took the step told before."""
    if actors:
        return actors[0].id or actors[0].name
    if doc._.publisher_authority is not None:
        publisher: str = doc._.publisher_authority
        return publisher
    asserted = [step for step in steps if step.status is Status.ASSERTED and step.authority]
    before = [step for step in asserted if step.hit.start < sentence.start]
    step = before[-1] if before else asserted[0] if asserted else None
    return step.authority if step else _last_named(doc, sentence)


def _last_named(doc: Doc, sentence: Sentence) -> str | None:
    named = [a for a in doc._.authorities if a.method in _NAMED and not is_court(a.id or a.name)]
    before = [a for a in named if a.start < sentence.start]
    pick = before[-1] if before else named[0] if named else None
    return (pick.id or pick.name) if pick else None


def _firms(doc: Doc, hit: Hit, sentence: Sentence) -> list[Name]:
    """Return the firms that a sentence names."""
    here = [firm for firm in names_within(doc._.companies, sentence.start, sentence.end) if firm.score > DOUBTED]
    behind = [firm for firm in here if firm.start >= hit.start]
    if hit.trigger.status is Status.SPECULATIVE and behind:
        # "Acme asks the agency to look into Borrowed": who asks is not who is asked about.
        return once(behind)
    return once(here)


def _spoken_of(doc: Doc, hit: Hit, who: str, known: _Pairs, acting: bool) -> list[Name]:
    """Return the firms a sentence that names none speaks of: whom it lets off is named just before, else its own firms.

    Firms that a step is told of are not meant where the sentence before names others. A guess is about the document's.
    """
    before: Sentence = doc._.sentences[max(0, hit.sentence - 1)]
    denied = hit.trigger.status is Status.DENIED and before.section != "title"
    named = names_within(doc._.companies, before.start, before.end) if denied else []
    others = once([firm for firm in named if firm.score > DOUBTED and (who, firm.key) not in known])
    text = doc._.sentences[hit.sentence].text
    spoken = acting or first_words(doc._.lexicon.patterns["pronouns"], text) is not None
    return others or (subject_firms(doc) if spoken else [])


def _action(steps: list[Step], who: str) -> Action:
    """Return from which step a firm is let off: the one the authority takes, else an investigation."""
    taken = [step.action for step in steps if step.status is Status.ASSERTED and step.authority == who]
    return taken[0] if taken else Action.OPENED
