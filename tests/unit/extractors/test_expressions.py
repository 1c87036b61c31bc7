"""The small words of all languages: each expression matches its examples, and a broken file names its line."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from extractors.expressions import EXPRESSIONS, Expression, Expressions, expressions, read_expressions
from extractors.formulas import FORMULAS
from extractors.name_expressions import NAME_EXPRESSIONS, NameExpressions, first_article, name_expressions
from schemas.errors import DataFileError

FILE, OF_NAMES = read_expressions(), read_expressions(NAME_EXPRESSIONS)
ALL = [(expressions(), entry) for entry in FILE.expression] + [
    (name_expressions(), entry) for entry in OF_NAMES.expression
]


@pytest.mark.parametrize(("held", "entry"), ALL, ids=lambda value: getattr(value, "name", ""))
def test_each_expression_is_met_in_its_examples_alone(held: Expressions | NameExpressions, entry: Expression) -> None:
    expression: re.Pattern[str] = getattr(held, entry.name)
    assert [example for example in entry.examples if not expression.search(example)] == []
    assert [counter for counter in entry.counters if expression.search(counter)] == []


def test_each_expression_is_given_once() -> None:
    assert sorted(entry.name for entry in FILE.expression) == sorted(Expressions.model_fields)
    assert sorted(entry.name for entry in OF_NAMES.expression) == sorted(NameExpressions.model_fields)


def test_no_words_are_kept_that_no_expression_uses() -> None:
    assert _used([*(entry.form for entry in FILE.expression), FORMULAS.read_text(encoding="utf-8")]) == set(FILE.words)
    assert _used(entry.form for entry in OF_NAMES.expression) == set(OF_NAMES.words)


def test_the_first_article_is_that_of_the_language() -> None:
    german, english = first_article("de"), first_article("en")
    assert german is not None
    assert german.match("Die Velra AG")
    assert german.match("La Velra Spa") is None
    assert english is None


def _used(forms: Iterable[str]) -> set[str]:
    return {name for form in forms for name in re.findall(r"\{([a-z_]+)\}", form)}


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        (r"form = '\b{will}\s$'", r"form = '\b{would}\s$'", r"\b{would}", "would"),
        (r"form = '\b{will}\s$'", r"form = '\b({will}\s$'", r"\b({will}", "unterminated"),
        ('name = "will"', 'name = "shall"', None, "will"),
        ('en = ["will", "to"]', "en = [7]", None, "words.will.en"),
        ('en = ["will", "to"]', 'en = ["will", "to"', None, ""),
    ],
    ids=["no such words", "a broken expression", "one that is missing", "words that are none", "broken TOML"],
)
def test_a_broken_file_is_named(old: str, new: str, line: str | None, why: str, tmp_path: Path) -> None:
    text = EXPRESSIONS.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "expressions.toml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"expressions\.toml") as caught:
        expressions(broken)
    assert why in caught.value.reason
    if line is not None:
        lines = broken.read_text(encoding="utf-8").splitlines()
        assert line in lines[(caught.value.line or 0) - 1]
