"""Reads the TOML files of patterns; what is wrong in one is told with its file and line."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from schemas.errors import DataFileError

Entry = TypeVar("Entry", bound=BaseModel)


def read_table(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds. Raises DataFileError when it is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(path, None, str(error)) from error


def checked(form: type[Entry], value: object, path: Path) -> Entry:
    """Return a value of a file in its form. Raises DataFileError, with the line where it can, when it has another."""
    try:
        return form.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DataFileError(path, line_of(path, str(first["input"])), f"{place}: {first['msg']}") from error


def read_entries(form: type[Entry], name: str, path: Path) -> tuple[Entry, ...]:
    """Return the entries `[[name]]` of a file. Raises DataFileError when it has none, or one breaks its form."""
    entries = read_table(path).get(name)
    if not isinstance(entries, list) or not entries:
        raise DataFileError(path, None, f"no [[{name}]]")
    return tuple(checked(form, entry, path) for entry in entries)


def compiled(pattern: str, path: Path, flags: int = 0, written: str | None = None) -> re.Pattern[str]:
    """Return the expression of a pattern of a file, which stands there as `written` where that is another.

    Raises DataFileError, with the line of the pattern, when it cannot be compiled.
    """
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        printed = pattern if written is None else written
        raise DataFileError(path, line_of(path, printed), f"{printed!r}: {error}") from error


def line_of(path: Path, words: str) -> int | None:
    """Return the number of the first line of a file that holds some words, None when no line does."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return next((number for number, line in lines if words and words in line), None)
