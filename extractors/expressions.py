"""The small words by which sentences hang together, in all languages at once. Data in patterns/expressions.toml."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from schemas.base import Model
from schemas.data_files import checked, compiled, line_of, read_file
from schemas.errors import DataFileError

EXPRESSIONS = Path(__file__).parent / "patterns" / "expressions.toml"
_NAME = re.compile(r"\{([a-z_]+)\}")
_Form = TypeVar("_Form", bound=Model)


class Expression(Model):
    """One expression as written in the file: each of `examples` holds a match, none of `counters` does."""

    name: str
    means: str
    form: str
    """The expression, with `{name}` for any of the words of that name."""
    ignore_case: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    counters: tuple[str, ...] = ()


_OfLanguages = dict[str, tuple[str, ...]]


class ExpressionsFile(Model):
    """The form of patterns/expressions.toml: words by their name and language, and the expressions made of them."""

    words: dict[str, _OfLanguages]
    expression: tuple[Expression, ...]


class Expressions(Model):
    """The expressions of the file, each by its name. What each means stands there."""

    and_or: re.Pattern[str]
    towards: re.Pattern[str]
    and_towards: re.Pattern[str]
    within: re.Pattern[str]
    by: re.Pattern[str]
    from_a_place: re.Pattern[str]
    done_in: re.Pattern[str]
    for_a_deal: re.Pattern[str]
    buyer_does: re.Pattern[str]
    about: re.Pattern[str]
    lodged_at: re.Pattern[str]
    complaint: re.Pattern[str]
    brought_by: re.Pattern[str]
    kind_of_organisation: re.Pattern[str]
    called_organisation: re.Pattern[str]
    in_brackets: re.Pattern[str]
    after_preposition: re.Pattern[str]
    speech: re.Pattern[str]
    yearly_report: re.Pattern[str]
    question: re.Pattern[str]
    counted: re.Pattern[str]
    enumeration: re.Pattern[str]
    inserted: re.Pattern[str]
    says: re.Pattern[str]
    and_others: re.Pattern[str]
    somebodys: re.Pattern[str]
    and_another: re.Pattern[str]
    head_of_a_clause: re.Pattern[str]
    set_apart: re.Pattern[str]
    parent_body: re.Pattern[str]
    its_object: re.Pattern[str]
    clause_break: re.Pattern[str]
    next_clause: re.Pattern[str]
    besides: re.Pattern[str]
    forerunner: re.Pattern[str]
    done_by: re.Pattern[str]
    relative_clause: re.Pattern[str]
    not_only: re.Pattern[str]
    as_much_as: re.Pattern[str]
    sum_between: re.Pattern[str]
    concerns: re.Pattern[str]
    these_are: re.Pattern[str]
    lays_on: re.Pattern[str]
    lays_on_before: re.Pattern[str]
    hearsay: re.Pattern[str]
    will_do: re.Pattern[str]
    deeds_of: re.Pattern[str]
    confirms: re.Pattern[str]
    defends: re.Pattern[str]
    and_its: re.Pattern[str]
    only_an_article: re.Pattern[str]
    apposition: re.Pattern[str]
    will: re.Pattern[str]
    the_firm: re.Pattern[str]
    under_brands: re.Pattern[str]
    quoted_brands: re.Pattern[str]
    government: re.Pattern[str]
    ministry: re.Pattern[str]
    plural: re.Pattern[str]
    in_at_the_head: re.Pattern[str]
    one_of: re.Pattern[str]
    further_places: re.Pattern[str]
    of_a_place: re.Pattern[str]
    of_a_law: re.Pattern[str]
    of_its_year: re.Pattern[str]
    in_a_month: re.Pattern[str]
    court: re.Pattern[str]
    court_of_authorities: re.Pattern[str]
    civil_court: re.Pattern[str]
    high_court: re.Pattern[str]
    legislature: re.Pattern[str]
    lawsuit: re.Pattern[str]
    suit_of: re.Pattern[str]
    suit_by: re.Pattern[str]
    lodged_with: re.Pattern[str]
    brings: re.Pattern[str]
    judgment: re.Pattern[str]
    versus: re.Pattern[str]
    called_complainant: re.Pattern[str]
    to_a_pronoun: re.Pattern[str]
    commission: re.Pattern[str]
    credit: re.Pattern[str]
    of_states: re.Pattern[str]
    countries_of: re.Pattern[str]
    part_of_a_town: re.Pattern[str]
    plan_of_a_government: re.Pattern[str]
    these_are_listed: re.Pattern[str]
    followed_by: re.Pattern[str]
    its_country: re.Pattern[str]
    added_in_brackets: re.Pattern[str]
    law_of_its_body: re.Pattern[str]
    part_of: re.Pattern[str]
    faces: re.Pattern[str]
    participle: re.Pattern[str]
    told_of_another: re.Pattern[str]
    new_clause: re.Pattern[str]
    in_order_to: re.Pattern[str]


@cache
def expressions(path: Path = EXPRESSIONS) -> Expressions:
    """Return the expressions, read and compiled once.

    Raises DataFileError, with the line where it can, when the file breaks its form, lacks an expression, or holds one
    that nobody asks for or that cannot be compiled.
    """
    return compiled_expressions(Expressions, path)


def compiled_expressions(form: type[_Form], path: Path) -> _Form:
    """Return the expressions of a file of this kind. Raises DataFileError as `expressions` does."""
    file = read_expressions(path)
    return checked(form, {entry.name: _expression(entry, file.words, path) for entry in file.expression}, path)


def read_expressions(path: Path = EXPRESSIONS) -> ExpressionsFile:
    """Return the file as it is written. Raises DataFileError when it breaks its form."""
    return read_file(ExpressionsFile, path)


@cache
def words_of_expressions() -> Mapping[str, _OfLanguages]:
    """Return the words of the file by their name, each by language. Raises DataFileError when it breaks its form."""
    return read_expressions().words


def with_words(form: str, words: Mapping[str, _OfLanguages], path: Path) -> str:
    """Return a form that stands in a file with any of the words of a name in place of each `{name}`.

    Raises DataFileError, with the line of the form, when nobody knows a name.
    """
    for name in _NAME.findall(form):
        if name not in words:
            raise DataFileError(path, line_of(path, form), f"{form!r}: no [words.{name}] in {EXPRESSIONS.name}")
    return _NAME.sub(lambda found: _any_of(words[found[1]]), form)


def _expression(entry: Expression, words: Mapping[str, _OfLanguages], path: Path) -> re.Pattern[str]:
    filled = with_words(entry.form, words, path)
    return compiled(filled, path, re.IGNORECASE if entry.ignore_case else 0, written=entry.form)


def _any_of(words: _OfLanguages) -> str:
    return f"(?:{'|'.join(word for language in words.values() for word in language)})"
