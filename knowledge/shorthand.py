"""Writes out the shorthands of the catalogue's files.

- A plain string among aliases or products is a name that needs no proof.
- "@ai" among cues stands for the words of the [[cues]] with that id.
- A row with `places` stands for one row a place; "{place}" is written out wherever it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from knowledge.rows import Row

CueLists = Mapping[str, Sequence[str]]
"""The shared cues by their id."""


def for_each_place(row: Row) -> Iterator[Mapping[str, Any]]:
    """Return the values of a row once for each of its `places`, or as they are.

    Raises DataFileError when `places` is no list of names.
    """
    if "places" not in row.values:
        yield row.values
        return
    places = row.values["places"]
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise row.error("places is a list of names", "places")
    template = {key: value for key, value in row.values.items() if key != "places"}
    for place in places:
        yield _placed(template, place)


def written_out(values: Mapping[str, Any], row: Row, lists: CueLists) -> dict[str, Any]:
    """Return the values with every alias and every list of cues in full.

    Raises DataFileError for a list of cues that does not exist. What has the wrong form stays as it is.
    """
    full = dict(values)
    for key in ("aliases", "products"):
        if isinstance(full.get(key), list):
            full[key] = [_alias(alias, row, lists) for alias in full[key]]
    return full


def _placed(value: Any, place: str) -> Any:
    if isinstance(value, str):
        return value.replace("{place}", place)
    if isinstance(value, dict):
        return {key: _placed(inner, place) for key, inner in value.items()}
    return [_placed(inner, place) for inner in value] if isinstance(value, list) else value


def _alias(alias: Any, row: Row, lists: CueLists) -> Any:
    if isinstance(alias, str):
        return {"text": alias}
    if not isinstance(alias, dict) or not isinstance(alias.get("cues"), list):
        return alias
    return {**alias, "cues": [word for cue in alias["cues"] for word in _words(cue, alias, row, lists)]}


def _words(cue: Any, alias: Mapping[str, Any], row: Row, lists: CueLists) -> Sequence[Any]:
    if not isinstance(cue, str) or not cue.startswith("@"):
        return (cue,)
    if cue[1:] not in lists:
        raise row.error(f"no list of cues is called {cue!r}", alias.get("text", ""), cue)
    return lists[cue[1:]]
