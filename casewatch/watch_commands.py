"""`casewatch watch`: the routes, who put which firm on them, and what they would say of a text."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casewatch.forms import plain_table
from casewatch.options import ByOption, ConfigOption, DataOption, JsonOption, settings_for, user_name
from schemas.settings import Settings
from schemas.watch import Held, Watch

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue

app = typer.Typer(help="The routes: which firms and steps go to which channel.", no_args_is_help=True)

FirmArgument = Annotated[str, typer.Argument(help="Name or id of a company of the catalogue.")]
RouteOption = Annotated[str, typer.Option("--route", help="Id of a watch, as `casewatch watch list` prints it.")]

_STEPS_SHOWN = 10


@app.command("list")
def list_watches(config: ConfigOption = None, data: DataOption = None, json_output: JsonOption = False) -> None:
    """List the routes, the firms each one covers, and which of them were put there by command, by whom and when."""
    from flows.watchlist import routes_in_force

    settings, catalogue = _opened(config, data)
    watches = routes_in_force(settings, catalogue).watches
    if json_output:
        typer.echo(json.dumps([watch.model_dump(mode="json") for watch in watches], ensure_ascii=False))
        return
    lines = [
        [
            watch.id,
            watch.channel,
            ", ".join(watch.actions) or "all actions",
            watch.ai_nexus.value,
            watch.confidence.value,
        ]
        for watch in watches
    ]
    typer.echo(plain_table(["watch", "channel", "actions", "AI nexus", "confidence"], lines))
    origins = [line for watch in watches for line in _origins(watch, catalogue)]
    typer.echo("\n" + plain_table(["watch", "watches", "origin", "by", "at"], origins))


def _origins(watch: Watch, catalogue: "Catalogue") -> list[list[str]]:
    """Return what a route watches, a line each, with where that is said, by whom and when."""
    declared = [_name(company, catalogue) for company in watch.companies if watch.added_at(company) is None]
    declared += [f"group {group}" for group in watch.groups]
    declared += [f"{_name(parent, catalogue)} and what belongs to it" for parent in watch.parents]
    declared += [*(["any AI firm"] if watch.any_ai_firm else []), *(["unlisted firms"] if watch.unlisted else [])]
    lines = [[watch.id, what, "settings", watch.added_by, ""] for what in declared]
    added = [
        [watch.id, _name(a.company, catalogue), "command", a.by, f"{a.at:%Y-%m-%d %H:%M}"] for a in watch.additions
    ]
    return lines + added


@app.command("add")
def add(
    firm: FirmArgument,
    route: RouteOption,
    by: ByOption = "",
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Put a firm on a route, and show what is held on it already. Nothing of that is alerted; the next step is."""
    from flows.watchlist import add_firm

    settings, catalogue = _opened(config, data)
    by = by or user_name()
    watch, held = add_firm(settings, catalogue, firm, route, by, datetime.now(UTC))
    if json_output:
        typer.echo(json.dumps({"watch": watch.id, "held": held and held.model_dump(mode="json")}, ensure_ascii=False))
    elif held is None:
        typer.echo(f"{firm} is on {watch.id} ({watch.channel}) already: nothing changes")
    else:
        typer.echo(f"{_name(held.company, catalogue)} is on {watch.id} ({watch.channel}) now, says {by}\n{_held(held)}")


@app.command("remove")
def remove(
    firm: FirmArgument, route: RouteOption, by: ByOption = "", config: ConfigOption = None, data: DataOption = None
) -> None:
    """Take a firm off a route that `watch add` put there. What the settings file declares is changed there."""
    from flows.watchlist import remove_firm

    settings, catalogue = _opened(config, data)
    by = by or user_name()
    watch = remove_firm(settings, catalogue, firm, route, by, datetime.now(UTC))
    typer.echo(f"{firm} is not on {watch.id} ({watch.channel}) any more, says {by}")


def _held(held: Held) -> str:
    """Return what is held on a firm, in a few lines: its steps, and why documents that name it did not alert."""
    would = sum(step.why_not is None for step in held.steps)
    misses = sum(held.near_misses.values())
    steps = [
        f"    {step.date}  {step.words}{f' ({step.why_not})' if step.why_not else ''}  {step.url or ''}".rstrip()
        for step in held.steps[:_STEPS_SHOWN]
    ]
    more = len(held.steps) - _STEPS_SHOWN
    return "\n".join(
        [
            "Held already, and not alerted:",
            f"  steps towards it: {len(held.steps)}, of which the route asks for {would}",
            *steps,
            *([f"    and {more} more: casewatch sql"] if more > 0 else []),
            f"  documents that name it and did not alert: {misses}",
            *(f"    {number}: {reason}" for reason, number in held.near_misses.items()),
        ]
    )


def _name(company: str, catalogue: "Catalogue") -> str:
    known = catalogue.companies.get(company)
    return known.name if known else company


def _opened(config: Path | None, data: Path | None) -> tuple[Settings, "Catalogue"]:
    from knowledge.load import load_catalogue

    settings = settings_for(config, data)
    return settings, load_catalogue(settings.catalogue_files)


@app.command("test")
def try_text(
    text: Annotated[str, typer.Argument(help="A headline or a few sentences.")],
    official: Annotated[bool, typer.Option(help="Read it as an authority's own text.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Read a text and say which route would be told, and why the others would not."""
    from casewatch.reading_files import try_reading

    answer = try_reading(text, official, settings_for(config, data))
    typer.echo(json.dumps(answer, ensure_ascii=False) if json_output else _printed(answer))


def _printed(answer: dict[str, Any]) -> str:
    lines = [f"{event['authority']}: {event['action']}, {event['status']}" for event in answer["events"]]
    lines += [f"  {told['channel']} would be told ({', '.join(told['watches'])})" for told in answer["told"]]
    lines += [f"  {item['watch']} would not: {item['reason']}" for item in answer["not_told"]]
    lines += [f"  {miss['name']}: {miss['reason']}" for miss in answer["near_misses"]]
    return "\n".join(lines) or "No step of an authority towards a named firm was found."
