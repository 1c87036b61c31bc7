"""What sites let machines read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from feeds.article import read_article
from feeds.client import Client
from feeds.documents import new_document
from feeds.fetch import fetch
from feeds.permission import is_reserved, is_reserved_at, may_read
from feeds.robots import forbidden
from schemas.document import Article
from schemas.settings import HttpSettings
from schemas.source import Entry, Failure, FeedState, Response, Source
from tests.fakes.feeds_server import Answer, Web, page, redirect, serve, status

AGENT = "casewatch/0.1 (+https://example.org)"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
HTTP = HttpSettings(allow_private=True, user_agent=AGENT, host_pause_seconds=0)
STORY = "<main><p>" + "The authority has opened an investigation, according to two people. " * 6 + "</p></main>"


@pytest.mark.parametrize(
    ("robots", "path", "allowed", "clause"),
    [
        ("", "/a", True, "no rules"),
        ("User-agent: *\nDisallow: /", "/a", False, "all is forbidden"),
        ("User-agent: *\nDisallow:", "/a", True, "an empty rule forbids nothing"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: casewatch\nAllow: /", "/a", True, "2.2.1: our own group"),
        ("User-agent: CaseWatch\nDisallow: /\nUser-agent: *\nAllow: /", "/a", False, "2.2.1: case is ignored"),
        ("User-agent: other\nUser-agent: casewatch\nDisallow: /a", "/a", False, "2.2.1: one group for two"),
        ("User-agent: other\nDisallow: /", "/a", True, "somebody else's group"),
        ("User-agent: *\nAllow: /\nDisallow: /premium", "/premium/1", False, "2.2.2: the longest pattern"),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True, "2.2.2: the longest pattern"),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True, "2.2.2: of equal ones the allowing"),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False, "2.2.3: * and $"),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True, "2.2.3: $ is the end"),
        ("User-agent: * # all\nDisallow: /a # here", "/a", False, "2.2.3: comments"),
        ("Disallow: /", "/a", True, "a rule of no group"),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False, "a byte order mark is no part of the first line"),
        ("User-agent: *\nDisallow: /a%3cb", "/a%3Cb", False, "2.2.2: an octet is written in two ways"),
        ("User-agent: *\nDisallow: /caf\u00e9", "/caf%C3%A9", False, "2.2.2: letters beyond ASCII"),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe", False, "2.2.2: unreserved letters"),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True, "2.2.2: what is reserved stays apart"),
        ("User-agent: *\nDisallow: /*b*c$", "/abxc", False, "2.2.3: several * and $"),
        ("User-agent: *\nDisallow: /ab*bc$", "/abc", True, "2.2.3: what * parts does not overlap"),
        ("User-agent: *\nDisallow: /a$", "/ab", True, "2.2.3: $ without *"),
        ("User-agent: *\nDisallow: /*a$", "/aba", False, "2.2.3: the end is sought, not the first place"),
        ("User-agent: *\nDisallow: /" + "*a" * 40 + "*b", "/" + "a" * 4_000, True, "stars without end take no time"),
    ],
)
def test_may_read(robots: str, path: str, allowed: bool, clause: str) -> None:
    assert may_read(robots, AGENT, f"https://paper.example{path}") is allowed, f"RFC 9309: {clause}"


@pytest.mark.parametrize(
    ("headers", "body", "reserved"),
    [
        ((), b"<html></html>", False),
        ((("tdm-reservation", "1"),), b"", True),
        ((("tdm-reservation", "0"),), b"", False),
        ((), b'<html><head><meta name="tdm-reservation" content="1"></head></html>', True),
        ((), b'<html><head><meta name="TDM-Reservation" content="0"></head></html>', False),
        ((), b"<p>Our article on the tdm-reservation protocol</p>", False),
    ],
)
def test_is_reserved(headers: tuple[tuple[str, str], ...], body: bytes, reserved: bool) -> None:
    assert is_reserved(headers, body) is reserved


EVERYWHERE = '[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://paper.example/terms"}]'


@pytest.mark.parametrize(
    ("reservations", "path", "reserved", "why"),
    [
        ("", "/story", False, "no file"),
        (EVERYWHERE, "/story", True, "a place stands for all below it"),
        ('[{"location": "/archive/*.html", "tdm-reservation": 1}]', "/archive/1.html", True, "a pattern"),
        ('[{"location": "/archive/*.html", "tdm-reservation": 1}]', "/story", False, "another place"),
        (
            '[{"location": "/free", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]',
            "/free/1",
            False,
            "first",
        ),
        (
            '[{"location": "/free", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]',
            "/story",
            True,
            "second",
        ),
        ('{"tdm-reservation": 1}', "/story", True, "not a list, and clear all the same"),
        ("<html>reserved</html>", "/story", True, "there, and not to be read"),
        ("[1, null]", "/story", False, "says nothing"),
    ],
)
def test_is_reserved_at(reservations: str, path: str, reserved: bool, why: str) -> None:
    assert is_reserved_at(reservations, f"https://paper.example{path}") is reserved, f"TDMRep, 5.1: {why}"


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def read(web: Web, client: Client, official: bool) -> Article | Failure:
    source = Source(id="try", name="Try", publisher="Try", url=web.base, official=official, allow_private=True)
    entry = Entry(source="try", url=web.base + "/story", title="T")
    return read_article(source, new_document(source, entry, NOW, False), client, HTTP, NOW)


@pytest.mark.parametrize(
    ("robots", "story", "words", "why"),
    [
        (status(404), page(STORY), None, "RFC 9309, 2.3.1.3: no rules, no limits"),
        (page("User-agent: *\nDisallow: /private"), page(STORY), None, "allowed"),
        (page(""), page(STORY), None, "an empty file"),
        (page("User-agent: *\nDisallow: /"), page(STORY), "robots.txt of its site forbids", "forbidden"),
        (status(503), page(STORY), "no answer about robots.txt", "RFC 9309, 2.3.1.4"),
        (status(404), page(STORY, TDM_Reservation="1"), "reserves text and data mining", "reserved"),
    ],
)
def test_newspapers_are_asked_first(web: Web, robots: Answer, story: Answer, words: str | None, why: str) -> None:
    web.answers["/robots.txt"], web.answers["/story"] = robots, story
    with Client(HTTP) as client:
        outcome = read(web, client, official=False)
        official = read(web, client, official=True)
    # What an authority publishes is for everybody; only its own rules keep us out.
    assert isinstance(official, Failure if why == "forbidden" else Article), why
    if words is None:
        assert isinstance(outcome, Article), why
    else:
        assert isinstance(outcome, Failure), why
        assert words in outcome.reason


def test_a_reservation_for_the_site_holds_for_pages_and_feeds(web: Web) -> None:
    web.answers["/story"], web.answers["/feed"] = page(STORY), page("<rss><channel></channel></rss>")
    web.answers["/.well-known/tdmrep.json"] = page(EVERYWHERE, "application/json")
    paper = Source(id="try", name="Try", publisher="Try", url=f"{web.base}/feed", official=False, allow_private=True)
    authority = paper.model_copy(update={"official": True})
    with Client(HTTP) as client:
        article = read(web, client, official=False)
        feed = fetch(paper, FeedState(source="try"), client, HTTP, NOW)
        assert isinstance(read(web, client, official=True), Article), "an authority's texts are for everybody"
        assert isinstance(fetch(authority, FeedState(source="try"), client, HTTP, NOW), Response)
    for outcome in (article, feed):
        assert isinstance(outcome, Failure)
        assert "reserves text and data mining" in outcome.reason
    paths = [path for path, _ in web.visits]
    assert paths.count("/.well-known/tdmrep.json") == 1
    assert paths.count("/feed") == 1, "the authority's question, not the newspaper's"


def test_a_feed_that_reserves_itself_is_not_read(web: Web) -> None:
    web.answers["/feed"] = page("<rss><channel></channel></rss>", TDM_Reservation="1")
    paper = Source(id="try", name="Try", publisher="Try", url=f"{web.base}/feed", official=False, allow_private=True)
    with Client(HTTP) as client:
        outcome = fetch(paper, FeedState(source="try"), client, HTTP, NOW)
    assert isinstance(outcome, Failure)
    assert "reserves text and data mining" in outcome.reason


def asked(web: Web) -> int:
    return sum(path == "/robots.txt" for path, _ in web.visits)


def test_the_rules_of_the_host_a_redirect_leads_to_are_obeyed(web: Web) -> None:
    with serve() as other, Client(HTTP) as client:
        other.answers["/robots.txt"] = page("User-agent: *\nDisallow: /", "text/plain")
        other.answers["/story"] = page(STORY)
        web.answers["/robots.txt"] = status(404)
        web.answers["/story"] = web.answers["/list"] = redirect(f"{other.base}/story")
        official = Source(id="try", name="Try", publisher="Try", url=web.base, allow_private=True)
        page_of_it = new_document(official, Entry(source="try", title="T", url=f"{web.base}/story"), NOW, False)
        listing = official.model_copy(update={"url": f"{web.base}/list", "format": "listing"})
        for outcome in (
            read_article(official, page_of_it, client, HTTP, NOW),
            fetch(listing, FeedState(source="try"), client, HTTP, NOW),
        ):
            assert isinstance(outcome, Failure)
            assert "robots.txt" in outcome.reason
        assert [path for path, _ in other.visits] == ["/robots.txt"], "asked once, and the page never"


def test_rules_are_asked_for_once_a_day(web: Web) -> None:
    web.answers["/robots.txt"] = page("User-agent: *\nDisallow: /secret")
    source = Source(id="try", name="Try", publisher="Try", url=web.base, allow_private=True)
    with Client(HTTP) as client:
        for hours in (0, 1, 23):
            later = NOW + timedelta(hours=hours)
            assert forbidden(f"{web.base}/story", source, client, HTTP, later) is None
            assert forbidden(f"{web.base}/secret/1", source, client, HTTP, later) is not None
        assert asked(web) == 1
        web.answers["/robots.txt"] = page("")
        assert forbidden(f"{web.base}/secret/1", source, client, HTTP, NOW + timedelta(hours=25)) is None
        assert asked(web) == 2


def test_rules_that_cannot_be_had_are_asked_for_again_soon(web: Web) -> None:
    web.answers["/robots.txt"] = status(503)
    paper = Source(id="try", name="Try", publisher="Try", url=web.base, official=False, allow_private=True)
    with Client(HTTP) as client:
        assert forbidden(f"{web.base}/story", paper, client, HTTP, NOW) is not None
        web.answers["/robots.txt"] = status(404)
        assert forbidden(f"{web.base}/story", paper, client, HTTP, NOW + timedelta(minutes=10)) is not None
        assert forbidden(f"{web.base}/story", paper, client, HTTP, NOW + timedelta(minutes=31)) is None
    assert asked(web) == 2


def test_lists_are_pages_and_feeds_are_not(web: Web) -> None:
    web.answers["/robots.txt"] = page("User-agent: *\nDisallow: /")
    web.answers["/news"] = page("<a href='/news/1'>Authority opens an inquiry</a>")
    plain = {"id": "try", "name": "Try", "publisher": "Try", "url": f"{web.base}/news", "allow_private": True}
    listing = {"format": "listing", "listing": {"item": "a", "title": ".", "link": "."}}
    state = FeedState(source="try")
    with Client(HTTP) as client:
        refused = fetch(Source.model_validate({**plain, **listing}), state, client, HTTP, NOW)
        assert isinstance(refused, Failure)
        assert "robots.txt" in refused.reason
        feed = fetch(Source.model_validate({**plain, "format": "sitemap"}), state, client, HTTP, NOW)
        assert isinstance(feed, Response)
        assert asked(web) == 1
