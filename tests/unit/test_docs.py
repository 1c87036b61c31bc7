"""What the pages say is true: commands exist, SQL runs, settings load, links lead somewhere."""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from casewatch.case_commands import ShowingGroup
from casewatch.main import app
from feeds.registry import load_sources
from flows.settings import check_watches, default_watch, load_settings
from knowledge.load import load_catalogue
from schemas.settings import Settings
from store.database import Database
from store.publish import publish
from store.query import describe, run_sql

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def _fenced(language: str) -> Iterator[tuple[str, str]]:
    """Yield page:line and the words of every fenced block of a language; blocks in lists are indented."""
    fence = re.compile(rf"^(?P<indent> *)```{language}\n(?P<words>.*?)^ *```$", re.MULTILINE | re.DOTALL)
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in fence.finditer(text):
            lines = [line.removeprefix(block["indent"]) for line in block["words"].splitlines()]
            place = f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, block.start()) + 2}"
            yield place, "\n".join(lines)


def _commands() -> Iterator[tuple[str, list[str]]]:
    for place, words in _fenced("bash"):
        for line in words.splitlines():
            for command in re.split(r" && |; ", line.split(" #")[0]):
                first, *arguments = shlex.split(command)
                if Path(first).name == "casewatch":
                    yield f"{place} {shlex.join(arguments)}", arguments


@pytest.mark.parametrize("arguments", [pytest.param(a, id=name) for name, a in _commands()])
def test_every_command_exists_with_its_options(arguments: list[str]) -> None:
    """Parsing alone: nothing is run, so nothing is polled or sent."""
    command = typer.main.get_command(app)
    rest = list(arguments)
    while hasattr(command, "commands"):
        rest = command.completed(rest) if isinstance(command, ShowingGroup) else rest
        command = command.commands[rest.pop(0)]
    command.make_context(command.name, rest)


def test_sources_named_on_a_command_line_are_bundled() -> None:
    named = {a[place + 1] for _, a in _commands() for place, word in enumerate(a) if word == "--source"}
    assert named
    assert named <= {source.id for source in load_sources()}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("published")
    files = folder / "events.duckdb", folder / "team.duckdb"
    publish(Database(folder / "live.duckdb"), *files, datetime(2026, 11, 22, tzinfo=UTC))
    return files


@pytest.mark.parametrize("sql", [pytest.param(sql, id=place) for place, sql in _fenced("sql")])
def test_every_query_runs(sql: str, published: tuple[Path, Path]) -> None:
    assert run_sql(*published, sql).columns


@pytest.mark.parametrize(
    "arguments", [pytest.param(a, id=name) for name, a in _commands() if a[:1] == ["sql"] and len(a) > 1]
)
def test_every_query_on_a_command_line_runs(arguments: list[str], published: tuple[Path, Path]) -> None:
    assert run_sql(*published, arguments[-1]).columns


def test_the_page_on_sql_lists_all_views(published: tuple[Path, Path]) -> None:
    page = (ROOT / "docs" / "sql.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert listed == {view.name for view in describe(*published)}


def test_the_example_settings_are_the_defaults() -> None:
    example = load_settings(ROOT / "casewatch.toml", {})
    defaults = Settings.model_validate({"watches": [default_watch("#ai-cases")]})
    assert example.model_copy(update={"data_folder": defaults.data_folder}) == defaults


@pytest.mark.parametrize("toml", [pytest.param(toml, id=place) for place, toml in _fenced("toml")])
def test_every_piece_of_toml_loads(toml: str, tmp_path: Path) -> None:
    file = tmp_path / "piece.toml"
    file.write_text(toml, encoding="utf-8")
    if "[[source]]" in toml:
        assert load_sources((file,))
    else:
        assert check_watches(load_settings(file, {}), load_catalogue()).watches


@pytest.mark.parametrize("page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES])
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []
