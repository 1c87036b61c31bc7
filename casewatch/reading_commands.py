"""`casewatch extract` and `casewatch evaluate`: the reader on files, and how good it is."""

from pathlib import Path
from typing import Annotated

import typer

from casewatch.options import ConfigOption, JsonOption, settings_for


def extract(
    file: Annotated[Path, typer.Argument(help="JSONL, one document a line; - for standard input.")],
    config: ConfigOption = None,
    processes: Annotated[int, typer.Option(min=1, help="Read in so many processes at once.")] = 1,
) -> None:
    """Read documents and print what each says, one JSON object a line. Exit code 3 if a line was wrong."""
    from casewatch.reading_files import answers
    from extractors.contract import as_line

    wrong = False
    for answer, good in answers(file, settings_for(config), processes):
        wrong |= not good
        typer.echo(as_line(answer))
    raise typer.Exit(3 if wrong else 0)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="JSONL of documents with their annotated events.")],
    config: ConfigOption = None,
    errors: Annotated[int, typer.Option(help="Show the first so many wrong firms of each kind.")] = 0,
    by_language: Annotated[bool, typer.Option("--by-lang", help="Figures by language too.")] = False,
    predictions: Annotated[
        Path | None, typer.Option(help="Score these answers instead of reading the documents now.")
    ] = None,
    json_output: JsonOption = False,
) -> None:
    """Read annotated documents and print how good the reading is."""
    from casewatch.evaluating import evaluation

    typer.echo(evaluation(gold, predictions, settings_for(config), errors, by_language, json_output))
