"""What is wrong in a file of patterns is told with its file and line."""

from pathlib import Path

import pytest

from schemas.base import Model
from schemas.data_files import compiled, read_entries
from schemas.errors import DataFileError


class Named(Model):
    name: str
    pattern: str


def file(folder: Path, text: str) -> Path:
    path = folder / "names.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[[named]]\nname = "b"\npattern = "1"\n[[named]]\nname = "a"\npattern = "2"\n'
    assert [entry.name for entry in read_entries(Named, "named", file(tmp_path, text))] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        pytest.param('[[named]]\nname = "b"\npattern = 71\n', 3, "pattern", id="a value of another kind"),
        pytest.param('[[named]]\nname = "b"\n', None, "pattern", id="a value that is missing"),
        pytest.param('[[named]]\nname = ""\npattern = ""\nodd = ""\n', 4, "odd", id="an empty value nobody knows"),
        pytest.param("", None, "named", id="no entry"),
        pytest.param("named = 7\n", None, "named", id="a value in place of entries"),
        pytest.param("[[named]\n", 1, "not TOML", id="no TOML"),
    ],
)
def test_a_broken_entry_is_named(text: str, line: int | None, why: str, tmp_path: Path) -> None:
    path = file(tmp_path, text)
    with pytest.raises(DataFileError) as caught:
        read_entries(Named, "named", path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert why in caught.value.reason


def test_a_pattern_that_is_none_is_named_as_it_is_written(tmp_path: Path) -> None:
    path = file(tmp_path, '[[named]]\nname = "b"\npattern = "({A}"\n')
    with pytest.raises(DataFileError, match=r"names\.toml:3: '\(\{A\}': .*unterminated"):
        compiled("(x", path, written="({A}")
