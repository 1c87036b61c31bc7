"""How well names of firms and authorities are found: by the model alone, and by the whole reading.

    python -m benchmarks.entities FILE.jsonl [--json] [--rename SEED] [--model NAME]

A line of the file is `{"id", "lang", "text", "ents": [[start, end, label]]}`. A name counts when its span and its
label are right. `--rename` gives every firm of the file an invented name of a stock that training does not use: what
is then found is found by the sentence around it, not by the name.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from extractors.entity_model import EntityModel, load_entity_models
from extractors.pipeline import Reader, load_reader
from knowledge.load import load_catalogue
from schemas.errors import CasewatchError, ConfigurationError
from schemas.finding import ReadingInput
from schemas.settings import ReadingSettings
from training.evaluating import Rate, printed, rates
from training.names import load_stock
from training.records import LABELS, Labelled, Span, read_entities
from training.renaming import as_firm, rename

_KINDS = {"company": "COMPANY", "candidate": "COMPANY", "authority": "AUTHORITY"}


def with_unseen_firms(records: Sequence[Labelled], seed: int) -> list[Labelled]:
    """Return the records with every firm renamed, by names that training does not know."""
    random, stock = Random(seed), load_stock("held")
    return [rename(record, {"COMPANY": as_firm(stock, random, record.lang)}) for record in records]


def by_model(model: EntityModel, records: Sequence[Labelled]) -> dict[str, Rate]:
    """Return the rates of the model alone, label by label."""
    found = model.find([record.text for record in records])
    given = [[(entity.start, entity.end, entity.label) for entity in entities] for entities in found]
    return rates([record.spans for record in records], given, LABELS)


def by_reading(reader: Reader, records: Sequence[Labelled]) -> dict[str, Rate]:
    """Return the rates of the mentions that a whole reading reports."""
    return rates(
        [record.spans for record in records], [_mentions(reader, r) for r in records], ("COMPANY", "AUTHORITY")
    )


def _mentions(reader: Reader, record: Labelled) -> list[Span]:
    reading = reader.read(ReadingInput(id=record.id, text=record.text, lang=record.lang))
    return [(m.start, m.end, _KINDS[m.kind]) for m in reading.mentions if m.kind in _KINDS]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of a file; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.entities", description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="annotated sentences, one JSON object a line")
    parser.add_argument("--rename", type=int, metavar="SEED", help="give the firms invented names first")
    parser.add_argument("--model", help="an installed spaCy pipeline instead of casewatch's own")
    parser.add_argument("--lang", help="only texts of this language")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        print(_figures(options))
    except CasewatchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _figures(options: argparse.Namespace) -> str:
    records = [r for r in _read(options.file) if options.lang in (None, r.lang)]
    if options.rename is not None:
        records = with_unseen_firms(records, options.rename)
    settings = ReadingSettings(spacy_model=options.model)
    models = load_entity_models(settings)
    tables = {"model alone": by_model(models[0], records)} if models else {}
    tables["whole reading"] = by_reading(load_reader(load_catalogue(), settings), records)
    if options.json:
        return json.dumps({name: {label: _plain(rate) for label, rate in t.items()} for name, t in tables.items()})
    return "\n".join(f"{name}, {len(records)} texts\n{printed(table)}" for name, table in tables.items())


def _read(file: Path) -> list[Labelled]:
    try:
        return read_entities(file)
    except (OSError, ValueError, KeyError) as error:
        raise ConfigurationError(f"{file}: cannot be read as annotated sentences: {error}") from error


def _plain(rate: Rate) -> dict[str, Any]:
    return {
        "precision": round(rate.precision, 4), "recall": round(rate.recall, 4), "f1": round(rate.f1, 4),
        "wanted": rate.wanted, "given": rate.given, "right": rate.right,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
