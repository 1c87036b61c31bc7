"""Which addresses may be asked."""

from collections.abc import Iterable

import pytest

from feeds.guard import is_public, refusal


def leads_to(*addresses: str) -> object:
    def resolve(host: str, port: int) -> Iterable[str]:
        return addresses

    return resolve


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # where clouds keep their keys
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("0.0.0.0", False),
        ("100.64.0.1", False),  # shared address space, RFC 6598
        ("224.0.0.1", False),
        ("::ffff:127.0.0.1", False),  # IPv4 in IPv6
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("64:ff9b::7f00:1", False),  # NAT64 of 127.0.0.1
        ("64:ff9b::5db8:d70e", True),  # NAT64 of a public address
        ("64:ff9b:1::7f00:1", False),  # NAT64 of a local prefix, RFC 8215
        ("::127.0.0.1", False),  # the oldest IPv4 in IPv6
        ("::ffff:0:127.0.0.1", False),  # IPv4-translated, RFC 2765
        ("fec0::1", False),  # site-local, RFC 3879
        ("3fff::1", False),  # documentation, RFC 9637
        ("192.0.0.8", False),  # IETF protocol assignments
        ("168.63.129.16", False),  # a cloud's own service, at a public address
    ],
)
def test_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public
    assert (refusal("https://a.example/", False, leads_to(address)) is None) is public  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "addresses", "words"),
    [
        ("https://authority.example/feed", ("93.184.215.14",), None),
        ("https://authority.example/feed", ("93.184.215.14", "10.0.0.1"), "10.0.0.1"),  # one private is enough
        ("http://[::1]:8080/feed", ("::1",), "::1"),
        ("file:///etc/passwd", (), "not an http"),
        ("gopher://authority.example/", (), "not an http"),
        ("http:///feed", (), "not an http"),
        ("http://authority.example:99999/", (), "not a web address"),
    ],
)
def test_refusal(url: str, addresses: tuple[str, ...], words: str | None) -> None:
    reason = refusal(url, False, leads_to(*addresses))  # type: ignore[arg-type]
    assert (reason is None) if words is None else (reason is not None and words in reason)


def test_a_redirect_into_the_network_is_refused_by_its_own_address() -> None:
    assert refusal("http://inside.example/", True, leads_to("10.0.0.1")) is None  # type: ignore[arg-type]
    assert refusal("http://inside.example/", False, leads_to("10.0.0.1")) is not None  # type: ignore[arg-type]


def test_behind_a_proxy_names_are_the_proxys_and_numbers_ours() -> None:
    unused = leads_to("10.0.0.1")
    assert refusal("http://authority.example/", False, unused, through_proxy=True) is None  # type: ignore[arg-type]
    assert refusal("http://10.0.0.1/", False, unused, through_proxy=True) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "127.0.0.1.", "\u2460\u2461\u2466.0.0.1", "localhost",
        "LocalHost.", "any.localhost", "[::ffff:7f00:1]",
    ],
)  # fmt: skip
def test_behind_a_proxy_numbers_are_ours_in_every_form(host: str) -> None:
    """The proxy would read them as its own machine."""
    reason = refusal(f"http://{host}/", False, leads_to("93.184.215.14"), through_proxy=True)  # type: ignore[arg-type]
    assert reason is not None
    assert "not in the public internet" in reason


@pytest.mark.parametrize(
    ("url", "addresses", "asked"),
    [
        ("http://169.254.169.254/latest/meta-data", (), False),
        ("http://[::ffff:169.254.169.254]/", (), False),
        ("http://[64:ff9b::a9fe:a9fe]/", (), False),
        ("http://168.63.129.16/machine", (), False),
        ("http://[fd00:ec2::254]/", (), False),
        ("http://100.100.100.200/", (), False),
        ("http://metadata.example/", ("169.254.169.254",), False),
        ("http://127.0.0.1:8080/", (), True),
        ("http://inside.example/", ("10.0.0.1",), True),
    ],
)
def test_what_stays_closed_where_the_local_network_may_be_asked(
    url: str, addresses: tuple[str, ...], asked: bool
) -> None:
    assert (refusal(url, True, leads_to(*addresses)) is None) is asked  # type: ignore[arg-type]
