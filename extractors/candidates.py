"""Collects what may be firms nobody listed, and refuses what is none: towns, trades, months, common nouns."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from spacy.tokens import Doc

from extractors.entity_model import Entity
from extractors.firm_names import (
    LEGAL_FORM_BEHIND,
    NAMED,
    bare_name,
    first_words,
    has_odd_letters,
    is_common,
    not_firms,
    owes_capital_to_grammar,
)
from extractors.formulas import firms_of_formulas
from extractors.name_expressions import name_expressions
from extractors.name_spans import behind_caption
from extractors.parts import Name, Sentence, Taken
from extractors.persons import has_title
from extractors.places import any_place
from extractors.plain_words import is_plain
from extractors.words import places_of_word

SURE, TITLE, DEAL, BESIDE = 0.9, 0.7, 0.6, 0.5
"""Scores of a name: with a legal form, of a register's title, of a deal, only by its place beside a trigger."""

DOUBTED = 0.2
"""The score of a firm that only its place gives away and that the model of names does not see there.

It is party to no step, and still keeps the step of its sentence from the next firm.
"""

_BEHIND_LEGAL_FORM = re.compile(rf"{LEGAL_FORM_BEHIND.pattern},[ ]$")
_LONGEST_LEGAL_FORM = 24
_LONGEST_TRADE = 40
_ENDS = frozenset(".);")
_LONGEST_BEFORE = 16
_BEHIND_A_NAME = re.compile(r"(?<![\w-])[A-ZÀ-Ž][\w’'&-]+ $")
# "*21st* Century Fox"
_NUMBER_BEFORE = re.compile(r"(?<![\w.,])\d{1,2}(?:st|nd|rd|th) $")


class Candidates:
    """Collects the names of one document; `add` refuses what is no firm's name."""

    def __init__(self, doc: Doc) -> None:
        self.text, self.lexicon = doc._.layout.joined, doc._.lexicon
        bodies = [body for body in doc._.authorities if not self._ends_a_name(body)]
        known = [*doc._.companies, *bodies]
        self.taken = Taken((name.start, name.end) for name in known)
        self._known = {(name.start, name.end) for name in doc._.companies}
        self.found: dict[str, tuple[str, float]] = {}
        self.sides: list[tuple[int, int]] = []
        self._firsts = {sentence.start for sentence in doc._.sentences}
        self._bare = _starts_of_bare_firms(doc)
        self._seen = frozenset(entity.start for entity in doc._.entities if entity.label == "COMPANY")

    def _ends_a_name(self, body: Name) -> bool:
        """Tell whether a place stands right behind a word with a capital: "Velmora *Polska*"."""
        before = self.text[max(0, body.start - _LONGEST_TRADE) : body.start]
        return body.method == "bare place" and _BEHIND_A_NAME.search(before) is not None

    def add(self, start: int, end: int, score: float, name: str | None = None) -> bool:
        """Take the words of a span as a firm's name, if they can be one."""
        start = self._without_description(start, end, with_form=score == SURE)
        if score == BESIDE and self._is_described(start):
            # "the homework app Acme": whoever has a trade is a firm, whether the model sees it or not.
            score = DEAL
        surface = bare_name(self.text[start:end])
        if not self.taken.is_free(start, start + len(surface)):
            return False
        if is_common(surface, self.text, self.lexicon) or (score < SURE and self._stands_first(start, surface)):
            return False
        if score == BESIDE and name_expressions().in_a_place.search(self.text[max(0, start - 8) : start]):
            return False
        if score < SURE and (self._is_seat(start, surface) or has_title(surface, start, self.text)):
            return False
        if surface not in self.found or self.found[surface][1] < score:
            self.found[surface] = (name or surface, score)
        return True

    def name_within(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of a name without what describes it; None when it is taken or can be no name."""
        start = self._without_description(start, end, with_form=False)
        end = start + len(bare_name(self.text[start:end]))
        free = self.taken.is_free(start, end)
        return (start, end) if free and not is_common(self.text[start:end], self.text, self.lexicon) else None

    def _without_description(self, start: int, end: int, *, with_form: bool) -> int:
        """Return where a name begins behind its article, its town and its trade: "das Grazer Start-up *Acme*"."""
        start = behind_caption(start, end, self.text)
        if number := _NUMBER_BEFORE.search(self.text, max(0, start - 6), start):
            return number.start()
        words = self.text[start:end].split(" ")
        for word, following in pairwise(words):
            town = self._is_town(word) and self._is_trade(following) and following != words[-1]
            # "*Office* Depot": the model sees that the name begins there.
            may_begin = (with_form and word in first_words()) or (start in self._seen and word in not_firms())
            if may_begin or not (town or self._is_trade(word) or self._is_small(word)):
                break
            start += len(word) + 1
        return start

    def _is_described(self, start: int) -> bool:
        before = self.text[max(0, start - _LONGEST_TRADE) : start].split(" ")
        return len(before) > 1 and self.lexicon.patterns["trades"].fullmatch(before[-2]) is not None

    def _is_seat(self, start: int, surface: str) -> bool:
        """Tell whether a name is where a firm sits: "Acme Corporation, *Santa Clara*, USA"."""
        end = start + len(surface)
        if not _BEHIND_LEGAL_FORM.search(self.text[max(0, start - _LONGEST_LEGAL_FORM) : start]):
            return False
        country = any_place("noun").pattern.match(self.text, end + 2)
        return self.text[end : end + 1] in _ENDS or (country is not None and self.text[end : end + 2] == ", ")

    def _is_small(self, word: str) -> bool:
        return word.casefold() in self.lexicon.small_words or word in not_firms()

    def _is_town(self, word: str) -> bool:
        return self.lexicon.patterns["of_a_town"].fullmatch(word) is not None

    def _is_trade(self, word: str) -> bool:
        return word[:1].isupper() and self.lexicon.patterns["trades"].fullmatch(word) is not None

    def named(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the name that words with a capital only describe: "Perth data centre operator *Acme Grid*"."""
        trade = self.lexicon.patterns["trades"].match(self.text, span[1] + 1)
        name = trade and NAMED.match(self.text, trade.end() + 1)
        return name.span() if name and self.text[span[1]] == self.text[trade.end()] == " " else span

    def _stands_first(self, start: int, surface: str) -> bool:
        """Tell whether a single word may owe its capital to standing first, and is named nowhere else."""
        if " " in surface or start not in self._firsts or has_odd_letters(surface):
            return False
        return len(list(islice(places_of_word(surface, self.text), 2))) < 2

    def places_of(self, surface: str) -> Iterator[int]:
        """Yield where a name found stands."""
        return places_of_word(surface, self.text, not_before="-")

    def knows(self, span: tuple[int, int]) -> bool:
        """Tell whether a span is a firm of the catalogue."""
        return span in self._known

    def is_list_gap(self, gap: str) -> bool:
        """Tell whether words go on with a list: ", ", " and the homework app "."""
        bare = self.lexicon.patterns["trades"].sub("", gap, count=1).replace("  ", " ")
        return name_expressions().list_gap.match(bare) is not None

    def plausible(self, start: int, end: int, sentence: Sentence) -> bool:
        """Tell whether the capitals of a span are those of a name."""
        if start in self._bare:
            return True
        rest = self.text[sentence.end :]
        return not owes_capital_to_grammar(self.text[start:end], sentence.text, rest, self.lexicon.lang)


def _starts_of_bare_firms(doc: Doc) -> frozenset[int]:
    """Return where the model of names or a phrase of registers sees a firm that stands bare of its article.

    Where all nouns have capitals: "gegen *Velra*" is a name, "gegen die Anwendung" and "gegen Firmen" are none.
    """
    if not doc._.lexicon.file.bare_before:
        return frozenset()
    seen = [entity for entity in doc._.entities if entity.label == "COMPANY"]
    return frozenset(firm.start for firm in [*seen, *firms_of_formulas(doc._.layout.words)] if _is_bare(firm, doc))


def _is_bare(firm: Entity, doc: Doc) -> bool:
    text, lexicon = doc._.layout.joined, doc._.lexicon
    name = text[firm.start : firm.end]
    return (
        lexicon.patterns["bare_before"].search(text[max(0, firm.start - _LONGEST_BEFORE) : firm.start]) is not None
        and lexicon.patterns["several"].search(name) is None
        and not is_plain(name, lexicon.lang)
    )
