"""`casewatch sources parse`: every entry that feedparser yields is kept, and no file stops the next one."""

import io
import json
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from casewatch.main import app
from feeds.files import MAX_FILE_BYTES, as_json, files_below, plain_feed, read_file
from feeds.limits import MAX_BRACKETS, MAX_LINES, MAX_REFERENCES, MAX_TAGS, MAX_UNCOUNTED

RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Notices</title>
<item><title>Inquiry &amp; hearing</title><link>https://authority.example/1</link><guid>n-1</guid>
<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;Words&lt;/p&gt;</description></item>
<item><description>Neither title nor address</description></item>
<item></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>
<id>urn:case:7</id><title type="html">&lt;b&gt;Case
7&lt;/b&gt;</title><link href="/rel"/><updated>2026-13-45T99:00:00Z</updated></entry><entry/></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="https://authority.example/r"><title>An RSS 1.0 item</title></item></rdf:RDF>"""
OTHERS = (b"", b"\x00" * 40, b'{"items": []}', b"<html><body>Sorry", "<rss><channel><item>\u00fc".encode("utf-16"))

damage = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 30), st.binary(max_size=12)),
    max_size=6,
)


def written(encoding: str, items: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?><rss><channel>{items}</channel></rss>'.encode(encoding)


def parsed(tmp_path: Path, body: bytes) -> dict[str, object]:
    file = tmp_path / "feed.xml"
    file.write_bytes(body)
    return as_json(read_file(file, plain_feed()))


@given(body=st.sampled_from([RSS, ATOM, RDF, *OTHERS]), damage=damage)
def test_as_many_entries_as_feedparser_yields(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, damage: list[tuple[int, int, bytes]]
) -> None:
    for at, length, instead in damage:
        body = body[:at] + instead + body[at + length :]
    try:
        wanted = len(feedparser.parse(io.BytesIO(body)).entries)
    except UnicodeDecodeError:
        wanted = 0
    told = parsed(tmp_path_factory.mktemp("odd"), body)
    assert told["count"] == wanted
    assert json.loads(json.dumps(told)) == told


def test_an_entry_with_neither_id_nor_address_nor_words_is_kept(tmp_path: Path) -> None:
    entries = parsed(tmp_path, RSS)["entries"]
    assert isinstance(entries, list)
    assert [entry["title"] for entry in entries] == ["Inquiry & hearing", "", ""]
    assert entries[0]["guid"] == "n-1"
    assert entries[0]["published"] == "2026-03-02T10:00:00Z"
    assert entries[0]["summary"] == "Words"
    assert entries[1]["summary"] == "Neither title nor address"


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "unicode_escape", "iso-8859-15", "windows-1251", "euc-kr"])
def test_a_feed_in_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    told = parsed(tmp_path, written(encoding, "<item><title>Words</title></item>" * 2))
    assert told["count"] == 2, told["errors"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"<rss>" + b"<a>" * (MAX_TAGS + 1), "tags", id="ten megabytes of nested tags"),
        pytest.param(b"<rss>" + b"&" * (MAX_REFERENCES + 1), "references", id="nothing but ampersands"),
        pytest.param(RSS.replace(b"Words", b"a\r" * (MAX_LINES + 1)), "lines", id="lines as they once were ended"),
        pytest.param(b"<rss><![CDATA[" + b"]" * (MAX_BRACKETS + 1), "brackets", id="nothing but brackets"),
        *(
            pytest.param(written(encoding, "<a/>" * (MAX_UNCOUNTED // 4)), "other than that of ASCII", id=encoding)
            for encoding in ("cp037", "cp1026", "UTF-7", "u7", "unicode_escape", "raw-unicode-escape")
        ),
        pytest.param(b"", "not a feed", id="empty"),
        pytest.param(b"\x00" * 1000, "not a feed", id="zeros"),
    ],
)
def test_what_is_no_feed_is_a_value(tmp_path: Path, body: bytes, reason: str) -> None:
    told = parsed(tmp_path, body)
    assert told["count"] == 0
    assert reason in str(told["errors"])


def test_a_file_that_is_not_there_and_one_too_large_are_values(tmp_path: Path) -> None:
    assert read_file(tmp_path / "none.xml", plain_feed()).errors == (
        "the file cannot be read: No such file or directory",
    )
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert "a poll takes no more" in read_file(large, plain_feed()).errors[0]


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.xml", "in/a.xml"):
        (tmp_path / name).write_bytes(RSS)
    assert [path.name for path in files_below([tmp_path])] == ["b.xml", "a.xml"]


def test_one_line_of_json_a_file_and_on_past_a_bad_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(RSS)
    bad.write_bytes(b"\xff\xfe\x00")
    answer = CliRunner().invoke(app, ["sources", "parse", str(bad), str(tmp_path / "none"), str(good), "--json"])
    assert answer.exit_code == 0
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [(line["count"], bool(line["errors"])) for line in told] == [(0, True), (0, True), (3, False)]


def test_a_person_gets_titles_and_days(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(RSS)
    answer = CliRunner().invoke(app, ["sources", "parse", str(file)])
    assert "3 entries" in answer.stdout
    assert "2026-03-02 10:00" in answer.stdout
    assert "Inquiry & hearing" in answer.stdout


def test_a_saved_page_is_read_as_a_declared_source(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(b"<p>rebuilt</p>")
    answer = CliRunner().invoke(app, ["sources", "parse", str(file), "--source", "it-agcm-press", "--json"])
    assert "the page was rebuilt" in json.loads(answer.stdout)["errors"][0]


def test_a_source_nobody_declared_is_named_with_those_like_it(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(RSS)
    answer = CliRunner().invoke(app, ["sources", "parse", str(file), "--source", "us-ftc-rss"])
    assert answer.exit_code != 0
    assert "did you mean" in answer.output + str(answer.exception)
