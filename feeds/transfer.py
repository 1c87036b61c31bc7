"""One polite GET: bounded in bytes, time and redirects, guarded, and never raising for what networks do.

Conditional requests and what an answer means for a source are decided in feeds/fetch.py and feeds/article.py.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urljoin, urlsplit

import httpx

from feeds.client import Client
from feeds.decoding import Cut, decoder
from feeds.guard import Resolve, is_public, pinned, private_reason, refusal, resolve_host, resolve_within
from feeds.network_reasons import network_reason, too_slow
from schemas.base import Model
from schemas.settings import HttpSettings

_MAX_ADDRESSES = 3  # of one host, tried before it counts as out of reach
_REDIRECTS = (301, 302, 303, 307, 308)
# What a redirect to another host may not carry along: it was meant for the first one (RFC 9110, 15.4).
_KEPT_ACROSS_HOSTS = ("accept", "accept-encoding", "accept-language", "if-none-match", "if-modified-since")


class Answer(Model):
    """What came back. `body` is decoded of its content encoding; `complete` is False when it broke off."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    complete: bool = True

    def header(self, name: str) -> str | None:
        """Return the first header of that name (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)


class Refusal(Model):
    """Why nothing usable came back, in words a user understands."""

    url: str
    reason: str
    permanent: bool = False


def transfer(
    url: str,
    headers: Mapping[str, str],
    client: Client,
    http: HttpSettings,
    allow_private: bool,
    resolve: Resolve = resolve_host,
    post: str | None = None,
    may_follow: Callable[[str], Refusal | None] = lambda _url: None,
) -> Answer | Refusal:
    """Return the answer to a GET of `url` after at most `http.max_redirects` redirects, or why there is none.

    With `post` it is asked by POST with that body, and follows no redirect: a question is not handed on.
    `may_follow` is asked before a redirect's target is; what it refuses is the outcome.
    `allow_private` is the caller's decision; `http.total_seconds` holds for all hops together.
    """
    deadline = time.monotonic() + http.total_seconds
    for _ in range(http.max_redirects + 1):
        answer = _one_hop(url, headers, client, http, allow_private, resolve, deadline, post)
        if isinstance(answer, Refusal) or answer.status not in _REDIRECTS:
            return answer
        if post is not None:
            return Refusal(url=url, reason=f"{url} redirects a question asked by POST")
        target = _redirect_target(url, answer.header("location"))
        if isinstance(target, Refusal):
            return target
        if refused := may_follow(target):
            return refused
        headers = _headers_for(target, url, headers)
        url = target
    return Refusal(url=url, reason=f"more than {http.max_redirects} redirects, the last one to {url}")


def _one_hop(
    url: str,
    headers: Mapping[str, str],
    client: Client,
    http: HttpSettings,
    allow_private: bool,
    resolve: Resolve,
    deadline: float,
    post: str | None,
) -> Answer | Refusal:
    found: list[str] = []

    def resolve_once(host: str, port: int) -> Iterable[str]:
        seconds = min(http.timeout_seconds, deadline - time.monotonic())
        found.extend(resolve_within(seconds, resolve, host, port))
        return found

    try:
        refused = refusal(url, allow_private, resolve_once, through_proxy=http.proxy is not None)
        if refused:
            return Refusal(url=url, reason=refused, permanent=True)
        return _ask_first_that_answers(tuple(found), url, headers, client, http, allow_private, deadline, post)
    except Cut as cut:
        return Refusal(url=url, reason=str(cut))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        if time.monotonic() >= deadline:
            return Refusal(url=url, reason=too_slow(http))
        return Refusal(url=url, reason=network_reason(error, url, http))


def _ask_first_that_answers(
    addresses: tuple[str, ...],
    url: str,
    headers: Mapping[str, str],
    client: Client,
    http: HttpSettings,
    allow_private: bool,
    deadline: float,
    post: str | None,
) -> Answer | Refusal:
    """Ask the addresses that were judged, in turn, until one takes the connection. None: as the name leads."""
    *earlier, last = addresses[:_MAX_ADDRESSES] or (None,)
    for address in earlier:
        try:
            return _ask(address, url, headers, client, http, allow_private, deadline, post)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if time.monotonic() >= deadline or "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise
    return _ask(last, url, headers, client, http, allow_private, deadline, post)


def _ask(
    address: str | None,
    url: str,
    headers: Mapping[str, str],
    client: Client,
    http: HttpSettings,
    allow_private: bool,
    deadline: float,
    post: str | None,
) -> Answer | Refusal:
    target, host_header, extensions = pinned(url, address)
    with client.stream(
        "GET" if post is None else "POST",
        target,
        {**headers, **host_header},
        None if post is None else post.encode(),
        extensions,
        deadline,
    ) as response:
        peer = None if allow_private or http.proxy else _private_peer(response)
        if peer:
            return Refusal(url=url, reason=private_reason(urlsplit(url).hostname or url, peer), permanent=True)
        return _read(url, response, http, deadline)


def _read(url: str, response: httpx.Response, http: HttpSettings, deadline: float) -> Answer:
    headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
    if response.status_code == 304:
        next(response.iter_raw(), None)  # there is none (RFC 9110, 15.4.5); met its end, the connection can be kept
    bodiless = response.status_code in (*_REDIRECTS, 304)
    body, complete = (b"", True) if bodiless else _read_body(response, http, deadline)
    return Answer(url=url, status=response.status_code, headers=headers, body=body, complete=complete)


def _read_body(response: httpx.Response, http: HttpSettings, deadline: float) -> tuple[bytes, bool]:
    decode = decoder(response.headers.get("content-encoding", ""), http.max_bytes)
    body = bytearray()
    taken, complete = 0, True
    try:
        for chunk in response.iter_raw():  # no chunk size: it would wait until a chunk is full
            body += decode.feed(chunk)
            taken += len(chunk)  # bytes that unpack to nothing have no end either
            if max(taken, len(body)) > http.max_bytes:
                raise Cut(f"the answer is larger than {http.max_bytes:,} bytes (http.max_bytes)")
            if time.monotonic() > deadline:
                raise Cut(too_slow(http))
    except (httpx.RemoteProtocolError, httpx.ReadError) as error:
        if time.monotonic() >= deadline:
            raise Cut(too_slow(http)) from error
        complete = False  # RFC 9112, 8: a message that breaks off is incomplete, and must be seen as such
    return bytes(body), complete and decode.finished()


def _private_peer(response: httpx.Response) -> str | None:  # a second look, at the connection itself
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream is not None else None
    return None if not address or is_public(str(address[0])) else str(address[0])


def _redirect_target(url: str, location: str | None) -> str | Refusal:
    if not location:
        return Refusal(url=url, reason=f"{url} redirects without saying where to")
    try:
        target = urljoin(url, location)
    except ValueError:
        return Refusal(url=url, reason=f"{url} redirects to {location[:200]!r}, which is not a web address")
    if urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http":
        return Refusal(url=url, reason=f"{url} redirects from https to the unprotected {target}")
    return target


def _headers_for(target: str, url: str, headers: Mapping[str, str]) -> Mapping[str, str]:
    if urlsplit(target).netloc == urlsplit(url).netloc:
        return headers
    return {name: value for name, value in headers.items() if name.lower() in _KEPT_ACROSS_HOSTS}
