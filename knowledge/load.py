"""Loads the catalogue: the TOML files of data/, and those a user adds.

A file may hold any of these tables: [[company]], [[relation]], [[authority]], [[body]], [[group]] and
[[cues]]. Two shorthands keep them readable: a plain string among aliases or products is a name that needs no
proof, and "@ai" among cues stands for the words of the [[cues]] with that id.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.catalogue import Catalogue
from knowledge.consistency import check
from knowledge.rows import Row, read_rows
from schemas.base import Model
from schemas.catalogue import Authority, Company, OtherBody, Relation
from schemas.errors import DataFileError

DATA = Path(__file__).parent / "data"

_M = TypeVar("_M", bound=Model)


def load_catalogue(extra_files: Sequence[Path] = ()) -> Catalogue:
    """Return the catalogue of the bundled files and `extra_files`.

    Raises DataFileError, with file and line, for a file that breaks its form, an id that stands twice, a name
    that two firms claim without cues, or a relation, group or list of cues that does not exist.
    """
    rows = [row for path in (*sorted(DATA.rglob("*.toml")), *extra_files) for row in read_rows(path)]
    words = {row.values.get("id"): row.values.get("words", ()) for row in rows if row.table == "cues"}
    companies = list(_models(Company, "company", rows, words))
    authorities = list(_models(Authority, "authority", rows, words))
    relations = list(_models(Relation, "relation", rows, words))
    bodies = list(_models(OtherBody, "body", rows, words))
    groups = {str(row.values["id"]): str(row.values["text"]) for row in rows if row.table == "group"}
    check(companies, authorities, relations, groups)
    return Catalogue(
        companies={company.id: company for _, company in companies},
        authorities={authority.id: authority for _, authority in authorities},
        relations=tuple(relation for _, relation in relations),
        other_bodies=tuple(body for _, body in bodies),
        groups=groups,
    )


def _models(
    model: type[_M], table: str, rows: Iterable[Row], words: Mapping[Any, Sequence[str]]
) -> Iterator[tuple[Row, _M]]:
    for row in rows:
        if row.table != table:
            continue
        for values in _for_each_place(row.values):
            try:
                yield row, model.model_validate(_written_out(values, row, words))
            except ValidationError as error:
                raise _first_error(row, error) from None


def _written_out(values: Mapping[str, Any], row: Row, words: Mapping[Any, Sequence[str]]) -> dict[str, Any]:
    """Return the values with both shorthands written out."""
    full = dict(values)
    for key in ("aliases", "products"):
        if isinstance(full.get(key), list):
            full[key] = [_alias(alias, row, words) for alias in full[key]]
    return full


def _alias(alias: Any, row: Row, words: Mapping[Any, Sequence[str]]) -> Any:
    if isinstance(alias, str):
        return {"text": alias}
    if not isinstance(alias, dict) or not isinstance(alias.get("cues"), list):
        return alias
    cues: list[str] = []
    for cue in alias["cues"]:
        if not str(cue).startswith("@"):
            cues.append(cue)
        elif cue[1:] in words:
            cues.extend(words[cue[1:]])
        else:
            raise row.error(f"no list of cues is called {cue!r}", alias.get("text"), cue)
    return {**alias, "cues": cues}


def _for_each_place(values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Return one set of values for each of its `places`, put where "{place}" stands; itself without any."""
    if "places" not in values:
        yield values
        return
    for place in values["places"]:
        yield {
            "name": values["name"].replace("{place}", place),
            "jurisdiction": values.get("jurisdiction"),
            "aliases": [alias.replace("{place}", place) for alias in values.get("aliases", ())],
        }


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
