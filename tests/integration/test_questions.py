"""The questions of docs/sql.md, asked of what the demo leaves: each gives the rows a careful reader expects.

When the demo's documents or the questions change, `python -m tests.integration.test_questions` writes the rows anew;
read the difference before it is committed.
"""

import atexit
import json
import re
import shutil
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from casewatch.demo.sources import DEMO_TIMES
from store.database import Database
from store.locked import Connection, opened
from store.publish import publish
from store.query import run_query
from tests.fakes.played import played_demo

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / "tests" / "data" / "sql" / "answers.json"
QUESTION = re.compile(r"^(?P<asked>[^\n`|#][^\n]*)\n\n```sql\n(?P<sql>.*?)^```$", re.MULTILINE | re.DOTALL)
NOW = DEMO_TIMES[-1]


def questions() -> dict[str, str]:
    page = (ROOT / "docs" / "sql.md").read_text("utf-8")
    return {match["asked"]: match["sql"] for match in QUESTION.finditer(page)}


@cache
def opened_once(folder: Path) -> Connection:
    """Return a connection to the published files, as `casewatch sql` opens them, for all questions."""
    files = ExitStack()
    atexit.register(files.close)
    return files.enter_context(opened(folder / "events.duckdb", folder / "team.duckdb"))


def answer(sql: str, folder: Path | None = None) -> list[list[Any]]:
    """Ask at the end of the demo's days; the clock stands still."""
    folder = folder or played_demo().folder / "published"
    sql = sql.replace("now()", f"TIMESTAMPTZ '{NOW.isoformat()}'").replace("current_date", f"DATE '{NOW.date()}'")
    rows = run_query(opened_once(folder), sql, 10_000, 30.0).rows
    return json.loads(json.dumps(rows, default=str))  # type: ignore[no-any-return]


def test_there_are_at_least_25_questions_and_each_has_its_rows() -> None:
    assert len(questions()) >= 25
    assert set(json.loads(ANSWERS.read_text("utf-8"))) == set(questions())


@pytest.mark.parametrize("asked", [pytest.param(asked, id=asked) for asked in questions()])
def test_a_question_is_answered(asked: str) -> None:
    assert answer(questions()[asked]) == json.loads(ANSWERS.read_text("utf-8"))[asked]


def test_the_questions_are_more_than_empty_tables() -> None:
    answers = json.loads(ANSWERS.read_text("utf-8"))
    empty = {asked for asked, rows in answers.items() if not rows}
    assert len(empty - set(ANSWERED_LATER)) <= 4


LATER = f"""
    INSERT INTO record.events
    SELECT * REPLACE ('ev_later' AS id, 'decision' AS action, DATE '2027-01-07' AS step_date)
    FROM record.events WHERE targets_of(parties) = 'Google';
    INSERT INTO record.feedback SELECT 'fb_1', id, event, 'relevant', 'somebody', '{NOW.isoformat()}', ''
    FROM record.alerts WHERE list_contains(companies, 'google');
    INSERT INTO record.case_links
    SELECT a.id, b.id, 'same deal', 'the same firms', 'high', 'casewatch', '{NOW.isoformat()}'
    FROM record.cases a, record.cases b WHERE a.title = 'Google (antitrust)' AND b.title = 'Nvidia (antitrust)';
    INSERT INTO record.case_edits
    SELECT 'merge', a.id, b.id, [], 'one matter', 'anna', '{NOW.isoformat()}'
    FROM record.cases a, record.cases b WHERE a.title = 'Google (antitrust)' AND b.title = 'Nvidia (antitrust)';
    INSERT INTO record.watch_changes VALUES ('default', 'added', '{{}}', 'anna', '{NOW.isoformat()}', 'cohere');
"""
"""What the demo's days are too few for."""

ANSWERED_LATER = {
    "How many days pass from opened to decision, by authority (median)?": [["Federal Cartel Office", 50.0, 1]],
    "How often were alerts right, as their readers say?": [["#ai-cases", "relevant", 1]],
    "Who put which firm on a route by command, or took it off, and when?": [
        [str(NOW), "anna", "added", "cohere", "default"]
    ],
    "Which cases were merged or split, by whom and why?": [
        [str(NOW), "anna", "merge", "ca_0032", "ca_0051", "one matter"]
    ],
    "Which cases of different authorities belong together?": [
        [
            "Federal Cartel Office", "Google (antitrust)", "same deal", "high",
            "French Competition Authority", "Nvidia (antitrust)",
        ]
    ],
}  # fmt: skip


def test_what_the_demo_is_too_short_for_is_answered_too(tmp_path: Path) -> None:
    database = Database(Path(shutil.copy(played_demo().folder / "casewatch.duckdb", tmp_path)))
    with database.transaction() as connection:
        connection.execute("CREATE TEMP MACRO targets_of(parties) AS parties[1].name")
        connection.execute(LATER)
    publish(database, tmp_path / "events.duckdb", tmp_path / "team.duckdb", NOW)
    assert {asked: answer(questions()[asked], tmp_path) for asked in ANSWERED_LATER} == ANSWERED_LATER


def main() -> None:
    answers = {asked: answer(sql) for asked, sql in questions().items()}
    ANSWERS.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
