"""Signs of life: a file after each pass, a call after a good one, ops messages by webhook until it takes them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from flows.operations import append_line
from flows.watchdog import call_address, show_life
from schemas.report import RunReport
from schemas.settings import OpsSettings, Settings
from schemas.words import Outcome
from tests.fakes.feeds_server import Visit, serve

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def report(outcome: Outcome = Outcome.COMPLETE, *notes: str) -> RunReport:
    return RunReport(id="run_1", started=NOW, finished=NOW, outcome=outcome, notes=notes)


def settings(folder: Path, **addresses: str) -> Settings:
    return Settings(data_folder=folder, ops=OpsSettings(**{k: SecretStr(v) for k, v in addresses.items()}))


@pytest.mark.parametrize(
    ("run", "calls"),
    [
        (report(), 1),
        (report(Outcome.PARTIAL), 1),
        (report(Outcome.BLIND), 0),
        (report(Outcome.COMPLETE, "the snapshot could not be published"), 0),
    ],
)
def test_the_file_tells_of_every_pass_and_the_address_hears_of_good_ones(
    tmp_path: Path, run: RunReport, calls: int
) -> None:
    with serve() as web:
        web.answers["/beat"] = lambda visit: visit.say()
        assert show_life(run, settings(tmp_path, heartbeat_url=f"{web.base}/beat?key=1")) == ()
        assert len(web.visits) == calls
    beat = json.loads((tmp_path / "heartbeat.json").read_text())
    assert beat == {"finished": NOW.isoformat(), "outcome": run.outcome.value, "run": "run_1"}


def test_the_webhook_gets_each_ops_message_once_also_when_it_was_down(tmp_path: Path) -> None:
    answers = [503, 200, 200]

    def hook(visit: Visit) -> None:
        visit.say(answers.pop(0))

    with serve() as web:
        web.answers["/hook"] = hook
        chosen = settings(tmp_path, webhook_url=f"{web.base}/hook?key=hidden")
        assert show_life(report(), chosen) == ()
        append_line(chosen.ops_file, NOW, "a:poll", "a (poll): HTTP 404")
        (problem,) = show_life(report(), chosen)
        assert "503" in problem
        assert "hidden" not in problem
        append_line(chosen.ops_file, NOW, "a:poll", "Recovered: é")
        assert [show_life(report(), chosen) for _ in range(2)] == [(), ()]
        append_line(chosen.ops_file, NOW, "b:poll", "b")
        assert show_life(report(), chosen) == ()
        told = [json.loads(body)["text"] for body in web.posted]
    assert told == ["a (poll): HTTP 404", "a (poll): HTTP 404\nRecovered: é", "b"]


def test_an_ops_file_that_began_anew_is_told_from_its_start(tmp_path: Path) -> None:
    bodies: list[bytes | None] = []
    chosen = settings(tmp_path, webhook_url="https://chat.example/hook")
    append_line(chosen.ops_file, NOW, "a:poll", "a long text that will not come again")
    show_life(report(), chosen, lambda _url, body, _proxy: bodies.append(body))
    chosen.ops_file.unlink()
    append_line(chosen.ops_file, NOW, "b:poll", "b")
    show_life(report(), chosen, lambda _url, body, _proxy: bodies.append(body))
    assert bodies[-1] == b'{"text": "b"}'


def test_nobody_listening_is_told_without_the_address(tmp_path: Path) -> None:
    with serve() as web:
        gone = f"{web.base}/secret"
    with pytest.raises(OSError, match="refused"):
        call_address(gone, None, None)
    (problem,) = show_life(report(), settings(tmp_path, heartbeat_url=gone))
    assert problem.startswith("ops.heartbeat_url: the address cannot be called")
    assert "secret" not in problem


def test_only_web_addresses_are_called(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="https://"):
        settings(tmp_path, heartbeat_url="file:///etc/passwd")
