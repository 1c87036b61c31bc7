"""Sources files: what is read, and which line is named when something is wrong."""

from pathlib import Path

import pytest

from feeds.registry import load_sources
from schemas.errors import DataFileError

GOOD = """\
authority = "uk-cma"
publisher = "An Authority"
jurisdiction = "GB"
language = "en"

[[source]]
id = "one"
name = "One"
url = "https://authority.example/feed"
headers = { Accept = "text/xml", Accept-Encoding = "identity" }
expect = { min_items = 3, fields = ["title"] }

[[source]]
id = "two"
name = "Two"
publisher = "Another"
url = "https://authority.example/list"
format = "json_list"

[source.json_rules]
items = "data"
title = "title"
url = "link"
keep = { "office.name" = ["A", "B"], kind = "news" }
"""


def write(folder: Path, text: str, name: str = "sources.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_what_stands_at_the_top_holds_for_all(tmp_path: Path) -> None:
    one, two = load_sources([write(tmp_path, GOOD)])
    assert (one.authority, one.publisher, two.publisher, two.language) == ("uk-cma", "An Authority", "Another", "en")
    assert one.headers == (("Accept", "text/xml"), ("Accept-Encoding", "identity"))
    assert one.expect.min_items == 3
    assert two.json_rules is not None
    assert two.json_rules.keep == (("office.name", "A"), ("office.name", "B"), ("kind", "news"))


def test_given_files_take_the_place_of_the_bundled_ones(tmp_path: Path) -> None:
    assert [source.id for source in load_sources([write(tmp_path, GOOD)])] == ["one", "two"]
    assert "eu-presscorner-rss" in {source.id for source in load_sources()}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('id = "two"', 'id = "one"', 13, "declared before at"),
        ('id = "two"', 'id = "Two!"', 14, "id: "),
        ('name = "Two"\n', "", 13, "name: Field required"),
        ('name = "Two"', 'nmae = "Two"', 15, "nmae: "),
        ('url = "https://authority.example/list"', 'url = "ftp://x"', 17, "url: "),
        ('url = "https://authority.example/list"', 'url = "https://me:key@x.example/"', 17, "declare it in `headers`"),
        ('format = "json_list"', 'format = "soap"', 18, "format: "),
        ('format = "json_list"', 'format = "listing"', 18, "needs a [source.listing] table"),
        ('items = "data"\n', "", 20, "json_rules.items: Field required"),
        ("min_items = 3", 'min_items = "many"', 11, "expect.min_items"),
        ('fields = ["title"]', 'fields = ["headline"]', 11, "no field 'headline'"),
        ('name = "One"', 'name = "One"\nkeep_urls = "("', 9, "not a regular expression"),
        ('name = "One"', 'name = "One"\nnonsense = 1', 9, "nonsense: "),
        ('name = "One"', 'name = "One"\nmore = { url = "https://x.example/" }', 9, "without {page} or {offset}"),
        ('name = "One"', 'name = "One"\nmore = { url = "https://x.example/{offset}" }', 9, "{offset} needs page_size"),
        ('name = "One"', 'name = "One"\nmore = { url = "ftp://x.example/{page}" }', 9, "not an http or https address"),
        ('jurisdiction = "GB"', 'colour = "red"', 3, "unknown key 'colour'"),
        ('name = "One"', "name = One", 8, "not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(DataFileError) as caught:
        load_sources([path])
    assert (caught.value.path, caught.value.line) == (path, line), str(caught.value)
    assert words in caught.value.reason


def test_a_selector_that_cannot_be_read(tmp_path: Path) -> None:
    listing = 'format = "listing"\n\n[source.listing]\nitem = "li["\ntitle = "a"\nlink = "."\n'
    path = write(tmp_path, GOOD.split('[[source]]\nid = "two"')[0] + listing)
    with pytest.raises(DataFileError, match="not a CSS selector") as caught:
        load_sources([path])
    assert caught.value.line == 16


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "no [[source]] table"), (b"\xff\xfe", "cannot be read"), (b"source = 3", "no [[source]] table")],
)
def test_a_file_without_sources(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(content)
    with pytest.raises(DataFileError) as caught:
        load_sources([path])
    assert words in caught.value.reason


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"nowhere\.toml: cannot be read"):
        load_sources([tmp_path / "nowhere.toml"])


def test_one_id_in_two_files(tmp_path: Path) -> None:
    paths = [write(tmp_path, GOOD, "a.toml"), write(tmp_path, GOOD, "b.toml")]
    with pytest.raises(DataFileError, match=r"b\.toml:6: source 'one' is declared before at .*a\.toml:6"):
        load_sources(paths)
