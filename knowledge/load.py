"""Loads the catalogue: the TOML files of data/, and those a user adds.

A file may hold any of these tables: [[company]], [[relation]], [[authority]], [[body]], [[group]] and [[cues]];
knowledge/shorthand.py tells the shorthands that keep them readable.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.catalogue import Catalogue
from knowledge.consistency import check
from knowledge.rows import Row, read_rows
from knowledge.shorthand import CueLists, for_each_place, written_out
from schemas.base import Model
from schemas.catalogue import Authority, Company, CueList, Group, OtherBody, Relation
from schemas.errors import DataFileError

DATA = Path(__file__).parent / "data"

_READ = ("cues", "company", "authority", "body")
"""The tables a reader works with; relations and groups are for what comes after."""

_M = TypeVar("_M", bound=Model)


def load_catalogue(extra_files: Sequence[Path] = ()) -> Catalogue:
    """Return the catalogue of the bundled files and `extra_files`.

    Raises DataFileError, with file and line, for a file that breaks its form, an id that stands twice, a name
    that two firms claim without cues, or a relation, group or list of cues that does not exist.
    """
    rows = [*_bundled_rows(), *(row for path in extra_files for row in read_rows(path))]
    lists = {found.id: found.words for _, found in _models(CueList, "cues", rows, {})}
    groups = {group.id: group.text for _, group in _models(Group, "group", rows, lists)}
    companies = _models(Company, "company", rows, lists)
    authorities = _models(Authority, "authority", rows, lists)
    relations = _models(Relation, "relation", rows, lists)
    bodies = _models(OtherBody, "body", rows, lists)
    check(companies, authorities, relations, groups)
    return Catalogue(
        companies={company.id: company for _, company in companies},
        authorities={authority.id: authority for _, authority in authorities},
        relations=tuple(relation for _, relation in relations),
        other_bodies=tuple(body for _, body in bodies),
        groups=groups,
        fingerprint=_fingerprint(rows),
    )


def _fingerprint(rows: Iterable[Row]) -> str:
    read = [(row.table, row.values) for row in rows if row.table in _READ]
    return hashlib.sha256(repr(read).encode()).hexdigest()


@cache
def _bundled_rows() -> tuple[Row, ...]:
    return tuple(row for path in sorted(DATA.rglob("*.toml")) for row in read_rows(path))


def _models(model: type[_M], table: str, rows: Iterable[Row], lists: CueLists) -> list[tuple[Row, _M]]:
    return [(row, found) for row in rows if row.table == table for found in _read(model, row, lists)]


def _read(model: type[_M], row: Row, lists: CueLists) -> Iterator[_M]:
    for values in for_each_place(row):
        try:
            yield model.model_validate(written_out(values, row, lists))
        except ValidationError as error:
            raise _first_error(row, error) from None


def _first_error(row: Row, error: ValidationError) -> DataFileError:
    """Say where the first error stands: its keys, and the text of the alias or name it is in."""
    first = error.errors()[0]
    clues: list[object] = []
    entry: Any = row.values
    for key in first["loc"]:
        entry = _inside(entry, key)
        clues.append(entry.get("text", "") if isinstance(entry, dict) else "" if isinstance(key, int) else key)
    keys = ".".join(key for key in first["loc"] if isinstance(key, str))
    return row.error(f"[[{row.table}]] {keys}: {first['msg']}", *filter(None, clues))


def _inside(entry: Any, key: str | int) -> Any:
    """Return what stands under the key; None when the error is that nothing does."""
    try:
        return entry[key]
    except (KeyError, IndexError, TypeError):
        return None
