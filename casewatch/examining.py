"""`casewatch doctor`: is everything there that a pass needs? Changes nothing and prints no secret."""

import json
import os
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

import typer

from schemas.errors import CasewatchError
from schemas.settings import Settings

Verdict = Literal["ok", "warning", "wrong"]

LEAST_ROOM = 500_000_000
"""Bytes on the data folder's disk: publishing writes a second copy of everything."""

PREFECT_SECONDS = 3.0

_TOKEN = re.compile(r"xox[be](?:\.xox[be])?-[\w-]{6,}")


class Check(NamedTuple):
    """One thing looked at: `told` says what was found and, unless it is fine, what to do."""

    name: str
    verdict: Verdict
    told: str


def examine(settings: Settings, *, as_json: bool) -> int:
    """Print what is fine and what is not; return 1 when something is wrong. Warnings do not count."""
    checks = list(checked(settings, os.environ.get("PREFECT_API_URL"), datetime.now(UTC)))
    wrong = any(check.verdict == "wrong" for check in checks)
    if as_json:
        typer.echo(json.dumps({"ok": not wrong, "checks": [check._asdict() for check in checks]}, ensure_ascii=False))
    else:
        typer.echo("\n".join(f"{check.verdict.upper():8} {check.name}: {check.told}" for check in checks))
    return 1 if wrong else 0


def checked(settings: Settings, prefect_url: str | None, now: datetime) -> Iterator[Check]:
    """Yield the checks one by one; `now` is UTC."""
    yield Check("settings", "ok", "the settings can be read")
    yield _tried("sources and catalogue", lambda: _data_files(settings))
    yield token_check(settings)
    yield folder_check(settings.data_folder)
    yield room_check(settings.data_folder)
    yield _tried("record", lambda: _record(settings))
    yield clock_check(settings, now)
    yield prefect_check(prefect_url)


def token_check(settings: Settings) -> Check:
    """Look at the form of Slack's token, never at more of it."""
    token = settings.slack.token
    if token is None:
        return Check("slack token", "warning", f"none is set: alerts are printed and written to {settings.outbox_file}")
    if not _TOKEN.fullmatch(token.get_secret_value()):
        return Check("slack token", "wrong", "it has not the form of a bot token (xoxb-…): see CASEWATCH_SLACK_TOKEN")
    return Check("slack token", "ok", "it has the form of a bot token; `casewatch alerts test` tries it")


def folder_check(folder: Path) -> Check:
    """Look whether the data folder, or the nearest one above it that exists, can be written."""
    if folder.exists() and not folder.is_dir():
        return Check("data folder", "wrong", f"{folder} is a file: name a folder in data_folder")
    there = _nearest(folder)
    if not os.access(there, os.W_OK | os.X_OK):
        return Check("data folder", "wrong", f"{there} cannot be written by this user: change its owner or data_folder")
    return Check("data folder", "ok", f"{folder} {'is there' if there == folder else 'will be made'}")


def room_check(folder: Path) -> Check:
    """Look how much room the data folder's disk has."""
    free = shutil.disk_usage(_nearest(folder)).free
    told = f"{free / 1e9:.1f} GB are free"
    return Check("disk", "ok" if free >= LEAST_ROOM else "wrong", told if free >= LEAST_ROOM else f"only {told}")


def clock_check(settings: Settings, now: datetime) -> Check:
    """Look whether the clock went back behind the last heartbeat."""
    try:
        finished = datetime.fromisoformat(json.loads(settings.heartbeat_file.read_text(encoding="utf-8"))["finished"])
    except (OSError, ValueError, KeyError):
        return Check("clock", "ok", f"it says {now:%Y-%m-%d %H:%M} UTC; no pass was made yet to compare with")
    if finished > now:
        return Check("clock", "wrong", f"it says {now:%Y-%m-%d %H:%M} UTC, before the last pass ended: is time synced?")
    return Check("clock", "ok", f"it says {now:%Y-%m-%d %H:%M} UTC; the last pass ended {finished:%Y-%m-%d %H:%M}")


def prefect_check(url: str | None) -> Check:
    """Look whether something listens where PREFECT_API_URL points; only host and port of it are told."""
    if not url:
        return Check("prefect", "ok", "PREFECT_API_URL is not set: `casewatch serve` starts a server of its own")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        started = time.monotonic()
        socket.create_connection((host, port), timeout=PREFECT_SECONDS).close()
    except (OSError, ValueError) as error:
        reason = type(error).__name__
        return Check("prefect", "wrong", f"nobody answers where PREFECT_API_URL points ({reason}): is the server up?")
    return Check("prefect", "ok", f"{host}:{port} answers in {1000 * (time.monotonic() - started):.0f} ms")


def _data_files(settings: Settings) -> str:
    from feeds.registry import load_sources
    from flows.settings import check_watches
    from knowledge.load import load_catalogue

    catalogue = load_catalogue(settings.catalogue_files)
    check_watches(settings, catalogue)
    return f"{len(load_sources(settings.sources_files))} sources, {len(catalogue.companies)} companies"


def _record(settings: Settings) -> str:
    from store.database import look_into

    if not settings.live_file.exists():
        return f"{settings.live_file} is not there yet: the first pass makes it"
    look_into(settings.live_file)
    return f"{settings.live_file} can be opened: nobody else holds it"


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, "ok", look())
    except CasewatchError as error:
        return Check(name, "wrong", str(error))


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
