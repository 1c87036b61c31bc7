"""`casewatch backup`, `restore`, `verify`, `retain` and `hold`: keep the record whole, and no longer than allowed."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from casewatch.forms import moment, plain_table
from casewatch.options import ByOption, ConfigOption, DataOption, JsonOption, settings_for, user_name
from schemas.errors import ConfigurationError, StoreError

holds = typer.Typer(help="Legal holds: what no retention policy may erase.", no_args_is_help=True)


def backup(
    file: Annotated[Path | None, typer.Argument(help="Where to (else data/backups, by the time).")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Copy the live file while nobody writes, and check the copy."""
    from store.database import Database
    from store.keeping import back_up

    settings = settings_for(config, data)
    if not settings.live_file.exists():
        raise StoreError(f"{settings.live_file}: nothing to back up, run `casewatch run` first")
    file = file or settings.backup_folder / f"casewatch-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.duckdb"
    back_up(Database(settings.live_file), file)
    typer.echo(f"{file}: whole, {file.stat().st_size / 1e6:.1f} MB")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Put a backup in the place of the live file, which is kept beside it. Alerts sent since may be sent again."""
    from store.database import Database
    from store.keeping import restore as put_back

    settings = settings_for(config, data)
    kept = put_back(file, Database(settings.live_file), datetime.now(UTC))
    typer.echo(f"{settings.live_file}: restored from {file}" + (f"; the file before is {kept}" if kept else ""))


def verify(
    file: Annotated[Path | None, typer.Argument(help="A backup; without it the live and the published file.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    json_output: JsonOption = False,
) -> None:
    """Read every row and check that everything hangs together. Exit code 1 when something does not."""
    from store.keeping import verify as check
    from store.keeping import verify_published

    settings = settings_for(config, data)
    problems = check(file or settings.live_file)
    if file is None and settings.public_file.exists():
        problems += verify_published(settings.public_file)
    if json_output:
        typer.echo(json.dumps({"clean": not problems, "problems": problems}))
    else:
        typer.echo("\n".join(problems) or "clean")
    raise typer.Exit(1 if problems else 0)


def retain(
    config: ConfigOption = None,
    data: DataOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be erased.")] = False,
    json_output: JsonOption = False,
) -> None:
    """Erase what is past its time now; a run does it once a day."""
    from store.database import Database
    from store.publish import publish
    from store.retention import erase_expired, expired

    settings, now = settings_for(config, data), datetime.now(UTC)
    database = Database(settings.live_file)
    if dry_run:
        with database.transaction() as connection:
            erased = expired(connection, settings.retention, settings.raw_folder, now)
    else:
        erased = erase_expired(database, settings.retention, settings.raw_folder, now)
        publish(database, settings.public_file, settings.team_file, now)
    word = "would be erased" if dry_run else "erased"
    if json_output:
        typer.echo(erased.model_dump_json())
        return
    typer.echo(f"{word}: {erased.texts} press texts, {erased.persons} names, {erased.raw_bodies} raw bodies")


@holds.command("add")
def add_hold(
    subject: Annotated[str, typer.Argument(help="Id of a document or a case, or all.")],
    reason: Annotated[str, typer.Option(help="Why it must be kept.")],
    by: ByOption = "",
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Hold a document, a case with its documents, or everything."""
    from schemas.retention import Hold
    from store.database import Database
    from store.retention import hold

    held = Hold(subject=subject, reason=reason, held_by=by or user_name(), held_at=datetime.now(UTC))
    with Database(settings_for(config, data).live_file).transaction() as connection:
        try:
            new = hold(connection, held)
        except LookupError as error:
            raise ConfigurationError(str(error)) from error
    typer.echo(f"{subject} is held" if new else f"{subject} was held already")


@holds.command("remove")
def remove_hold(
    subject: Annotated[str, typer.Argument(help="What is held, as `hold list` prints it.")],
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """End a hold."""
    from store.database import Database
    from store.retention import release

    with Database(settings_for(config, data).live_file).transaction() as connection:
        ended = release(connection, subject)
    if not ended:
        raise ConfigurationError(f"{subject!r} is not held: see `casewatch hold list`")
    typer.echo(f"{subject} is no longer held")


@holds.command("list")
def list_all(config: ConfigOption = None, data: DataOption = None, json_output: JsonOption = False) -> None:
    """List what is held, since when, by whom and why."""
    from store.database import Database
    from store.retention import list_holds

    with Database(settings_for(config, data).live_file).transaction() as connection:
        found = list_holds(connection)
    if json_output:
        typer.echo(json.dumps([held.model_dump(mode="json") for held in found], ensure_ascii=False))
        return
    rows = [[held.subject, moment(held.held_at), held.held_by, held.reason] for held in found]
    typer.echo(plain_table(["subject", "since", "by", "reason"], rows))
