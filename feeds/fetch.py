"""From a source to its response: conditional, patient, and honest about what came back."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from feeds.client import Client
from feeds.formats.json_feed import is_json
from feeds.limits import MAX_VALIDATOR
from feeds.permission import is_reserved
from feeds.robots import forbidden, reserved
from feeds.transfer import Answer, Refusal, transfer
from schemas.settings import HttpSettings
from schemas.source import Failure, FeedState, Response, Source

_DAY = re.compile(r"\{today(?:-(\d+)d)?(?::([^{}|]+)(\|lower)?)?\}")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.I)
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
# How a whole document of each form ends; a body without it broke off even when HTTP could not know.
_ENDINGS = {
    "feed": re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>", re.I),
    "sitemap": re.compile(rb"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>|<(?:[\w.-]+:)?urlset[^>]*/>", re.I),
    "json_list": re.compile(rb"[\]}]\s*$"),
    "news_broker": re.compile(rb"[\]}]\s*$"),
    "case_data": re.compile(rb"\}\s*$"),
}


def fetch(source: Source, state: FeedState, client: Client, http: HttpSettings, now: datetime) -> Response | Failure:
    """Return what the source answers (possibly "not modified"), or a Failure that says why it cannot be used.

    Asks conditionally with the validators of `state` (RFC 9110, 13.1). `now` is the time of the poll, UTC.
    Never raises for what a network or a server does.
    """
    url = address_at(source.url, now)
    allow_private = source.allow_private and http.allow_private
    rules = forbidden if source.format == "listing" else reserved

    def may_ask(address: str) -> Refusal | None:
        return rules(address, source, client, http, now)

    if refused := may_ask(url):
        return _failure(source, url, refused.reason, now, permanent=refused.permanent)
    if source.max_bytes:
        http = http.model_copy(update={"max_bytes": max(source.max_bytes, http.max_bytes)})
    answer = transfer(
        url, _request_headers(source, state), client, http, allow_private, post=source.post, may_follow=may_ask
    )
    if isinstance(answer, Refusal):
        return _failure(source, answer.url, answer.reason, now, permanent=answer.permanent)
    if answer.status == 304:
        return _not_modified(source, state, answer, now)
    problem = _problem(source, answer)
    if problem:
        return _failure(
            source,
            answer.url,
            problem,
            now,
            status=answer.status,
            retry_after_seconds=retry_after_seconds(answer.header("retry-after"), now),
            permanent=answer.status in (404, 410, 451),
        )
    return _response(source, state, answer, now)


def address_at(url: str, now: datetime) -> str:
    """Return `url` with `{today-30d:%Y-%m-%d}` replaced by that day (UTC) in that form of strftime.

    `{today:%b|lower}` gives it in small letters.
    """

    def day(match: re.Match[str]) -> str:
        when = now.astimezone(UTC) - timedelta(days=int(match[1] or 0))
        words = when.strftime(match[2] or "%Y-%m-%d")
        return words.lower() if match[3] else words

    return _DAY.sub(day, url)


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """Return the wait a Retry-After header asks for, in seconds or as an HTTP date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", value):
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def _request_headers(source: Source, state: FeedState) -> dict[str, str]:
    return {**dict(source.headers), **_conditions(source, state)}


def _conditions(source: Source, state: FeedState) -> dict[str, str]:
    if source.post is not None:
        return {}  # RFC 9110, 13.1: conditions are for what can be got again
    asked = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    # A tag of other letters than ASCII cannot be given back byte by byte; the hash of the body does its work.
    return {
        name: value for name, value in asked.items()
        if value and value.isascii() and value.isprintable() and len(value) <= MAX_VALIDATOR
    }  # fmt: skip


def _problem(source: Source, answer: Answer) -> str | None:
    if answer.status == 202 and not answer.body:
        return "HTTP 202 without content: the server wants to check for a browser first"
    if answer.status not in (200, 203):
        return f"HTTP {answer.status}" + _meaning(answer.status)
    if not answer.body.strip():
        return "the answer is empty"
    if not source.official and is_reserved(answer.headers, answer.body):
        return "the newspaper reserves text and data mining"
    if source.format in ("feed", "sitemap") and _HTML_START.match(answer.body[:4096]):
        return "a web page was served where a feed was expected"
    return None


def _meaning(status: int) -> str:
    words = {
        401: "the source asks for a login",
        403: "the server refuses us",
        404: "there is nothing at this address any more",
        410: "the source is gone for good",
        429: "we ask too often",
        503: "the server is out of service",
    }
    return f": {words[status]}" if status in words else ""


def _not_modified(source: Source, state: FeedState, answer: Answer, now: datetime) -> Response | Failure:
    if not _conditions(source, state):
        return _failure(source, answer.url, "HTTP 304 to a question without a condition", now, status=304)
    return Response(
        source=source.id,
        url=answer.url,
        status=304,
        # RFC 9111, 4.3.4: a 304 may renew the validators; what it leaves out stays as it was.
        etag=answer.header("etag") or state.etag,
        last_modified=answer.header("last-modified") or state.last_modified,
        max_age_seconds=_max_age(answer),
        not_modified=True,
        fetched_at=now,
    )


def _response(source: Source, state: FeedState, answer: Answer, now: datetime) -> Response:
    complete = answer.complete and _looks_whole(source, answer)
    known = complete and state.body_hash is not None
    unchanged = known and hashlib.sha256(answer.body).hexdigest() == state.body_hash
    return Response(
        source=source.id,
        url=answer.url,
        status=answer.status,
        content_type=answer.header("content-type") or "",
        body=answer.body,
        # RFC 9111, 3.3: an incomplete answer must not stand for the whole one later.
        etag=answer.header("etag") if complete else None,
        last_modified=answer.header("last-modified") if complete else None,
        max_age_seconds=_max_age(answer),
        not_modified=unchanged,
        complete=complete,
        fetched_at=now,
    )


def _looks_whole(source: Source, answer: Answer) -> bool:
    if answer.header("content-length") is not None or source.format not in _ENDINGS:
        return True
    end = answer.body[-4096:].replace(b"\0", b"")  # of UTF-16 the letters of ASCII are left
    form = "json_list" if source.format == "feed" and is_json(answer.body) else source.format
    return _ENDINGS[form].search(end) is not None


def _max_age(answer: Answer) -> int | None:
    control = answer.header("cache-control") or ""
    found = _MAX_AGE.search(control)
    if not found or "no-store" in control.lower() or "no-cache" in control.lower():
        return None
    age = re.fullmatch(r"\d{1,9}", answer.header("age") or "")
    return max(0, int(found[1]) - (int(age[0]) if age else 0))


def _failure(
    source: Source,
    url: str,
    reason: str,
    now: datetime,
    status: int | None = None,
    retry_after_seconds: float | None = None,
    permanent: bool = False,
) -> Failure:
    return Failure(
        stage="fetch",
        source=source.id,
        url=url,
        reason=reason,
        status=status,
        retry_after_seconds=retry_after_seconds,
        permanent=permanent,
        at=now,
    )
