"""One GET, where loopback cannot show it: other hosts, https, and names that change their mind."""

import ssl
import threading
from collections.abc import Callable, Iterable

import httpx
import pytest

from feeds.client import Client
from feeds.transfer import Answer, Refusal, transfer
from schemas.settings import HttpSettings

HTTP = HttpSettings()
PLACES = {"authority.example": "93.184.215.14", "other.example": "93.184.215.15", "inside.example": "10.0.0.1"}


def resolve(host: str, port: int) -> Iterable[str]:
    if host not in PLACES and not host[0].isdecimal():
        raise OSError("[Errno -2] Name or service not known")
    return (PLACES.get(host, host),)


def ask(url: str, answer: Callable[[httpx.Request], httpx.Response]) -> Answer | Refusal:
    with Client(HTTP, httpx.MockTransport(answer)) as client:
        return transfer(url, {}, client, HTTP, False, resolve)


def to(location: str) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/start":
            return httpx.Response(302, headers={"Location": location})
        return httpx.Response(200, stream=httpx.ByteStream(b"here"))

    return answer


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://inside.example/", "10.0.0.1, which is not in the public internet"),
        ("https://169.254.169.254/latest/meta-data", "169.254.169.254"),
        ("https://127.0.0.1:8080/", "127.0.0.1"),
        ("http://other.example/", "from https to the unprotected"),
        ("https://nowhere.example/", "the host name nowhere.example is not known"),
    ],
)
def test_redirects_that_are_not_followed(location: str, words: str) -> None:
    outcome = ask("https://authority.example/start", to(location))
    assert isinstance(outcome, Refusal)
    assert words in outcome.reason


def test_a_redirect_to_another_public_host_is_followed() -> None:
    outcome = ask("https://authority.example/start", to("https://other.example/end"))
    assert isinstance(outcome, Answer)
    assert (outcome.url, outcome.body) == ("https://other.example/end", b"here")


class Stream:
    """A connection that turns out to end elsewhere than the name was said to lead."""

    def get_extra_info(self, info: str) -> object:
        return ("192.168.1.1", 443) if info == "server_addr" else None


def test_a_connection_that_ends_in_the_network_is_not_read() -> None:
    """The second look: public when judged, private when connected."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"secret", extensions={"network_stream": Stream()})

    outcome = ask("https://authority.example/", answer)
    assert isinstance(outcome, Refusal)
    assert "192.168.1.1" in outcome.reason
    assert outcome.permanent


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ConnectTimeout("x"), "no connection to authority.example within 20 seconds"),
        (httpx.ReadTimeout("x"), "authority.example was silent for 20 seconds"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed"), "certificate of authority.example"),
        (httpx.ConnectError("[Errno -2] Name or service not known"), "host name authority.example is not known"),
        (httpx.ConnectError("[Errno 111] Connection refused"), "no connection to authority.example"),
        (httpx.ProxyError("407"), "the proxy of http.proxy"),
        (httpx.RemoteProtocolError("illegal header"), "the connection to authority.example broke: illegal header"),
        (ssl.SSLError("bad record"), "the connection to authority.example broke"),
    ],
)
def test_what_networks_do_is_said_in_plain_words(error: Exception, words: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    outcome = ask("https://authority.example/", answer)
    assert isinstance(outcome, Refusal)
    assert words in outcome.reason


def test_the_client_is_named_and_keeps_nothing_of_an_answer() -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200, headers={"Set-Cookie": "a=b"}, stream=httpx.ByteStream(b"here"))

    with Client(HTTP, httpx.MockTransport(answer)) as client:
        for _ in range(2):
            transfer("https://93.184.215.14/", {"accept": "text/html"}, client, HTTP, False, resolve)
    assert [headers["user-agent"] for headers in seen] == [HTTP.user_agent] * 2
    assert [headers.get_list("accept") for headers in seen] == [["text/html"]] * 2
    assert "cookie" not in seen[1]


@pytest.mark.parametrize(
    ("path", "words", "why"),
    [
        ("/second", b"not done after 0.05 seconds", "a second request at the same time waits, and not for ever"),
        ("/robots.txt", b"User-agent", "the rules for robots take no turn"),
    ],
)
def test_a_host_is_asked_no_more_than_it_may_be(path: str, words: bytes, why: str) -> None:
    http = HTTP.model_copy(update={"host_connections": 1, "total_seconds": 0.05})

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/first":
            return httpx.Response(200, stream=httpx.ByteStream(b"User-agent: *"))
        inner = transfer(f"https://authority.example{path}", {}, client, http, False, resolve)
        return httpx.Response(200, stream=httpx.ByteStream(str(inner).encode()))

    with Client(http, httpx.MockTransport(answer)) as client:
        outcome = transfer("https://authority.example/first", {}, client, HTTP, False, resolve)
    assert isinstance(outcome, Answer)
    assert words in outcome.body, why


def test_the_address_that_was_judged_is_the_one_connected_to() -> None:
    """DNS rebinding: the name is resolved once, and the server still hears whom it is asked for."""
    asked: list[str] = []
    seen: list[tuple[str, str, object]] = []

    def changing(host: str, port: int) -> Iterable[str]:
        asked.append(host)
        return ("93.184.215.14",) if len(asked) == 1 else ("127.0.0.1",)

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.host, request.headers["host"], request.extensions["sni_hostname"]))
        return httpx.Response(200, stream=httpx.ByteStream(b"here"))

    with Client(HTTP, httpx.MockTransport(answer)) as client:
        outcome = transfer("https://authority.example:8443/a", {}, client, HTTP, False, changing)
    assert isinstance(outcome, Answer)
    assert outcome.url == "https://authority.example:8443/a"
    assert asked == ["authority.example"]
    assert seen == [("93.184.215.14", "authority.example:8443", "authority.example")]


def test_the_next_address_is_asked_when_the_first_takes_no_connection() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "2606:2800:21f::1":
            raise httpx.ConnectError("[Errno 101] Network is unreachable")
        return httpx.Response(200, stream=httpx.ByteStream(request.url.host.encode()))

    def both(host: str, port: int) -> Iterable[str]:
        return ("2606:2800:21f::1", "93.184.215.14")

    with Client(HTTP, httpx.MockTransport(answer)) as client:
        outcome = transfer("https://authority.example/", {}, client, HTTP, False, both)
    assert isinstance(outcome, Answer)
    assert outcome.body == b"93.184.215.14"


def test_a_resolver_that_never_answers_holds_nobody() -> None:
    never = threading.Event()

    def silent(host: str, port: int) -> Iterable[str]:
        never.wait()
        return ()

    http = HTTP.model_copy(update={"timeout_seconds": 0.1})
    with Client(HTTP, httpx.MockTransport(to("/"))) as client:
        outcome = transfer("https://authority.example/", {}, client, http, False, silent)
    never.set()
    assert isinstance(outcome, Refusal)
    assert outcome.reason == "authority.example was not resolved within 0.1 seconds"
