"""`casewatch reextract`: stored documents read again by a newer extractor."""

from typing import Annotated

import typer

from casewatch.options import ConfigOption, DataOption, JsonOption, PrivateOption, SourcesOption, settings_for
from casewatch.past_commands import DaskOption, WorkersOption


def reextract(
    yes: Annotated[bool, typer.Option("--yes", help="Write it; without, only what would change is shown.")] = False,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    sources: SourcesOption = None,
    workers: WorkersOption = 0,
    dask: DaskOption = None,
    allow_private: PrivateOption = False,
    json_output: JsonOption = False,
) -> None:
    """Read stored documents again after an update: show what changes, or write it. Exit code 3: not all was read."""
    from casewatch.reread import described, read_again

    settings = settings_for(config, data, source, sources, allow_private)
    report = read_again(settings, write=yes, workers=workers, dask=dask, config=config, quiet=json_output)
    typer.echo(report.model_dump_json() if json_output else described(report))
    raise typer.Exit(3 if report.failures else 0)
