"""The small words and marks around names, inside of them and between them. Data in patterns/name_expressions.toml."""

import re
from functools import cache
from pathlib import Path

from extractors.expressions import compiled_expressions, read_expressions, with_words
from schemas.base import Model
from schemas.data_files import compiled

NAME_EXPRESSIONS = Path(__file__).parent / "patterns" / "name_expressions.toml"


class NameExpressions(Model):
    """The expressions of the file, each by its name. What each means stands there."""

    listed: re.Pattern[str]
    list_gap: re.Pattern[str]
    between_parties: re.Pattern[str]
    and_beside: re.Pattern[str]
    comes_back: re.Pattern[str]
    inside_a_name: re.Pattern[str]
    partner: re.Pattern[str]
    opens_a_sentence: re.Pattern[str]
    end_of_a_party: re.Pattern[str]
    no_firm: re.Pattern[str]
    first_article: re.Pattern[str]
    article_of_a_kind: re.Pattern[str]
    before_firms: re.Pattern[str]
    the: re.Pattern[str]
    kind_last: re.Pattern[str]
    of_the: re.Pattern[str]
    joint_of_capitals: re.Pattern[str]
    others_in_capitals: re.Pattern[str]
    merger_before_parties: re.Pattern[str]
    inside_a_party: re.Pattern[str]
    several_parties: re.Pattern[str]
    and_behind_a_form: re.Pattern[str]
    partner_of_a_party: re.Pattern[str]
    deal_behind: re.Pattern[str]
    one_firm_last: re.Pattern[str]
    no_party: re.Pattern[str]
    in_a_place: re.Pattern[str]
    ticker: re.Pattern[str]
    owns: re.Pattern[str]
    sentence_over: re.Pattern[str]
    line_over: re.Pattern[str]
    agency: re.Pattern[str]
    acquisition_by: re.Pattern[str]
    rest_of_a_body: re.Pattern[str]
    paper_behind: re.Pattern[str]
    bank: re.Pattern[str]
    central_bank: re.Pattern[str]
    called: re.Pattern[str]
    or_called: re.Pattern[str]
    called_firm: re.Pattern[str]
    seated_in: re.Pattern[str]
    and_a_place: re.Pattern[str]


@cache
def name_expressions(path: Path = NAME_EXPRESSIONS) -> NameExpressions:
    """Return the expressions, read and compiled once. Raises DataFileError as `expressions` does."""
    return compiled_expressions(NameExpressions, path)


@cache
def first_article(lang: str, path: Path = NAME_EXPRESSIONS) -> re.Pattern[str] | None:
    """Return the article with which a sentence of a language begins, None where names have it too."""
    words = read_expressions(path).words["first_article"]
    if lang not in words:
        return None
    return compiled(with_words("{first_article}", {"first_article": {lang: words[lang]}}, path), path)
