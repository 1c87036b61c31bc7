"""Odd values as a table, CSV and JSON: what a program or a person reads is what DuckDB holds."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from casewatch.asking import ask
from schemas.settings import Settings

ODD = [
    pytest.param("NULL", "", "", None, id="nothing"),
    pytest.param("''", "", "", "", id="an empty text"),
    pytest.param("true", "true", "true", True, id="a truth"),
    pytest.param("['OpenAI', NULL]", "OpenAI, null", '["OpenAI", null]', ["OpenAI", None], id="a list"),
    pytest.param("{'a': 1, 'b': 'x'}", '{"a": 1, "b": "x"}', '{"a": 1, "b": "x"}', {"a": 1, "b": "x"}, id="a struct"),
    pytest.param(
        "{'since': DATE '2026-01-02'}", '{"since": "2026-01-02"}', '{"since": "2026-01-02"}', {"since": "2026-01-02"},
        id="a day in a struct",
    ),
    pytest.param("[[1]]", "[[1]]", "[[1]]", [[1]], id="a list in a list"),
    pytest.param(
        "MAP {DATE '2026-01-02': 1}", '{"2026-01-02": 1}', '{"2026-01-02": 1}', {"2026-01-02": 1}, id="a day as a key"
    ),
    pytest.param(
        "TIMESTAMPTZ '2026-01-02 03:04:05+02'", "2026-01-02 01:04:05+00:00", "2026-01-02 01:04:05+00:00",
        "2026-01-02 01:04:05+00:00", id="a moment in another zone",
    ),
    pytest.param("'nan'::DOUBLE", "nan", "nan", None, id="not a number"),
    pytest.param("['inf'::DOUBLE]", "inf", "[null]", [None], id="infinity in a list"),
    pytest.param(
        "170141183460469231731687303715884105727", "170141183460469231731687303715884105727",
        "170141183460469231731687303715884105727", 2**127 - 1, id="a big number",
    ),
    pytest.param("1.10::DECIMAL(9, 2)", "1.10", "1.10", "1.10", id="a decimal number keeps its places"),
    pytest.param("'one\n\"two\", three'", 'one "two", three', 'one\n"two", three', 'one\n"two", three', id="lines"),
    pytest.param(r"'\xAA\x00'::BLOB", "aa00", "aa00", "aa00", id="bytes"),
    pytest.param("chr(27) || '[31mred'", "[31mred", "\x1b[31mred", "\x1b[31mred", id="an order to the terminal"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "table", "cell", "value"), ODD)
def test_an_odd_value(published: Settings, sql: str, table: str, cell: str, value: Any) -> None:
    query = f"SELECT {sql} AS odd, 1 AS one"
    assert ask(published, query, "table", None, 10, 10.0).split("\n")[2].removesuffix("1").strip() == table
    assert list(csv.reader(io.StringIO(ask(published, query, "csv", None, 10, 10.0), newline="")))[1] == [cell, "1"]
    given = json.loads(ask(published, query, "json", None, 10, 10.0), parse_constant=lambda word: f"no JSON: {word}")
    assert given == [{"odd": value, "one": 1}]


@pytest.mark.parametrize("sql", [case.values[0] for case in ODD])
def test_an_odd_value_can_be_parquet(published: Settings, tmp_path: Path, sql: str) -> None:
    out = tmp_path / "odd.parquet"
    assert ask(published, f"SELECT {sql} AS odd", None, out, 10, 10.0) == f"{out}: 1 rows"


def test_two_columns_of_one_name_are_both_there(published: Settings) -> None:
    assert json.loads(ask(published, "SELECT 1 AS a, 2 AS a", "json", None, 10, 10.0)) == [{"a": 1, "a_1": 2}]


def test_a_file_with_as_many_rows_as_are_allowed_is_not_said_to_be_cut(published: Settings, tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    assert ask(published, "SELECT 1", None, out, 1, 10.0) == f"{out}: 1 rows, as many as --max-rows allows"
