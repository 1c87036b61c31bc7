"""The commands as a user types them: what they print, and what they exit with."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.feeds_server import Web, page, serve, status
from tests.fakes.house import article, rss
from tests.fakes.played import played_demo
from tests.fakes.typed import casewatch

CASEWATCH = Path(sys.executable).parent / "casewatch"
OLD = ("CMA publishes its annual report", "/old.html")

SOURCES = """
authority = "uk-cma"
publisher = "Competition and Markets Authority"
language = "en"

[[source]]
id = "first"
name = "First"
url = "{base}/first"
allow_private = true
priority = 1

[[source]]
id = "second"
name = "Second"
url = "{base}/second"
allow_private = true
priority = 2
"""


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        text = "The report describes the work of the authority in the past year, chapter by chapter."
        running.answers[OLD[1]] = page(article(OLD[0], text))
        for name in ("/first", "/second"):
            running.answers[name] = page(rss(OLD, base=running.base), "application/rss+xml")
        yield running


def program(folder: Path, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the installed program, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEWATCH")}
    return subprocess.run(
        [str(CASEWATCH), *arguments],
        cwd=folder, env=environment, input=stdin, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "code", "word"),
    [
        pytest.param({}, 0, "COMPLETE", id="all read"),
        pytest.param({"/second": status(404)}, 3, "PARTIAL", id="one newly failed"),
        pytest.param({"/first": status(404)}, 4, "BLIND", id="no source of priority 1"),
    ],
)
def test_run_exits_with_what_it_may_claim(
    answers: dict[str, object], code: int, word: str, web: Web, tmp_path: Path
) -> None:
    web.answers.update(answers)  # type: ignore[arg-type]
    (tmp_path / "sources.toml").write_text(SOURCES.format(base=web.base), encoding="utf-8")
    run = casewatch(tmp_path, "run", "--sources", "sources.toml", "--allow-private")
    assert run.returncode == code, run.stderr
    assert word in run.stdout
    assert "No Slack token" in run.stdout or "no Slack token" in run.stdout
    assert (tmp_path / "data" / "outbox.jsonl").exists()
    answer = json.loads(casewatch(tmp_path, "status", "--json").stdout)
    assert answer["last_run"][0]["outcome"] == word.lower()
    failing = {row["source_id"] for row in answer["sources"] if row["failing_since"]}
    assert failing == {name.strip("/") for name in answers}


def test_private_addresses_need_the_command_lines_word(web: Web, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(SOURCES.format(base=web.base), encoding="utf-8")
    run = casewatch(tmp_path, "run", "--sources", "sources.toml")
    assert run.returncode == 4
    assert "not in the public internet" in run.stdout
    assert not web.visits


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "words"),
    [
        pytest.param(("run", "--config", "none.toml"), None, 2, "no such settings file", id="no settings file"),
        pytest.param(("run",), "workers = [", 2, "not valid TOML", id="broken settings"),
        pytest.param(
            ("watch", "list"),
            '[[watch]]\nid = "a"\nchannel = "c"\ncompanies = ["Mistal AI"]',
            2,
            "Mistral AI",
            id="unknown company, the nearest is named",
        ),
        pytest.param(("run", "--source", "nowhere"), None, 2, "nowhere", id="unknown source"),
        pytest.param(("sql", "SELECT 1"), None, 1, "casewatch run", id="nothing published yet"),
        pytest.param(("extract", "none.jsonl"), None, 2, "none.jsonl", id="no such file"),
    ],
)
def test_a_mistake_is_one_plain_sentence(
    arguments: tuple[str, ...], settings: str | None, code: int, words: str, tmp_path: Path
) -> None:
    if settings is not None:
        (tmp_path / "casewatch.toml").write_text(settings, encoding="utf-8")
    result = casewatch(tmp_path, *arguments)
    assert result.returncode == code, result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_status_check_fails_when_nothing_ever_ran(tmp_path: Path) -> None:
    assert program(tmp_path, "status", "--check").returncode == 1


def test_extract_answers_each_line_in_its_place(tmp_path: Path) -> None:
    good = {"id": "a", "title": "CMA opens investigation into OpenAI", "text": "", "date": "2026-11-19"}
    lines = "\n".join([json.dumps(good), "no json", json.dumps({"id": "c", "title": "", "text": ""})])
    result = program(tmp_path, "extract", "-", stdin=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 3
    assert [answer["id"] for answer in answers] == ["a", None, "c"]
    assert answers[0]["alert"] == ["OpenAI"]
    assert all("error" in answer for answer in answers[1:])


def test_watch_test_says_who_would_be_told(tmp_path: Path) -> None:
    result = casewatch(tmp_path, "watch", "test", "The CMA has opened an investigation into Mistral AI.", "--json")
    answer = json.loads(result.stdout)
    assert [told["channel"] for told in answer["told"]] == ["#ai-cases"], result.stderr


@pytest.mark.slow
def test_the_record_is_backed_up_verified_held_and_restored(tmp_path: Path) -> None:
    shutil.copytree(played_demo().folder, tmp_path / "data")
    assert casewatch(tmp_path, "backup", "copy.duckdb").stdout.startswith("copy.duckdb: whole, ")
    assert casewatch(tmp_path, "verify").stdout == "clean\n"
    assert json.loads(casewatch(tmp_path, "verify", "copy.duckdb", "--json").stdout) == {"clean": True, "problems": []}
    (tmp_path / "copy.duckdb").write_bytes(b"broken" * 1000)
    broken = casewatch(tmp_path, "restore", "copy.duckdb")
    assert (broken.returncode, casewatch(tmp_path, "verify", "copy.duckdb").returncode) == (1, 1)
    assert "nothing was restored" in broken.stderr
    assert casewatch(tmp_path, "hold", "add", "nothing", "--reason", "x").returncode == 2
    held = casewatch(tmp_path, "hold", "add", "all", "--reason", "a court asked", "--by", "legal")
    assert held.stdout == "all is held\n"
    assert "a court asked" in casewatch(tmp_path, "hold", "list").stdout
    assert json.loads(casewatch(tmp_path, "retain", "--dry-run", "--json").stdout)["texts"] == 0


def test_what_a_query_gives_can_be_written_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(played_demo().folder)
    asked = casewatch(tmp_path, "sql", "SELECT authority, action FROM events", "--output", "rows.parquet")
    assert asked.stdout == "rows.parquet: 17 rows\n", asked.stderr
    assert (tmp_path / "rows.parquet").read_bytes().startswith(b"PAR1")
