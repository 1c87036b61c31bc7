"""Loads the words of each language: triggers, negations, hedges, roles. Data in lexicons/<lang>.toml.

Patterns are regular expressions in a short hand that keeps them readable:
a blank stands for any white space (with `?` for none, too), `<n>` for up to n words in between, `{NAME}` for a macro
of the same file, `'` for both apostrophes. They match whole words and ignore case.
"""

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from extractors.anchored import Anchored, Sought, Sparse
from extractors.anchors import GAP
from extractors.expressions import expressions
from extractors.lexicon_file import PATTERN_LISTS, LexiconFile, TriggerEntry
from extractors.parts import Sentence, Trigger
from schemas.data_files import line_of, read_file
from schemas.errors import DataFileError
from schemas.rules import rule_name
from schemas.words import Instrument

LEXICONS = Path(__file__).parent / "lexicons"
_NEVER = re.compile(r"(?!)")
# A pattern ends where a word does; an elided article ("dall'", "l'") ends at its apostrophe.
_WORD_ENDS = r"(?:(?<=['’])|(?!\w))"
_WORD_BEGINS = r"(?<!\w)"
_WHOLE_WORDS = (_WORD_BEGINS, _WORD_ENDS)
# "Named as the *"gatekeeper"*": what opens a quotation before the word looked for.
_QUOTED = r"(?:[\"“„«‚‘](?:\xa0)?)?"
SIGNS = (
    "negation_before", "negation_sentence", "hedge_before", "hedge_after", "hedge_sentence", "background_before",
    "background_after", "background_sentence", "private", "news", "pending",
)  # fmt: skip
"""Lists that say of a whole sentence in which voice it speaks."""


class Lexicon:
    """The words of one language. `patterns[name]` is one expression for a list of the file.

    Expressions are compiled when they are first asked for, since German texts need no Polish; `check` compiles all.
    """

    def __init__(self, path: Path, file: LexiconFile) -> None:
        self.lang = file.lang
        self.path = path
        self.file = file
        self.words = frozenset(file.function_words)
        self.patterns = _Patterns(self)

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Return the words that no name is made of: those of grammar, and those that sentences begin with."""
        return frozenset({*self.file.function_words, *self.file.starters})

    @cached_property
    def calendar(self) -> re.Pattern[str]:
        """Return the expression for words that are only months, days and numbers."""
        days = "|".join((*self.file.months, *self.file.weekdays))
        return re.compile(rf"(?:(?:{days})\.?|\d+|\W)+", re.IGNORECASE)

    @cached_property
    def competence(self) -> dict[str, Sought]:
        """Return the expressions for words of a kind of authority, by competence."""
        return {
            name: Sought(self.join("competence_words", words)) for name, words in self.file.competence_words.items()
        }

    @cached_property
    def authority_defaults(self) -> list[tuple[re.Pattern[str], str]]:
        """Return the expressions for words that mean one authority, with its id."""
        return [(self.compile(pattern), authority) for pattern, authority in self.file.authority_default.items()]

    @cached_property
    def instruments(self) -> list[tuple[Instrument, re.Pattern[str]]]:
        """Return the expressions that show under which law a step is taken; the first that matches wins."""
        return [(entry.name, self.compile(entry.pattern)) for entry in self.file.instruments]

    @cached_property
    def generic_authorities(self) -> Sparse:
        """Return the expression for bodies by their trade: "the watchdog", "ministry"."""
        return self._sparse("authority_generic")

    @cached_property
    def spoken_of_authorities(self) -> Sparse:
        """Return the expression for words that stand for an authority named before."""
        return self._sparse("authority_anaphora")

    @cached_property
    def about_ai(self) -> Sparse:
        """Return the expression for words that show a matter to be about AI."""
        return self._sparse("ai")

    @cached_property
    def instrument_words(self) -> Anchored[Instrument]:
        """Return the same expressions, each tried only where its words stand."""
        return Anchored((self.written_out(entry.pattern), entry.name) for entry in self.file.instruments)

    @cached_property
    def triggers(self) -> Anchored[Trigger]:
        """Return the triggers in the order of the file."""
        return self._anchored(self._triggers())

    @cached_property
    def document_triggers(self) -> Anchored[Trigger]:
        """Return the triggers that speak of the whole document."""
        return self._anchored(trigger for trigger in self._triggers() if trigger.target == "document")

    @cached_property
    def signs(self) -> Anchored[str]:
        """Return the patterns of every list of SIGNS, each with the name of its list."""
        entries = ((name, pattern) for name in SIGNS for pattern in getattr(self.file, name))
        return Anchored(
            (self.written_out(pattern, *_ANCHORS.get(name, _WHOLE_WORDS)), name) for name, pattern in entries
        )

    def _triggers(self) -> list[Trigger]:
        return [_trigger(entry, self.lang, number) for number, entry in enumerate(self.file.triggers, 1)]

    def _anchored(self, triggers: Iterable[Trigger]) -> Anchored[Trigger]:
        return Anchored((self.written_out(trigger.pattern), trigger) for trigger in triggers)

    def _sparse(self, name: str) -> Sparse:
        written = [self.written_out(pattern) for pattern in getattr(self.file, name)]
        return Sparse(self.patterns[name].expression, alternatives=written)

    def signs_in(self, sentence: Sentence) -> tuple[str, ...]:
        """Return which lists of SIGNS have a pattern that a sentence holds, in their order."""
        return tuple(dict.fromkeys(name for _, name in self.signs.first_matches(sentence.words)))

    def check(self) -> None:
        """Compile every pattern.

        Raises DataFileError, with the line of the pattern, when one cannot be compiled.
        """
        lists = [getattr(self.file, name) for name in PATTERN_LISTS] + list(self.file.competence_words.values())
        for pattern in chain(*lists, (entry.pattern for entry in self.file.triggers)):
            self.compile(pattern)
        assert self.calendar
        assert self.authority_defaults is not None
        assert self.instruments is not None

    def compile(self, pattern: str, before: str = _WORD_BEGINS, after: str = _WORD_ENDS) -> re.Pattern[str]:
        """Return the expression a pattern of the file stands for.

        Raises DataFileError, with the line of the pattern, when it cannot be compiled.
        """
        try:
            return re.compile(self.written_out(pattern, before, after), re.IGNORECASE)
        except (re.error, KeyError) as error:
            raise DataFileError(self.path, line_of(self.path, pattern), f"{pattern!r}: {error}") from error

    def written_out(self, pattern: str, before: str = _WORD_BEGINS, after: str = _WORD_ENDS) -> str:
        """Return a pattern of the short hand as a regular expression of whole words."""
        return f"{before}(?:{self.expand(pattern)}){after}"

    def expand(self, pattern: str) -> str:
        """Write a pattern of the short hand out as a regular expression."""
        for _ in range(3):
            pattern = re.sub(r"\{([A-Z_]+)\}", lambda found: f"(?:{self.file.macros[found[1]]})", pattern)
        pattern = pattern.replace("'", "['’]")
        inserted = f"(?:{expressions().inserted.pattern})?"
        pattern = re.sub(
            r"(?<=[\w)\]]) <(\d+)> ?", lambda found: f"{inserted} {GAP}{{0,{found[1]}}}?{_QUOTED}", pattern
        )
        pattern = re.sub(r"<(\d+)> ?", lambda found: f"{GAP}{{0,{found[1]}}}?", pattern)
        return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")

    def join(self, name: str, patterns: tuple[str, ...]) -> re.Pattern[str]:
        """Return one expression for the patterns of a list."""
        if not patterns:
            return _NEVER
        return self.compile("|".join(f"(?:{pattern})" for pattern in patterns), *_ANCHORS.get(name, _WHOLE_WORDS))


class _Patterns(dict[str, Sought]):
    """The expression of each list of a lexicon, by the name of the list, each made when it is first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __missing__(self, name: str) -> Sought:
        made = self[name] = Sought(self._lexicon.join(name, getattr(self._lexicon.file, name)))
        return made


# These stand directly before or after the name or trigger they speak of.
_ANCHORS = {
    "comment": (r"^\s*", ""),
    "passive_before": (r"(?<!\w)", r"\s*$"),
    "passive_after": (r"^\s*", _WORD_ENDS),
    "complainant_before": (r"(?<!\w)", r"\s*$"),
    "complainant_after": (r"^\s*", _WORD_ENDS),
    "complained": (r"^\s*", _WORD_ENDS),
    "affected_before": (r"(?<!\w)", r"\s*$"),
    "unnamed_subject": (r"^\s*", _WORD_ENDS),
    "related_before": (r"(?<!\w)", r"\s*$"),
    "used_before": (r"(?<!\w)", r"\s*$"),
    "owner_before": (r"(?<!\w)", r"\s*$"),
    "liable_after": (r"^\s*", _WORD_ENDS),
    "bystander_before": (r"(?<!\w)", r"\s*$"),
    "bystander_after": (r"^\s*", _WORD_ENDS),
    "hedge_after": (r"^\s*", _WORD_ENDS),
    "rate": (r"^\s*", _WORD_ENDS),
    "known_sum": (r"(?<!\w)", r"\s*$"),
    "negation_after": (r"^\s*", _WORD_ENDS),
    "background_after": (r"^\s*", _WORD_ENDS),
    "attribution": (r"^\s*", r"(?!\w)"),
    "bare_before": (r"(?<!\w)", r"\s+$"),
    "several": ("", "$"),
}


@lru_cache(maxsize=512)
def first_words(pattern: Sought, text: str) -> str | None:
    """Return the first words of a sentence that an expression matches; each step of a sentence asks for the same."""
    found = pattern.search(text)
    return found.group() if found else None


def _trigger(entry: TriggerEntry, lang: str, number: int) -> Trigger:
    values: dict[str, Any] = entry.model_dump(exclude={"example", "counter"})
    return Trigger(**values, rule=rule_name(lang, entry.action, number))


def read_lexicon(path: Path) -> Lexicon:
    """Read one lexicon file, and check its patterns.

    Raises DataFileError, naming file and line where it can, when the file breaks its form.
    """
    lexicon = _lexicon(path)
    lexicon.check()
    return lexicon


def _lexicon(path: Path) -> Lexicon:
    return Lexicon(path, read_file(LexiconFile, path))


@cache
def load_lexicons() -> dict[str, Lexicon]:
    """Return the lexicons by language code. They are read once; their values never change.

    Their patterns are not compiled yet: those that ship are checked in the tests.
    """
    lexicons = (_lexicon(path) for path in sorted(LEXICONS.glob("??.toml")))
    return {lexicon.lang: lexicon for lexicon in lexicons}
