"""Loads the words of each language: triggers, negations, hedges, roles. Data in lexicons/<lang>.toml.

Patterns are regular expressions in a short hand that keeps them readable:
a blank stands for any white space (with `?` for none, too), `<n>` for up to n words in between, `{NAME}` for a macro
of the same file, `'` for both apostrophes. They match whole words and ignore case.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from extractors.anchors import Anchored
from extractors.parts import Trigger
from schemas.base import Model
from schemas.errors import DataFileError
from schemas.words import Action, Instrument, Status

LEXICONS = Path(__file__).parent / "lexicons"
_NEVER = re.compile(r"(?!)")
# A pattern ends where a word does; an elided article ("dall'", "l'") ends at its apostrophe.
_WORD_ENDS = r"(?:(?<=['’])|(?!\w))"


class TriggerEntry(Model):
    """A trigger as written in the file. `example` must match; `counter` must not."""

    action: Action
    pattern: str
    target: Literal["after", "before", "inside", "auto", "document"] = "after"
    actor: Literal["authority", "firm", "complainant"] = "authority"
    needs_authority: bool = False
    weak: bool = False
    deal: bool = False
    status: Status | None = None
    instrument: Instrument | None = None
    example: str
    counter: str | None = None


class InstrumentEntry(Model):
    """Words that show under which law a step is taken; the first entry that matches wins."""

    name: Instrument
    pattern: str


class LexiconFile(Model):
    """The form of lexicons/<lang>.toml. Every list holds patterns in the short hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: str = Field(pattern="^[a-z]{2}$")
    function_words: tuple[str, ...]
    starters: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[str, ...] = ()
    macros: dict[str, str] = Field(default_factory=dict)
    negation_before: tuple[str, ...] = ()
    negation_inside: tuple[str, ...] = ()
    negation_after: tuple[str, ...] = ()
    negation_sentence: tuple[str, ...] = ()
    hedge_before: tuple[str, ...] = ()
    hedge_after: tuple[str, ...] = ()
    hedge_sentence: tuple[str, ...] = ()
    background_before: tuple[str, ...] = ()
    background_after: tuple[str, ...] = ()
    background_sentence: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    """Words that say the step is new or still running, and so outweigh the background."""
    pending: tuple[str, ...] = ()
    """Words that say a matter still runs, so that its mere mention is present, not past."""
    private: tuple[str, ...] = ()
    """Words of private litigation and of other matters that are no authority's."""
    passive_before: tuple[str, ...] = ()
    passive_after: tuple[str, ...] = ()
    breakers: tuple[str, ...] = ()
    """Words at which the reach of a trigger to its firms ends."""
    coordination: tuple[str, ...] = ()
    deal: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    """Words between the two sides of a deal: "X's takeover of Y", "X to buy Y"."""
    pronouns: tuple[str, ...] = ()
    """Words that stand for the firm spoken of."""
    complainant_before: tuple[str, ...] = ()
    complainant_after: tuple[str, ...] = ()
    complained: tuple[str, ...] = ()
    """Words behind a firm that say it brought the matter before the authority, wherever the document says so."""
    affected_before: tuple[str, ...] = ()
    bystander_before: tuple[str, ...] = ()
    bystander_after: tuple[str, ...] = ()
    authority_anaphora: tuple[str, ...] = ()
    authority_default: dict[str, str] = Field(default_factory=dict)
    """Words that mean one authority in this language when the text names no other: pattern → id."""
    authority_generic: tuple[str, ...] = ()
    competence_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Words of a kind of authority ("privacy watchdog"), by competence."""
    attribution: tuple[str, ...] = ()
    """Words behind an authority that make what stands before them its own: "X may proceed, the authority *said*"."""
    unlisted_before: tuple[str, ...] = ()
    unlisted_after: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    ai: tuple[str, ...] = ()
    instruments: tuple[InstrumentEntry, ...] = Field(default=(), alias="instrument")
    triggers: tuple[TriggerEntry, ...] = Field(default=(), alias="trigger")


class Lexicon:
    """The compiled words of one language. `patterns[name]` is one expression for a list of the file."""

    def __init__(self, path: Path, file: LexiconFile) -> None:
        self.lang = file.lang
        self.path = path
        self.file = file
        self.words = frozenset(file.function_words)
        days = "|".join((*file.months, *file.weekdays))
        self.calendar = re.compile(rf"(?:(?:{days})\.?|\d+|\W)+", re.IGNORECASE)
        self.patterns: dict[str, re.Pattern[str]] = {
            name: self._join(name, getattr(file, name))
            for name, info in LexiconFile.model_fields.items()
            if info.annotation == tuple[str, ...] and name not in _PLAIN_LISTS
        }
        self.competence = {name: self._join("competence_words", words) for name, words in file.competence_words.items()}
        self.authority_defaults = [(self.compile(p), i) for p, i in file.authority_default.items()]
        self.instruments = [(entry.name, self.compile(entry.pattern)) for entry in file.instruments]
        self.triggers = Anchored(
            (self.compile(entry.pattern), _trigger(entry, file.lang, number))
            for number, entry in enumerate(file.triggers, 1)
        )
        self.document_triggers = Anchored(pair for pair in self.triggers if pair[1].target == "document")

    def compile(self, pattern: str, before: str = r"(?<!\w)", after: str = _WORD_ENDS) -> re.Pattern[str]:
        """Return the expression a pattern of the file stands for.

        Raises DataFileError, with the line of the pattern, when it cannot be compiled.
        """
        try:
            return re.compile(f"{before}(?:{self.expand(pattern)}){after}", re.IGNORECASE)
        except (re.error, KeyError) as error:
            raise DataFileError(self.path, _line_of(self.path, pattern), f"{pattern!r}: {error}") from error

    def expand(self, pattern: str) -> str:
        """Write a pattern of the short hand out as a regular expression."""
        for _ in range(3):
            pattern = re.sub(r"\{([A-Z_]+)\}", lambda found: f"(?:{self.file.macros[found[1]]})", pattern)
        pattern = pattern.replace("'", "['’]")
        pattern = re.sub(
            r"<(\d+)> ?",
            r"(?:\\w{1,6}['’]|[^\\s;]*[^\\s;:.]\\s+|(?:Inc|Ltd|Corp|Co|S\\.p\\.A|S\\.A|Rs|\\d{1,3}|Mio|Mrd|Abs|Art|Nr|Fr)\\.,?\\s+){0,\1}?",
            pattern,
        )
        return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")

    def _join(self, name: str, patterns: tuple[str, ...]) -> re.Pattern[str]:
        for pattern in patterns:
            self.compile(pattern)
        if not patterns:
            return _NEVER
        before, after = _ANCHORS.get(name, (r"(?<!\w)", _WORD_ENDS))
        return self.compile("|".join(f"(?:{pattern})" for pattern in patterns), before, after)


_PLAIN_LISTS = {"function_words", "starters", "abbreviations", "months", "weekdays"}
# These stand directly before or after the name or trigger they speak of.
_ANCHORS = {
    "passive_before": (r"(?<!\w)", r"\s*$"),
    "passive_after": (r"^\s*", _WORD_ENDS),
    "complainant_before": (r"(?<!\w)", r"\s*$"),
    "complainant_after": (r"^\s*", _WORD_ENDS),
    "complained": (r"^\s*", _WORD_ENDS),
    "affected_before": (r"(?<!\w)", r"\s*$"),
    "bystander_before": (r"(?<!\w)", r"\s*$"),
    "bystander_after": (r"^\s*", _WORD_ENDS),
    "hedge_after": (r"^\s*", _WORD_ENDS),
    "negation_after": (r"^\s*", _WORD_ENDS),
    "background_after": (r"^\s*", _WORD_ENDS),
    "attribution": (r"^\s*", r"(?!\w)"),
    "unlisted_before": (r"(?<!\w)", ""),
    "unlisted_after": (r"^\s*", _WORD_ENDS),
}


def _trigger(entry: TriggerEntry, lang: str, number: int) -> Trigger:
    values: dict[str, Any] = entry.model_dump(exclude={"example", "counter"})
    return Trigger(**values, rule=f"{lang}-{entry.action.value}-{number}")


def _line_of(path: Path, pattern: str) -> int | None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if pattern in line:
            return number
    return None


def read_lexicon(path: Path) -> Lexicon:
    """Read one lexicon file.

    Raises DataFileError, naming file and line where it can, when the file breaks its form.
    """
    try:
        file = LexiconFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(path, None, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(path, _line_of(path, str(first["input"])), f"{place}: {first['msg']}") from error
    return Lexicon(path, file)


@cache
def load_lexicons() -> dict[str, Lexicon]:
    """Return the lexicons by language code. They are read once; their values never change."""
    lexicons = (read_lexicon(path) for path in sorted(LEXICONS.glob("??.toml")))
    return {lexicon.lang: lexicon for lexicon in lexicons}
