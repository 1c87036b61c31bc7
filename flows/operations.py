"""What those who run casewatch are told: issues opened and closed, each once, by a way that needs no Slack."""

import json
from datetime import datetime
from pathlib import Path

from alerts.message import ops_message
from alerts.outbox import new_alert
from flows.tools import Tools
from schemas.words import AlertKind
from store.database import Connection
from store.outbox import add_alerts
from store.runs import close_issue, open_issue


def note_issue(connection: Connection, tools: Tools, source: str, topic: str, reason: str | None) -> bool:
    """Open the issue (source, topic) for `reason`, or close it when there is none. True: it was open before.

    A newly opened or closed issue gives one ops message: a line in the ops file, and an alert
    to the ops channel when there is one.
    """
    now = tools.clock()
    if reason is None:
        if close_issue(connection, source, topic, now):
            tell_operators(connection, tools, f"{source}:{topic}", f"Recovered: {source} ({topic}).")
        return False
    opened = open_issue(connection, source, topic, reason, now)
    if opened:
        tell_operators(connection, tools, f"{source}:{topic}", f"{source} ({topic}): {reason}")
    return not opened


def tell_operators(connection: Connection, tools: Tools, topic: str, text: str) -> None:
    """Write `text` to the ops file and queue it for the ops channel, if there is one."""
    now = tools.clock()
    append_line(tools.settings.ops_file, now, topic, text)
    channel = tools.settings.slack.ops_channel
    if channel:
        alert = new_alert(
            id=tools.new_id("al"),
            channel=channel,
            subject=f"ops:{topic}:{now:%Y%m%dT%H%M%S}",
            kind=AlertKind.OPS,
            message=ops_message(text),
            now=now,
        )
        add_alerts(connection, (alert,))


def append_line(path: Path, now: datetime, topic: str, text: str) -> None:
    """Append one JSON object with time, topic and text to the ops file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"time": now.isoformat(), "topic": topic, "text": text}, ensure_ascii=False)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
