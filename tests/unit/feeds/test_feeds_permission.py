"""What newspapers let machines read."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from feeds.article import read_article
from feeds.documents import new_document
from feeds.fetch import make_client
from feeds.permission import is_reserved, may_read
from schemas.document import Article
from schemas.settings import HttpSettings
from schemas.source import Entry, Failure, Source
from tests.fakes.feeds_server import Answer, Web, page, serve, status

AGENT = "casewatch/0.1 (+https://example.org)"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
HTTP = HttpSettings(allow_private=True, user_agent=AGENT)
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


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def read(web: Web, client: httpx.Client, official: bool) -> Article | Failure:
    source = Source(id="try", name="Try", publisher="Try", url=web.base, official=official, allow_private=True)
    entry = Entry(source="try", url=web.base + "/story", title="T")
    return read_article(source, new_document(source, entry, NOW, False), client, HTTP, NOW)


@pytest.mark.parametrize(
    ("robots", "story", "words", "why"),
    [
        (status(404), page(STORY), None, "RFC 9309, 2.3.1.3: no rules, no limits"),
        (page("User-agent: *\nDisallow: /private"), page(STORY), None, "allowed"),
        (page(""), page(STORY), None, "an empty file"),
        (page("User-agent: *\nDisallow: /"), page(STORY), "robots.txt of the newspaper forbids", "forbidden"),
        (status(503), page(STORY), "no answer about robots.txt", "RFC 9309, 2.3.1.4"),
        (status(404), page(STORY, TDM_Reservation="1"), "reserves text and data mining", "reserved"),
    ],
)
def test_newspapers_are_asked_first(web: Web, robots: Answer, story: Answer, words: str | None, why: str) -> None:
    web.answers["/robots.txt"], web.answers["/story"] = robots, story
    with make_client(HTTP) as client:
        outcome = read(web, client, official=False)
        official = read(web, client, official=True)
    assert isinstance(official, Article), why
    if words is None:
        assert isinstance(outcome, Article), why
    else:
        assert isinstance(outcome, Failure), why
        assert words in outcome.reason
