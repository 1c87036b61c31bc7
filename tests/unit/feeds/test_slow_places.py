"""Feeds that hold feedparser for minutes are read in no time, and no entry is lost."""

import time
from datetime import UTC, datetime

import pytest

from feeds.files import plain_feed
from feeds.formats.feed import parse_feed
from feeds.formats.slow_places import without_slow_places
from schemas.source import ParsedFeed, Response

MANY = 200_000
WHOLE = b"<rss><channel><item><title>Inquiry opened</title>%b</item><item/></channel></rss>"


def entries(body: bytes) -> ParsedFeed | str:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return parse_feed(
        plain_feed(), Response(source="file", url="https://a.example/", status=200, body=body, fetched_at=now)
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(WHOLE % b"<author>%b</author>" % (b"a" * MANY), id="a name of an author"),
        pytest.param(WHOLE % b"<author><![CDATA[%b@]]></author>" % (b"a." * MANY), id="almost an address"),
        pytest.param(WHOLE % b"<dc:creator>%b</dc:creator>" % (b"&#97;" * (MANY // 5)), id="letters by number"),
        pytest.param(WHOLE % (b"<author>%b</author>" % (b"a" * 1_900) * 500), id="many names"),
        pytest.param(WHOLE % ((b" " * 999 + b"x") * 15_000), id="many gaps, each a little too short"),
        pytest.param(b"<?xml version='1.0'?>" + b"\n" * MANY + WHOLE % b"", id="empty lines at the beginning"),
        pytest.param(b"<!--" + b"\n" * MANY + b"-->" + WHOLE % b"", id="empty lines in a comment"),
        pytest.param(
            b"<!DOCTYPE r [<!ENTITY a '" + b"a" * MANY + b"'>]>" + WHOLE % b"<author>&a;</author>", id="an entity"
        ),
        pytest.param(WHOLE % (b"<link %b/>" % b"".join(b' a%d=""' % n for n in range(MANY // 8))), id="attributes"),
        pytest.param(WHOLE % b"".join(b"<category>%d</category>" % n for n in range(MANY // 8)), id="categories"),
        pytest.param(WHOLE % (b"<keywords>%b</keywords>" % b",".join(b"%d" % n for n in range(MANY))), id="keywords"),
        pytest.param(WHOLE % b"<description>%b</description>" % (b" \n" * 2_000_000), id="empty lines in the words"),
    ],
)
def test_no_entry_is_lost_and_no_time(body: bytes) -> None:
    started = time.process_time()
    parsed = entries(body)
    assert isinstance(parsed, ParsedFeed), parsed
    assert [entry.title for entry in parsed.entries] == ["Inquiry opened", ""]
    assert time.process_time() - started < 5.0


@pytest.mark.parametrize("before", range(0, 200, 7))
def test_a_thousand_white_letters_in_a_row_go_wherever_they_begin(before: int) -> None:
    gap = b" \n" * 500
    body = WHOLE % (b"<description>%b%b.</description>" % (b"a" * before, gap))
    assert without_slow_places(body) == body.replace(gap, b"\n")


def test_in_wide_letters_it_is_seen_and_refused() -> None:
    body = (b"<?xml version='1.0' encoding='utf-16'?>" + WHOLE % b"<author>%b</author>" % (b"a" * MANY)).decode()
    told = entries(body.encode("utf-16"))
    assert isinstance(told, str)
    assert "letters in a row" in told


@pytest.mark.parametrize(
    "body",
    [
        WHOLE % b"<author>press@authority.example (Press Office)</author>",
        WHOLE % b"<content>%b</content>" % (b"QUJD/" * 400),
        WHOLE % (b'<enclosure url="https://a.example/?%b"/>' % (b"a=1&amp;" * 100)),
        b"\n" * 39 + WHOLE % b"",
        (WHOLE % b"").decode().encode("utf-16"),
    ],
)
def test_what_feeds_are_made_of_stays_as_it_is(body: bytes) -> None:
    assert without_slow_places(body) == body
