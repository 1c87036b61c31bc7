"""Alerts without a Slack token."""

import json
from datetime import UTC, datetime
from pathlib import Path

from alerts.blocks import header, message
from alerts.outbox import new_alert
from alerts.printed import PrintedSender
from schemas.alert import Alert
from schemas.words import AlertKind

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def alert(number: int) -> Alert:
    return new_alert(
        id=f"al-{number}",
        channel="#legal",
        subject=f"ev-{number}",
        kind=AlertKind.STEP,
        message=message("x", [header(f"Step {number} ü\u2028 & <x>")]),
        routes=("labs",),
        now=NOW,
    )


def test_it_says_so_prints_and_writes_one_line(tmp_path: Path) -> None:
    said: list[str] = []
    sender = PrintedSender(tmp_path / "new" / "outbox.jsonl", said.append)
    sender.post(alert(1))
    sender.post(alert(2))
    assert "No Slack token" in said[0]
    assert [line.splitlines()[1] for line in said[1:]] == ["Step 1 ü & <x>", "Step 2 ü & <x>"]
    lines = (tmp_path / "new" / "outbox.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["alert"] for line in lines if line] == ["al-1", "al-2"]
    assert json.loads(lines[0])["routes"] == ["labs"]


def test_an_alert_is_written_once_also_after_a_restart(tmp_path: Path) -> None:
    file, said = tmp_path / "outbox.jsonl", list[str]()
    first = PrintedSender(file, said.append).post(alert(1))
    again = PrintedSender(file, said.append)
    assert again.find(alert(1), NOW) == first
    assert again.find(alert(2), NOW) is None
    assert again.post(alert(1)) == first
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1
    assert sum("Step 1" in line for line in said) == 1


def test_a_line_cut_by_a_crash_swallows_neither_neighbour(tmp_path: Path) -> None:
    file = tmp_path / "outbox.jsonl"
    PrintedSender(file, list[str]().append).post(alert(1))
    whole = file.read_bytes()
    for cut in range(len(whole) + 1, len(whole) * 2):
        file.write_bytes((whole + whole.replace(b"al-1", b"al-2"))[:cut])
        sender = PrintedSender(file, list[str]().append)
        sender.post(alert(2))
        sender.post(alert(3))
        found = [sender.find(alert(number), NOW) for number in (1, 2, 3)]
        assert found == ["printed-al-1", "printed-al-2", "printed-al-3"]
        assert len([n for n in _ids(file) if n == "al-2"]) == 1


def _ids(file: Path) -> list[str]:
    found = []
    for line in file.read_bytes().split(b"\n"):
        try:
            found.append(json.loads(line)["alert"])
        except ValueError:
            continue
    return found


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    PrintedSender(tmp_path / "outbox.jsonl", list[str]().append).post(alert(1))
    assert (tmp_path / "outbox.jsonl").stat().st_mode & 0o077 == 0
