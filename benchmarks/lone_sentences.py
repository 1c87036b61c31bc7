"""Measures how well labelled sentences are read when each stands alone, with no document around it.

    python -m benchmarks.lone_sentences                 # the fifth held out by hash of its id
    python -m benchmarks.lone_sentences --learnt        # the four fifths that were learnt from

The sentences are those of training/data/sentences/. Each is a headline or a text of its own; the main figure is that
of `casewatch evaluate`: pairs of a sentence and a watched firm that must be told.
"""

import argparse
from collections.abc import Iterator
from typing import Any

from casewatch.evaluating import rate_line
from extractors.contract import as_input, as_output
from extractors.pipeline import load_reader
from extractors.score_names import ScoreNames, names_of_catalogue
from extractors.scoring import by_group, evaluate
from knowledge.load import load_catalogue
from training.annotated import sentence_as_document
from training.records import HELD_OUT, SENTENCES, fold, read_rows


def main() -> None:
    """Print the figures the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--learnt", action="store_true", help="the sentences learnt from, not those held out")
    documents = list(lone_sentences(held_out=not parser.parse_args().learnt))
    catalogue = load_catalogue(())
    reader = load_reader(catalogue)
    answers = {document["id"]: as_output(reader.read(as_input(document))) for document in documents}
    names = names_of_catalogue(catalogue.companies.values(), catalogue.authorities)
    print("\n".join(table(documents, answers, names)))


def lone_sentences(held_out: bool) -> Iterator[dict[str, Any]]:
    """Yield the labelled sentences, held out or not, in the form of annotated documents."""
    for file in sorted(SENTENCES.glob("*.jsonl")):
        for row in read_rows(file):
            if (fold(row["id"]) == HELD_OUT) is held_out:
                yield sentence_as_document(row)


def table(documents: list[dict[str, Any]], answers: dict[str, dict[str, Any]], names: ScoreNames) -> list[str]:
    """Return the lines of figures: watched and any firm, then watched by language."""
    rates = evaluate(documents, answers, names).rates
    languages = by_group(documents, answers, names, lambda document: str(document["lang"]))
    rows = {"watched": rates["watched"], "any firm": rates["any firm"], **languages}
    figures = (f"{name:10} {rate_line(rate)}" for name, rate in rows.items())
    return [f"{len(documents)} sentences, each read alone", *figures]


if __name__ == "__main__":
    main()
