"""What `casewatch doctor` finds: each thing that can be wrong, and never a secret."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from pydantic import SecretStr

from casewatch.examining import checked, clock_check, folder_check, prefect_check, room_check, token_check
from casewatch.standing import find_no_life
from schemas.settings import Settings, SlackSettings

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_fresh_folder_is_fine_and_nothing_is_made_in_it(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path / "data")
    found = {check.name: check for check in checked(settings, None, NOW)}
    assert {name for name, check in found.items() if check.verdict == "wrong"} == set()
    assert found["slack token"].verdict == "warning"
    assert "sources" in found["sources and catalogue"].told
    assert "will be made" in found["data folder"].told
    assert list(tmp_path.iterdir()) == []


def test_a_data_file_and_a_record_that_cannot_be_read_are_told_with_their_place(tmp_path: Path) -> None:
    sources = tmp_path / "mine.toml"
    sources.write_text("[[source]]\nid = 3\n")
    settings = Settings(data_folder=tmp_path, sources_files=(sources,))
    settings.live_file.write_text("no database")
    found = {check.name: check for check in checked(settings, None, NOW)}
    assert found["sources and catalogue"].verdict == found["record"].verdict == "wrong"
    assert "mine.toml" in found["sources and catalogue"].told
    assert "casewatch.duckdb" in found["record"].told


def test_a_good_record_is_opened_and_left_as_it_is(tmp_path: Path) -> None:
    settings = Settings(data_folder=tmp_path)
    duckdb.connect(settings.live_file).close()
    before = settings.live_file.read_bytes()
    found = {check.name: check for check in checked(settings, None, NOW)}
    assert found["record"].verdict == "ok"
    assert settings.live_file.read_bytes() == before


@pytest.mark.parametrize(("token", "verdict"), [("xoxb-12345-secret", "ok"), ("xoxp-12345-secret", "wrong")])
def test_the_form_of_the_token_is_looked_at_and_the_token_never_told(token: str, verdict: str) -> None:
    check = token_check(Settings(slack=SlackSettings(token=SecretStr(token))))
    assert (check.verdict, "secret" in check.told) == (verdict, False)


def test_a_file_for_a_folder_and_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert folder_check(tmp_path / "data").verdict == "wrong"
    assert "GB are free" in room_check(tmp_path / "none" / "yet").told


@pytest.mark.parametrize(("ahead", "verdict"), [(-1, "ok"), (1, "wrong")])
def test_a_clock_before_the_last_pass_is_wrong(tmp_path: Path, ahead: int, verdict: str) -> None:
    settings = Settings(data_folder=tmp_path)
    settings.heartbeat_file.write_text(f'{{"finished": "{(NOW + timedelta(minutes=ahead)).isoformat()}"}}')
    assert clock_check(settings, NOW).verdict == verdict


def test_a_prefect_server_is_reached_or_not_and_its_key_never_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://user:secret@127.0.0.1:{server.getsockname()[1]}/api"
        reached = prefect_check(url)
    missed = prefect_check(url)
    assert (reached.verdict, missed.verdict) == ("ok", "wrong")
    assert "secret" not in reached.told + missed.told


@pytest.mark.parametrize(
    ("beat", "told"),
    [
        (None, ""),
        (f'{{"finished": "{(NOW - timedelta(minutes=50)).isoformat()}"}}', ""),
        (f'{{"finished": "{(NOW - timedelta(minutes=70)).isoformat()}"}}', "no pass has ended since"),
        ('{"finished": "2026-11-20T09:00:00"}', "cannot be read"),
        ("half a fi", "cannot be read"),
    ],
)
def test_an_old_or_broken_heartbeat_is_a_problem(tmp_path: Path, beat: str | None, told: str) -> None:
    file = tmp_path / "heartbeat.json"
    if beat is not None:
        file.write_text(beat)
    problems = find_no_life(file, NOW)
    assert told in " ".join(problems)
    assert bool(problems) == bool(told)
