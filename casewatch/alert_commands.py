"""`casewatch alerts`: what was told, to whom and when, and what waits."""

import json
from typing import Annotated, Any

import typer

from casewatch import manner_commands
from casewatch.asking import rows_of
from casewatch.forms import moment, plain_table
from casewatch.options import ConfigOption, DataOption, JsonOption, settings_for
from schemas.errors import QueryError

app = typer.Typer(help="The alerts: what was told, what waits, what failed.", no_args_is_help=True)
app.command()(manner_commands.mute)
app.command()(manner_commands.unmute)
app.command()(manner_commands.calendar)


@app.command("list")
def list_alerts(
    config: ConfigOption = None,
    data: DataOption = None,
    state: Annotated[str | None, typer.Option(help="Only alerts in this state.")] = None,
    limit: Annotated[int, typer.Option(help="The newest so many.")] = 50,
    json_output: JsonOption = False,
) -> None:
    """List alerts, the newest first."""
    rows = _alerts(config, data, limit, "state", state)
    if json_output:
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    lines = [
        [
            row["alert_id"],
            row["channel"],
            row["kind"],
            row["state"],
            moment(row["created_at"]),
            moment(row["sent_at"]),
            " ".join(row["text"].split())[:70],
        ]
        for row in rows
    ]
    typer.echo(plain_table(["alert", "channel", "kind", "state", "created", "sent", "text"], lines))


@app.command("show")
def show_alert(
    alert: Annotated[str, typer.Argument(help="Id of an alert, as `alerts list` prints it.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show one alert with everything that is known of its way."""
    rows = _alerts(config, data, 1, "alert_id", alert)
    if not rows:
        raise QueryError(f"there is no alert {alert!r} in the published log: see `casewatch alerts list`")
    if json_output:
        typer.echo(json.dumps(rows[0], ensure_ascii=False, default=str))
        return
    typer.echo("\n".join(f"{name}: {value}" for name, value in rows[0].items() if value not in (None, [])))


@app.command("retry")
def retry_alerts(
    alert: Annotated[str | None, typer.Argument(help="Id of a parked alert; without it all of them.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Let parked alerts go again with the next run, once the cause is mended (token, channel, invitation)."""
    from flows.parked import unpark

    again = unpark(settings_for(config, data), alert)
    text = f"{len(again)} alerts go with the next run: {', '.join(again) or 'none was parked'}"
    typer.echo(json.dumps({"retried": again}) if json_output else text)


@app.command("withdraw")
def withdraw_alert(
    alert: Annotated[str, typer.Argument(help="Id of an alert that was not sent yet.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the log.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Take an alert back before it is sent. It stays in the log, with the reason."""
    from flows.parked import withdraw

    taken_back = withdraw(settings_for(config, data), alert, reason)
    text = f"{taken_back.id} to {taken_back.channel} is withdrawn: {reason}"
    typer.echo(json.dumps({"withdrawn": taken_back.id, "reason": reason}) if json_output else text)


@app.command("test")
def send_test_message(
    channel: Annotated[str, typer.Option(help="Id or name of the channel.")],
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Send a message marked as a test to a channel, to try the token and the invitation."""
    from flows.parked import send_test

    ts = send_test(settings_for(config, data), channel, lambda text: typer.echo(text, err=json_output))
    typer.echo(json.dumps({"channel": channel, "ts": ts}) if json_output else f"{channel} took the message ({ts}).")


def _alerts(config: Any, data: Any, limit: int, column: str, value: str | None) -> list[dict[str, Any]]:
    settings = settings_for(config, data)
    where = f"WHERE {column} = {quoted(value)}" if value else ""
    query = f"SELECT * FROM alert_log {where} ORDER BY created_at DESC, alert_id LIMIT {int(limit)}"
    return rows_of(settings.public_file, settings.team_file, query)


def quoted(text: str) -> str:
    """Return text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
