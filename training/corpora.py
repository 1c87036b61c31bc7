"""Reads corpora that may be trained on and cannot be committed, from a folder the user has.

Every `*.jsonl` below the folder is looked at. Two forms of line count, others are passed over:

    {"id", "lang", "publisher", "text", "ents": [[start, end, label]]}   official sentences, our labels
    {"src", "lang", "text", "ents": [[start, end, label]]}               general texts, labels PER LOC ORG MISC

Only publishers and corpora that data/sources.toml names are used: those whose licence lets a model of them ship.
Of the organisations of general texts only the form tells more: a legal form a firm, "court" in its name an authority.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from extractors.firm_names import LEGAL_FORM_BEHIND
from training.records import LABELS, UNKNOWN, Labelled, fold, in_order, read_rows

SOURCES = Path(__file__).parent / "data" / "sources.toml"
# "ORG" is a firm, an authority or an association, "MISC" a law, a product or a people: nothing is learnt from them.
_GENERAL = {"PER": "PERSON", "LOC": "PLACE", "ORG": UNKNOWN, "MISC": UNKNOWN}
_FIRM = re.compile(rf".+{LEGAL_FORM_BEHIND.pattern}")
_BODY = re.compile(
    r"\w*[Gg]ericht(?:s|es|shofs?|shofes)?(?: [A-ZÄÖÜ]\w+)?|(?:Europ\w+ )?[CK]ommission|Comisión(?: Europea)?|"
    r"Commissione(?: europea)?|\w+amt(?:s|es)?|Bundesministeri\w+ de[rs] \w+|Court of Justice|B[A-Z]{1,2}H|BVerfG|"
    r"BVerwG|BSG|BAG|EuGH"
)


@dataclass(frozen=True)
class Source:
    """Where text comes from, and on which terms.

    `fifths` is how large a part of it is read; `plain_words` tells whether its words are plain in papers too: those of
    talks and travel guides are the names of firms as often.
    """

    keys: tuple[str, ...]
    kind: Literal["official", "general"]
    name: str
    licence: str
    holder: str
    fifths: int = 5
    plain_words: bool = True


@cache
def load_sources() -> tuple[Source, ...]:
    """Return the sources that may be trained on."""
    table = tomllib.loads(SOURCES.read_text(encoding="utf-8"))["source"]
    return tuple(Source(**{**entry, "keys": tuple(entry["keys"])}) for entry in table)


def read_corpora(folder: Path, kind: Literal["official", "general"]) -> list[Labelled]:
    """Return the records of a kind from the sources that may be used; `source` of each is the source's name."""
    sources = {key: source for source in load_sources() if source.kind == kind for key in source.keys}
    rows = ((file, row) for file in sorted(folder.rglob("*.jsonl")) for row in read_rows(file))
    key = "publisher" if kind == "official" else "src"
    return [
        record
        for file, row in rows
        if isinstance(row, dict) and row.get(key) in sources and "ents" in row
        for record in _record(file, row, sources[row[key]].name, kind)
        if kind == "official" or fold(record.id) < sources[row[key]].fifths
    ]


def _record(file: Path, row: dict[str, Any], source: str, kind: str) -> Iterator[Labelled]:
    if kind == "official":
        if all(label in LABELS for _, _, label in row["ents"]):
            yield Labelled(row["id"], row["lang"], row["text"], in_order(map(tuple, row["ents"])), source)
        return
    spans = in_order((start, end, _label(row["text"][start:end], label)) for start, end, label in row["ents"])
    identity = f"{row['src']}/{row.get('doc', file.stem)}"
    yield Labelled(identity, row["lang"], row["text"], spans, source)


def _label(surface: str, label: str) -> str:
    if label != "ORG":
        return _GENERAL.get(label, UNKNOWN)
    if _FIRM.fullmatch(surface):
        return "COMPANY"
    return "AUTHORITY" if _BODY.fullmatch(surface) else UNKNOWN
