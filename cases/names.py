"""Two names of one firm that a text ties: its trade name, its former one, or what it owns or runs and is known by.

"The company, known as Nubank", "TERG, the owner of the Media Expert chain": an authority writes the one name and the
press the other. Only the names of targets are tied, by words that stand right beside them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from cases.renaming import surely_renamed
from cases.telling import whole
from knowledge.names import fold
from schemas.base import Model
from schemas.data_files import read_languages
from schemas.event import Event
from schemas.finding import Party
from schemas.keys import CALLED_MARK, called_names

NAMES = Path(__file__).parent / "names.toml"

_SMALL = r"(?:[a-zß-öø-ÿąćęłńóśźż][\w'’-]*)"
_NAME = r"(?P<name>[A-ZÀ-ÖØ-ÞŁŚŹŻ0-9][\w&.’-]*(?: [A-ZÀ-ÖØ-ÞŁŚŹŻ][\w&.’-]*){0,2})"
"""A name as texts print it; words in small letters and other marks end it."""

_FORM = (
    r"(?:,? (?:S\.? ?A\.?|SAS|SARL|S\.[pr]\.[Al]\.|S\.L\.U?\.?|SE|AG|KG|GmbH|& Co\.?|Ltd\.?|Ltda\.?|Lda\.?|Limited"
    r"|Inc\.?|LLC|plc|B\.?V\.?|N\.?V\.?|AB|A/S|Oy|[Ss]p\. z o\.o\.)(?=[\s,.;)(]|$))*"
)
_LEAST = 3
_TELLING = 5
"""Letters from which on the last word of a name may be one by itself."""

_LARGE = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-ÞŁŚŹŻ]\w")
_FORMS = re.compile(rf"^{_FORM}")

_TARGET = "\ue000"
"""Stands for the target, so that one pattern fits all firms."""


class TiedBy(Model):
    """The words of one language that tie two names of a firm."""

    called: tuple[str, ...]
    runs: tuple[str, ...]
    last: tuple[str, ...]
    beside: tuple[str, ...]
    joined: tuple[str, ...]
    between: tuple[str, ...]
    firms: tuple[str, ...]
    kinds: tuple[str, ...]
    others: tuple[str, ...]
    of: tuple[str, ...]
    ends: tuple[str, ...]
    where: tuple[str, ...]


def called_marks(targets: Iterable[str], sentences: Sequence[str]) -> Iterator[str]:
    """Yield a mark for each other name of one of the targets: that of sentences around it, and its own last word."""
    names, told = tuple(dict.fromkeys(targets)), whole(sentences)
    renamed = [pair for one, two in surely_renamed(told) for pair in ((one, two), (two, one))]
    owners = [name for sentence in told for name in _owner_at_the_start(sentence)] if len(names) == 1 else []
    for target in names:
        former = [other for name, other in renamed if _is_name_of(name, target)]
        for other in dict.fromkeys([*_other_names(target, told), *former, *owners, *_last_word(target)]):
            if not any(_is_name_of(other, name) for name in names):
                yield f"{CALLED_MARK}{target}={other}"


def are_tied(one: Party, two: Party, event: Event, other: Event) -> bool:
    """Return whether the texts of two steps tie the names of a target of each.

    Two firms of the catalogue are two. Who runs several shops is tied by each text to its own: none stands for another.
    """
    return not (one.company and two.company) and are_called_one(one, two, event, other)


def are_called_one(one: Party, two: Party, event: Event, other: Event) -> bool:
    """Return whether the texts of two steps tie two names, and neither ties its own to others alone."""
    ours, theirs = called_names(event.marks), called_names(other.marks)
    return (_ties(one, two, ours) and not _runs_another(two, one, theirs)) or (
        _ties(one, two, theirs) and not _runs_another(one, two, ours)
    )


def with_names_of_cases(events: Sequence[Event]) -> list[Event]:
    """Return the events, each with the names that a text of any step of its case ties."""
    return [with_names(event, [other for other in events if other.case == event.case]) for event in events]


def with_names(event: Event, steps: Iterable[Event]) -> Event:
    """Return an event with the names that the texts of other steps of its case tie."""
    tied = (mark for step in steps for mark in step.marks if mark.startswith(CALLED_MARK))
    marks = tuple(dict.fromkeys((*event.marks, *tied)))
    return event if marks == event.marks else event.model_copy(update={"marks": marks})


def _ties(one: Party, two: Party, pairs: Sequence[tuple[str, str]]) -> bool:
    return any(
        _is_name_of(first, one.name) and _is_name_of(second, two.name)
        for pair in pairs
        for first, second in (pair, pair[::-1])
    )


def _runs_another(firm: Party, name: Party, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether the texts of a step tie its firm to other names, and not to this one."""
    tied = [other for pair in pairs for mine, other in (pair, pair[::-1]) if _is_name_of(mine, firm.name)]
    tied = [other for other in tied if other not in _last_word(firm.name)]
    return bool(tied) and not any(_is_name_of(other, name.name) for other in tied)


def _is_name_of(one: str, other: str) -> bool:
    ours, theirs = sorted((fold(one).split(), fold(other).split()), key=len)
    return bool(ours) and ours == theirs[: len(ours)]


def _other_names(target: str, sentences: Sequence[str]) -> Iterator[str]:
    name = re.compile(rf"(?<!\w){re.escape(target)}(?!\w)")
    marked = [_places().sub("", name.sub(_TARGET, sentence)) for sentence in sentences]
    for sentence, following in pairwise((*marked, "")):
        if _TARGET not in sentence:
            continue
        found = [match["name"] for pattern in _beside_the_target() for match in pattern.finditer(sentence)]
        if _LARGE.search(_FORMS.sub("", sentence.rpartition(_TARGET)[2], count=1)) is None:
            # No other firm is named since: "the company" is this one.
            found += [match["name"] for match in _of_the_firm().finditer(following)]
        yield from (bare for one in found if len(bare := _bare(one)) >= _LEAST)


def _owner_at_the_start(sentence: str) -> Iterator[str]:
    """Yield whom a sentence begins with as owner or parent ("Owner Holdwerk said"): of the one firm a text is about."""
    found = _owner().match(sentence)
    if found and len(bare := _bare(found["name"])) >= _LEAST:
        yield bare


def _bare(name: str) -> str:
    """Return a name without the kind of thing before it and the legal form and marks after it."""
    kind = rf"^(?:(?:{_any('kinds')}) )+"
    alone = re.sub(rf"-(?:{_any('joined')})$", "", re.sub(kind, "", name))
    return re.sub(rf"{_FORM}$", "", alone).strip(".,’-")


def _last_word(name: str) -> Iterator[str]:
    """Yield the last word of a name of several, by which a subsidiary is called as its group ("Grupo Rittje")."""
    words = re.sub(rf"{_FORM}$", "", name).split()
    if len(words) > 1 and len(words[-1]) >= _TELLING and not words[-1].islower() and not _ends().fullmatch(words[-1]):
        yield words[-1]


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(_any("ends"))


@cache
def _beside_the_target() -> tuple[re.Pattern[str], ...]:
    firm, beside, joined = rf"{_TARGET}{_FORM}", _any("beside"), _any("joined")
    last = rf"(?:{_SMALL} |(?:{_any('kinds')}) ){{0,4}}?{_NAME} (?:{_SMALL} )?(?:{_any('last')})\b"
    of = rf" ?[,(–—]? ?(?:{_SMALL} ){{0,5}}?(?:{_any('of')}) ?(?:{_SMALL} ){{0,3}}?"
    patterns = (
        rf"{firm}{_tied()}{_NAME}",
        rf"{_NAME}{_FORM}{_tied()}{_TARGET}",
        rf"{_NAME}{_FORM}{of}{_TARGET}",
        rf"{firm}{of}{_NAME}",
        rf"{firm} ?[,(–—] ?(?:d(?:ie|er|as|at)) {last}",
        rf"{_NAME}(?:['’]s)? (?:{beside}),? {firm}",
        rf"{firm}(?:['’]s)? (?:{beside}),? {_NAME}",
        rf"{firm} ?\((?:{_SMALL} ){{0,2}}{_NAME}\)",
        rf"{_NAME}{_FORM} ?\((?:{_SMALL} ){{0,2}}{_TARGET}\)",
        rf"{_NAME}['’]s {firm}",
        rf"{_NAME}-(?:{joined})s? {firm}",
        rf"{firm}-(?:{joined})s? {_NAME}",
    )
    return tuple(re.compile(pattern) for pattern in patterns)


@cache
def _of_the_firm() -> re.Pattern[str]:
    article = r"^(?:[A-Z][a-z]{0,3}['’ ])?"
    return re.compile(rf"{article}(?i:{_any('firms')}){_tied(stop='')}{_NAME}")


@cache
def _places() -> re.Pattern[str]:
    return re.compile(rf" (?:{_any('where')}) [A-ZÀ-ÖØ-ÞŁŚŹŻ]\w+(?=[\s,])")


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z][a-z]{{0,3}}['’ ])?(?i:{_any('beside')}),? {_NAME}")


def _tied(stop: str = "[,(–—]") -> str:
    """Return the words between two names; what is run follows a comma, if no `stop` says otherwise."""
    between = rf"(?:(?:{_any('between')})(?: |(?<=['’]))){{0,3}}"
    apart = rf" ?{stop} ?" if stop else r" ?[,(–—]? ?"
    cue = rf"(?:{apart}{between}(?:{_any('runs')})|(?: ?[,(–—])? ?{between}(?:{_any('called')}))\b"
    small = rf"(?:(?!(?:{_any('others')})\b)(?:{_SMALL}|{_any('kinds')}) ){{0,5}}?"
    return rf"{cue} ?['’]? ?{small}[\"“„«»]?"


def _any(kind: str) -> str:
    return "|".join(word for language in load_names().values() for word in getattr(language, kind))


@cache
def load_names() -> dict[str, TiedBy]:
    """Return the words that tie two names, by language. Raises DataFileError when the file breaks its form."""
    return read_languages(TiedBy, NAMES)
