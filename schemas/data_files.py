"""Reads TOML files of words and patterns; what is wrong in one is told with its file and line."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.errors import DataFileError
from schemas.toml_lines import Place, line_of_value

Form = TypeVar("Form", bound=BaseModel)
_LINE = re.compile(r"at line (\d+)")


def read_table(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds. Raises DataFileError when it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        raise DataFileError(path, int(line[1]) if line else None, f"not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, None, f"cannot be read: {error}") from error


def read_file(form: type[Form], path: Path) -> Form:
    """Return a whole file in its form. Raises DataFileError as `read_table` and `checked` do."""
    return checked(form, read_table(path), path)


def read_languages(form: type[Form], path: Path) -> dict[str, Form]:
    """Return the tables of a file, one a language, by its code. Raises DataFileError as `read_file` does."""
    return {language: checked(form, table, path, (language,)) for language, table in read_table(path).items()}


def checked(form: type[Form], value: object, path: Path, table: Place = ()) -> Form:
    """Return a value of a file, which stands there in a `table`, in its form.

    Raises DataFileError, with the line where it can, when it has another.
    """
    try:
        return form.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(path, _line_of_error(path, first, table), f"{place}: {first['msg']}") from error


def read_entries(form: type[Form], name: str, path: Path) -> tuple[Form, ...]:
    """Return the entries `[[name]]` of a file. Raises DataFileError when it has none, or one breaks its form."""
    entries = read_table(path).get(name)
    if not isinstance(entries, list) or not entries:
        raise DataFileError(path, None, f"no [[{name}]]")
    return tuple(checked(form, entry, path, (name, number)) for number, entry in enumerate(entries))


def compiled(pattern: str, path: Path, flags: int = 0, written: str | None = None) -> re.Pattern[str]:
    """Return the expression of a pattern of a file, which stands there as `written` where that is another.

    Raises DataFileError, with the line of the pattern, when it cannot be compiled.
    """
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        printed = pattern if written is None else written
        raise DataFileError(path, line_of(path, printed), f"{printed!r}: {error}") from error


def _line_of_error(path: Path, error: ErrorDetails, table: Place) -> int | None:
    """Return the line of a wrong value; what is missing stands on none."""
    if error["type"] == "missing":
        return None
    text = path.read_text(encoding="utf-8")
    return line_of_value(text, (*table, *error["loc"]), str(error["input"]))


def line_of(path: Path, words: str) -> int | None:
    """Return the number of the first line of a file that holds some words, None when no line does."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return next((number for number, line in lines if words and words in line), None)
