"""Parsing: what odd and hostile feeds become."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.parse import parse
from feeds.plain_text import plain_text
from schemas.source import Entry, Failure, JsonRules, ListingRules, ParsedFeed, Response, Source

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PAGE = "https://authority.example/news/feed.xml"


def source(**changes: object) -> Source:
    return Source.model_validate({"id": "try", "name": "Try", "publisher": "Try", "url": PAGE, **changes})


def response(body: str | bytes, kind: str = "", complete: bool = True) -> Response:
    content = body.encode() if isinstance(body, str) else body
    return Response(
        source="try", url=PAGE, status=200, content_type=kind, body=content, complete=complete, fetched_at=NOW
    )


def rss(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>N</title>{"".join(items)}</channel></rss>'


def item(inner: str) -> str:
    return rss(f"<item>{inner}</item>")


def read(body: str | bytes, **changes: object) -> ParsedFeed:
    feed = parse(source(**changes), response(body))
    assert isinstance(feed, ParsedFeed), feed
    return feed


def only(body: str | bytes, **changes: object) -> Entry:
    [entry] = read(body, **changes).entries
    return entry


def refused(body: str | bytes, **changes: object) -> str:
    failure = parse(source(**changes), response(body))
    assert isinstance(failure, Failure), failure
    assert (failure.stage, failure.at) == ("parse", NOW)
    return failure.reason


@pytest.mark.parametrize(
    ("written", "utc", "trap"),
    [
        ("Fri, 20 Nov 2026 10:00:00 GMT", "2026-11-20T10:00", "plain"),
        ("Fri, 20 Nov 2026 10:00:00 +0100", "2026-11-20T09:00", "an offset"),
        ("Fri, 17 Jul 2026 10:00:00 CEST", "2026-07-17T08:00", "feedparser reads CEST as UTC"),
        ("Fri, 20 Nov 2026 10:00:00 CET", "2026-11-20T09:00", "and CET"),
        ("Fri, 17 Jul 2026 10:00:00 BST", "2026-07-17T09:00", "British Summer Time"),
        ("Fri, 20 Nov 2026 10:00:00 EST", "2026-11-20T15:00", "Eastern Standard Time"),
        ("2026-07-17T10:00:00", "2026-07-17T08:00", "no zone: the clock of Brussels"),
        ("17 Jul 2026 10:00:00", "2026-07-17T08:00", "no zone, RFC 822"),
        ("17 Jul 2026 10:00:00 XYZ", "2026-07-17T08:00", "a zone nobody knows"),
        ("2026-02-15", "2026-02-15T00:00", "a day alone stays that day"),
        ("2026-11-20T10:00:00.123+01:00", "2026-11-20T09:00", "parts of a second"),
    ],
)
def test_dates(written: str, utc: str, trap: str) -> None:
    entry = only(item(f"<title>A</title><pubDate>{written}</pubDate>"), jurisdiction="EU")
    assert entry.published is not None
    assert entry.published.isoformat().startswith(utc), trap


@pytest.mark.parametrize("written", ["", "soon", "32 Foo 2026", "0001-01-01T00:00:00+14:00", "99999999999999"])
def test_a_date_that_cannot_be_read_is_missing(written: str) -> None:
    assert only(item(f"<title>A</title><pubDate>{written}</pubDate>")).published is None


def test_a_missing_date_stays_missing() -> None:
    assert only(item("<title>A</title>")).published is None


def test_a_time_inside_the_description_dates_an_undated_item() -> None:
    words = '&lt;p&gt;&lt;time datetime="2026-11-20T12:00:00Z"&gt;20 Nov&lt;/time&gt; Text&lt;/p&gt;'
    entry = only(item(f"<title>A</title><description>{words}</description>"))
    assert entry.published == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert entry.summary == "20 Nov Text"


def test_atom_updated_is_not_published() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:a,2026:1</id><title>A</title>'
        "<updated>2026-11-20T10:00:00+01:00</updated></entry></feed>"
    )
    entry = only(body)
    assert (entry.published, entry.updated) == (None, datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert (entry.revision, only(body, living=True).revision) == ("", "2026-11-20T09:00:00+00:00")


def test_dublin_core_date_is_published() -> None:
    body = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><title>A</title>'
        "<dc:date>2026-11-20T10:00:00Z</dc:date></item></channel></rss>"
    )
    assert only(body).published == datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("AT&amp;T fined", "AT&T fined"),
        ("R&amp;amp;D &amp;#8211; news", "R&D – news"),
        ("&lt;b&gt;Fined&lt;/b&gt; today", "Fined today"),
        ("<![CDATA[L&rsquo;Autorité <em>ouvre</em>]]>", "L’Autorité ouvre"),
        ("1 &lt; 2 and 3 &gt; 2", "1 < 2 and 3 > 2"),
        ("  two\n   lines ", "two lines"),
        ("soft&#173;ware\u200b house", "software house"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Safe", "Safe"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_titles_become_words(written: str, words: str) -> None:
    assert only(item(f"<title>{written}</title>")).title == words


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/releases/1", "https://authority.example/releases/1"),
        ("2.html", "https://authority.example/news/2.html"),
        ("https://other.example/x?a=1&amp;b=2#c", "https://other.example/x?a=1&b=2#c"),
        ("\n  https://other.example/x \n", "https://other.example/x"),
        ("javascript:alert(1)", None),
        ("mailto:press@authority.example", None),
        ("https://[broken", None),
        ("http://", None),
    ],
)
def test_links(link: str, url: str | None) -> None:
    assert only(item(f"<title>A</title><link>{link}</link>")).url == url


def test_content_stays_markup_and_summary_becomes_words() -> None:
    body = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>A</title>'
        "<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</description>"
        "<content:encoded><![CDATA[<p>Whole <b>text</b></p>]]></content:encoded></item></channel></rss>"
    )
    entry = only(body)
    assert (entry.summary, entry.content) == ("One\nTwo", "<p>Whole <b>text</b></p>")


def test_the_declared_encoding_counts_and_not_the_header() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-1"?>' + item("<title>Autorité</title>").split("?>", 1)[1]
    feed = parse(source(), response(body.encode("latin-1"), "text/html; charset=utf-8"))
    assert isinstance(feed, ParsedFeed)
    assert feed.entries[0].title == "Autorité"


@pytest.mark.parametrize("body", ["", "{}", "<html><body>News</body></html>", "/etc/hostname", "no feed at all"])
def test_what_is_no_feed_says_so(body: str) -> None:
    assert "not a feed" in refused(body)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss()).entries == ()


@pytest.mark.parametrize(
    ("body", "count", "trap"),
    [
        (rss("<item><title>A</title></item>" * 3)[:-60], 1, "cut in the middle"),
        (rss("<item><title>A & B</title></item>"), 1, "a bare ampersand"),
        (rss("<item><title>A\x08</title></item>"), 1, "a control character"),
    ],
)
def test_what_is_not_well_formed_is_read_and_said_to_be_degraded(body: str, count: int, trap: str) -> None:
    feed = read(body)
    assert len(feed.entries) >= count, trap
    assert feed.degraded, trap


def test_a_body_that_broke_off_is_degraded_even_if_it_reads_well() -> None:
    feed = parse(source(), response(item("<title>A</title>"), complete=False))
    assert isinstance(feed, ParsedFeed)
    assert "broke off" in (feed.degraded or "")


def test_a_wrong_declared_encoding_is_no_fault() -> None:
    head = '<?xml version="1.0" encoding="us-ascii"?>'
    feed = read(rss("<item><title>Autorité</title></item>", head=head))
    assert (feed.entries[0].title, feed.degraded) == ("Autorité", None)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("format", ["feed", "sitemap"])
def test_entities_do_not_multiply(format: str) -> None:
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>' + rss(
        "<item><title>&l11;</title></item>", head=""
    )
    outcome = parse(source(format=format), response(body))
    titles = [entry.title for entry in outcome.entries] if isinstance(outcome, ParsedFeed) else []
    assert all(len(title) < 3_000 for title in titles)


@pytest.mark.parametrize("format", ["feed", "sitemap"])
def test_entities_do_not_read_files(format: str, tmp_path: object) -> None:
    body = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/&f;</loc></url></urlset>'
        if format == "sitemap"
        else '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + rss("<item><title>&f;</title></item>", head="")
    )
    outcome = parse(source(format=format), response(body))
    assert "root:" not in outcome.model_dump_json()


@pytest.mark.timeout(60)
def test_one_huge_element_is_cut() -> None:
    feed = read(item("<title>" + "a" * 20_000_000 + "</title>"))
    assert len(feed.entries[0].title) == 2_000


@pytest.mark.timeout(60)
def test_deep_nesting_is_survived() -> None:
    words = "&lt;div&gt;" * 50_000 + "deep"
    assert len(read(item(f"<title>A</title><description>{words}</description>")).entries) == 1


def test_a_million_tags_are_not_read() -> None:
    assert "more than 100,000 tags" in refused(rss("<a>" * 150_000))


def test_a_million_items_are_not_read() -> None:
    assert "more than 20,000 items" in refused(f"[{'{},' * 20_000}{{}}]", format="json_list", json_rules=EVERYTHING)


def test_patterns_of_the_source_keep_and_drop() -> None:
    body = rss(
        "<item><title>Vacancy: clerk</title><link>/press/1</link></item>",
        "<item><title>Decision</title><link>/press/2</link></item>",
        "<item><title>Decision</title><link>/about/3</link></item>",
    )
    feed = read(body, keep_urls="/press/", drop_titles="^vacancy")
    assert [entry.url for entry in feed.entries] == ["https://authority.example/press/2"]


JSON_FEED: dict[str, object] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "News",
    "language": "fr-BE",
    "items": [
        {
            "id": 7,
            "url": "/n/7",
            "title": "Fine of < 5 %",
            "summary": "In short",
            "content_text": "a <b and c",
            "date_published": "2026-11-20T10:00:00+01:00",
            "date_modified": "2026-11-21T10:00:00Z",
        },
        {"id": "8", "external_url": "https://b.example/8", "content_html": "<p>Words</p>", "language": "de"},
        {},
    ],
}


def test_a_json_feed_is_read_as_one() -> None:
    first, second = read(json.dumps(JSON_FEED), format="feed").entries
    assert (first.guid, first.title, first.summary, first.language) == ("7", "Fine of < 5 %", "In short", "fr")
    assert first.url is not None
    assert first.url.endswith("/n/7")
    assert plain_text(first.content) == "a <b and c"
    assert (str(first.published), str(first.updated)) == ("2026-11-20 09:00:00+00:00", "2026-11-21 10:00:00+00:00")
    assert (second.url, second.content, second.language) == ("https://b.example/8", "<p>Words</p>", "de")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"version": "https://jsonfeed.org/version/1"', "not JSON either"),
        ('{"items": [{"title": "x"}]}', "declare it as a json_list"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "no list of items"),
        ("{" * 100_000, "not JSON either"),
    ],
)
def test_what_is_no_json_feed(body: str, words: str) -> None:
    assert words in refused(body, format="feed")


LISTING = ListingRules(item="li", title="a", link="a", date=".day", summary="p")


def test_a_listing_reads_written_dates_in_its_language() -> None:
    rows = {
        "15 février 2026": "2026-02-15",
        "1er août 2026": "2026-08-01",
        "Publié le 3 déc. 2026": "2026-12-03",
        "12.01.2026": "2026-01-12",
        "5/3/2026": "2026-03-05",
        "2026-11-20": "2026-11-20",
    }
    body = "".join(f'<li><a href="/{n}">T</a><i class="day">{day}</i></li>' for n, day in enumerate(rows))
    feed = read(f"<html><body><ul>{body}</ul></body></html>", format="listing", listing=LISTING, language="fr")
    found = [entry.published.date().isoformat() for entry in feed.entries if entry.published]
    assert found == list(rows.values())


@pytest.mark.parametrize(
    ("language", "order", "written", "day"),
    [
        ("es", "DMY", "6 de mayo de 2026", "2026-05-06"),
        ("de", "DMY", "17. März 2026", "2026-03-17"),
        ("it", "DMY", "9 settembre 2026", "2026-09-09"),
        ("pt", "DMY", "2 de março de 2026", "2026-03-02"),
        ("nl", "DMY", "4 mei 2026", "2026-05-04"),
        ("pl", "DMY", "8 września 2026", "2026-09-08"),
        ("en", "DMY", "18th November 2026", "2026-11-18"),
        ("en", "DMY", "November 18, 2026", "2026-11-18"),
        ("en", "MDY", "3/5/2026", "2026-03-05"),
        ("en", "DMY", "yesterday", None),
        ("en", "DMY", "31.02.2026", None),
        ("en", "DMY", "3 May 2026 " + "a" * 300_000, "2026-05-03"),
        ("en", "DMY", "a" * 300_000, None),
    ],
)
def test_written_dates(language: str, order: str, written: str, day: str | None) -> None:
    rules = LISTING.model_copy(update={"date_order": order})
    body = f'<ul><li><a href="/1">T</a><i class="day">{written}</i></li></ul>'
    entry = only(body, format="listing", listing=rules, language=language)
    assert (entry.published.date().isoformat() if entry.published else None) == day


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "not a web page"),
        ("<html><body><p>Just a moment</p></body></html>", "no element matches"),
        ("<ul><li>Home</li><li><a>no address</a></li></ul>", "none has a title and a link"),
    ],
)
def test_a_listing_that_was_rebuilt_says_so(body: str, words: str) -> None:
    assert words in refused(body, format="listing", listing=LISTING)


def test_a_listing_in_another_charset() -> None:
    body = '<ul><li><a href="/1">Autorité</a></li></ul>'
    for content, kind in (
        (body.encode("latin-1"), "text/html; charset=iso-8859-1"),
        (b'<meta charset="iso-8859-1">' + body.encode("latin-1"), "text/html"),
        (body.encode(), "text/html"),
    ):
        feed = parse(source(format="listing", listing=LISTING), response(content, kind))
        assert isinstance(feed, ParsedFeed)
        assert feed.entries[0].title == "Autorité"


def test_a_sitemap_index_is_refused() -> None:
    assert "index of sitemaps" in refused("<sitemapindex><sitemap/></sitemapindex>", format="sitemap")
    assert "not a sitemap" in refused(rss(), format="sitemap")


EVERYTHING = JsonRules(items="", title="title", url="link")
RULES = JsonRules(items="data.list", title="title", url="link")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html>", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"data": {}}', "no list at 'data.list'"),
        ('{"data": {"list": {"a": 1}}}', "no list at 'data.list'"),
        ('{"data": {"list": [{"headline": "A"}]}}', "changed its form"),
    ],
)
def test_json_of_another_form_says_so(body: str, words: str) -> None:
    assert words in refused(body, format="json_list", json_rules=RULES)


def test_json_without_items_is_a_list_without_items() -> None:
    assert read('{"data": {"list": []}}', format="json_list", json_rules=RULES).entries == ()


def test_the_news_broker_is_never_empty() -> None:
    rules = JsonRules(items="items", title="title", url="langGroupId")
    assert "empty" in refused('{"items": []}', format="news_broker", json_rules=rules)


@settings(max_examples=60)
@given(
    body=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda words: item(f"<title>{words}</title><link>{words}</link>").encode()),
        st.text(alphabet="<>&;/!?[]-='\" abcxmlns:CDATA0123456789#", max_size=300).map(lambda t: rss(t).encode()),
    ),
    format=st.sampled_from(["feed", "sitemap", "listing", "json_list", "news_broker"]),
)
def test_no_bytes_make_parsing_raise(body: bytes, format: str) -> None:
    outcome = parse(source(format=format, listing=LISTING, json_rules=RULES), response(body))
    assert isinstance(outcome, ParsedFeed | Failure)


def test_titles_and_addresses_are_made_of_several_values() -> None:
    rules = {
        "items": "hits",
        "title": "{c.court} {c.case} of {c.date:4}",
        "url": "c.id",
        "url_base": "https://court.example/{c.date:4}/{c.case:_}/{c.id}.html",
    }
    body = '{"hits": [{"c": {"court": "T", "case": "T-1/25", "date": "2026-11-10", "id": 7}}, {"c": {"court": "C"}}]}'
    first, second = read(body, format="json_list", json_rules=rules).entries
    assert (first.title, first.url) == ("T T-1/25 of 2026", "https://court.example/2026/T_1_25/7.html")
    assert (second.title, second.url) == ("C of", None)


def test_rows_without_a_link_have_an_address_as_long_as_their_words_stand() -> None:
    rules = {"item": "tr:has(td)", "title": ".", "link": ".", "date": "td", "anchor": True}
    rows = "<tr><th>Day</th></tr><tr><td>17.11.2026</td><td>Ahorn</td></tr><tr><td>16.11.2026</td><td>Birke</td></tr>"
    one, two = read(f"<table>{rows}</table>", format="listing", listing=rules).entries
    again, _ = read(f"<p>moved</p><table>{rows}</table>", format="listing", listing=rules).entries
    assert one.title == "17.11.2026 Ahorn"
    assert one.url == again.url != two.url
