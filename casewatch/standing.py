"""`casewatch status`: is the watch alive, which sources are read, what is wrong. Needs neither Prefect nor Slack."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from casewatch.asking import rows_of_each
from casewatch.forms import moment, plain_table
from schemas.data_folder import DataFolder
from schemas.errors import QueryError

ALIVE_WITHIN = timedelta(hours=1)
"""A watch whose last run is older is not alive: runs come every 5 or 15 minutes."""

HEALTH = "SELECT * FROM source_health ORDER BY priority, failing_since NULLS LAST, source_id"
LAST_RUN = "SELECT * FROM runs ORDER BY started DESC LIMIT 1"
STUCK = "SELECT count(*) AS alerts FROM alert_log WHERE state = 'parked'"


def show_status(folder: DataFolder, *, check: bool, as_json: bool) -> int:
    """Print the state of the watch. With `check` the exit code is 1 when something must be looked at."""
    try:
        sources, runs, [stuck] = rows_of_each(folder.public_file, folder.team_file, HEALTH, LAST_RUN, STUCK)
    except QueryError as error:
        typer.echo(json.dumps({"alive": False, "problems": [str(error)]}) if as_json else f"NOT ALIVE: {error}")
        return 1
    now = datetime.now(UTC)
    problems = [*find_problems(sources, runs, stuck["alerts"], now), *find_no_life(folder.heartbeat_file, now)]
    if as_json:
        answer = {"alive": not problems, "problems": problems, "last_run": runs, "sources": sources}
        typer.echo(json.dumps(answer, ensure_ascii=False, default=str))
    else:
        typer.echo(_printed(sources, runs, problems))
    return 1 if check and problems else 0


def find_problems(sources: list[dict[str, Any]], runs: list[dict[str, Any]], parked: int, now: datetime) -> list[str]:
    """Return what somebody has to look at, in plain sentences; nothing when the watch is alive and well."""
    problems = []
    if not runs:
        problems.append("no run was ever recorded: start `casewatch serve`, or run `casewatch run` from cron")
    elif now - runs[0]["finished"] > ALIVE_WITHIN:
        problems.append(f"the last run ended {moment(runs[0]['finished'])} UTC: is `casewatch serve` running?")
    if runs and runs[0]["outcome"] == "blind":
        problems.append("the last run was BLIND: no source of priority 1 could be read")
    failing = [row["source_id"] for row in sources if row["priority"] == 1 and row["state"] == "failing"]
    if failing:
        problems.append(f"sources of priority 1 that fail: {', '.join(failing)}")
    if parked:
        problems.append(f"{parked} alerts are parked because Slack refuses them: casewatch alerts list --state parked")
    return problems


def find_no_life(heartbeat_file: Path, now: datetime) -> list[str]:
    """Return what is wrong with the heartbeat file; it is written after each pass, whether that published or not."""
    if not heartbeat_file.exists():
        return []
    try:
        beat = datetime.fromisoformat(json.loads(heartbeat_file.read_text(encoding="utf-8"))["finished"])
        late = now - beat > ALIVE_WITHIN
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{heartbeat_file} cannot be read: the next pass writes it anew, if there is one"]
    return [f"the last heartbeat was {moment(beat)} UTC, in {heartbeat_file}: no pass has ended since"] if late else []


def _printed(sources: list[dict[str, Any]], runs: list[dict[str, Any]], problems: list[str]) -> str:
    states = [row["state"] for row in sources]
    counts = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
    head = f"{len(sources)} sources: {counts or 'none declared'}"
    last = f"Last run: {moment(runs[0]['finished'])} UTC, {runs[0]['outcome'].upper()}" if runs else "No run yet"
    lines = [
        [
            row["source_id"],
            row["state"] if row["proven"] or row["state"] == "not yet watched" else f"{row['state']} (unproven)",
            moment(row["last_success"]),
            moment(row["last_new_item"]),
            f"{row['max_silence_days']} days" if row["max_silence_days"] else "",
            moment(row["next_poll"]),
            str(row["documents"]),
            str(row["articles_missing"] or ""),
            " ".join((row["error"] or "; ".join(row["open_issues"])).split())[:90],
        ]
        for row in sources
    ]
    heading = [
        "source",
        "state",
        "last success",
        "last new item",
        "silent at most",
        "next try",
        "documents",
        "from summary",
        "error",
    ]
    return "\n".join([last, head, *(f"PROBLEM: {text}" for text in problems), "", plain_table(heading, lines)])
