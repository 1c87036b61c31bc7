"""The bar is a machine's job: types, lint, format and the direction of imports, in the one test command."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

LONGEST_MODULE = 250

COMMANDS = {
    "lint": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "direction of imports": ("lint-imports",),
}


@pytest.mark.parametrize("duty", COMMANDS)
def test_duty(duty: str) -> None:
    program, *arguments = COMMANDS[duty]
    found = shutil.which(program, path=str(BIN)) or shutil.which(program)
    assert found, f"{program} is not installed: pip install -e '.[dev]'"
    result = subprocess.run([found, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-6000:] + result.stderr[-2000:]


def test_no_file_in_flows_hides_another_module() -> None:
    """Prefect puts flows/ first on sys.path while it loads a flow: a file there hides any module of its name."""
    import importlib.metadata

    folders = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    installed = set(importlib.metadata.packages_distributions())
    taken = folders | installed | set(sys.stdlib_module_names)
    files = {path.stem for path in (ROOT / "flows").glob("*.py")} - {"__init__"}
    assert not files & taken


def test_every_init_file_is_empty() -> None:
    """One import path a thing."""
    folders = [path for path in ROOT.iterdir() if (path / "__init__.py").exists()]
    full = [str(p) for folder in folders for p in folder.rglob("__init__.py") if p.read_text().strip()]
    assert not full


def test_no_module_of_the_product_is_longer_than_a_reader_takes_in_at_once() -> None:
    files = [file for folder in ROOT.iterdir() if (folder / "__init__.py").exists() for file in folder.rglob("*.py")]
    modules = [file for file in files if not file.is_relative_to(ROOT / "tests")]
    assert modules
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in modules}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}
