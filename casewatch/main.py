"""The command line. Each command imports what it needs when it runs, so that light ones start at once."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from casewatch.commands import LateGroup
from casewatch.options import (
    ConfigOption,
    DataOption,
    JsonOption,
    PrivateOption,
    SourcesOption,
    places_for,
    settings_for,
)
from schemas.errors import CasewatchError, ConfigurationError

app = typer.Typer(
    name="casewatch",
    cls=LateGroup,
    help="Watch competition, digital and data-protection authorities for steps towards AI firms.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def demo() -> None:
    """Play four days of invented news through the whole pipeline: no account, no network."""
    from casewatch.demo.run import play

    raise typer.Exit(play(typer.echo))


@app.command()
def run(
    config: ConfigOption = None,
    data: DataOption = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    sources: SourcesOption = None,
    now: Annotated[bool, typer.Option("--now", help="Poll every source, due or not.")] = False,
    every: Annotated[float | None, typer.Option(help="Repeat every so many seconds until stopped by a signal.")] = None,
    allow_private: PrivateOption = False,
    json_output: JsonOption = False,
) -> None:
    """Make one pass without a Prefect server. Exit code 0 COMPLETE, 3 PARTIAL, 4 BLIND, 2 configuration."""
    from casewatch.running import run_passes

    settings = settings_for(config, data, source, sources, allow_private)
    raise typer.Exit(run_passes(settings, every_source=now, every=every, as_json=json_output))


@app.command()
def serve(
    config: ConfigOption = None,
    data: DataOption = None,
    sources: SourcesOption = None,
    allow_private: PrivateOption = False,
    every: Annotated[float | None, typer.Option(help="Every so many seconds, not by the hours.")] = None,
) -> None:
    """Run the passes on schedule as a Prefect flow, until SIGTERM or Ctrl-C."""
    from casewatch.options import into_environment
    from flows.serving import serve_watch

    into_environment(data, sources)
    raise typer.Exit(serve_watch(config, allow_private, every))


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="One SELECT; without it the views are listed.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    form: Annotated[str | None, typer.Option("--format", help="table, csv, json or parquet.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Write to this file; its ending tells the format.")
    ] = None,
    max_rows: Annotated[int, typer.Option(help="Stop after so many rows.")] = 10_000,
    seconds: Annotated[float, typer.Option(help="Stop a query that runs longer.")] = 30.0,
    json_output: JsonOption = False,
) -> None:
    """Ask the published snapshot, read-only and locked down."""
    from casewatch.asking import ask

    folder = places_for(config, data).folder
    typer.echo(ask(folder, query, "json" if json_output else form, output, max_rows, seconds))


@app.command()
def status(
    config: ConfigOption = None,
    data: DataOption = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 when the watch is not alive: for cron and monitors.")
    ] = False,
    json_output: JsonOption = False,
) -> None:
    """Show which sources are watched, when each was last read, and what is wrong."""
    from casewatch.standing import show_status

    raise typer.Exit(show_status(places_for(config, data).folder, check=check, as_json=json_output))


@app.command()
def doctor(config: ConfigOption = None, data: DataOption = None, json_output: JsonOption = False) -> None:
    """Look whether everything a pass needs is there; exit code 1 when something is wrong. Changes nothing."""
    from casewatch.examining import examine

    raise typer.Exit(examine(settings_for(config, data), as_json=json_output))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, or these arguments: expected errors become one plain sentence and an exit code."""
    # The matrices of the name model are too small to share among cores; numpy reads this once, when it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app(arguments)
    except ConfigurationError as error:
        print(f"casewatch: {error}", file=sys.stderr)
        sys.exit(2)
    except CasewatchError as error:
        print(f"casewatch: {error}", file=sys.stderr)
        sys.exit(1)
