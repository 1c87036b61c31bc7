"""Signs of life by ways that need neither the store nor Slack: a file, an address that is called, a webhook.

The one who watches must be another: a monitor that misses the call, or cron with `casewatch status --check`.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

from schemas.report import RunReport
from schemas.settings import Settings
from schemas.words import Outcome

TIMEOUT_SECONDS = 10.0

MOST_TOLD = 50
"""Ops messages in one call of the webhook; the rest follow after the next pass."""

Call = Callable[[str, bytes | None, str | None], None]
"""Calls an address (POST when there is a body) through a proxy; raises OSError or HTTPException when that fails."""


def call_address(url: str, body: bytes | None, proxy: str | None) -> None:
    """Call an address and throw the answer away. Raises OSError or HTTPException."""
    handlers = [urllib.request.ProxyHandler({"http": proxy, "https": proxy})] if proxy else []
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"} if body else {})
    urllib.request.build_opener(*handlers).open(request, timeout=TIMEOUT_SECONDS).close()


def show_life(report: RunReport, settings: Settings, call: Call = call_address) -> tuple[str, ...]:
    """Write the heartbeat file, call the heartbeat address after a good run, hand on the ops messages.

    A run is good when it was not blind and its snapshot stands. Returns what failed, in plain words and without
    the addresses: they may hold keys.
    """
    write_heartbeat(settings.heartbeat_file, report)
    ops, problems = settings.ops, []
    good = report.outcome is not Outcome.BLIND and not report.notes
    if ops.heartbeat_url and good:
        problems.append(_called(call, ops.heartbeat_url.get_secret_value(), None, settings, "ops.heartbeat_url"))
    if ops.webhook_url:
        problems.append(hand_on(settings, ops.webhook_url.get_secret_value(), call))
    return tuple(problem for problem in problems if problem is not None)


def write_heartbeat(file: Path, report: RunReport) -> None:
    """Replace the heartbeat file: when the last pass ended and what it may claim."""
    beat = {"finished": report.finished.isoformat(), "outcome": report.outcome.value, "run": report.id}
    written = file.with_suffix(".new")
    written.write_text(json.dumps(beat) + "\n", encoding="utf-8")
    written.replace(file)


def hand_on(settings: Settings, url: str, call: Call) -> str | None:
    """Post the ops messages the webhook has not had yet, as `{"text": …}`; return what failed, or None.

    How far it got is kept in a file beside the ops file, so that what fails is told after the next pass. Where a
    process dies between the two, some messages come twice.
    """
    mark = settings.ops_file.with_suffix(".told")
    if not settings.ops_file.exists():
        return None
    whole = settings.ops_file.read_bytes()
    told = int(mark.read_text(encoding="ascii")) if mark.exists() else 0
    fresh = whole[told if told <= len(whole) else 0 :].splitlines(keepends=True)[:MOST_TOLD]
    if not fresh:
        return None
    text = "\n".join(json.loads(line)["text"] for line in fresh)
    problem = _called(call, url, json.dumps({"text": text}).encode(), settings, "ops.webhook_url")
    if problem is None:
        start = told if told <= len(whole) else 0
        mark.write_text(str(start + sum(map(len, fresh))), encoding="ascii")
    return problem


def _called(call: Call, url: str, body: bytes | None, settings: Settings, name: str) -> str | None:
    try:
        call(url, body, settings.http.proxy)
    except urllib.error.HTTPError as error:
        error.close()
        return f"{name}: the address answers {error.code}"
    except (OSError, HTTPException) as error:
        return f"{name}: the address cannot be called ({type(error).__name__})"
    return None
