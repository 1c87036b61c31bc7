"""Light commands start at once: no Prefect, spaCy, HTTP client or article reader is imported for them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fakes.played import played_demo

ROOT = Path(__file__).parents[2]
CASEWATCH = Path(sys.executable).parent / "casewatch"
HEAVY = ("prefect", "spacy", "httpx", "trafilatura", "feedparser", "slack_sdk", "pypdfium2", "rich")
LIGHT = (
    ["sql", "SELECT count(*) FROM events"],
    ["status"],
    ["sources", "list"],
)


@pytest.fixture
def data() -> Path:
    """A folder with a published snapshot."""
    return played_demo().folder


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CASEWATCH")}


def seconds(command: list[str], cwd: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=clean_environment(), capture_output=True, timeout=60, check=True)
    return time.perf_counter() - started


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("command", LIGHT, ids=" ".join)
def test_starts_within_half_a_second_of_bare_python(command: list[str], data: Path) -> None:
    bare = min(seconds([sys.executable, "-c", "pass"], data) for _ in range(7))
    full = min(seconds([str(CASEWATCH), *command, "--data", str(data)], data) for _ in range(7))
    print(f"casewatch {' '.join(command)}: {full - bare:.3f} s more than bare python ({bare:.3f} s)")
    assert full - bare < 0.5


@pytest.mark.parametrize("command", [*LIGHT, ["watch", "list"]], ids=" ".join)
def test_imports_nothing_heavy(command: list[str], data: Path) -> None:
    program = (
        "import sys; from casewatch.main import app; "
        f"app({[*command, '--data', str(data)]!r}, standalone_mode=False); "
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=clean_environment(), capture_output=True, text=True, check=True
    )
    assert "HEAVY []" in result.stdout
