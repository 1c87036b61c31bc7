"""`casewatch backfill`: the past, as archives hold it."""

from datetime import datetime
from typing import Annotated

import typer

from casewatch.options import ConfigOption, DataOption, JsonOption, PrivateOption, SourcesOption, settings_for

WorkersOption = Annotated[
    int,
    typer.Option(
        min=0,
        help="Processes that read, as a Prefect flow on Dask (needs the extra `dask`). 0: this one, without both.",
    ),
]
DaskOption = Annotated[str | None, typer.Option(help="A Dask cluster that is there, as tcp://host:8786.")]


def backfill(
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    end: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")],
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    sources: SourcesOption = None,
    workers: WorkersOption = 0,
    dask: DaskOption = None,
    alert: Annotated[bool, typer.Option("--alert", help="Send alerts for what is found, marked late.")] = False,
    allow_private: PrivateOption = False,
    json_output: JsonOption = False,
) -> None:
    """Read what archives hold of a range of days, quietly; again, it goes on where it stopped. Exit code 3: not all."""
    from casewatch.past import described, read_past

    if end < start:
        raise typer.BadParameter("--to is before --from")
    report = read_past(
        settings_for(config, data, source, sources, allow_private),
        (start.date(), end.date()),
        tell=alert,
        workers=workers,
        dask=dask,
        config=config,
        quiet=json_output,
    )
    typer.echo(report.model_dump_json() if json_output else described(report))
    raise typer.Exit(3 if report.failures or report.postponed else 0)
