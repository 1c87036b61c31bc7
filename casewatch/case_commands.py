"""`casewatch cases`: proceedings as a list, as a timeline, and what a person changes of them."""

import getpass
import json
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from casewatch.alert_commands import quoted
from casewatch.asking import rows_of
from casewatch.forms import plain_table
from casewatch.options import ConfigOption, DataOption, JsonOption, settings_for
from casewatch.timelines import timeline
from schemas.errors import QueryError
from schemas.settings import Settings

CaseArgument = Annotated[str, typer.Argument(help="Id of a case, as `casewatch cases` prints it.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is kept with who and when.")]
ByOption = Annotated[str, typer.Option("--by", help="Who says so; else the user of this machine.")]


class ShowingGroup(TyperGroup):
    """Takes what is no command for the arguments of `show`: `casewatch cases ID` prints a case."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where none is named."""
        return super().parse_args(ctx, self.completed(args))

    def completed(self, args: list[str]) -> list[str]:
        """Return the arguments with the command they begin with, named or not."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return args if named else ["show", *args]


app = typer.Typer(cls=ShowingGroup, help="Proceedings: a list, the timeline of one, merges and splits by hand.")


@app.command("show")
def show(
    case: Annotated[str | None, typer.Argument(help="Id of a case: its timeline is printed.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    limit: Annotated[int, typer.Option(help="The latest so many.")] = 50,
    json_output: JsonOption = False,
) -> None:
    """List proceedings, or print the timeline of one. `show` may be left out."""
    settings = settings_for(config, data)
    if case is None:
        query = f"SELECT * FROM cases WHERE merged_into IS NULL ORDER BY last_step DESC, case_id LIMIT {int(limit)}"
        rows = _ask(settings, query)
        typer.echo(_json(rows) if json_output else _case_list(rows))
        return
    told, steps, related = _told(settings, case)
    typer.echo(_json(steps) if json_output else timeline(told, steps, related))


@app.command("merge")
def merge(
    case: CaseArgument,
    other: Annotated[str, typer.Argument(help="Id of the case that turns out to be the same; it leads on from now.")],
    reason: ReasonOption = "by hand",
    by: ByOption = "",
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Make two cases one. The first keeps its id; the other's leads to it everywhere."""
    from flows.case_editing import merge_cases

    kept = merge_cases(settings_for(config, data), case, other, reason, by or getpass.getuser())
    typer.echo(kept.model_dump_json() if json_output else f"{other} is part of {kept.id} now")


@app.command("split")
def split(
    case: CaseArgument,
    events: Annotated[list[str], typer.Argument(help="Ids of the steps that are another case.")],
    reason: ReasonOption = "by hand",
    by: ByOption = "",
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Move steps of a case into a new one. No later document makes the two one again."""
    from flows.case_editing import split_case

    new = split_case(settings_for(config, data), case, events, reason, by or getpass.getuser())
    typer.echo(new.model_dump_json() if json_output else f"{', '.join(events)}: {new.id} now")


def _told(settings: Settings, case: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a case, its steps with what else tells of them, and the cases it is tied to. Raises QueryError."""
    this = f"(SELECT coalesce(merged_into, case_id) FROM cases WHERE case_id = {quoted(case)})"
    cases = _ask(settings, f"SELECT * FROM cases WHERE case_id = {this}")
    if not cases:
        raise QueryError(f"there is no case {case!r}: see `casewatch cases`")
    steps = _ask(
        settings,
        f"SELECT t.*, e.case_why, e.case_confidence, e.publisher, e.document_id FROM timeline t "
        f"JOIN events e USING (event_id) WHERE t.case_id = {this} ORDER BY t.day, e.first_seen, event_id",
    )
    findings = _ask(
        settings,
        "SELECT DISTINCT f.event_id, f.publisher, f.official, f.link, f.why FROM findings f "
        f"JOIN events e USING (event_id) WHERE e.case_id = {this} AND f.document_id <> e.document_id ORDER BY ALL",
    )
    for step in steps:
        step["corroborations"] = [
            {name: value for name, value in found.items() if name != "event_id"}
            for found in findings
            if found["event_id"] == step["event_id"]
        ]
    related = _ask(
        settings,
        "SELECT r.relation, r.why, r.confidence, c.case_id, c.authority, c.title, c.state FROM related_cases r "
        f"JOIN cases c ON c.case_id = CASE WHEN r.case_id = {this} THEN r.other_case_id ELSE r.case_id END "
        f"WHERE {this} IN (r.case_id, r.other_case_id) ORDER BY c.case_id",
    )
    return cases[0], steps, related


def _ask(settings: Settings, query: str) -> list[dict[str, Any]]:
    return rows_of(settings.public_file, settings.team_file, query)


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=str)


def _case_list(rows: list[dict[str, Any]]) -> str:
    lines = [
        [row["case_id"], row["authority"], row["state"], ", ".join(row["targets"]), ", ".join(row["case_numbers"])]
        for row in rows
    ]
    return plain_table(["case", "authority", "state", "targets", "case numbers"], lines)
