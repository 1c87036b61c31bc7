"""Finds curated spellings in a document, longest first, and checks the proof each of them asks for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from extractors.inflections import declined
from extractors.parts import Taken
from schemas.catalogue import Alias

_GENITIVE_LANGUAGES = frozenset({"de", "nl", "da", "no", "sv"})
_AND = r"(?:and|or|und|oder|et|ou|y|o|e|ed|en|of|i|oraz|lub)"
_COMMA = rf"\s*(?:,\s{_AND}\b|,|&|\s{_AND}\b)\s*"
# Names nobody listed may stand in between.
_LISTED = re.compile(rf"{_COMMA}(?:[A-Z][\w.]+{_COMMA}){{0,3}}")
_LIST_REACH = 80
IN_A_NUMBER = re.compile(r"[-/](?:[A-Z]+[-/])*\d")
"""What follows letters that are part of a number ("SEC-SAU-4", "IMY-2023-153"), not a name."""
_SURNAME = re.compile(r" (?:[A-ZÀ-Þ]\.|[A-ZÀ-ÞŁŚŻ][a-zà-ÿł-ż'’]+[A-ZÀ-Þ]?[a-zà-ÿł-ż]*|[A-ZÀ-Þ]{5,}(?!\w))")


@dataclass(frozen=True)
class Spelling:
    """A way of writing something: `id` and `name` of what it means, and the proof it asks for."""

    id: str | None
    name: str
    alias: Alias
    declined_from: str = ""

    @property
    def base(self) -> str:
        """Return the spelling without its case: "Meta" for "Metę"."""
        return self.declined_from or self.alias.text


@dataclass(frozen=True)
class Sighting:
    """A spelling found in a text, with the cue that proved it, if it asked for one."""

    spelling: Spelling
    start: int
    end: int
    cue: str | None = None


class SpellingMatcher:
    """Finds many spellings at once, and where it `declines` also their cases. Built once, then only read.

    The cases of a language are made when a text of it is first read.
    """

    def __init__(self, nlp: Language, spellings: Iterable[Spelling], declines: bool = False) -> None:
        self._forms: dict[str, dict[str, list[Spelling]]] = {}
        self._declines = declines
        self._exact, self._any_case = PhraseMatcher(nlp.vocab), PhraseMatcher(nlp.vocab, attr="LOWER")
        self._meanings: dict[tuple[bool, str], list[Spelling]] = {}
        for spelling in spellings:
            self._add(nlp, spelling)

    def _add(self, nlp: Language, spelling: Spelling) -> None:
        exact = spelling.alias.case_sensitive
        text = spelling.alias.text if exact else spelling.alias.text.lower()
        self._meanings.setdefault((exact, text), []).append(spelling)
        matcher = self._exact if exact else self._any_case
        # Capitals decide where a name is cut into tokens: "Character.AI" is three, "character.ai" an address.
        for written in {text, spelling.alias.text}:
            words = [written, f"{written}s"] if _takes_an_s(spelling.alias) else [written]
            # At the end of a sentence a single letter and its full stop are one token.
            words += [f"{written}."] if len(written) == 1 else []
            matcher.add(f"{'x' if exact else 'l'}\t{text}", [nlp.make_doc(form) for form in words])

    def find(self, doc: Doc, text: str, lang: str, trusted: str | None = None) -> list[Sighting]:
        """Return the sightings in order, none overlapping another; longer ones win. `text` is the text of the doc.

        A spelling whose cue is missing counts when it stands in a list right beside one that counts: "Google, Snap, X",
        and when it is one of what has the id `trusted`, whose own text this is.
        """
        words = _Words(text)
        found: list[Sighting] = []
        unproven: list[Sighting] = []
        for sighting in self._sightings(doc, text, lang):
            alias = sighting.spelling.alias
            if alias.unless and words.first(alias.unless) is not None:
                continue
            own = trusted is not None and sighting.spelling.id == trusted
            cue = "" if own or not alias.cues else words.first(alias.cues)
            (unproven if cue is None else found).append(replace(sighting, cue=cue or None))
        taken = _without_overlaps(found)
        while unproven and (listed := [s for s in _without_overlaps(unproven) if _is_listed(s, taken, text)]):
            taken = _without_overlaps([*taken, *listed])
            unproven = [sighting for sighting in unproven if sighting not in listed]
        return sorted(taken, key=lambda sighting: sighting.start)

    def _sightings(self, doc: Doc, text: str, lang: str) -> Iterator[Sighting]:
        for matcher in (self._exact, self._any_case):
            for key, first, last in matcher(doc):
                flag, base = doc.vocab.strings[key].split("\t")
                start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
                longer = len(text[start:end]) == len(base) + 1
                if longer and text[end - 1] != "." and (lang not in _GENITIVE_LANGUAGES or text[end - 1] != "s"):
                    continue
                for spelling in self._meanings[flag == "x", base]:
                    if _fits(spelling.alias, text, start, end - longer, lang):
                        yield Sighting(spelling, start, end - longer)
        if self._declines:
            yield from self._cases(doc, text, lang)

    def _cases(self, doc: Doc, text: str, lang: str) -> Iterator[Sighting]:
        """Yield the words of a text that are a spelling in one of the cases of its language."""
        if lang not in self._forms:
            self._forms[lang] = self._declined(lang)
        if forms := self._forms[lang]:
            for token in doc:
                start, end = token.idx, token.idx + len(token)
                for spelling in forms.get(token.text, ()):
                    if _fits(spelling.alias, text, start, end, lang):
                        yield Sighting(spelling, start, end)

    def _declined(self, lang: str) -> dict[str, list[Spelling]]:
        forms: dict[str, list[Spelling]] = {}
        for spelling in (spelling for spellings in self._meanings.values() for spelling in spellings):
            for alias in declined(spelling.alias, lang):
                form = Spelling(spelling.id, spelling.name, alias, spelling.alias.text)
                forms.setdefault(alias.text, []).append(form)
        return forms


def _takes_an_s(alias: Alias) -> bool:
    """Tell whether a genitive of the spelling can be met: "Googles Suche"."""
    met = not alias.languages or not _GENITIVE_LANGUAGES.isdisjoint(alias.languages)
    return met and alias.text[-1:].isalpha() and alias.text[-1:].lower() != "s"


def _without_overlaps(sightings: Iterable[Sighting]) -> list[Sighting]:
    kept: list[Sighting] = []
    taken = Taken()
    for sighting in sorted(sightings, key=lambda s: (s.start - s.end, s.start)):
        if taken.is_free(sighting.start, sighting.end):
            taken.add(sighting.start, sighting.end)
            kept.append(sighting)
    return kept


def _is_listed(sighting: Sighting, taken: list[Sighting], text: str) -> bool:
    """Tell whether a sighting stands right beside one that counts, in a list of at least two."""
    return any(
        (sighting.end < other.start and _LISTED.fullmatch(text[sighting.end : other.start]) is not None)
        or (other.end < sighting.start and _LISTED.fullmatch(text[other.end : sighting.start]) is not None)
        for other in taken
        if abs(other.start - sighting.start) < _LIST_REACH
    )


def _fits(alias: Alias, text: str, start: int, end: int, lang: str) -> bool:
    """Tell whether a spelling may count where it stands: its language, its letters, and the words right beside it."""
    if alias.languages and lang not in alias.languages:
        return False
    surface = text[start:end]
    if not alias.case_sensitive and surface.islower() and not alias.text.islower():
        return False
    if _inside_word(text, start, end) or (surface.isupper() and IN_A_NUMBER.match(text, end)):
        return False
    if _stands(alias.not_before, text[end : end + 40], after=True):
        return False
    if alias.first_name and _SURNAME.match(text, end):
        return False
    return not _stands(alias.not_after, text[max(0, start - 40) : start], after=False)


class _Words:
    """The words of one text, each asked for at most once."""

    def __init__(self, text: str) -> None:
        self._text, self._lower = text, text.lower()
        self._known: dict[str, bool] = {}

    def first(self, cues: tuple[str, ...]) -> str | None:
        """Return the first of the cues that the text holds."""
        return next((cue for cue in cues if self._holds(cue)), None)

    def _holds(self, cue: str) -> bool:
        known = self._known.get(cue)
        if known is None:
            # Most cues stand nowhere in the text: a plain search tells that much faster than an expression.
            inside = cue in (self._lower if cue == cue.lower() else self._text)
            known = self._known[cue] = inside and _cue_pattern(cue).search(self._text) is not None
        return known


def _inside_word(text: str, start: int, end: int) -> bool:
    """Tell whether the span is part of an address or handle (x.com/OpenAI, @meta)."""
    return text[max(0, start - 1) : start] in {"@", "_"} or text[max(0, start - 4) : start] == "www."


def _stands(words: tuple[str, ...], beside: str, after: bool) -> bool:
    return any(_beside_pattern(word, after).search(beside) for word in words)


_patterns: dict[tuple[str, str], re.Pattern[str]] = {}


def _cue_pattern(cue: str) -> re.Pattern[str]:
    return _cached("cue", cue, rf"(?<!\w){re.escape(cue)}(?!\w)")


def _beside_pattern(word: str, after: bool) -> re.Pattern[str]:
    escaped = re.escape(word)
    # "Meta-Analyse" and "Meta Analyse" are one; a dash with blanks begins something else ("… Meta - Financial Times").
    joint = r"(?:-\s*|\s+(?!-))?"
    pattern = rf"^['’]?s?{joint}{escaped}(?!\w)" if after else rf"(?<!\w){escaped}{joint}$"
    return _cached("after" if after else "before", word, pattern)


def _cached(kind: str, word: str, pattern: str) -> re.Pattern[str]:
    known = _patterns.get((kind, word))
    if known is None:
        # A cue in lower case is met in any case, one with a capital only as written.
        known = _patterns[kind, word] = re.compile(pattern, re.IGNORECASE if word == word.lower() else 0)
    return known
