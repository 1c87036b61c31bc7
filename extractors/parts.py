"""What the components of the pipeline hand to each other: names, sentences and steps.

All offsets count characters of the joined text (title, blank line, text); `layout.py` maps them back.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Literal

from extractors.expressions import expressions
from extractors.words import Words, words_of
from schemas.finding import TextField
from schemas.words import Action, Instrument, Role, Status

_START = attrgetter("start")
NameKind = Literal["company", "product", "authority"]
Section = Literal["title", "lead", "body"]


COMMISSION = "eu-ec"
"""The id of the European Commission: its services act in its name, and "Brussels" and "the EU" mean it."""


@lru_cache(maxsize=1024)
def is_court(authority: str) -> bool:
    """Tell whether an authority, by its id or name, is a court or jury."""
    return expressions().court.search(authority) is not None


@dataclass(frozen=True)
class Name:
    """A firm or authority named in the text. `id` is None for a firm nobody listed."""

    kind: NameKind
    id: str | None
    name: str
    start: int
    end: int
    method: str = "catalogue"
    cue: str | None = None
    score: float = 1.0

    @property
    def key(self) -> str:
        """Return what tells one firm or authority from another."""
        return self.id or self.name.casefold()


def names_within(names: Sequence[Name], start: int, end: int) -> list[Name]:
    """Return the names that begin between two offsets, of names in the order of their starts."""
    first = bisect_left(names, start, key=_START)
    last = bisect_left(names, end, first, key=_START)
    return list(names[first:last])


class Taken:
    """Stretches of a text that are spoken for. Asking is quick, however many there are."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in stretches:
            self.add(start, end)

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether a stretch overlaps none of those taken."""
        before = bisect_left(self._starts, end)
        return before == 0 or self._ends[before - 1] <= start

    def add(self, start: int, end: int) -> None:
        """Take a stretch; one that overlaps others is joined with them."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]


@dataclass(frozen=True)
class Sentence:
    """A sentence, headline or list item, with the part of the document it stands in."""

    start: int
    end: int
    text: str
    field: TextField
    section: Section

    @cached_property
    def words(self) -> Words:
        """Return the words of the sentence."""
        return words_of(self.text)


@dataclass(frozen=True)
class Trigger:
    """One entry of a lexicon: words that state a step, and where its firms stand.

    `target`: the side on which the firm stands; `auto` lets voice decide; `document` means the firms the
    whole document is about. `actor`: who does it. `weak` words name a proceeding without saying that
    anything happens now; `official` ones say so only in an authority's own paper, as headings of registers do.
    `instrument` overrides what the words around say.
    """

    action: Action
    pattern: str
    target: Literal["after", "before", "inside", "auto", "document"]
    actor: Literal["authority", "firm", "complainant"]
    needs_authority: bool
    weak: bool
    deal: bool
    status: Status | None
    instrument: Instrument | None
    rule: str
    official: bool = False


@dataclass(frozen=True)
class Hit:
    """A trigger found in a sentence."""

    trigger: Trigger
    start: int
    end: int
    sentence: int


@dataclass(frozen=True)
class Step:
    """One reading of one hit: who does what to whom, and whether it is the news."""

    hit: Hit
    sentence: Sentence
    authority: str | None
    parties: tuple[tuple[Name, Role], ...]
    status: Status
    why: str
    anaphora: bool = False
    """The firm is spoken of, not named, in the sentence."""
    named_authority: bool = False
    pending: bool = False
    """The sentence says that the matter still runs."""
    official: bool = False
    """The head of a decision that its own authority publishes says what the document is."""
    vague: bool = False
    """The authority is only a place or a trade ("Brussels", "regulators"), or not in the sentence at all."""
    learnt: bool = False
    """No rule read it: the weights of the whole document are sure of it."""
    tellings: tuple[Sentence, ...] = ()
    """Other sentences of the document that tell the same step."""

    @property
    def action(self) -> Action:
        """Return the step's action; what a court decides is a ruling."""
        action = self.hit.trigger.action
        ruled = action in {Action.DECISION, Action.INTERIM_MEASURES} and is_court(self.authority or "")
        return Action.RULING if ruled else action

    def targets(self) -> tuple[Name, ...]:
        """Return the firms the step is directed at."""
        return tuple(name for name, role in self.parties if role is Role.TARGET)
