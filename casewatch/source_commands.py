"""`casewatch sources`: what is watched, as declared and as it is doing."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from casewatch.asking import plain_table
from casewatch.options import ConfigOption, DataOption, JsonOption, SourcesOption, settings_for

app = typer.Typer(help="The sources that are watched.", no_args_is_help=True)


@app.command("list")
def list_sources(
    config: ConfigOption = None,
    data: DataOption = None,
    sources: SourcesOption = None,
    json_output: JsonOption = False,
) -> None:
    """List the declared sources. One that never gave what it declares is shown as not yet watched."""
    from feeds.registry import load_sources

    settings = settings_for(config, data, None, sources)
    declared = load_sources(settings.sources_files)
    standing = _standing(settings.public_file, settings.team_file)
    if json_output:
        rows = [{**source.model_dump(mode="json"), **standing.get(source.id, {})} for source in declared]
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    lines = [
        [
            source.id,
            source.authority or source.publisher,
            "official" if source.official else "press",
            str(source.priority),
            "5 or 15 min" if source.priority == 1 else f"{source.interval_minutes} min",
            watched(standing.get(source.id, {})),
        ]
        for source in declared
    ]
    typer.echo(plain_table(["source", "authority", "kind", "priority", "interval", "watched"], lines))


def watched(standing: dict[str, Any]) -> str:
    """Return in a few words whether a source is watched: proven, failing, or not yet."""
    if standing.get("failing_since"):
        return f"failing since {moment(standing['failing_since'])}"
    if standing.get("state", "not yet watched") == "not yet watched":
        return "not yet watched (unproven)"
    return f"{standing['state']}, read {moment(standing['last_success'])}"


def moment(value: datetime | None) -> str:
    """Return a time as day and minute in UTC."""
    return value.strftime("%Y-%m-%d %H:%M") if value else "never"


def _standing(public_file: Path, team_file: Path) -> dict[str, dict[str, Any]]:
    """Return what the snapshot says of each source; nothing before the first run."""
    if not public_file.exists():
        return {}
    from casewatch.asking import rows_of

    return {row["source_id"]: row for row in rows_of(public_file, team_file, "SELECT * FROM source_health")}
