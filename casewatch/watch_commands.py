"""`casewatch watch`: the routes, and what they would say of a text."""

import json
from typing import Annotated, Any

import typer

from casewatch.asking import plain_table
from casewatch.options import ConfigOption, JsonOption, settings_for

app = typer.Typer(help="The routes: which firms and steps go to which channel.", no_args_is_help=True)


@app.command("list")
def list_watches(config: ConfigOption = None, json_output: JsonOption = False) -> None:
    """List the routes with the firms each one covers."""
    from flows.settings import check_watches
    from knowledge.load import load_catalogue

    settings = settings_for(config)
    catalogue = load_catalogue(settings.catalogue_files)
    watches = check_watches(settings, catalogue).watches
    if json_output:
        typer.echo(json.dumps([watch.model_dump(mode="json") for watch in watches], ensure_ascii=False))
        return
    lines = [
        [
            watch.id,
            watch.channel,
            ", ".join([*watch.companies, *(f"group {group}" for group in watch.groups)]),
            ", ".join(watch.actions) or "all actions",
            watch.ai_nexus.value,
            watch.confidence.value,
        ]
        for watch in watches
    ]
    typer.echo(plain_table(["watch", "channel", "firms", "actions", "AI nexus", "confidence"], lines))


@app.command("test")
def try_text(
    text: Annotated[str, typer.Argument(help="A headline or a few sentences.")],
    official: Annotated[bool, typer.Option(help="Read it as an authority's own text.")] = False,
    config: ConfigOption = None,
    json_output: JsonOption = False,
) -> None:
    """Read a text and say which route would be told, and why the others would not."""
    from casewatch.reading_files import try_reading

    answer = try_reading(text, official, settings_for(config))
    typer.echo(json.dumps(answer, ensure_ascii=False) if json_output else _printed(answer))


def _printed(answer: dict[str, Any]) -> str:
    lines = [f"{event['authority']}: {event['action']}, {event['status']}" for event in answer["events"]]
    lines += [f"  {told['channel']} would be told ({', '.join(told['watches'])})" for told in answer["told"]]
    lines += [f"  {item['watch']} would not: {item['reason']}" for item in answer["not_told"]]
    lines += [f"  {miss['name']}: {miss['reason']}" for miss in answer["near_misses"]]
    return "\n".join(lines) or "No step of an authority towards a named firm was found."
