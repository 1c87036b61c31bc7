"""Fetching, against a real server on loopback. Each row names the rule or the trap."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from feeds.client import Client
from feeds.fetch import address_at, fetch, retry_after_seconds
from feeds.parse import parse
from schemas.settings import HttpSettings
from schemas.source import Failure, FeedState, Response, Source
from tests.fakes.feeds_server import (
    Web,
    broken_off,
    dripping,
    dripping_headers,
    page,
    redirect,
    serve,
    status,
    unannounced,
    with_validators,
    zipped,
    zipped_and_more,
)

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HTTP = HttpSettings(allow_private=True, timeout_seconds=2, total_seconds=3, max_bytes=200_000)
FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>Notice</title></item></channel></rss>'
RULES = {"items": "results", "title": "t", "url": "u"}
STAMP = "Fri, 20 Nov 2026 09:00:00 GMT"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(HTTP) as made:
        yield made


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as running:
        yield running


def source(web: Web, path: str = "/feed", **changes: object) -> Source:
    values: dict[str, object] = {"id": "try", "name": "Try", "publisher": "Try", "allow_private": True}
    return Source.model_validate({**values, "url": web.base + path, **changes})


def ask(web: Web, client: Client, http: HttpSettings = HTTP, **changes: object) -> Response | Failure:
    state = changes.pop("state", FeedState(source="try"))
    assert isinstance(state, FeedState)
    return fetch(source(web, **changes), state, client, http, NOW)  # type: ignore[arg-type]


def refused(web: Web, client: Client, http: HttpSettings = HTTP, **changes: object) -> Failure:
    outcome = ask(web, client, http, **changes)
    assert isinstance(outcome, Failure), outcome
    return outcome


def answered(web: Web, client: Client, http: HttpSettings = HTTP, **changes: object) -> Response:
    outcome = ask(web, client, http, **changes)
    assert isinstance(outcome, Response), outcome
    return outcome


def test_the_first_question_has_no_condition_and_our_name(web: Web, client: Client) -> None:
    web.answers["/feed"] = page(FEED, "application/rss+xml", ETag='"1"', Last_Modified=STAMP)
    response = answered(web, client)
    assert (response.body, response.etag, response.last_modified) == (FEED, '"1"', STAMP)
    headers = web.visits[0][1]
    assert headers["user-agent"] == HTTP.user_agent
    assert "if-none-match" not in headers
    assert "if-modified-since" not in headers


@pytest.mark.parametrize(
    ("state", "not_modified", "clause"),
    [
        ({"etag": '"1"'}, True, "RFC 9110, 13.1.2: the same entity tag"),
        ({"last_modified": STAMP}, True, "RFC 9110, 13.1.3: not modified since"),
        ({"etag": '"0"', "last_modified": STAMP}, False, "RFC 9110, 13.1.3: the tag goes before the date"),
        ({}, False, "RFC 9110, 15.4.5: no condition, no 304"),
    ],
)
def test_conditional_questions(
    web: Web, client: Client, state: dict[str, str], not_modified: bool, clause: str
) -> None:
    web.answers["/feed"] = with_validators(FEED, '"1"', STAMP)
    response = answered(web, client, state=FeedState(source="try", **state))  # type: ignore[arg-type]
    assert response.not_modified is not_modified, clause
    assert (response.etag, response.last_modified) == ('"1"', STAMP)


def test_a_304_without_validators_keeps_the_old_ones(web: Web, client: Client) -> None:
    """RFC 9111, 4.3.4."""
    web.answers["/feed"] = status(304)
    response = answered(web, client, state=FeedState(source="try", etag='"1"', last_modified=STAMP))
    assert (response.not_modified, response.etag, response.last_modified) == (True, '"1"', STAMP)


def test_a_304_nobody_asked_for_is_a_failure(web: Web, client: Client) -> None:
    web.answers["/feed"] = status(304)
    assert "304" in refused(web, client).reason


def test_the_same_bytes_are_not_modified_whatever_the_validators_say(web: Web, client: Client) -> None:
    import hashlib

    web.answers["/feed"] = page(FEED, ETag='"new"')
    state = FeedState(source="try", etag='"old"', body_hash=hashlib.sha256(FEED).hexdigest())
    response = answered(web, client, state=state)
    assert (response.not_modified, response.etag) == (True, '"new"')


@pytest.mark.parametrize(
    ("value", "seconds", "clause"),
    [
        ("120", 120.0, "RFC 9110, 10.2.3: seconds"),
        ("Fri, 20 Nov 2026 10:02:00 GMT", 120.0, "RFC 9110, 10.2.3: an HTTP date"),
        ("Friday, 20-Nov-26 10:02:00 GMT", 120.0, "RFC 9110, 5.6.7: the obsolete form"),
        ("Fri, 20 Nov 2026 09:00:00 GMT", 0.0, "a date gone by"),
        ("soon", None, "not a value"),
        ("Fri, 20 Nov 99999999999999999999 10:02:00 GMT", None, "a year no calendar has"),
        ("-5", None, "not a value"),
        (None, None, "no header"),
    ],
)
def test_retry_after(value: str | None, seconds: float | None, clause: str) -> None:
    assert retry_after_seconds(value, NOW) == seconds, clause


@pytest.mark.parametrize(("number", "permanent"), [(429, False), (503, False), (404, True), (410, True), (403, False)])
def test_a_status_that_is_not_200_is_a_failure(web: Web, client: Client, number: int, permanent: bool) -> None:
    web.answers["/feed"] = status(number, Retry_After="77")
    failure = refused(web, client)
    assert (failure.status, failure.permanent, failure.retry_after_seconds) == (number, permanent, 77.0)
    assert (failure.stage, failure.source, failure.at) == ("fetch", "try", NOW)


@pytest.mark.parametrize(
    ("control", "age", "seconds"),
    [
        ("max-age=600", None, 600),
        ("public, max-age=600", "100", 500),  # RFC 9111, 4.2: freshness less age
        ("max-age=60", "100", 0),
        ("no-cache, max-age=600", None, None),  # RFC 9111, 5.2.2.4
        ("no-store", None, None),
        ("s-maxage=600", None, None),  # RFC 9111, 5.2.2.10: for shared caches
        pytest.param("max-age=" + "9" * 5_000, None, 999_999_999, id="more digits than a number may have"),
        pytest.param("max-age=60", "9" * 5_000, 60, id="an age that is none"),
    ],
)
def test_freshness(web: Web, client: Client, control: str, age: str | None, seconds: int | None) -> None:
    headers = {"Cache_Control": control, **({"Age": age} if age else {})}
    web.answers["/feed"] = page(FEED, **headers)
    assert answered(web, client).max_age_seconds == seconds


@pytest.mark.parametrize(
    ("answer", "words", "trap"),
    [
        (page(b""), "empty", "an empty body has no entries and no complaint"),
        (page(b" \r\n"), "empty", "blank"),
        (status(202), "202", "a wall answers 202 without content"),
        (status(204), "204", "no content"),
        (page("<!DOCTYPE html><html><body>News</body></html>"), "web page", "HTML where a feed was"),
        (page(b"\xef\xbb\xbf<html><body>News</body></html>"), "web page", "HTML behind a byte order mark"),
        (page(b"x" * 200_001), "larger than 200,000 bytes", "an endless body"),
        (zipped(b"a" * 60_000_000), "larger than 200,000 bytes", "a gzip bomb"),
        (zipped_and_more(FEED, b"\0" * 50_000), "larger than 200,000 bytes", "padding without end behind the gzip"),
        (zipped_and_more(b"", gzip.compress(b"") * 2_500), "larger than 200,000 bytes", "gzip of nothing without end"),
        (page(b"<!---->" * 580), "not a feed", "comments without end"),
        (page(FEED, Content_Encoding="br"), "not asked for", "a coding we cannot undo"),
        (page(FEED, Content_Encoding="gzip"), "not compressed as it says", "plain bytes called gzip"),
        (dripping(b"<rss>", b"x", 0.3, 40), "not done after 1 seconds", "drip by drip"),
        (dripping_headers(0.3, 40), "not done after 1 seconds", "headers without end"),
        (redirect("/feed"), "more than 5 redirects", "a redirect to itself"),
        (status(302), "without saying where", "a redirect to nowhere"),
        (redirect("http://[broken"), "not a web address", "a redirect nobody can read"),
        (redirect("ftp://example.org/"), "not an http", "a redirect to another scheme"),
        (redirect("file:///etc/hostname"), "not an http", "a redirect into the machine"),
    ],
)
def test_what_is_no_feed_is_a_failure(web: Web, client: Client, answer: object, words: str, trap: str) -> None:
    web.answers["/feed"] = answer  # type: ignore[assignment]
    http = HTTP.model_copy(update={"total_seconds": 1.0}) if "not done" in words else HTTP
    outcome = ask(web, client, http)
    failure = parse(source(web), outcome) if isinstance(outcome, Response) else outcome
    assert isinstance(failure, Failure)
    assert words in failure.reason, (trap, failure.reason)


def test_a_connection_that_cannot_be_made_is_a_failure(client: Client) -> None:
    with serve() as gone:
        pass
    assert "no connection to 127.0.0.1" in refused(gone, client).reason


def test_an_unknown_host_is_a_failure(web: Web, client: Client) -> None:
    failure = refused(web, client, url="http://no-such-host.invalid/feed")
    assert "no-such-host.invalid" in failure.reason


@pytest.mark.parametrize(
    ("answer", "trap"),
    [
        (broken_off(FEED, len(FEED) + 500), "fewer bytes than promised (RFC 9112, 8)"),
        (unannounced(FEED[:-20], ETag='"half"'), "no length, and no closing tag"),
        (zipped(FEED * 3, keep=60, ETag='"half"'), "a gzip stream without its end"),
    ],
)
def test_a_body_that_breaks_off_keeps_no_validators(web: Web, client: Client, answer: object, trap: str) -> None:
    web.answers["/feed"] = answer  # type: ignore[assignment]
    response = answered(web, client)
    assert (response.complete, response.etag, response.last_modified) == (False, None, None), trap


@pytest.mark.parametrize(
    ("body", "trap"),
    [
        (FEED.decode().encode("utf-16"), "the closing tag in two bytes a letter"),
        (b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry/></a:feed>', "a closing tag with a prefix"),
        (FEED + b"<!-- made in 0.2 seconds -->\n", "a comment behind the closing tag"),
    ],
)
def test_without_a_length_a_body_is_whole_when_its_root_closes(
    web: Web, client: Client, body: bytes, trap: str
) -> None:
    web.answers["/feed"] = unannounced(body, ETag='"whole"')
    response = answered(web, client)
    assert (response.complete, response.etag) == (True, '"whole"'), trap


@pytest.mark.parametrize("etag", ['"caf\u00e9"', '"' + "x" * 5_000 + '"'], ids=["other letters", "very long"])
def test_a_tag_that_cannot_be_given_back_is_not(web: Web, client: Client, etag: str) -> None:
    """With it the question could not be asked at all, and the source would be lost for ever."""
    web.answers["/feed"] = page(FEED, ETag='"new"')
    assert answered(web, client, state=FeedState(source="try", etag=etag)).etag == '"new"'
    assert "if-none-match" not in web.visits[-1][1]


def test_gzip_is_undone_and_whole(web: Web, client: Client) -> None:
    web.answers["/feed"] = zipped(FEED, ETag='"z"')
    response = answered(web, client)
    assert (response.body, response.complete, response.etag) == (FEED, True, '"z"')


def test_a_source_can_ask_for_plain_bytes(web: Web, client: Client) -> None:
    web.answers["/feed"] = page(FEED)
    answered(web, client, headers=(("Accept-Encoding", "identity"),))
    assert web.visits[0][1]["accept-encoding"] == "identity"


def test_redirects_are_followed_and_the_last_address_counts(web: Web, client: Client) -> None:
    web.answers["/feed"] = redirect("moved", 301)
    web.answers["/moved"] = redirect("/now?a=1", 308)
    web.answers["/now"] = page(FEED)
    assert answered(web, client).url == web.base + "/now?a=1"


def test_a_redirect_to_another_host_takes_no_keys_along(web: Web, client: Client) -> None:
    with serve() as other:
        other.answers["/feed"] = page(FEED)
        web.answers["/feed"] = redirect(other.base + "/feed")
        answered(web, client, headers=(("X-Key", "secret"), ("Accept", "text/xml")))
        assert web.visits[0][1]["x-key"] == "secret"
        assert "x-key" not in other.visits[0][1]
        assert other.visits[0][1]["accept"] == "text/xml"


@pytest.mark.parametrize(("declared", "asked"), [(True, False), (False, True), (False, False)])
def test_loopback_is_refused_unless_allowed_twice(web: Web, client: Client, declared: bool, asked: bool) -> None:
    web.answers["/feed"] = page(FEED)
    http = HTTP.model_copy(update={"allow_private": asked})
    failure = refused(web, client, http, allow_private=declared)
    assert "not in the public internet" in failure.reason
    assert (failure.permanent, web.visits) == (True, [])


def test_address_at_fills_in_days() -> None:
    url = "https://example.org/s?from={today-14d:%d%m%Y}&to={today:%Y-%m-%d}&x={other}"
    assert address_at(url, NOW) == "https://example.org/s?from=06112026&to=2026-11-20&x={other}"
    assert address_at("https://example.org/{today}", NOW + timedelta(hours=14)) == "https://example.org/2026-11-21"


def test_a_question_is_posted_without_conditions(web: Web, client: Client) -> None:
    web.answers["/feed"] = page('{"results": []}', "application/json", ETag='"1"')
    state = FeedState(source="try", etag='"1"', last_modified=STAMP)
    answer = ask(web, client, state=state, format="json_list", post='{"page": 0}', json_rules=RULES)
    assert isinstance(answer, Response), answer
    assert web.posted == [b'{"page": 0}']
    assert "if-none-match" not in web.visits[0][1]


def test_a_posted_question_is_not_handed_on(web: Web, client: Client) -> None:
    web.answers["/feed"] = redirect("/elsewhere", 307)
    assert "redirects a question" in refused(web, client, format="json_list", post="{}", json_rules=RULES).reason


def test_a_source_may_have_larger_answers(web: Web, client: Client) -> None:
    web.answers["/feed"] = page(FEED + b" " * HTTP.max_bytes, "application/xml")
    assert "larger than" in refused(web, client).reason
    assert isinstance(ask(web, client, max_bytes=2 * HTTP.max_bytes), Response)


def test_days_in_addresses_also_in_small_letters() -> None:
    assert address_at("https://a.example/{today:%Y}/{today:%b|lower}/", NOW) == "https://a.example/2026/nov/"
