"""`casewatch alerts mute|unmute|calendar` and `casewatch feedback`: what people say to casewatch."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from casewatch.asking import rows_of
from casewatch.options import ByOption, ConfigOption, DataOption, settings_for, user_name
from schemas.errors import SettingsError

CaseArgument = Annotated[str, typer.Argument(help="Id of a case, as `casewatch cases` prints it.")]

_DEADLINES = """
    SELECT d.event, d.kind, d.date, d.sentence, d.sequence, e.link, a.text
    FROM record.deadlines d
    JOIN events e ON e.event_id = d.event
    JOIN (
        SELECT event_id, min_by(text, created_at) AS text FROM alert_log
        WHERE list_contains(watches, {route}) AND event_id IS NOT NULL AND kind NOT IN ('reminder', 'exposure')
        GROUP BY event_id
    ) a ON a.event_id = d.event
    ORDER BY d.date, d.event, d.kind
"""


def mute(case: CaseArgument, by: ByOption = "", config: ConfigOption = None, data: DataOption = None) -> None:
    """Tell nobody of a case any more. What would be told is kept as withdrawn, with the reason."""
    _set_mute(case, by, config, data, on=True)


def unmute(case: CaseArgument, by: ByOption = "", config: ConfigOption = None, data: DataOption = None) -> None:
    """Tell of a muted case again, from its next step on."""
    _set_mute(case, by, config, data, on=False)


def _set_mute(case: str, by: str, config: Path | None, data: Path | None, *, on: bool) -> None:
    from flows.verdicts import set_mute

    changed = set_mute(settings_for(config, data), case, by or user_name(), on=on)
    state = "muted" if on else "not muted"
    typer.echo(f"{case} is {state}{'' if changed else ', as it was before'}")


def calendar(
    route: Annotated[str, typer.Argument(help="Id of a watch, as `casewatch watch list` prints it.")],
    output: Annotated[Path | None, typer.Option("--output", help="Write to this file, not to the terminal.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Write a route's deadlines as an iCalendar file."""
    from alerts.calendar import calendar_of
    from casewatch.alert_commands import quoted

    settings = settings_for(config, data)
    watch = next((watch for watch in settings.watches if watch.id == route), None)
    if watch is None:
        raise SettingsError(f"there is no watch {route!r}: see `casewatch watch list`")
    rows = rows_of(settings.public_file, settings.team_file, _DEADLINES.format(route=quoted(route)))
    written = calendar_of(route, rows, datetime.now(UTC), watch.remind_days)
    if output:
        output.write_bytes(written)
        typer.echo(f"{len(rows)} deadlines written to {output}")
    else:
        sys.stdout.write(written.decode("utf-8"))


def feedback(
    alert: Annotated[str, typer.Argument(help="Id of an alert; or the word export.")],
    verdict: Annotated[
        str, typer.Argument(help="relevant, wrong-company, wrong-step or known; after export, the file to write.")
    ],
    by: ByOption = "",
    note: Annotated[str, typer.Option(help="What was wrong, in your words.")] = "",
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Say what an alert was worth; or `export FILE`: write all verdicts as labelled cases for `evaluate`."""
    from flows.verdicts import export_feedback, give_feedback
    from schemas.feedback import Verdict

    settings = settings_for(config, data)
    if alert == "export":
        typer.echo(f"{export_feedback(settings, Path(verdict))} labelled documents written to {verdict}")
        return
    if verdict not in list(Verdict):
        raise SettingsError(f"{verdict!r} is no verdict: say {', '.join(Verdict)}")
    given = give_feedback(settings, alert, Verdict(verdict), by or user_name(), note)
    typer.echo(f"{given.id}: {alert} is {given.verdict.value}, says {given.given_by}")
