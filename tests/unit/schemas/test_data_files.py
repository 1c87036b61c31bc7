"""What is wrong in a file of patterns is told with its file and line."""

from pathlib import Path

import pytest

from schemas.base import Model
from schemas.data_files import compiled, read_entries, read_file, read_languages
from schemas.errors import DataFileError


class Named(Model):
    name: str
    pattern: str


class Reach(Model):
    words: int
    names: tuple[str, ...] = ()
    places: tuple[Named, ...] = ()


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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            '[[named]]\nname = "a71"\npattern = "7"\n[[named]]\nname = "b"\npattern = 7\n', 6, id="a later entry"
        ),
        pytest.param('[[named]]\nname = "a"\npattern = "7" # 1\n[[named]]\nname = 1\npattern = ""\n', 5, id="a number"),
        pytest.param('[[named]]\n"name" = "a"\npattern = [\n "7",\n]\n', 3, id="a value of several lines"),
    ],
)
def test_a_short_value_is_found_by_its_entry_and_key(text: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        read_entries(Named, "named", file(tmp_path, text))
    assert caught.value.line == line


def test_a_wrong_item_of_a_list_is_found_on_its_own_line(tmp_path: Path) -> None:
    text = '# names: 7\nwords = 7\nnames = [\n  "a71",\n  7,\n]\n'
    with pytest.raises(DataFileError) as caught:
        read_file(Reach, file(tmp_path, text))
    assert caught.value.line == 5


def test_a_wrong_value_is_found_in_its_own_language(tmp_path: Path) -> None:
    text = '[en]\nwords = 7\n\n[de]\nwords = "x"\n'
    with pytest.raises(DataFileError) as caught:
        read_languages(Reach, file(tmp_path, text))
    assert caught.value.line == 5


def test_a_wrong_value_is_found_in_a_table_written_on_one_line(tmp_path: Path) -> None:
    text = 'words = 7\nplaces = [\n  { name = "a", pattern = "7" },\n  { name = 8, pattern = "" },\n]\n'
    with pytest.raises(DataFileError) as caught:
        read_file(Reach, file(tmp_path, text))
    assert caught.value.line == 4
