"""Finds firms nobody listed: by legal form, by a register's title, by their place beside a trigger.

They are candidates (no catalogue id): they keep a step from being laid at the door of the next listed firm,
complete the parties of a merger, and are offered to whoever keeps the catalogue.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extractors.anchors import places_of_word
from extractors.firm_names import (
    DEFINED,
    NAME,
    NAMED,
    WITH_LEGAL_FORM,
    bare_name,
    has_odd_letters,
    is_common,
    not_firms,
    owes_capital_to_grammar,
)
from extractors.parts import Hit, Name, Sentence, Taken

_SURE, _TITLE, _DEAL, _BESIDE = 0.9, 0.7, 0.6, 0.5
DOUBTED = 0.2
"""The score of a firm that only its place gives away and that the model of names does not see there.

It is party to no step, and still keeps the step of its sentence from the next firm.
"""
_REACH = 90
_LIST_GAP = re.compile(
    r"^(?:['’]s?)?(?:, | & | / |/|, and | and | und | et | e | y | en | i | oraz | sowie | or )"
    r"(?:the |die |der |la |le |las |il |a )?$"
)
_SMALL_WORDS = re.compile(
    r"^[\s,\"“„«‘'’(]*(?:[a-zà-ÿł-ż0-9][\w'’,-]*\s+|(?:EU|US|UK|AI|KI|IA|U\.S\.)[-\s]){0,6}[\"“„«‘'(]?$|^\s*[dl]['’]$"
)
_TO_THE_TRIGGER = re.compile(r"['’]?s?[\s,]*(?:[a-zà-ÿ]+\s+){0,3}")
_TO_THE_DEAL = re.compile(r"['’]s?\s+(?:[a-z]+\s+){0,3}")
_IN_A_PLACE = re.compile(r"\b(?:in|at|near|aus|en|à|nel|nella|em|w|we)\s$", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s+(?:[-–—/]|v|vs\.?)\s+")
_TITLE_TAIL = re.compile(r"\s+(?:merger inquiry|merger|case|Zusammenschluss|acquisition)$", re.IGNORECASE)


class Candidates:
    """Collects the names of one document; `add` refuses what is no firm's name."""

    def __init__(self, doc: Doc) -> None:
        self.text, self.lexicon = doc._.layout.joined, doc._.lexicon
        known = [*doc._.companies, *doc._.authorities]
        self.taken = Taken((name.start, name.end) for name in known)
        self.found: dict[str, tuple[str, float]] = {}
        self._firsts = {sentence.start for sentence in doc._.sentences}

    def add(self, start: int, end: int, score: float, name: str | None = None) -> bool:
        """Take the words of a span as a firm's name, if they can be one."""
        start = self._without_article(start, end)
        surface = bare_name(self.text[start:end])
        if not self.taken.is_free(start, start + len(surface)):
            return False
        if is_common(surface, self.text, self.lexicon) or (score < _SURE and self._stands_first(start, surface)):
            return False
        if score == _BESIDE and _IN_A_PLACE.search(self.text[max(0, start - 8) : start]):
            return False
        if surface not in self.found or self.found[surface][1] < score:
            self.found[surface] = (name or surface, score)
        return True

    def _without_article(self, start: int, end: int) -> int:
        for word in self.text[start:end].split(" ")[:-1]:
            if word.casefold() not in self.lexicon.small_words and word not in not_firms():
                break
            start += len(word) + 1
        return start

    def _stands_first(self, start: int, surface: str) -> bool:
        """Tell whether a single word may owe its capital to standing first, and is named nowhere else."""
        if " " in surface or start not in self._firsts or has_odd_letters(surface):
            return False
        return len(list(islice(places_of_word(surface, self.text), 2))) < 2

    def plausible(self, start: int, end: int, sentence: Sentence) -> bool:
        """Tell whether the capitals of a span are those of a name."""
        rest = self.text[sentence.end :]
        return not owes_capital_to_grammar(self.text[start:end], sentence.text, rest, self.lexicon.lang)


def find_unlisted(doc: Doc) -> list[Name]:
    """Return every mention of a firm that is not in the catalogue, in order."""
    candidates = Candidates(doc)
    _by_legal_form(candidates)
    if any(hit.trigger.target == "document" or hit.trigger.deal for hit in doc._.hits):
        _by_title(candidates, doc._.layout.title)
    sentences = doc._.sentences
    with_deals: set[int] = set()
    for hit in doc._.hits:
        sentence = sentences[hit.sentence]
        if hit.trigger.target != "before":
            _after(candidates, hit, sentence)
        if hit.trigger.target in {"before", "auto", "inside"}:
            _before(candidates, hit, sentence)
        if hit.sentence not in with_deals:
            with_deals.add(hit.sentence)
            _of_deal(candidates, sentence)
    _doubt(candidates, doc)
    return _mentions(candidates)


def _by_legal_form(candidates: Candidates) -> None:
    for match in WITH_LEGAL_FORM.finditer(candidates.text):
        defined = DEFINED.match(candidates.text, match.end())
        short = defined[1].strip() if defined else None
        if candidates.add(match.start(1), match.end(1), _SURE, short) and defined:
            candidates.add(defined.start(1), defined.end(1), _SURE)


def _by_title(candidates: Candidates, title: str) -> None:
    """Take the parties of a register's title: "A / B merger inquiry", "A – B", "M.12345 – A / B"."""
    parts = _TITLE_PARTS.split(title)
    at = 0
    for part in parts if len(parts) > 1 else []:
        start = title.index(part, at)
        at = start + len(part)
        bare = _TITLE_TAIL.sub("", part)
        if re.fullmatch(NAME, bare) and len(bare.split()) < 6:
            candidates.add(start, start + len(bare), _TITLE)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in NAMED.finditer(text, start, end))


def _after(candidates: Candidates, hit: Hit, sentence: Sentence) -> None:
    """Take the first name behind a trigger, and those listed with it."""
    span = next(_spans(candidates.text, hit.end, min(sentence.end, hit.end + _REACH)), None)
    if span is None or not _SMALL_WORDS.match(candidates.text[hit.end : span[0]]):
        return
    if not candidates.plausible(*span, sentence) or not candidates.add(*span, _BESIDE):
        return
    end = span[1]
    for start, stop in _spans(candidates.text, end, sentence.end):
        if not _LIST_GAP.match(candidates.text[end:start]) or not candidates.add(start, stop, _BESIDE):
            return
        end = stop


def _before(candidates: Candidates, hit: Hit, sentence: Sentence) -> None:
    """Take the name right before a trigger."""
    spans = list(_spans(candidates.text, max(sentence.start, hit.start - _REACH), hit.start))
    beside = spans and _TO_THE_TRIGGER.fullmatch(candidates.text[spans[-1][1] : hit.start])
    if not beside or not candidates.plausible(*spans[-1], sentence) or not candidates.add(*spans[-1], _BESIDE):
        return
    for (start, stop), (following, _) in reversed(list(pairwise(spans))):
        if not _LIST_GAP.match(candidates.text[stop:following]) or not candidates.add(start, stop, _BESIDE):
            return


def _of_deal(candidates: Candidates, sentence: Sentence) -> None:
    """Take the parties of a deal: "X's purchase of Y", "acquisition of X by Y"."""
    text = candidates.text
    for deal in candidates.lexicon.patterns["deal"].finditer(sentence.text):
        start, at = sentence.start + deal.start(), sentence.start + deal.end()
        for span in _spans(text, at, min(sentence.end, at + _REACH)):
            fits = _SMALL_WORDS.match(text[at : span[0]]) and candidates.plausible(*span, sentence)
            if not fits or not candidates.add(*span, _DEAL):
                break
            at = span[1]
        buyers = list(_spans(text, sentence.start, start))
        if buyers and _TO_THE_DEAL.fullmatch(text[buyers[-1][1] : start]):
            candidates.add(*buyers[-1], _DEAL)


def _mentions(candidates: Candidates) -> list[Name]:
    """Return every place where a name found stands, the longest names first."""
    taken, names = candidates.taken, []
    for surface, (name, score) in sorted(candidates.found.items(), key=lambda item: -len(item[0])):
        for start in places_of_word(surface, candidates.text, not_before="-"):
            end = start + len(surface)
            if taken.is_free(start, end):
                taken.add(start, end)
                names.append(Name("company", None, name, start, end, "unlisted", None, score))
    return sorted(names, key=lambda name: name.start)


def _doubt(candidates: Candidates, doc: Doc) -> None:
    """Doubt the firms that only their place gives away, and that the model, having seen them there, does not see."""
    firms = [entity for entity in doc._.entities if entity.label == "COMPANY"]
    for surface, (name, score) in candidates.found.items():
        if score != _BESIDE:
            continue
        starts = places_of_word(surface, candidates.text, not_before="-")
        places = [(start, start + len(surface)) for start in starts]
        seen = [(a, b) for a, b in places if any(start <= a < end for start, end in doc._.seen)]
        if seen and not any(e.start < b and a < e.end for e in firms for a, b in seen):
            candidates.found[surface] = (name, DOUBTED)


@Language.component("casewatch_unlisted")
def mark_unlisted(doc: Doc) -> Doc:
    """Add the unlisted firms to `doc._.companies`."""
    doc._.companies = sorted([*doc._.companies, *find_unlisted(doc)], key=lambda name: name.start)
    return doc
