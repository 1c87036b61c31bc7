"""Reads matters that other authorities still pursue against the firms a document brings news of.

"The inquiry of the Italian authority is still under way" names no firm: it speaks of those of the document's step. Data
in patterns/pending.toml. A firm is only told here that a step is told of already: no firm alerts by this alone.
"""

from functools import cache
from itertools import islice
from pathlib import Path

from pydantic import Field
from spacy.tokens import Doc

from extractors.anchored import Anchored
from extractors.dates import parse_date
from extractors.lexicon import Lexicon
from extractors.lists import once
from extractors.parts import Hit, Name, Sentence, Step, Trigger, is_court, names_within
from extractors.status import is_private, judge
from schemas.base import Model
from schemas.data_files import read_entries
from schemas.rules import ReadBy, rule_name
from schemas.words import Action, Role, Status

PENDING = Path(__file__).parent / "patterns" / "pending.toml"
_NAMED = frozenset({"catalogue", "place"})


class Pending(Model):
    """Words that say a matter still runs, with an example of them."""

    lang: str = Field(pattern="^[a-z]{2}$")
    pattern: str
    example: str


@cache
def load_pending(path: Path = PENDING) -> tuple[Pending, ...]:
    """Return the patterns of all languages. Raises DataFileError when the file breaks its form."""
    return read_entries(Pending, "pending", path)


def pending(doc: Doc, steps: list[Step]) -> list[Step]:
    """Return the steps of other authorities that a document says still run towards the firms of its news."""
    news = [step for step in steps if step.status is Status.ASSERTED and step.targets()]
    told = {step.sentence.start for step in steps if step.status is not Status.BACKGROUND}
    known = {(step.authority, target.key) for step in news for target in step.targets()}
    found: list[Step] = []
    if news:
        for hit in _hits(doc, told):
            found += _running(doc, hit, news, known)
    return found


def _hits(doc: Doc, told: set[int]) -> list[Hit]:
    """Return where a sentence below the headline, in which no step is told, says that a matter runs."""
    patterns = _anchored(doc._.lexicon)
    found: list[Hit] = []
    for index, sentence in enumerate(doc._.sentences):
        if sentence.section != "title" and sentence.start not in told:
            for match, trigger in islice(patterns.first_matches(sentence.words), 1):
                found.append(Hit(trigger, sentence.start + match.start(), sentence.start + match.end(), index))
    return found


@cache
def _anchored(lexicon: Lexicon) -> Anchored[Trigger]:
    """Return the patterns of a language, each only tried where its words stand."""
    mine = (entry for entry in load_pending() if entry.lang == lexicon.lang)
    return Anchored((lexicon.written_out(entry.pattern), _trigger(entry)) for entry in mine)


def _trigger(entry: Pending) -> Trigger:
    rule = rule_name(entry.lang, Action.OPENED, ReadBy.PENDING)
    return Trigger(
        Action.OPENED, entry.pattern, "auto", "authority",
        needs_authority=True, weak=True, deal=False, status=None, instrument=None, rule=rule,
    )  # fmt: skip


def _running(doc: Doc, hit: Hit, news: list[Step], known: set[tuple[str | None, str]]) -> list[Step]:
    """Return one step for each authority that a sentence says goes on with its own matter."""
    sentence: Sentence = doc._.sentences[hit.sentence]
    status, why = judge(hit, sentence, parse_date(doc._.document.date), doc._.lexicon, official=False)
    firms = _firms(doc, sentence, news)
    if status is not Status.ASSERTED or not firms or is_private(sentence, doc._.lexicon):
        return []
    return [
        Step(
            hit,
            sentence,
            who,
            tuple((firm, Role.TARGET) for firm in firms),
            status,
            why,
            named_authority=True,
            pending=True,
        )
        for who in _authorities(doc, sentence)
        if not any((who, firm.key) in known for firm in firms)
    ]


def _firms(doc: Doc, sentence: Sentence, news: list[Step]) -> list[Name]:
    """Return the firms of the news that a sentence names; those of its first step, when it names no firm."""
    here = {firm.key for firm in names_within(doc._.companies, sentence.start, sentence.end)}
    told = once([target for step in news for target in step.targets()])
    return [firm for firm in told if firm.key in here] if here else once(list(news[0].targets()))


def _authorities(doc: Doc, sentence: Sentence) -> list[str]:
    """Return the authorities a sentence names, else those whose places it names."""
    here = [a for a in names_within(doc._.authorities, sentence.start, sentence.end) if not is_court(a.id or a.name)]
    named = [a for a in here if a.method in _NAMED] or [a for a in here if a.id and not a.id.startswith("other:")]
    return list(dict.fromkeys(a.id or a.name for a in named if a.method != "anaphora"))
