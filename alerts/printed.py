"""Where alerts go without a Slack token: the terminal and a file. Sent, not lost, and said plainly."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from alerts.terminal import plain_text
from schemas.alert import Alert

NO_TOKEN = (
    "No Slack token is set: alerts are printed here and written to {path}. "
    "To send them to Slack, put the bot's token into the environment variable CASEWATCH_SLACK_TOKEN."
)


class PrintedSender:
    """Prints alerts and appends each to a file, one JSON object a line. An id that is there is not repeated."""

    def __init__(self, outbox_file: Path, write: Callable[[str], None]) -> None:
        self._file, self._write = outbox_file, write
        self._announced = False

    def post(self, alert: Alert) -> str:
        """Print the alert, write it to the file and return its line's own id. A second time does nothing."""
        self._announce()
        known = self.find(alert, alert.created_at)
        if known is not None:
            return known
        ts = f"printed-{alert.id}"
        _append(self._file, {"alert": alert.id, "ts": ts, **_content(alert)})
        self._write(f"── {alert.channel} ──\n{plain_text(alert.message)}")
        return ts

    def find(self, alert: Alert, oldest: datetime) -> str | None:
        """Return the id of the line that holds the alert, or None. The file is read whole: `oldest` is not used."""
        return next((line["ts"] for line in _lines(self._file) if line.get("alert") == alert.id), None)

    def thread_is_there(self, alert: Alert) -> bool:
        """Every line stands."""
        return True

    def update_parent(self, alert: Alert, ts: str) -> None:
        """Do nothing: what is printed is printed, and the later line says what is new."""

    def _announce(self) -> None:
        if not self._announced:
            self._announced = True
            self._write(NO_TOKEN.format(path=self._file))


def _content(alert: Alert) -> dict[str, object]:
    return {
        "channel": alert.channel,
        "kind": alert.kind.value,
        "subject": alert.subject,
        "revision": alert.revision,
        "routes": alert.routes,
        "companies": alert.companies,
        "late": alert.late,
        "created_at": alert.created_at.isoformat(),
        "text": alert.message.text,
        "blocks": alert.message.block_list(),
    }


def _append(path: Path, line: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        if _ends_mid_line(file.fileno()):
            file.write(b"\n")
        file.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _ends_mid_line(descriptor: int) -> bool:
    """Whether a crash cut the last line: it must not swallow the next."""
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _lines(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            yield json.loads(line)
        except ValueError:  # cut by a crash: its alert was not acknowledged and is written again
            continue
