"""Keep the demo's alert that the README shows: `python -m casewatch.demo.record` writes alert.json anew."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from casewatch.demo.picture import ALERT
from casewatch.demo.run import perform
from schemas.alert import Alert
from schemas.words import AlertKind

_FIRMS = {"microsoft", "mistral-ai"}


def shown_alert(alerts: Iterable[Alert]) -> str:
    """Return the press report about Microsoft and Mistral, as the JSON that is kept. Its port and id are made
    the same each time."""
    alert = next(a for a in alerts if a.kind is AlertKind.STEP and set(a.companies) == _FIRMS)
    kept = {
        "channel": alert.channel,
        "time": f"{alert.created_at:%H:%M}",
        "blocks": alert.message.block_list(),
    }
    words = json.dumps(kept, ensure_ascii=False, indent=1)
    words = re.sub(r"http://127\.0\.0\.1:\d+", "https://demo.example", words)
    return re.sub(r"\bev_\d+\b", "ev_5c1e8a90d2f74b36", words) + "\n"


def main() -> None:
    """Play the demo and write the alert."""
    with TemporaryDirectory(prefix="casewatch-demo-") as folder:
        _, alerts = perform(lambda _line: None, Path(folder))
    ALERT.write_text(shown_alert(alerts), encoding="utf-8")


if __name__ == "__main__":
    main()
