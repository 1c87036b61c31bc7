"""A trigger as its sentence tells it: what the rules look at that give a step its status."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from extractors.around import Around
from extractors.expressions import expressions
from extractors.lexicon import Lexicon, first_words
from extractors.parts import Hit, Sentence
from schemas.words import Action, Status

Standing = tuple[Status, str]
"""The status of a step, and the words or rule that decided it."""

# Where a clause that a small word begins is over.
_CLAUSE_END = re.compile(r"[,;:.—–]")
# Characters of a small word before a year that may end the trigger ("probe over 2020 purchase").
_A_WORD = 6
# The fewest words that name a court, what it did, and to what: "court annulled fine".
_OF_A_JUDGMENT = 3
_BEGINNINGS = frozenset({Action.OPENED, Action.INQUIRY, Action.INSPECTION, Action.COMPLAINT, Action.NOTIFIED})


@dataclass(frozen=True)
class Telling:
    """A trigger, its sentence, and what is known of the document they stand in."""

    hit: Hit
    sentence: Sentence
    doc_date: date | None
    lexicon: Lexicon
    official: bool
    """An authority publishes the document."""

    @property
    def action(self) -> Action:
        """Return what the trigger says is done."""
        return self.hit.trigger.action

    def first(self, name: str, words: str) -> str | None:
        """Return the first of some words that a list of the lexicon holds."""
        return first_words(self.lexicon.patterns[name], words)

    @cached_property
    def around(self) -> Around:
        """Return the words around the trigger, but for "not only", which denies nothing."""
        text, start = self.sentence.text, self.sentence.start
        around = Around(text, self.hit.start - start, self.hit.end - start)
        return around.without_each(*(found.group() for found in expressions().not_only.finditer(text)))

    @cached_property
    def own(self) -> Around:
        """Return the words around the trigger without those that date something else."""
        return self.around if self.hit.trigger.weak else self.around.without_each(*_of_something_else(self))


def _of_something_else(telling: Telling) -> list[str]:
    """Return the words that date what a step is about ("a probe into a fall that came last year"), or what it ends."""
    around, patterns = telling.around, telling.lexicon.patterns
    years = patterns["of_a_year"].finditer(around.text[max(0, around.end - _A_WORD) :])
    begun = () if telling.action in _BEGINNINGS else patterns["begun"].finditer(around.text)
    aside = expressions().relative_clause.finditer(around.text, 0, around.start)
    return [*_clauses_behind(telling), *(found.group() for found in (*years, *begun, *aside))]


def _clauses_behind(telling: Telling) -> Iterator[str]:
    """Yield the clauses behind a step that say more of something named since; of the step itself they date it.

    A judgment names what it is on: "court annulled the fine *that the authority had imposed*" dates the fine.
    """
    around = telling.around
    judged = telling.action is Action.RULING
    behind = around.text[around.start if judged else around.end :]
    for begin in telling.lexicon.patterns["relative"].finditer(behind):
        between = behind[: begin.start()].strip(" ,")
        if len(between.split()) >= _OF_A_JUDGMENT if judged else between:
            yield _CLAUSE_END.split(behind[begin.start() :], maxsplit=1)[0]
